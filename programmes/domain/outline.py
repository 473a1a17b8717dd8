"""A text in sections that somebody else has named, such as the nine fields of a canvas; kept as one text with headings.

So whoever shows, searches or exports the text needs to know nothing of sections.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

HEADING: Final = "## "
LOWER: Final = "### "
SECTIONS_MOST: Final = 20
BODY_LONGEST: Final = 20_000
"""All sections together, with their headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Who has written one language only shows it to everybody."""

    key: str
    title_de: str
    title_en: str
    hint_de: str = ""
    hint_en: str = ""
    is_required: bool = True
    """Whether something must stand in it when it is handed in."""
    longest: int | None = None
    """Characters that it may have when it is handed in; None: as many as fit."""
    is_asked: bool = True
    """No more, where it was removed: what teams have written in it stays theirs."""
    former: tuple[str, ...] = ()
    """Titles that it had while teams wrote: their texts still stand under these."""

    @property
    def titles(self) -> tuple[str, ...]:
        """All headings under which its text may stand, each once."""
        return tuple(dict.fromkeys(title for title in (self.title_de, self.title_en, *self.former) if title))

    def title(self, language: str) -> str:
        return (self.title_de or self.title_en) if language == "de" else (self.title_en or self.title_de)

    def hint(self, language: str) -> str:
        return (self.hint_de or self.hint_en) if language == "de" else (self.hint_en or self.hint_de)


def sections_of(stored: Iterable[Mapping[str, Any]]) -> list[Section]:
    """Return the sections as they were stored, also those that are asked no more."""
    return [Section(**{**one, "former": tuple(one.get("former", ()))}) for one in stored]


def stored(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Return what JSON can hold of the sections."""
    return [asdict(section) | {"former": list(section.former)} for section in sections]


def asked(sections: Iterable[Section]) -> list[Section]:
    """Return those of which a solution is to consist; none: it is one text."""
    return [section for section in sections if section.is_asked]


def to_fill(sections: Sequence[Section], written: Container[str]) -> list[Section]:
    """Return what a team fills in: what is asked, and what is asked no more where its key is among `written`."""
    if not asked(sections):
        return []
    return [section for section in sections if section.is_asked or section.key in written]


def joined(sections: Sequence[Section], texts: Mapping[str, str], language: str) -> str:
    """Return one text: each section that has any, under its title in `language`."""
    return "\n\n".join(
        f"{HEADING}{section.title(language)}\n\n{_lowered(texts[section.key])}"
        for section in sections
        if texts.get(section.key, "").strip()
    )


def _lowered(text: str) -> str:
    """Nobody's own heading is taken for the title of a section."""
    lines = text.strip().split("\n")
    return "\n".join(LOWER + line.removeprefix(HEADING) if line.startswith(HEADING) else line for line in lines)


def parted(sections: Sequence[Section], text: str) -> dict[str, str]:
    """Return the text of each section by its key, whatever language its title is in; what stands before is the first's.

    The text of sections that there are no more stays where it stands.
    """
    if not sections:
        return {}
    by_title = {title: section.key for section in sections for title in section.titles}
    lines: dict[str, list[str]] = {section.key: [] for section in sections}
    here = sections[0].key
    for line in text.split("\n"):
        key = by_title.get(line.removeprefix(HEADING).strip()) if line.startswith(HEADING) else None
        if key is None:
            lines[here].append(line)
        else:
            here = key
    return {key: "\n".join(found).strip() for key, found in lines.items()}


def missing(sections: Sequence[Section], text: str) -> list[Section]:
    """Return the sections that must be filled in and in which nothing is written."""
    texts = parted(sections, text)
    return [section for section in asked(sections) if section.is_required and not texts[section.key]]


def overlong(sections: Sequence[Section], text: str) -> list[tuple[Section, int]]:
    """Return the sections in which more is written than may be, each with how many characters there are."""
    lengths = {key: len(part) for key, part in parted(sections, text).items()}
    found = [(section, lengths[section.key]) for section in asked(sections)]
    return [(section, length) for section, length in found if section.longest is not None and length > section.longest]
