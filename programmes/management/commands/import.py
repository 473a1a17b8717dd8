"""`gemeinwerk import hackathon-archive FOLDER` and `import devpost FILE`: real data in, as often as one likes."""  # noqa: N999  named for its command

from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from backend.core.errors import Invalid
from programmes.management.findings import show, write
from programmes.models import Sprint
from programmes.services.archive.importing import FileReport, archive_import
from programmes.services.exchange.devpost import devpost_take_all


class Command(BaseCommand):
    help = (
        "Import an archive: hackathon-archive reads events, projects and participation of the Opendata.ch archive,"
        " devpost the projects that Devpost exports for a hackathon."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", choices=["hackathon-archive", "devpost"])
        parser.add_argument("path", type=Path, help="a folder; for devpost a CSV file")
        parser.add_argument("--report", type=Path, help="write every finding into this CSV file")
        parser.add_argument("--sprint", help="devpost: short name or public id of the sprint that it is for")
        parser.add_argument("--dry-run", action="store_true", help="devpost: only say what would be taken over")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            results = self._devpost(options) if options["source"] == "devpost" else self._archive(options["path"])
        except Invalid as error:
            raise CommandError("; ".join(str(text) for texts in error.fields.values() for text in texts)) from error
        console = self._console()
        show(console, results)
        if options["report"]:
            write(options["report"], results)
            console.print(f"Every finding stands in {options['report']}")

    def _console(self) -> Console:
        return Console(file=cast("IO[str]", self.stdout), soft_wrap=True)

    def _devpost(self, options: dict[str, Any]) -> list[FileReport]:
        name, path = options["sprint"] or "", options["path"]
        sprint = Sprint.objects.filter(Q(slug=name) | Q(public_id=name)).first()
        if sprint is None:
            raise CommandError(f"There is no sprint {name or 'named'}; say which by --sprint.")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        with transaction.atomic():
            report, count = devpost_take_all(sprint=sprint, content=content)
            transaction.set_rollback(options["dry_run"])
        return [FileReport(path.name, count, report)]

    def _archive(self, folder: Path) -> list[FileReport]:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console()) as bar:
            task = bar.add_task("Importing", total=3)
            return archive_import(
                actor=None,
                folder=folder,
                progress=lambda file, rows: bar.update(task, advance=1, description=f"{file}: {rows} rows"),
            )
