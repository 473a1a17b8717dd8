"""A sprint with all that belongs to it, written in bulk: to see what size costs, not to be true."""

import random
from dataclasses import dataclass

from django.db import transaction
from django.test import Client

from backend.accounts.models import Organisation, User
from backend.core import clock
from programmes.enums import ChallengeState, JoinRequestState, Licence, MemberRole, RegistrationState, SolutionState
from programmes.models import (
    Category,
    Challenge,
    ChallengeSupport,
    JoinRequest,
    OpenRole,
    Registration,
    Solution,
    SolutionVersion,
    Sprint,
    Team,
    TeamMember,
)
from tests.bench.clones import analyse
from tests.factories.accounts import OrganisationFactory
from tests.factories.programmes import CategoryFactory, ProgrammeRoleFactory, SprintFactory

RARE, COMMON = "leuchtturm", "nachbarschaft"
FOUND, BATCH, WORDS = 20, 2_000, 1_500
"""So many rows of each kind hold the rare word, however many there are; the common one stands in every tenth."""


@dataclass(frozen=True)
class Filled:
    sprint: str
    category: str
    session: str
    """Of its organiser."""


@transaction.atomic
def _rows(challenges: int, teams: int, people: int) -> Filled:
    draw = random.Random(1)  # noqa: S311  the same rows each time
    sprint = SprintFactory.create(capacity=people, slug="voll", title="Voller Sprint")
    topics = [CategoryFactory.create(programme=sprint.programme) for _number in range(12)]
    towns = [OrganisationFactory.create() for _number in range(40)]
    users = User.objects.bulk_create(
        [User(email=f"p{n}@example.org", display_name=f"Person {n}", password="!") for n in range(people)], BATCH
    )
    Registration.objects.bulk_create(
        [
            Registration(sprint=sprint, user=user, state=RegistrationState.REGISTERED, sequence=n)
            for n, user in enumerate(users, 1)
        ],
        BATCH,
    )
    posed = Challenge.objects.bulk_create(
        [_challenge(draw, sprint, n, towns[n % 40] if n % 5 else None, topics[n % 12]) for n in range(challenges)],
        BATCH,
    )
    unowned = [row for row in posed if row.owner is None]
    supports = {(draw.choice(unowned).pk, user.pk) for user in users[: people // 3]}
    ChallengeSupport.objects.bulk_create(
        [ChallengeSupport(challenge_id=row, user_id=user) for row, user in sorted(supports)], BATCH
    )
    _teams(draw, sprint, posed, users, teams)
    organiser = ProgrammeRoleFactory.create(programme=sprint.programme).user
    client = Client()
    client.force_login(organiser)
    return Filled(sprint.slug, topics[0].slug, client.cookies["sessionid"].value)


def fill(challenges: int, teams: int, people: int) -> Filled:
    filled = _rows(challenges, teams, people)
    analyse(User, Registration, Challenge, ChallengeSupport, Team, TeamMember, OpenRole, JoinRequest)
    analyse(Solution, SolutionVersion)
    return filled


def _teams(draw: random.Random, sprint: Sprint, posed: list[Challenge], users: list[User], count: int) -> None:
    made = Team.objects.bulk_create(
        [
            Team(sprint=sprint, challenge=draw.choice(posed), name=f"Team {n}", pitch=_text(draw, n), size_limit=8)
            for n in range(count)
        ],
        BATCH,
    )
    members, asking = [], []
    for n, team in enumerate(made):
        here = users[n * 12 : n * 12 + 12]
        size = 1 + n % 8
        roles = [MemberRole.LEAD, *[MemberRole.MEMBER] * 7]
        members += [TeamMember(team=team, user=user, role=role) for user, role in zip(here[:size], roles, strict=False)]
        asking += [
            JoinRequest(team=team, user=user, motivation="Ich helfe.", state=JoinRequestState.PENDING)
            for user in here[size : size + 2]
        ]
    TeamMember.objects.bulk_create(members, BATCH)
    JoinRequest.objects.bulk_create(asking, BATCH)
    OpenRole.objects.bulk_create([OpenRole(team=team, title="Gestaltung", skills=["Figma"]) for team in made], BATCH)
    _solutions(draw, sprint, [team for n, team in enumerate(made) if n % 5], users[0])


def _solutions(draw: random.Random, sprint: Sprint, teams: list[Team], author: User) -> None:
    rows = Solution.objects.bulk_create(
        [Solution(sprint=sprint, team=team, challenge=team.challenge) for team in teams], BATCH
    )
    versions = SolutionVersion.objects.bulk_create(
        [
            SolutionVersion(
                solution=row,
                number=1,
                title=f"Lösung {n}",
                summary="Eine Karte.",
                body=_text(draw, n),
                licence=Licence.CC_BY,
                author=author,
                handed_in_at=clock.now(),
            )
            for n, row in enumerate(rows)
        ],
        BATCH,
    )
    for row, version in zip(rows, versions, strict=True):
        row.state, row.current_version = SolutionState.HANDED_IN, version
    Solution.objects.bulk_update(rows, ["state", "current_version"], BATCH)


def _challenge(
    draw: random.Random, sprint: Sprint, number: int, owner: Organisation | None, topic: Category
) -> Challenge:
    return Challenge(
        sprint=sprint,
        category=topic,
        title=f"Herausforderung {number}",
        summary="Wie erreichen wir alle?",
        body=_text(draw, number),
        owner=owner,
        state=ChallengeState.PUBLISHED,
    )


def _text(draw: random.Random, number: int) -> str:
    words = [f"wort{min(WORDS, int(draw.paretovariate(0.8)))}" for _word in range(120)]
    words += [RARE] * (number < FOUND) + [COMMON] * (number % 10 == 0)
    return " ".join(words)
