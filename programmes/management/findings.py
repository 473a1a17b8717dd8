"""What an import did and found, on the console and as a table."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from backend.core.evidence.cells import text
from programmes.services.archive.importing import FileReport

SHOWN_PER_KIND = 5


def show(console: Console, results: Sequence[FileReport]) -> None:
    table = Table("file", "rows", "new", "changed", "same", "merged", "corrected", "refused")
    for result in results:
        kinds = Counter(finding.kind for finding in result.report.findings)
        report = result.report
        numbers = (result.rows, report.created, report.updated, report.unchanged)
        name = Path(result.file).stem.removeprefix("opendatach_")
        table.add_row(name, *map(str, (*numbers, kinds["merged"], kinds["corrected"], kinds["refused"])))
    console.print(table)
    for result in results:
        shown: Counter[str] = Counter()
        for finding in result.report.findings:
            shown[finding.kind] += 1
            if shown[finding.kind] <= SHOWN_PER_KIND:
                console.print(f"{finding.file} row {finding.row}: {finding.kind}: {finding.what}", markup=False)
        for kind, number in shown.items():
            if number > SHOWN_PER_KIND:
                console.print(f"{result.file}: {kind}: {number - SHOWN_PER_KIND} more; --report names all")
    console.print(f"Rows changed: {sum(result.report.changed for result in results)}")


def write(path: Path, results: Sequence[FileReport]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "row", "kind", "what"])
        for result in results:
            writer.writerows((text(row.file), row.row, row.kind, text(row.what)) for row in result.report.findings)
