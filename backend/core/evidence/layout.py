"""What a package by which outsiders check something consists of: files, tables, columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

DESCRIPTION: Final = "datapackage.json"
README: Final = "README.md"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """`keys` is how many of the first columns name a row."""

    file: str
    keys: int
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def table(file: str, keys: int, *columns: tuple[str, str, str]) -> Table:
    return Table(file, keys, tuple(Column(*column) for column in columns))


@dataclass(frozen=True, slots=True)
class Layout:
    """`files` are all that the digest is taken of; those that are tables are known by name."""

    files: tuple[str, ...]
    tables: Mapping[str, Table]

    @property
    def names(self) -> tuple[str, ...]:
        return (DESCRIPTION, *self.files)


def layout(files: tuple[str, ...], *tables: Table) -> Layout:
    return Layout(files, {one.file: one for one in tables})


def columns_told(shown: Layout) -> str:
    """Return all columns of all tables in words, as Markdown."""
    lines = []
    for name, one in shown.tables.items():
        lines.append(f"### `{name}`\n")
        lines += [f"- `{column.name}` ({column.type}): {column.says}" for column in one.columns]
        lines.append("")
    return "\n".join(lines)
