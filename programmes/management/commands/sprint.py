"""`gemeinwerk sprint create --template hackathon …`: a sprint from a template, or only its dates."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.management.base import BaseCommand, CommandError

from backend.core.errors import DomainError, Invalid
from programmes.domain.templates import TEMPLATES
from programmes.domain.templates.kinds import moment
from programmes.models import Programme
from programmes.services.sprint_templates import sprint_from_template


class Command(BaseCommand):
    help = "Create a sprint from a template, as a draft that only organisers see."

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

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "templates":
            for one in TEMPLATES.values():
                self.stdout.write(f"{one.key}: {one.name.en}. {one.purpose.en}")
            return
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
        programme = Programme.objects.filter(slug=options["programme"]).first()
        if programme is None:
            raise CommandError(f"there is no programme {options['programme']}")
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
