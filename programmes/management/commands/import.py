"""`gemeinwerk import hackathon-archive FOLDER`: real data in, as often as one likes."""  # noqa: N999  named for its command

from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from backend.core.errors import Invalid
from programmes.management.findings import show, write
from programmes.services.archive.importing import archive_import


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
        show(console, results)
        if options["report"]:
            write(options["report"], results)
            console.print(f"Every finding stands in {options['report']}")
