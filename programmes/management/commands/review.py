"""`gemeinwerk review`: replay a jury's votes, write the package of a selection for outsiders, check a package."""

import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from backend.core import clock
from backend.core.evidence.telling import add_arguments, own_language
from backend.core.evidence.writing import zip_package
from programmes.domain.jury_book import Refused
from programmes.domain.votes import Impossible
from programmes.models import Sprint
from programmes.proof import __main__ as proof
from programmes.proof.layout import LAYOUT
from programmes.proof.writing import Written
from programmes.selectors.vote_log import differences, vote_count
from programmes.selectors.vote_package import package_write

SHOWN = 20


class Command(BaseCommand):
    help = "Replay a jury's votes, write the package of a selection for outsiders, or check a package."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        replay = acts.add_parser("replay", help="recompute and compare; ends with 1 if something differs")
        export = acts.add_parser("export", help="write the package by which outsiders check the selection")
        for one in (replay, export):
            one.add_argument("sprint", help="its short name or public id")
        replay.add_argument("--stage", type=int, help="one stage of the selection; without it all of them")
        export.add_argument("--stage", type=int, help="of the selection; without it the one that the jury is in")
        export.add_argument("--output", type=Path, required=True, help="a folder that is not there yet, or a .zip file")
        # Before Django starts, `backend.__main__` takes this one over: it needs neither settings nor a database.
        add_arguments(acts.add_parser("verify", help="check a package; ends with 1 if something is wrong"))

    def handle(self, *args: Any, **options: Any) -> None:
        match options["act"]:
            case "replay":
                self._replay(*_meant(options))
            case "export":
                self._export(*_meant(options), options["output"])
            case _:
                language = options["language"] or own_language()
                sys.exit(proof.run(options["package"], digest=options["digest"], language=language))

    def _replay(self, sprint: Sprint, stage: int | None) -> None:
        try:
            found = differences(sprint, stage)
        except Impossible as error:
            self.stdout.write(f"{self.style.ERROR('IMPOSSIBLE')} vote {error.number} of {sprint.slug}: {error.code}")
            sys.exit(1)
        self.stdout.write(f"{sprint.title}: {vote_count(sprint, stage)} votes")
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

    def _export(self, sprint: Sprint, stage: int | None, output: Path) -> None:
        if output.exists():
            raise CommandError(f"{output} is there already; name another one.")
        try:
            written = _written(sprint, output, stage)
        except Refused as error:
            raise CommandError(f"The log of this jury makes no selection ({error}); see `review replay`.") from error
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from error
        self.stdout.write(f"{output}: {written.votes} votes, {written.solutions} solutions")
        self.stdout.write(f"digest {written.digest}")


def _written(sprint: Sprint, output: Path, stage: int | None) -> Written:
    address = f"{settings.SITE_URL}/sprints/{sprint.slug}/auswahl/"
    facts: dict[str, Any] = {"address": address, "created": clock.now(), "stage": stage}
    if output.suffix != ".zip":
        return package_write(sprint, output, **facts)
    with tempfile.TemporaryDirectory() as name:
        written = package_write(sprint, Path(name) / "package", **facts)
        zip_package(written.folder, LAYOUT, output)
    return written


def _meant(options: dict[str, Any]) -> tuple[Sprint, int | None]:
    sprint, stage = _sprint(options["sprint"]), options["stage"]
    if stage is not None and not 1 <= stage <= sprint.jury_stage:
        raise CommandError(f"The jury of {sprint.slug} is in stage {sprint.jury_stage}; there is no stage {stage} yet.")
    return sprint, stage


def _sprint(name: str) -> Sprint:
    found = Sprint.objects.filter(Q(slug=name) | Q(public_id=name)).first()
    if found is None:
        raise CommandError(f"There is no sprint {name}.")
    return found
