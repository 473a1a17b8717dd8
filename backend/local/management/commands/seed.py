"""`gemeinwerk seed --stage STAGE`: a living platform up to that stage. A second run changes nothing."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

import funding.seeds
import programmes.seeds

STAGES: dict[str, Callable[[str], object]] = {
    "sprint": programmes.seeds.seed,
    "teams": programmes.seeds.seed,
    "review": programmes.seeds.seed,
    "programme": programmes.seeds.seed,
    "answers": programmes.seeds.seed,
    "moderation": programmes.seeds.seed,
    "exchange": programmes.seeds.seed,
    "campaigns": funding.seeds.seed,
    "payouts": funding.seeds.seed,
}


class Command(BaseCommand):
    help = "Fill the database with an invented programme, up to the named stage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stage", choices=list(STAGES), default=list(STAGES)[-1])

    def handle(self, *args: Any, **options: Any) -> None:
        names = list(STAGES)
        for stage in names[: names.index(options["stage"]) + 1]:
            STAGES[stage](stage)
            self.stdout.write(f"seeded: {stage}")
