"""Whether a page costs more the more there is: every list of a full sprint, and of one that is a tenth of it."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, override_settings
from django.urls import reverse

from tests.bench.figure import Figure
from tests.bench.raw import count_statements
from tests.bench.scale_rows import COMMON, RARE, Filled, fill

CHALLENGES, TEAMS, PEOPLE = 1_900, 1_500, 28_361
TIMES, ROUNDS, GOAL = 5, 5, 1.3


class Page(NamedTuple):
    name: str
    address: str


class Seen(NamedTuple):
    page: str
    large: float
    small: float
    queries: tuple[int, int]

    @property
    def ratio(self) -> float:
        return self.large / self.small


def figures() -> list[Figure]:
    made = {"large": 1, "small": 10}
    filled = {name: _made(name, part) for name, part in made.items()}
    with override_settings(API_ADDRESS_REQUESTS_A_MINUTE=0):
        seen = [_seen(number, filled) for number in range(len(pages(filled["large"])))]
    return [_figure(one) for one in sorted(seen, key=lambda one: -one.ratio)]


def _figure(seen: Seen) -> Figure:
    large, small = seen.queries
    same = f"{large} queries" if large == small else f"{large} QUERIES, THERE {small}"
    slow = "" if seen.ratio <= GOAL else f"; SLOWER than the goal {GOAL}"
    note = f"a tenth of the sprint: {seen.ratio:.2f} times the time; {same}, {seen.large * 1_000:.0f} ms{slow}"
    return Figure(name=f"full sprint: {seen.page}", ours=1 / seen.large, baseline=1 / seen.small, note=note)


def pages(filled: Filled) -> list[Page]:
    """Whatever is a list or counts one, as visitors and as organisers see it."""
    sprint, kinds = filled.sprint, ("people", "teams", "requests", "hand-ins")
    for_all = ("challenges", "teams", "solutions", "ideas", "home", "sprints")
    of_sprint = ["sprint", "team-find", "organiser-sprint", "organiser-moderation", "organiser-placing-people"]
    of_sprint += ["organiser-assignment", "organiser-selection"]
    found = [Page(name, _address(name)) for name in for_all]
    found += [Page(name, _address(name, sprint)) for name in of_sprint]
    found += [Page(f"what worries: {kind}", _address("organiser-worry", sprint, kind)) for kind in kinds]
    found += [Page(f"{name}, one word", f"{_address(name)}?q={RARE}") for name in for_all[:4]]
    found += [Page(f"search, {word}", f"{_address('search')}?q={word}") for word in (RARE, COMMON)]
    found += [
        Page("challenges, last page", f"{_address('challenges')}?page=9999"),
        Page("challenges of a topic", f"{_address('sprint', sprint)}?category={filled.category}"),
        Page("teams of the sprint", f"{_address('teams')}?sprint={sprint}"),
        Page("teams that seek", f"{_address('teams')}?sprint={sprint}&seeking=1"),
    ]
    found += [Page(f"API: {name}", f"/api/v1/{name}/?limit=25") for name in ("challenges", "teams", "solutions")]
    return [*found, Page("API: challenges, one word", f"/api/v1/challenges/?limit=25&q={RARE}")]


def _address(name: str, *words: str) -> str:
    return reverse(f"web:{name}", args=words)


def _made(name: str, part: int) -> Filled:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE bench_scale_{name}")
    with _inside(name):
        call_command("migrate", verbosity=0)
        return fill(CHALLENGES // part, TEAMS // part, PEOPLE // part)


def _seen(number: int, filled: dict[str, Filled]) -> Seen:
    times: dict[str, list[float]] = {name: [] for name in filled}
    queries: dict[str, int] = {}
    page = ""
    for _round in range(ROUNDS):
        for side, rows in filled.items():
            with _inside(side):
                page, address = pages(rows)[number]
                ask = partial(_get, rows.session, address)
                queries[side] = count_statements(ask)
                began = time.perf_counter()
                for _time in range(TIMES):
                    ask()
                times[side].append((time.perf_counter() - began) / TIMES)
    large, small = (statistics.median(times[side]) for side in ("large", "small"))
    return Seen(page, large, small, (queries["large"], queries["small"]))


def _get(session: str, address: str) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


@contextmanager
def _inside(side: str) -> Iterator[None]:
    known = connections["default"].settings_dict
    before = known["NAME"]
    connections.close_all()
    known["NAME"] = f"bench_scale_{side}"
    try:
        yield
    finally:
        connections.close_all()
        known["NAME"] = before
