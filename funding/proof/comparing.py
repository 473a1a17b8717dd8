"""Two tables row by row, with no more of them in memory than they are apart."""

from collections.abc import Callable, Iterator

from funding.proof.findings import Findings
from funding.proof.layout import TABLES
from funding.proof.tables import Row

Found = tuple[int, Row]


def compare(
    name: str,
    expected: Iterator[Row],
    found: Iterator[Found],
    findings: Findings,
    *,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Add to `findings` what differs between the table `name` as found and as recomputed.

    Columns beyond the cells of a recomputed row are for people and not compared. If `stopped` says so when the
    recomputed rows end, the rest of the table is unknown and nothing is said about it.
    """
    keys = TABLES[name].keys
    missing: dict[Row, Row] = {}
    extra: dict[Row, Found] = {}
    while True:
        wanted, there = next(expected, None), next(found, None)
        if wanted is None and (there is None or stopped()):
            break
        if wanted and there and wanted[:keys] == there[1][:keys]:
            _differences(name, wanted, there, findings)
            continue
        if wanted is not None:
            late = extra.pop(wanted[:keys], None)
            if late:
                _differences(name, wanted, late, findings)
            else:
                missing[wanted[:keys]] = wanted
        if there is not None:
            _unexpected(name, there, missing, extra, findings)
    if stopped():
        return
    for key in missing:
        findings.add(name, 0, "row_missing", what=named(name, key))
    for key, (line, _row) in extra.items():
        findings.add(name, line, "row_extra", what=named(name, key))


def _unexpected(name: str, there: Found, missing: dict[Row, Row], extra: dict[Row, Found], findings: Findings) -> None:
    line, key = there[0], there[1][: TABLES[name].keys]
    early = missing.pop(key, None)
    if early:
        _differences(name, early, there, findings)
    elif key in extra:
        findings.add(name, line, "row_twice", what=named(name, key))
    else:
        extra[key] = there


def _differences(name: str, wanted: Row, there: Found, findings: Findings) -> None:
    line, row = there
    if row[: len(wanted)] == wanted:
        return
    key = named(name, wanted[: TABLES[name].keys])
    for column, right, is_now in zip(TABLES[name].names, wanted, row, strict=False):
        if right != is_now:
            findings.add(name, line, "value_differs", what=key, column=column, found=is_now, expected=right)


def named(name: str, key: Row) -> str:
    """Return how a row is called: by its columns and what stands in them."""
    return ", ".join(f"{column} {value}" for column, value in zip(TABLES[name].names, key, strict=False))
