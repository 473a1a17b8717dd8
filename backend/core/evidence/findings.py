"""What a check of a package finds, and the sentences for it in German and English."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Language = Literal["de", "en"]
Words = Mapping[Language, str]
Sentences = Mapping[str, Words]
SHOWN_OF_A_KIND: Final = 20
LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """`row` is the line of the file, 0 for the file as a whole. The facts are parts of the sentence in `words`."""

    file: str
    row: int
    code: str
    facts: tuple[tuple[str, str], ...] = ()
    words: Words = field(default_factory=dict, compare=False, repr=False)

    def sentence(self, language: Language = "en") -> str:
        where = f"{_shown(self.file)}, {LINE[language]} {self.row}" if self.row else _shown(self.file)
        return f"{where}: {self.what(language)}"

    def what(self, language: Language = "en") -> str:
        """Return the sentence without its place."""
        return self.words[language].format(**{name: _shown(value) for name, value in self.facts})


def _shown(value: str) -> str:
    """What stands in a foreign file must not move the cursor of whoever reads about it."""
    clean = "".join(one if one.isprintable() else "�" for one in value)
    return clean if len(clean) <= LONGEST else clean[:LONGEST] + "…"


@dataclass(slots=True)
class Findings:
    """The first of each kind in each file; the rest is counted. `sentences` are by the code of a finding."""

    sentences: Sentences
    rows: list[Finding] = field(default_factory=list)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, file: str, row: int, code: str, /, **facts: str) -> None:
        self.kinds[file, code] += 1
        if self.kinds[file, code] <= SHOWN_OF_A_KIND:
            self.rows.append(Finding(file, row, code, tuple(facts.items()), self.sentences[code]))

    def unshown(self) -> dict[tuple[str, str], int]:
        return {kind: count - SHOWN_OF_A_KIND for kind, count in self.kinds.items() if count > SHOWN_OF_A_KIND}


LINE: Final[dict[Language, str]] = {"de": "Zeile", "en": "line"}
SENTENCES: Final[dict[str, dict[Language, str]]] = {
    "not_a_package": {
        "de": "Das ist weder ein Ordner noch eine ZIP-Datei mit einem Paket. {detail}",
        "en": "This is neither a folder nor a ZIP file with a package. {detail}",
    },
    "file_missing": {"de": "Die Datei fehlt.", "en": "The file is missing."},
    "file_unlisted": {
        "de": "Die Datei gehört nicht in das Paket. Sie wurde nicht gelesen.",
        "en": "The file does not belong to the package. It was not read.",
    },
    "name_twice": {"de": "Der Name steht zweimal im Archiv.", "en": "The name stands in the archive twice."},
    "not_a_plain_file": {
        "de": "Das ist keine einfache Datei (ein Verweis, ein Ordner oder verschlüsselt).",
        "en": "This is no plain file (a link, a folder, or encrypted).",
    },
    "unpacks_to_too_much": {
        "de": "Ausgepackt wäre die Datei unglaubhaft groß. Sie wurde nicht gelesen.",
        "en": "Unpacked, the file would be implausibly large. It was not read.",
    },
    "file_too_large": {"de": "Die Datei ist zu groß.", "en": "The file is too large."},
    "line_too_long": {"de": "Die Zeile ist zu lang.", "en": "The line is too long."},
    "cannot_be_read": {"de": "Die Datei lässt sich nicht lesen.", "en": "The file cannot be read."},
    "not_utf8": {"de": "Der Text ist nicht in UTF-8.", "en": "The text is not UTF-8."},
    "not_json": {"de": "Das ist kein gültiges JSON.", "en": "This is no valid JSON."},
    "not_a_table": {"de": "Das ist keine gültige CSV-Zeile.", "en": "This is no valid CSV row."},
    "other_columns": {
        "de": "Die erste Zeile muss diese Spalten nennen: {detail}",
        "en": "The first line must name these columns: {detail}",
    },
    "wrong_number_of_cells": {
        "de": "Die Zeile hat nicht so viele Zellen wie die Tabelle Spalten.",
        "en": "The row has not as many cells as the table has columns.",
    },
    "unknown_format": {
        "de": "Dieses Programm kennt das Format des Pakets nicht.",
        "en": "This program does not know the format of the package.",
    },
    "wrong_type": {
        "de": "{detail} fehlt oder ist nicht, was es sein muss.",
        "en": "{detail} is missing or not what it must be.",
    },
    "file_changed": {
        "de": "Der Inhalt passt nicht zur Prüfsumme in datapackage.json: Die Datei wurde nach dem Export geändert.",
        "en": "The content does not fit its hash in datapackage.json: the file was changed after the export.",
    },
    "not_canonical": {
        "de": "Die Zeile ist nicht so geschrieben, wie die Prüfsumme es verlangt.",
        "en": "The line is not written the way its hash asks for.",
    },
    "content_changed": {
        "de": "Das Ereignis passt nicht zu seiner Prüfsumme: Es wurde geändert.",
        "en": "The event does not fit its hash: it was changed.",
    },
    "chain_broken": {
        "de": "Die Zeile folgt nicht auf die vorige: Ein Ereignis wurde geändert, entfernt, eingefügt oder verschoben.",
        "en": "The line does not follow the one before it: an event was changed, taken out, put in or moved.",
    },
    "sequence_broken": {
        "de": "Hier müsste Ereignis {expected} stehen, es ist {found}: Eines fehlt, ist zu viel oder steht falsch.",
        "en": "Event {expected} should stand here, it is {found}: one is missing, too many or in the wrong place.",
    },
    "value_differs": {
        "de": "{what}: {column} ist „{found}“, nachgerechnet „{expected}“.",
        "en": "{what}: {column} is “{found}”, recomputed “{expected}”.",
    },
    "row_missing": {
        "de": "{what} fehlt; aus den Ereignissen folgt es.",
        "en": "{what} is missing; it follows from the events.",
    },
    "row_extra": {
        "de": "{what} steht in der Tabelle und folgt aus keinem Ereignis.",
        "en": "{what} stands in the table and follows from no event.",
    },
    "row_twice": {"de": "{what} steht zweimal in der Tabelle.", "en": "{what} stands in the table twice."},
    "event_unreadable": {
        "de": "Das Ereignis ist unlesbar ({code}: {where}).",
        "en": "The event is unreadable ({code}: {where}).",
    },
    "event_impossible": {
        "de": "Ereignis {sequence} ({kind}) kann an dieser Stelle nicht geschehen sein: {code}.",
        "en": "Event {sequence} ({kind}) cannot have happened at this point: {code}.",
    },
    "digest_differs": {
        "de": "Die Prüfsumme des Pakets ist {found}, bekannt gemacht ist {expected}: "
        "Es ist nicht das Paket, das veröffentlicht wurde.",
        "en": "The digest of the package is {found}, the one made known is {expected}: "
        "it is not the package that was published.",
    },
}
"""For what can be wrong with any package."""
