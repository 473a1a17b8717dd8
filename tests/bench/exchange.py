"""A whole sprint leaves as a package and comes back: how long each takes, and how much memory."""

import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil

from backend.core import clock
from programmes.domain.exchange.package import ACTIVITIES, CATEGORIES, EVENTS, PROJECTS, USERS, About, write_zip
from programmes.domain.exchange.reading import read_package
from programmes.domain.exchange.rows import ActivityRow, CategoryRow, EventRow, ProjectRow, UserRow
from programmes.models import Challenge, Solution, SolutionVersion, Sprint, Team, TeamMember
from programmes.selectors.exchange import package_write
from programmes.services.exchange.importing import package_import
from tests.bench.clones import analyse
from tests.bench.figure import Figure
from tests.factories.programmes import ProgrammeFactory

SOLUTIONS, CHALLENGES, PEOPLE = 1_500, 1_900, 5
GOAL_SECONDS, GOAL_MB = 60, 500
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
WORDS = ("wir", "haben", "gebaut", "was", "fehlte", "und", "es", "mit", "denen", "versucht", "die", "es", "brauchen")
SIGNS = 5_000


@dataclass
class Peak:
    mb: float = 0


@contextmanager
def peak() -> Iterator[Peak]:
    """What this process takes at most inside, all of it."""
    seen, process, over = Peak(), psutil.Process(os.getpid()), threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            seen.mb = max(seen.mb, process.memory_info().rss / 2**20)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def text(draw: random.Random) -> str:
    """As long as what teams hand in, and no two alike."""
    return " ".join(draw.choices(WORDS, k=SIGNS // 5))


def rows() -> dict[str, list[Any]]:
    draw = random.Random(1)  # noqa: S311  the same rows each time
    names = [f"p_{number:016x}" for number in range(SOLUTIONS * PEOPLE)]
    challenges = [
        ProjectRow(
            id=f"bench#c{number}",
            event_id="bench#0",
            name=f"Herausforderung {number}",
            summary="Was fehlt uns?",
            longtext=text(draw),
            language="de",
            is_challenge=True,
            phase="challenge",
            category_id=f"thema-{number % 12}",
            created_at=NOON + timedelta(seconds=number),
        )
        for number in range(CHALLENGES)
    ]
    solutions = [
        ProjectRow(
            id=f"bench#s{number}",
            event_id="bench#0",
            name=f"Lösung {number}",
            summary="Was wir gebaut haben.",
            longtext=text(draw),
            language="de",
            phase="handed_in",
            progress=30,
            challenge_id=f"bench#c{number}",
            team_name=f"Team {number}",
            team_count=PEOPLE,
            maintainer=names[number * PEOPLE],
            links=({"label": "Code", "url": f"https://codeberg.org/bench/{number}"},),
            licence="EUPL-1.2",
            created_at=NOON + timedelta(hours=1, seconds=number),
            updated_at=NOON + timedelta(days=1),
        )
        for number in range(SOLUTIONS)
    ]
    stars = [
        ActivityRow(name="star", time=NOON, user_id=name, project_id=f"bench#s{number // PEOPLE}")
        for number, name in enumerate(names)
    ]
    event = EventRow(id="bench#0", name="Ganzer Sprint", starts_at=NOON, ends_at=NOON + timedelta(days=2))
    return {
        EVENTS: [event],
        CATEGORIES: [CategoryRow(id=f"thema-{number}", name=f"Thema {number}") for number in range(12)],
        USERS: [UserRow(id=name, username=name) for name in names],
        PROJECTS: [*challenges, *solutions],
        ACTIVITIES: stars,
    }


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="gemeinwerk-bench-") as name:
        given, again = Path(name) / "given.zip", Path(name) / "again.zip"
        write_zip(given, About("bench", "Ganzer Sprint", "https://example.org", "", "", NOON), rows())
        came, sprint = taken(given)
        analyse(Sprint, Challenge, Team, TeamMember, Solution, SolutionVersion)
        left = written(sprint, again)
        second, _sprint = taken(again, "once more, with nothing new")
    return [left, came, second]


def taken(path: Path, what: str = "into a place that has never seen it") -> tuple[Figure, Sprint]:
    programme = Sprint.objects.filter(source_ref="bench#0").first()
    home = programme.programme if programme else ProgrammeFactory.create()
    told: list[int] = []
    with peak() as memory:
        start = time.perf_counter()
        package = read_package(path)
        done = package_import(
            actor=None, programme=home, package=package, progress=lambda count, _whole: told.append(count)
        )
        seconds = time.perf_counter() - start
    note = f"{done.changed:,} rows changed; {len(told)} times told how far it is"
    return figure(f"import, {what}", seconds, memory.mb, note), done.sprint


def written(sprint: Sprint, path: Path) -> Figure:
    told: list[int] = []
    with peak() as memory:
        start = time.perf_counter()
        count = package_write(
            sprint,
            path,
            address="https://example.org",
            created=clock.now(),
            progress=lambda done, _whole: told.append(done),
        )
        seconds = time.perf_counter() - start
    size = path.stat().st_size / 2**20
    note = f"{count:,} challenges and solutions in {size:.1f} MB; {len(told):,} times told how far it is"
    return figure("export", seconds, memory.mb, note)


def figure(what: str, seconds: float, memory_mb: float, note: str) -> Figure:
    return Figure(
        name=f"exchange: {what} of a sprint with {SOLUTIONS:,} solutions",
        ours=1 / seconds,
        baseline=1 / GOAL_SECONDS,
        note=f"{GOAL_SECONDS} s and {GOAL_MB} MB are the goal; {seconds:.1f} s, at most {memory_mb:,.0f} MB; {note}",
    )
