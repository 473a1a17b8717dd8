"""Composing the sections of a document: each step takes them and returns others; what is wrong with them is told.

What is asked stands first, in its order; what is asked no more comes after it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from programmes.domain.forms.checking import KEY, Fault, repeated
from programmes.domain.outline import BODY_LONGEST, SECTIONS_MOST, Section, asked
from programmes.domain.row_order import moved

TITLE_LONGEST: Final = 120
HINT_LONGEST: Final = 500


def section_put(sections: Sequence[Section], section: Section) -> list[Section]:
    """Set a section in its place, or add it as the last that is asked."""
    if any(one.key == section.key for one in sections):
        return [section if one.key == section.key else one for one in sections]
    return _in_order([*sections, section])


def section_moved(sections: Sequence[Section], key: str, step: int) -> list[Section]:
    """One place up (-1) or down (1) among those that are asked."""
    return [*moved(tuple(asked(sections)), key, step), *_unasked(sections)]


def section_removed(sections: Sequence[Section], key: str) -> list[Section]:
    """Ask for it no more."""
    return _in_order([replace(one, is_asked=False) if one.key == key else one for one in sections])


def section_returned(sections: Sequence[Section], key: str) -> list[Section]:
    """Ask for it again, in the last place."""
    others = [one for one in sections if one.key != key]
    return _in_order([*others, *(replace(one, is_asked=True) for one in sections if one.key == key)])


def sections_replaced(before: Sequence[Section], after: Sequence[Section]) -> list[Section]:
    """Ask for `after` alone; what was asked before and is not among them is asked no more."""
    keys = {one.key for one in after}
    return [*after, *(replace(one, is_asked=False) for one in before if one.key not in keys)]


def renamed(before: Section, after: Section) -> Section:
    """`after` with all titles that `before` has or had and it has not."""
    gone = [title for title in before.titles if title not in {after.title_de, after.title_en}]
    return replace(after, former=tuple(gone))


def outline_faults(sections: Sequence[Section]) -> list[Fault]:
    """Return all that is wrong, by the key of the section; nothing for what can be asked."""
    return [*_of_whole(sections), *(fault for one in sections for fault in _of_one(one)), *_of_titles(sections)]


def _of_whole(sections: Sequence[Section]) -> Iterator[Fault]:
    if len(asked(sections)) > SECTIONS_MOST:
        yield Fault("", "many_sections")
    for key in repeated(section.key for section in sections):
        yield Fault(key, "key_twice")


def _of_one(section: Section) -> Iterator[Fault]:
    if not KEY.fullmatch(section.key):
        yield Fault(section.key, "key")
    if not section.title_de and not section.title_en:
        yield Fault(section.key, "no_title")
    long_title = max(len(section.title_de), len(section.title_en)) > TITLE_LONGEST
    if long_title or max(len(section.hint_de), len(section.hint_en)) > HINT_LONGEST:
        yield Fault(section.key, "long")
    if section.longest is not None and not 1 <= section.longest <= BODY_LONGEST:
        yield Fault(section.key, "longest")


def _of_titles(sections: Sequence[Section]) -> Iterator[Fault]:
    """Under one heading stands the text of one section: else what teams wrote would be found in another."""
    seen: dict[str, Section] = {}
    for section in sections:
        twice = [seen[title] for title in section.titles if title in seen]
        if twice:
            both_asked = section.is_asked and twice[0].is_asked
            yield Fault(section.key, "title_twice" if both_asked else "title_removed")
        seen.update(dict.fromkeys(section.titles, section))


def _in_order(sections: Sequence[Section]) -> list[Section]:
    return [*asked(sections), *_unasked(sections)]


def _unasked(sections: Sequence[Section]) -> list[Section]:
    return [section for section in sections if not section.is_asked]
