"""`gemeinwerk review replay SPRINT`: compute a jury's ranking once more, from the log of its votes alone."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from programmes.domain.votes import Impossible
from programmes.models import Sprint
from programmes.selectors.vote_log import differences, vote_count

SHOWN = 20


class Command(BaseCommand):
    help = "Compute a jury's ranking once more from the log of its votes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        replay = acts.add_parser("replay", help="recompute and compare; ends with 1 if something differs")
        replay.add_argument("sprint", help="its short name or public id")

    def handle(self, *args: Any, **options: Any) -> None:
        sprint = _sprint(options["sprint"])
        try:
            found = differences(sprint)
        except Impossible as error:
            self.stdout.write(f"{self.style.ERROR('IMPOSSIBLE')} vote {error.number} of {sprint.slug}: {error.code}")
            sys.exit(1)
        self.stdout.write(f"{sprint.title}: {vote_count(sprint)} votes")
        if not found:
            self.stdout.write(self.style.SUCCESS("Reviews, scores and ranks are what the log gives."))
            return
        for one in found[:SHOWN]:
            self.stdout.write(
                f"{self.style.ERROR('DIFFERS')} {one.what}: stored {one.stored}; by the log {one.replayed}"
            )
        if len(found) > SHOWN:
            self.stdout.write(f"{self.style.ERROR('DIFFERS')} {len(found) - SHOWN} more")
        sys.exit(1)


def _sprint(name: str) -> Sprint:
    found = Sprint.objects.filter(Q(slug=name) | Q(public_id=name)).first()
    if found is None:
        raise CommandError(f"There is no sprint {name}.")
    return found
