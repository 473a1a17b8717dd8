"""A text in sections that somebody else has named, such as the nine fields of a canvas; kept as one text with headings.

So whoever shows, searches or exports the text needs to know nothing of sections.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

HEADING: Final = "## "
LOWER: Final = "### "
SECTIONS_MOST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    title_de: str
    title_en: str
    hint_de: str = ""
    hint_en: str = ""

    def title(self, language: str) -> str:
        return self.title_de if language == "de" else self.title_en

    def hint(self, language: str) -> str:
        return self.hint_de if language == "de" else self.hint_en


def sections_of(stored: Iterable[Mapping[str, Any]]) -> list[Section]:
    """Return the sections as they were stored."""
    return [Section(**one) for one in stored]


def stored(sections: Iterable[Section]) -> list[dict[str, str]]:
    """Return what JSON can hold of the sections."""
    return [asdict(section) for section in sections]


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
    by_title = {title: section.key for section in sections for title in (section.title_de, section.title_en)}
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
    """Return the sections in which nothing is written."""
    texts = parted(sections, text)
    return [section for section in sections if not texts[section.key]]
