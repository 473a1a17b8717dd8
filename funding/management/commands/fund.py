"""`gemeinwerk fund`: recompute a fund, write its package for outsiders, check a package."""

import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from backend.core import clock
from backend.core.evidence.codec import Unreadable
from backend.core.evidence.findings import Findings
from backend.core.evidence.telling import add_arguments, own_language
from backend.core.evidence.writing import zip_package
from funding.domain.book import Refused
from funding.models import Fund
from funding.proof import __main__ as proof
from funding.proof.layout import LAYOUT
from funding.proof.writing import Written
from funding.selectors.fund_package import fund_replay, journal_length, package_write

EVERY = 500
"""A bar that moves with each of a hundred thousand events takes longer than the events."""


class Command(BaseCommand):
    help = "Recompute a fund from its journal, write its package for outsiders, or check a package."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        replay = acts.add_parser("replay", help="recompute all and compare; ends with 1 if something differs")
        export = acts.add_parser("export", help="write the package by which outsiders check the fund")
        for one in (replay, export):
            one.add_argument("fund", help="its short name or public id")
        export.add_argument("--output", type=Path, required=True, help="a folder that is not there yet, or a .zip file")
        # Before Django starts, `backend.__main__` takes this one over: it needs neither settings nor a database.
        add_arguments(acts.add_parser("verify", help="check a package; ends with 1 if something is wrong"))

    def handle(self, *args: Any, **options: Any) -> None:
        match options["act"]:
            case "replay":
                self._replay(_fund(options["fund"]))
            case "export":
                self._export(_fund(options["fund"]), options["output"])
            case _:
                language = options["language"] or own_language()
                sys.exit(proof.run(options["package"], digest=options["digest"], language=language))

    def _replay(self, fund: Fund) -> None:
        with self._bar("Recomputing", fund) as progress:
            done = fund_replay(fund, progress=progress)
        self.stdout.write(f"{fund.name}: {done.events} events, {done.matches} matches")
        if done.holds:
            self.stdout.write(self.style.SUCCESS("Matches, rules, positions and ledger are what the journal gives."))
            return
        self._differences(done.findings)
        sys.exit(1)

    def _differences(self, findings: Findings) -> None:
        for finding in findings.rows:
            self.stdout.write(f"{self.style.ERROR('DIFFERS')} {finding.what()}")
        for (_file, code), count in findings.unshown().items():
            self.stdout.write(f"{self.style.ERROR('DIFFERS')} {count} more of the kind {code}")

    def _export(self, fund: Fund, output: Path) -> None:
        if output.exists():
            raise CommandError(f"{output} is there already; name another one.")
        try:
            with self._bar("Writing", fund) as progress:
                written = _written(fund, output, progress)
        except (Refused, Unreadable) as error:
            raise CommandError(f"The journal of this fund makes no book ({error}); see `fund replay`.") from error
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from error
        self.stdout.write(f"{output}: {written.events} events, {written.matches} matches")
        self.stdout.write(f"digest {written.digest}")

    @contextmanager
    def _bar(self, what: str, fund: Fund) -> Iterator[Callable[[int], None]]:
        console = Console(file=cast("IO[str]", self.stderr), soft_wrap=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(what, total=journal_length(fund))

            def show(events: int) -> None:
                if events % EVERY == 0:
                    bar.update(task, completed=events)

            yield show


def _written(fund: Fund, output: Path, progress: Callable[[int], None]) -> Written:
    facts: dict[str, Any] = {"address": f"{settings.SITE_URL}/fonds/{fund.slug}/", "created": clock.now()}
    if output.suffix != ".zip":
        return package_write(fund, output, progress=progress, **facts)
    with tempfile.TemporaryDirectory() as name:
        written = package_write(fund, Path(name) / "package", progress=progress, **facts)
        zip_package(written.folder, LAYOUT, output)
    return written


def _fund(name: str) -> Fund:
    found = Fund.objects.filter(Q(slug=name) | Q(public_id=name)).first()
    if found is None:
        raise CommandError(f"There is no fund {name}.")
    return found
