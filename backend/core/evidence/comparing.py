"""Two tables row by row, with no more of them in memory than they are apart."""

from collections.abc import Callable, Iterator

from backend.core.evidence.cells import Row
from backend.core.evidence.findings import Findings
from backend.core.evidence.layout import Table

Found = tuple[int, Row]


def compare(
    table: Table,
    expected: Iterator[Row],
    found: Iterator[Found],
    findings: Findings,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Add to `findings` what differs between a table as found and as recomputed.

    Columns beyond the cells of a recomputed row are for people and not compared. If `stopped` says so when the
    recomputed rows end, the rest of the table is unknown and nothing is said about it.
    """
    keys = table.keys
    missing: dict[Row, Row] = {}
    extra: dict[Row, Found] = {}
    while True:
        wanted, there = next(expected, None), next(found, None)
        if wanted is None and (there is None or stopped()):
            break
        if wanted and there and wanted[:keys] == there[1][:keys]:
            _differences(table, wanted, there, findings)
            continue
        if wanted is not None:
            late = extra.pop(wanted[:keys], None)
            if late:
                _differences(table, wanted, late, findings)
            else:
                missing[wanted[:keys]] = wanted
        if there is not None:
            _unexpected(table, there, missing, extra, findings)
    if stopped():
        return
    for key in missing:
        findings.add(table.file, 0, "row_missing", what=named(table, key))
    for key, (line, _row) in extra.items():
        findings.add(table.file, line, "row_extra", what=named(table, key))


def _unexpected(
    table: Table, there: Found, missing: dict[Row, Row], extra: dict[Row, Found], findings: Findings
) -> None:
    line, key = there[0], there[1][: table.keys]
    early = missing.pop(key, None)
    if early:
        _differences(table, early, there, findings)
    elif key in extra:
        findings.add(table.file, line, "row_twice", what=named(table, key))
    else:
        extra[key] = there


def _differences(table: Table, wanted: Row, there: Found, findings: Findings) -> None:
    line, row = there
    if row[: len(wanted)] == wanted:
        return
    key = named(table, wanted[: table.keys])
    for column, right, is_now in zip(table.names, wanted, row, strict=False):
        if right != is_now:
            findings.add(table.file, line, "value_differs", what=key, column=column, found=is_now, expected=right)


def named(table: Table, key: Row) -> str:
    """Return how a row is called: by its columns and what stands in them."""
    return ", ".join(f"{column} {value}" for column, value in zip(table.names, key, strict=False))
