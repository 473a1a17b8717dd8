"""Against django-hordak, a well-known ledger for Django: two transfers posted in one transaction.

It is no dependency: `make bench` installs it beside the environment, and it runs in processes of its own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from django.db import connection, transaction

from tests.bench.apart import work
from tests.bench.figure import Figure
from tests.bench.ledger import post
from tests.bench.timing import in_processes
from tests.factories.funding import FundFactory, PositionFactory

FOLDER = Path(".local/bench")
PROCESSES, PLEDGES = 8, 640
NAME = "hordak"


def figures() -> list[Figure]:
    if not (FOLDER / "hordak").exists():
        raise FileNotFoundError(f"django-hordak is not in {FOLDER}; `make bench` installs it")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")
    theirs = posted()
    with transaction.atomic():
        positions = [
            PositionFactory.create(fund=FundFactory.create(pool_minor=10_000_000_00)) for _ in range(PROCESSES)
        ]
    campaigns = [position.campaign for position in positions]
    ledger = in_processes(PROCESSES, transfers, range(PLEDGES))
    together = in_processes(PROCESSES, work, campaigns[:1] * PLEDGES)
    apart = in_processes(PROCESSES, work, campaigns * (PLEDGES // PROCESSES))
    return [
        Figure(name=f"{where}, {PROCESSES} processes", ours=ours, baseline=theirs[how], note=note)
        for where, ours in (
            ("pledges: one fund", together),
            ("pledges: a fund each", apart),
            ("ledger: two transfers", ledger),
        )
        for how, note in (
            ("posted", "django-hordak: two transfers in one transaction"),
            ("covered", "django-hordak: the same, never more than is there: the account locked, its balance asked for"),
        )
    ]


def transfers(share: Sequence[int]) -> None:
    for number in share:
        post(number)


def posted() -> dict[str, float]:
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(FOLDER.resolve()), str(Path.cwd())]),
        "DJANGO_SETTINGS_MODULE": "tests.bench.hordak_settings",
        "DATABASE_URL": f"{url}/{NAME}",
    }
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.hordak_posts", str(PROCESSES), str(PLEDGES)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found
