"""What every check of a package does: the chain of its events, the hashes of its files, its digest."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from backend.core.evidence.chain import canonical, digest_of, link, package_digest
from backend.core.evidence.comparing import compare
from backend.core.evidence.findings import Findings
from backend.core.evidence.layout import DESCRIPTION, Layout
from backend.core.evidence.reading import Broken, Reading, Source, parsed

Progress = Callable[[int, int], None]
"""Is told bytes read and their whole."""


@dataclass(slots=True)
class Report:
    """What a check has found. `digest` is empty if the package could not be read to its end."""

    findings: Findings
    digest: str = ""

    @property
    def holds(self) -> bool:
        return not self.findings.kinds


@dataclass(slots=True)
class Chain:
    """The events of one file in their order; `head` is the hash of the line that was read last."""

    reading: Reading
    findings: Findings
    head: str
    _last: int = 0

    def events(self) -> Iterator[tuple[int, Any, bool]]:
        """Yield each line's number, its event, and whether it is the one that comes next. Raises Broken."""
        for content in self.reading.lines():
            number = self.reading.line
            line = parsed(content, self.reading.name, number)
            if not isinstance(line, dict) or line.keys() != {"event", "hash", "previous", "sequence"}:
                raise Broken("wrong_type", self.reading.name, number, "event, hash, previous, sequence")
            if type(line["sequence"]) is not int:
                raise Broken("wrong_type", self.reading.name, number, "sequence")
            self._check(line, content, number)
            self.head = str(line["hash"])
            is_next = line["sequence"] == self._last + 1
            if not is_next:
                facts = {"expected": str(self._last + 1), "found": str(line["sequence"])}
                self.findings.add(self.reading.name, number, "sequence_broken", **facts)
            self._last = line["sequence"]
            yield number, line["event"], is_next

    def _check(self, line: dict[str, Any], content: bytes, number: int) -> None:
        right, written = link(line["sequence"], line["event"], line["previous"])
        if right != line["hash"]:
            self.findings.add(self.reading.name, number, "content_changed")
        elif written != content:
            self.findings.add(self.reading.name, number, "not_canonical")
        if line["previous"] != self.head:
            self.findings.add(self.reading.name, number, "chain_broken")


@dataclass(slots=True)
class Check:
    """One check of one package. Every file is read once, and its hash taken on the way."""

    source: Source
    layout: Layout
    findings: Findings
    hashes: dict[str, str] = field(default_factory=dict)

    def strangers(self) -> None:
        for name in self.source.strangers:
            self.findings.add(name, 0, "file_unlisted")

    def reading(self, name: str) -> Reading:
        return Reading(self.source, name)

    def chain(self, name: str, identity: Mapping[str, Any]) -> Chain:
        return Chain(self.reading(name), self.findings, digest_of(dict(identity)))

    def table(self, name: str, expected: Iterator[tuple[str, ...]]) -> None:
        """Compare a table with its recomputed rows."""
        reading, table = self.reading(name), self.layout.tables[name]
        compare(table, expected, reading.rows(table), self.findings)
        self.finish(reading)

    def json(self, name: str) -> Any:
        reading = self.reading(name)
        found = reading.json()
        self.finish(reading)
        return found

    def same_json(self, name: str, expected: Any) -> None:
        """Compare a file with its recomputed data."""
        for path, wanted, value in differences(expected, self.json(name)):
            self.findings.add(name, 0, "value_differs", what=name, column=path, found=value, expected=wanted)

    def finish(self, reading: Reading) -> None:
        """Read what is left of a file that no comparison read to its end: its hash is of all of it."""
        if not reading.line:
            for _line in reading.lines():
                pass
        self.hashes[reading.name] = reading.hash()

    def seal(self, identity: Mapping[str, Any], told: Mapping[str, str], known: str) -> str:
        """Compare hashes with those that the package tells; return its digest and compare it with the `known` one."""
        for name in self.layout.files:
            if name not in self.hashes:
                self.finish(self.reading(name))
        for name in self.layout.files:
            if self.hashes[name] != told[name]:
                self.findings.add(name, 0, "file_changed")
        found = package_digest(identity, {name: self.hashes[name] for name in self.layout.files})
        if known and known.strip().lower() != found:
            self.findings.add(DESCRIPTION, 0, "digest_differs", found=found, expected=known)
        return found


def differences(expected: Any, found: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield where two pieces of JSON data differ, with both values as text; a list is one value."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in dict.fromkeys([*expected, *found]):
            inner = f"{path}.{name}".lstrip(".")
            yield from differences(expected.get(name, ""), found.get(name, ""), inner)
    elif type(expected) is not type(found) or expected != found:
        yield path, _short(expected), _short(found)


def _short(value: Any) -> str:
    with suppress(ValueError, RecursionError):
        return value if isinstance(value, str) else canonical(value).decode()
    return "?"
