"""Writing a package: line by line, never a folder that is half done, and every file with its hash."""

import csv
import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from backend.core.evidence.cells import cell
from backend.core.evidence.layout import DESCRIPTION, Layout

LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file knows: the same content is the same file."""
LICENCE: Final = {"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Yield a folder that becomes `folder` at the end, and nothing if something is raised. Raises FileExistsError."""
    if folder.exists():
        raise FileExistsError(folder)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@dataclass(slots=True)
class Files:
    """The files of a package that are written already, with their hashes."""

    folder: Path
    layout: Layout
    hashes: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def file(self, name: str) -> Iterator[IO[str]]:
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as opened:
            yield opened
        with path.open("rb") as written:
            self.hashes[name] = hashlib.file_digest(written, "sha256").hexdigest()

    def text(self, name: str, content: str) -> None:
        with self.file(name) as file:
            file.write(content)

    def json(self, name: str, data: Any) -> None:
        with self.file(name) as file:
            _json(file, data)

    def rows(self, name: str, file: IO[str]) -> Any:
        """Return a CSV writer that has written the names of the columns."""
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(self.layout.tables[name].names)
        return lines

    def table(self, name: str, rows: Iterable[tuple[str, ...]]) -> None:
        """Write a table; a row may have fewer cells than it has columns."""
        columns = len(self.layout.tables[name].columns)
        with self.file(name) as file:
            lines = self.rows(name, file)
            for row in rows:
                lines.writerow([*row, *[""] * (columns - len(row))])

    def describe(
        self,
        *,
        name: str,
        title: str,
        address: str,
        created: datetime,
        ours: Mapping[str, Any],
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """Write the package's description as Frictionless Data Package 1 wants it, the last of all files.

        What `more` says goes before what is usual here.
        """
        with (self.folder / DESCRIPTION).open("w", encoding="utf-8", newline="") as file:
            _json(
                file,
                {
                    "profile": "data-package",
                    "name": name,
                    "title": title,
                    "homepage": address,
                    "created": cell(created),
                    "licenses": [LICENCE],
                    **(more or {}),
                    "gemeinwerk": dict(ours),
                    "resources": [self._resource(one) for one in self.layout.files],
                },
            )

    def _resource(self, name: str) -> dict[str, Any]:
        kind = name.rpartition(".")[2]
        made: dict[str, Any] = {
            "name": name.rpartition(".")[0].lower(),
            "path": name,
            "format": kind,
            "encoding": "utf-8",
            "bytes": (self.folder / name).stat().st_size,
            "hash": f"sha256:{self.hashes[name]}",
        }
        table = self.layout.tables.get(name)
        if table:
            fields = [{"name": one.name, "type": one.type, "description": one.says} for one in table.columns]
            keys = [one["name"] for one in fields[: table.keys]]
            made |= {"profile": "tabular-data-resource", "schema": {"fields": fields, "primaryKey": keys}}
        return made


def _json(file: IO[str], data: Any) -> None:
    json.dump(data, file, ensure_ascii=False, indent=1)
    file.write("\n")


def zip_package(folder: Path, layout: Layout, target: Path | IO[bytes]) -> None:
    """Put a written package into one ZIP file; the same package gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in layout.names:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with (folder / name).open("rb") as source, archive.open(entry, "w", force_zip64=True) as packed:
                shutil.copyfileobj(source, packed)
