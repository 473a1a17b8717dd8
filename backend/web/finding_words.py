"""What an import found, in the reader's language; the console says it in English."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KINDS: Final = {
    "refused": gettext_lazy("left out"),
    "merged": gettext_lazy("put together"),
    "corrected": gettext_lazy("changed"),
}
FILES: Final = {
    "events.csv": gettext_lazy("Sprint"),
    "categories.csv": gettext_lazy("Categories"),
    "users.csv": gettext_lazy("People"),
    "projects.csv": gettext_lazy("Challenges and solutions"),
    "activities.csv": gettext_lazy("Who is in which team"),
}
SENTENCES: Final = {
    r"a draft": gettext_lazy("a draft"),
    r"hidden from the gallery": gettext_lazy("hidden from the gallery"),
    r"without a title": gettext_lazy("without a title"),
    r"without an address, as drafts are": gettext_lazy("without an address, as drafts are"),
    r"the same project as in row (\d+)": gettext_lazy("the same project as in row {0}"),
    r"columns that are not taken: (.*)": gettext_lazy("columns that are not taken: {0}"),
    r"members from column (\d+) on are not understood": gettext_lazy(
        "members from column {0} on are not understood and are left out"
    ),
    r"the key belongs to another sprint": gettext_lazy("it was taken over into another sprint already"),
    r"a text is too long; its end is cut off": gettext_lazy("a text is too long; its end is cut off"),
    r"an address that cannot be opened safely is left out": gettext_lazy(
        "an address that cannot be opened safely is left out"
    ),
    r"only the first (\d+) links are kept": gettext_lazy("only the first {0} links are kept"),
    r"this person is in the team already": gettext_lazy("this person is in the team already"),
    r"this team takes nobody from a package": gettext_lazy("the team takes nobody from a table"),
    r"its project or person is unknown": gettext_lazy("its project or person is unknown"),
    r"a name is replaced by a pseudonym": gettext_lazy("a name is replaced by a pseudonym"),
    r"a category without a name": gettext_lazy("a category without a name"),
    r"the key stands in an earlier row already": gettext_lazy("it stands in an earlier row already"),
    r"what is called '(.*)' has no place here": gettext_lazy("what is called “{0}” has no place here"),
    r"it is no row": gettext_lazy("it cannot be read"),
    r"(\w+) is missing": gettext_lazy("the column {0} is empty"),
    r"(\w+) is no \w+": gettext_lazy("what stands in the column {0} cannot be read"),
    r"no key or no name": gettext_lazy("its address or its title cannot be used"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    file: str
    row: int
    kind: str
    label: str
    what: str


def findings_told(found: Iterable[Sequence[object]]) -> list[Finding]:
    return [
        Finding(
            file_words(str(file)), int(str(row)), str(kind), str(KINDS.get(str(kind), kind)), finding_words(str(what))
        )
        for file, row, kind, what in found
    ]


@dataclass(frozen=True, slots=True)
class TableTold:
    label: str
    rows: int
    new: int
    changed: int
    same: int


def tables_told(tables: Iterable[Sequence[object]]) -> list[TableTold]:
    """What a package brings, table by table."""
    return [TableTold(file_words(str(file)), *(int(str(number)) for number in numbers)) for file, *numbers in tables]


def file_words(file: str) -> str:
    return str(FILES.get(file, file))


def finding_words(what: str) -> str:
    """Return the sentence in the reader's language; one that is not known here as it is."""
    for pattern, words in SENTENCES.items():
        match = re.fullmatch(pattern, what, re.DOTALL)
        if match:
            # What stands in a table may hold braces of its own.
            return str(words).replace("{0}", match[1]) if match.groups() else str(words)
    return _("something else: %(what)s") % {"what": what}
