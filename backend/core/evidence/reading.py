"""Reading a package that somebody else made: nothing in it is trusted, and no name in it becomes a path."""

import csv
import hashlib
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Protocol

from backend.core.evidence.cells import Row
from backend.core.evidence.layout import DESCRIPTION, Layout, Table

LINE_BYTES: Final = 1 << 20
JSON_BYTES: Final = 1 << 26
FILE_BYTES: Final = 1 << 32
EXPANSION: Final = 200
"""A table or a history packs to a tenth; what unpacks to more than this is made to fill a memory or a disk."""
SMALL: Final = 1 << 20
NUMBER_MOST: Final = 10**15


class Broken(Exception):
    """A file cannot be read as what it must be. `code` is a stable word, `line` is 0 for the file as a whole."""

    def __init__(self, code: str, file: str, line: int = 0, detail: str = "") -> None:
        super().__init__(f"{file}:{line}: {code} {detail}")
        self.code, self.file, self.line, self.detail = code, file, line, detail


class Source(Protocol):
    """A folder or a ZIP file with the files of a package at its top."""

    names: frozenset[str]
    strangers: tuple[str, ...]

    def open(self, name: str) -> IO[bytes]: ...

    def size(self, name: str) -> int: ...


class Folder:
    def __init__(self, path: Path, known: Layout) -> None:
        self.path, names = path, frozenset(known.names)
        found = {one.name: one.lstat() for one in path.iterdir()}
        for name, facts in found.items():
            if name in names and not stat.S_ISREG(facts.st_mode):
                raise Broken("not_a_plain_file", name)
        self.sizes = {name: facts.st_size for name, facts in found.items()}
        self.names = names & found.keys()
        self.strangers = tuple(sorted(found.keys() - names))

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")

    def size(self, name: str) -> int:
        return self.sizes[name]


class Zipped:
    def __init__(self, path: Path, known: Layout) -> None:
        names = frozenset(known.names)
        try:
            self.archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Broken("not_a_package", path.name) from error
        entries = self.archive.infolist()
        self.entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            if entry.filename in self.entries:
                raise Broken("name_twice", entry.filename)
            self.entries[entry.filename] = entry
        self.names = names & self.entries.keys()
        self.strangers = tuple(sorted(self.entries.keys() - names))
        for name in self.names:
            entry = self.entries[name]
            plain = entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} and not entry.flag_bits & 1
            if not plain or stat.S_ISLNK(entry.external_attr >> 16):
                raise Broken("not_a_plain_file", name)
            if entry.file_size > max(SMALL, EXPANSION * entry.compress_size):
                raise Broken("unpacks_to_too_much", name)

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(self.entries[name])

    def size(self, name: str) -> int:
        return self.entries[name].file_size


def open_source(path: Path, known: Layout) -> Source:
    """Return the package at `path`; raises Broken if it is none of that layout."""
    try:
        found: Source = Folder(path, known) if path.is_dir() else Zipped(path, known)
    except OSError as error:
        raise Broken("not_a_package", path.name, detail=error.strerror or "") from error
    for name in known.names:
        if name not in found.names:
            raise Broken("file_missing", name)
        if found.size(name) > FILE_BYTES:
            raise Broken("file_too_large", name)
    return found


@dataclass(slots=True)
class Reading:
    """One pass over one file, line by line, of which the hash is taken on the way; `read` counts bytes."""

    source: Source
    name: str
    line: int = 0
    read: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def lines(self) -> Iterator[bytes]:
        """Yield every line with its end. Raises Broken for lines that are too long and files that cannot be read."""
        try:
            with self.source.open(self.name) as file:
                while line := file.readline(LINE_BYTES + 1):
                    self.line += 1
                    self.read += len(line)
                    if len(line) > LINE_BYTES:
                        raise Broken("line_too_long", self.name, self.line)
                    if self.read > FILE_BYTES:
                        raise Broken("file_too_large", self.name, self.line)
                    self._hash.update(line)
                    yield line
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise Broken("cannot_be_read", self.name, self.line) from error

    def text(self) -> Iterator[str]:
        for line in self.lines():
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError as error:
                raise Broken("not_utf8", self.name, self.line) from error

    def rows(self, table: Table) -> Iterator[tuple[int, Row]]:
        """Yield every row of a table with the number of its line; the first line must name the columns."""
        names = table.names
        reader = csv.reader(self.text(), strict=True)
        try:
            for number, found in enumerate(reader):
                row = tuple(found)
                if number == 0 and row != names:
                    raise Broken("other_columns", self.name, 1, ", ".join(names))
                if len(row) != len(names):
                    raise Broken("wrong_number_of_cells", self.name, self.line)
                if number:
                    yield self.line, row
        except csv.Error as error:
            raise Broken("not_a_table", self.name, self.line) from error
        if not self.line:
            raise Broken("other_columns", self.name, 1, ", ".join(names))

    def json(self) -> Any:
        """Return the whole file as JSON data."""
        content = bytearray()
        for line in self.lines():
            content += line
            if len(content) > JSON_BYTES:
                raise Broken("file_too_large", self.name)
        return parsed(bytes(content), self.name, 0)

    def hash(self) -> str:
        return str(self._hash.hexdigest())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _bounded(digits: str) -> int:
    number = int(digits)
    if abs(number) > NUMBER_MOST:
        raise ValueError("no amount is that large")
    return number


def _refused(number: str) -> float:
    raise ValueError(number)


_JSON = json.JSONDecoder(object_pairs_hook=_once, parse_int=_bounded, parse_float=_refused, parse_constant=_refused)


def parsed(content: bytes, file: str, line: int) -> Any:
    """Return JSON data: no key twice, no fractions, no number beyond what money can be. Raises Broken."""
    try:
        return _JSON.decode(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Broken("not_json", file, line) from error


def described(source: Source, known: Layout, *forms: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what the package says about itself, and the hash that it says each file has.

    Raises Broken, also if its format is none of `forms`.
    """
    data = Reading(source, DESCRIPTION).json()
    ours = data.get("gemeinwerk") if isinstance(data, dict) else None
    if not isinstance(ours, dict):
        raise Broken("wrong_type", DESCRIPTION, detail="gemeinwerk")
    if type(ours.get("format")) is not int or ours["format"] not in forms:
        raise Broken("unknown_format", DESCRIPTION)
    hashes: dict[str, str] = {}
    resources = data.get("resources")
    for one in resources if isinstance(resources, list) else []:
        if isinstance(one, dict) and isinstance(one.get("path"), str) and isinstance(one.get("hash"), str):
            hashes[one["path"]] = one["hash"].removeprefix("sha256:")
    for name in known.files:
        if name not in hashes:
            raise Broken("wrong_type", DESCRIPTION, detail=f"resources: {name}, hash")
    return ours, hashes
