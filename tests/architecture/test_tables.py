"""Whoever writes a table keeps cells from becoming formulas of who opens it."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import Source, broken, calls, example, python_sources

GUARDS = {"plain", "text", "guarded", "to_cells"}
"""`backend.web.matches_csv.plain`, and those of `backend.core.evidence.cells`."""
WRITES_WHAT_IT_IS_GIVEN = "backend/core/evidence/writing.py"


def unguarded_tables(source: Source) -> Iterator[str]:
    """A module that writes CSV calls one of the guards somewhere: which cells need it, its own tests show."""
    named = {node.id for node in ast.walk(source.tree) if isinstance(node, ast.Name)}
    for name, call in calls(source.tree):
        if name in {"csv.writer", "csv.DictWriter"} and not GUARDS & named:
            yield f"{call.lineno}: writes a table whose cells can be formulas"


def test_every_table_guards_its_cells() -> None:
    sources = tuple(source for source in python_sources() if source.path != WRITES_WHAT_IT_IS_GIVEN)
    assert broken(unguarded_tables, sources) == []


def test_a_table_without_a_guard_is_seen() -> None:
    assert list(unguarded_tables(example("import csv\ncsv.writer(file).writerow([title])")))
    assert not list(unguarded_tables(example("import csv\ncsv.writer(file).writerow([plain(title)])")))
