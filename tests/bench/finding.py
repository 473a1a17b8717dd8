"""Finding a team in a sprint as large as they come: 28,361 people, 1,500 teams, 1,900 challenges."""

import statistics
import time
from collections.abc import Callable, Iterator
from random import Random

from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from backend.accounts.models import User
from programmes.enums import MemberRole, RegistrationState
from programmes.models import Challenge, OpenRole, PlaceHold, Profile, Registration, Sprint, Team, TeamMember
from tests.bench import bare
from tests.bench.figure import Figure
from tests.bench.raw import count_statements
from tests.bench.registrations import make_people
from tests.factories.programmes import CategoryFactory, ChallengeFactory, SprintFactory, moment_from_now

PEOPLE, TEAMS, CHALLENGES, TOPICS = 28_361, 1_500, 1_900, 8
SKILLS = tuple(f"Fähigkeit {number}" for number in range(60))
TIMES, WARM_UP = 120, 10
GOAL = 6
"""How many times a bare page that asks one indexed question the slowest of twenty may take."""


def figures() -> list[Figure]:
    draw = Random(1)  # noqa: S311  the same sprint in each run, no secret
    sprint, person = build(draw)
    with override_settings(ROOT_URLCONF=bare.__name__):
        return [measure(sprint, None, draw), measure(sprint, person, draw)]


def measure(sprint: Sprint, person: User | None, draw: Random) -> Figure:
    client = Client()
    if person is not None:
        client.force_login(person)
    find, plain = reverse("web:team-find", args=[sprint.slug]), f"/indexed/{sprint.pk}/"

    def ours() -> None:
        chosen = "&".join(f"skill={word}" for word in draw.sample(SKILLS, 2))
        client.get(f"{find}?{chosen}&topic=thema-{draw.randrange(TOPICS)}&language=de&page={draw.randrange(1, 4)}")

    seen, baseline = slowest(ours, lambda: client.get(plain))
    statements = count_statements(ours)
    who = "signed in" if person else "a visitor"
    note = (
        f"the slowest of twenty of a page that asks one indexed question; {seen[0]:.1f} ms against "
        f"{baseline[0]:.1f} ms, medians {seen[1]:.1f} and {baseline[1]:.1f} ms, {statements} statements; a ratio of "
        f"{1 / GOAL:.2f} is the goal"
    )
    name = f"finding a team: {PEOPLE:,} people, {TEAMS:,} teams, {who}"
    return Figure(name=name, ours=1_000 / seen[0], baseline=1_000 / baseline[0], note=note)


def slowest(*steps: Callable[[], object]) -> list[tuple[float, float]]:
    """Do each in turns; return the 95th percentile and the median in milliseconds."""
    found: list[list[float]] = [[] for _ in steps]
    for number in range(TIMES + WARM_UP):
        for step, times in zip(steps, found, strict=True):
            began = time.perf_counter()
            step()
            if number >= WARM_UP:
                times.append((time.perf_counter() - began) * 1_000)
    return [(statistics.quantiles(times, n=20)[-1], statistics.median(times)) for times in found]


def build(draw: Random) -> tuple[Sprint, User]:
    """Half of the people are in teams; a fifth of the teams are full, and some hold places."""
    sprint = SprintFactory.create(team_size_max=20)
    topics = [
        CategoryFactory.create(programme=sprint.programme, slug=f"thema-{number}", name_de=f"Thema {number}")
        for number in range(TOPICS)
    ]
    challenges = Challenge.objects.bulk_create(
        [
            ChallengeFactory.build(sprint=sprint, owner=None, title=f"Frage {n}", category=draw.choice(topics))
            for n in range(CHALLENGES)
        ]
    )
    teams = Team.objects.bulk_create(
        [
            Team(
                sprint=sprint,
                challenge=draw.choice(challenges),
                name=f"Team {number}",
                pitch="Wir bauen eine Karte der Hilfe.",
                language=draw.choice(("de", "de", "en")),
                size_limit=draw.randrange(9, 16),
                state="complete" if number % 5 == 0 else "forming",
            )
            for number in range(TEAMS)
        ]
    )
    people = make_people("finder", PEOPLE)
    Registration.objects.bulk_create(
        [
            Registration(sprint=sprint, user=user, state=RegistrationState.REGISTERED, sequence=number)
            for number, user in enumerate(people, 1)
        ],
        batch_size=2_000,
    )
    _fill(draw, teams, iter(people))
    person = people[-1]
    Profile.objects.create(user=person, skills=list(SKILLS[:3]))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return sprint, person


def _fill(draw: Random, teams: list[Team], people: Iterator[User]) -> None:
    members: list[TeamMember] = []
    roles: list[OpenRole] = []
    holds: list[PlaceHold] = []
    for number, team in enumerate(teams):
        here = team.size_limit if team.state == "complete" else draw.randrange(5, team.size_limit)
        for place in range(here):
            role = MemberRole.MEMBER if place else MemberRole.LEAD
            members.append(TeamMember(team=team, user=next(people), role=role))
        roles += [
            OpenRole(team=team, title="Mithilfe", skills=draw.sample(SKILLS, 3)) for _ in range(draw.randrange(1, 4))
        ]
        if number % 10 == 1:
            hold = PlaceHold(team=team, sprint=team.sprint, user=next(people), joining=team.joining)
            hold.held_at, hold.until = moment_from_now(0), moment_from_now(2)
            holds.append(hold)
    TeamMember.objects.bulk_create(members, batch_size=2_000)
    OpenRole.objects.bulk_create(roles, batch_size=2_000)
    PlaceHold.objects.bulk_create(holds, batch_size=2_000)
