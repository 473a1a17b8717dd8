"""`gemeinwerk import hackathon-archive FOLDER`: real data in, as often as one likes."""  # noqa: N999  named for its command

import csv
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from backend.core.errors import Invalid
from programmes.services.archive.importing import FileReport, archive_import

SHOWN_PER_KIND = 5


class Command(BaseCommand):
    help = "Import an archive: hackathon-archive reads events, projects and participation of the Opendata.ch archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=["hackathon-archive"])
        parser.add_argument("folder", type=Path)
        parser.add_argument("--report", type=Path, help="write every finding into this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=cast("IO[str]", self.stdout), soft_wrap=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        try:
            with Progress(*columns, console=console) as bar:
                task = bar.add_task("Importing", total=3)
                results = archive_import(
                    actor=None,
                    folder=options["folder"],
                    progress=lambda file, rows: bar.update(task, advance=1, description=f"{file}: {rows} rows"),
                )
        except Invalid as error:
            raise CommandError("; ".join(str(text) for texts in error.fields.values() for text in texts)) from error
        _show(console, results)
        if options["report"]:
            _write(options["report"], results)
            console.print(f"Every finding stands in {options['report']}")


def _show(console: Console, results: Sequence[FileReport]) -> None:
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


def _write(path: Path, results: Sequence[FileReport]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "row", "kind", "what"])
        for result in results:
            writer.writerows((row.file, row.row, row.kind, row.what) for row in result.report.findings)
