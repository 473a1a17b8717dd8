"""`gemeinwerk sprint`: create one from a template, write its open data, read those of another one."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from backend.core import clock
from backend.core.errors import DomainError, Invalid
from programmes.domain.templates import TEMPLATES
from programmes.domain.templates.kinds import moment
from programmes.management.findings import show, write
from programmes.models import Programme, Sprint
from programmes.selectors.exchange import package_write
from programmes.services.exchange.importing import package_import, package_read
from programmes.services.sprint_templates import sprint_from_template


class Command(BaseCommand):
    help = "Create a sprint from a template as a draft, export a sprint's open data, or import a package of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("templates", help="list the templates")
        create = actions.add_parser("create", help="create a sprint with all that its template holds")
        create.add_argument("--template", required=True, choices=list(TEMPLATES))
        create.add_argument("--programme", required=True, help="short name of the programme")
        create.add_argument("--title", required=True)
        create.add_argument("--slug", required=True, help="short name in the address")
        create.add_argument("--starts-at", required=True, help="by the clock there, for example 2027-03-19T18:00")
        create.add_argument("--timezone", default="Europe/Berlin")
        create.add_argument("--language", default="de", choices=["de", "en"])
        create.add_argument("--dry-run", action="store_true", help="only show the dates")
        export = actions.add_parser("export", help="write what is public of a sprint as a Data Package")
        export.add_argument("sprint", help="its short name or public id")
        export.add_argument("--output", type=Path, required=True, help="a .zip file of tables, or a .json file")
        take = actions.add_parser("import", help="read a Data Package of Gemeinwerk or dribdat, as often as one likes")
        take.add_argument("file", type=Path, help="a .zip or .json file")
        take.add_argument("--programme", help="short name of the programme that a new sprint is for")
        take.add_argument("--report", type=Path, help="write every finding into this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["action"]:
            case "templates":
                for one in TEMPLATES.values():
                    self.stdout.write(f"{one.key}: {one.name.en}. {one.purpose.en}")
            case "export":
                self._export(options["sprint"], options["output"])
            case "import":
                self._import(options)
            case _:
                self._from_template(options)

    def _bar(self, console: Console) -> Progress:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        return Progress(*columns, console=console)

    def _console(self) -> Console:
        return Console(file=cast("IO[str]", self.stdout), soft_wrap=True)

    def _export(self, name: str, output: Path) -> None:
        sprint = (
            Sprint.objects.select_related("programme__organisation").filter(Q(slug=name) | Q(public_id=name)).first()
        )
        if sprint is None:
            raise CommandError(f"There is no sprint {name}.")
        if output.exists():
            raise CommandError(f"{output} is there already; name another one.")
        address = f"{settings.SITE_URL}/sprints/{sprint.slug}/"
        console = self._console()
        try:
            with self._bar(console) as bar:
                task = bar.add_task("Exporting")

                def tell(done: int, whole: int) -> None:
                    bar.update(task, completed=done, total=whole)

                count = package_write(sprint, output, address=address, created=clock.now(), progress=tell)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from error
        console.print(f"{output}: {count} challenges and solutions")

    def _import(self, options: dict[str, Any]) -> None:
        programme = self._programme(options["programme"]) if options["programme"] else None
        console = self._console()
        try:
            with self._bar(console) as bar:
                task = bar.add_task("Importing")

                def tell(done: int, whole: int) -> None:
                    bar.update(task, completed=done, total=whole)

                package = package_read(path=options["file"])
                done = package_import(actor=None, programme=programme, package=package, progress=tell)
        except Invalid as error:
            faults = [str(text) for texts in error.fields.values() for text in texts]
            raise CommandError("; ".join(faults)) from error
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        show(console, done.tables)
        console.print(f"Sprint: {done.sprint.slug} ({done.sprint.state})")
        if options["report"]:
            write(options["report"], done.tables)
            console.print(f"Every finding stands in {options['report']}")

    def _programme(self, slug: str) -> Programme:
        programme = Programme.objects.filter(slug=slug).first()
        if programme is None:
            raise CommandError(f"there is no programme {slug}")
        return programme

    def _from_template(self, options: dict[str, Any]) -> None:
        begin = self._begin(options["starts_at"], options["timezone"])
        self._show(options["template"], begin, ZoneInfo(options["timezone"]))
        if not options["dry_run"]:
            self._create(options, begin)

    def _begin(self, text: str, zone: str) -> datetime:
        if zone not in available_timezones():
            raise CommandError(f"there is no time zone {zone}")
        try:
            begin = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"{text} is no time; an example: 2027-03-19T18:00") from error
        return begin if begin.tzinfo else begin.replace(tzinfo=ZoneInfo(zone))

    def _show(self, name: str, begin: datetime, zone: ZoneInfo) -> None:
        for phase in TEMPLATES[name].phases:
            times = [f"{moment(begin, one, zone):%Y-%m-%d %H:%M}" for one in (phase.begins, phase.ends)]
            self.stdout.write(f"{phase.kind:<12} {times[0]} – {times[1]}")

    def _create(self, options: dict[str, Any], begin: datetime) -> None:
        programme = self._programme(options["programme"])
        given = {name: options[name] for name in ("title", "slug", "timezone", "language")}
        try:
            sprint = sprint_from_template(
                actor=None, programme=programme, template=options["template"], starts_at=begin, **given
            )
        except Invalid as error:
            faults = [f"{name}: {text}" for name, texts in error.fields.items() for text in texts]
            raise CommandError("; ".join(faults)) from error
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self.stdout.write(f"created: {sprint.slug} ({sprint.public_id}), not published yet")
