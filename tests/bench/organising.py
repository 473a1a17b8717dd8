"""What organisers of a whole sprint do: tell everybody something, watch its picture; against a tenth of the people."""

import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import islice

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.core import clock
from backend.notifications.models import Message
from programmes.enums import AnnouncementState, MemberRole, RegistrationState, SolutionState
from programmes.models import (
    Announcement,
    Challenge,
    OpenRole,
    Profile,
    Registration,
    Solution,
    SolutionVersion,
    Sprint,
    Team,
    TeamMember,
)
from programmes.selectors.dashboard import dashboard_counted
from programmes.services.announcement_sending import announcement_piece
from programmes.services.announcements import announcement_send
from tests.bench.clones import analyse
from tests.bench.figure import Figure
from tests.bench.raw import count_statements
from tests.bench.registrations import make_people
from tests.bench.timing import in_turns
from tests.factories.announcements import AnnouncementFactory
from tests.factories.programmes import ChallengeFactory, ProgrammeRoleFactory, SprintFactory

PEOPLE, TEAMS, SIZE = 28_361, 1_500, 5
TIMES = 4


def figures() -> list[Figure]:
    whole, tenth = crowd("whole", PEOPLE, TEAMS), crowd("tenth", PEOPLE // 10, TEAMS // 10)
    analyse(User, Registration, Team, TeamMember, OpenRole, Profile, Solution, SolutionVersion)
    return [told(whole, tenth), *watched(whole, tenth)]


def crowd(name: str, people: int, teams: int) -> Sprint:
    """People who came within three days; some are in teams, two thirds of which have handed in."""
    sprint: Sprint = SprintFactory.create(capacity=people)
    challenge: Challenge = ChallengeFactory.create(sprint=sprint)
    users = make_people(name, people)
    begin = clock.now() - timedelta(hours=70)
    Registration.objects.bulk_create(
        (
            Registration(
                sprint=sprint,
                user=user,
                state=RegistrationState.REGISTERED,
                sequence=number,
                created_at=begin + timedelta(hours=70) * number / people,
            )
            for number, user in enumerate(users, 1)
        ),
        batch_size=2_000,
    )
    Profile.objects.bulk_create(
        (Profile(user=user, skills=[f"Skill {(n * k) % 40}" for k in (1, 3, 7)]) for n, user in enumerate(users)),
        batch_size=2_000,
    )
    teamed(sprint, challenge, users, teams)
    return sprint


def teamed(sprint: Sprint, challenge: Challenge, users: list[User], count: int) -> None:
    made = Team.objects.bulk_create(
        [Team(sprint=sprint, challenge=challenge, name=f"{sprint.slug} {n}", size_limit=8) for n in range(count)]
    )
    waiting = iter(users)
    TeamMember.objects.bulk_create(
        (
            TeamMember(team=team, user=user, role=MemberRole.MEMBER if place else MemberRole.LEAD)
            for team in made
            for place, user in enumerate(islice(waiting, SIZE))
        ),
        batch_size=2_000,
    )
    OpenRole.objects.bulk_create(
        [
            OpenRole(team=team, title="Rolle", skills=[f"Skill {n % 40}", f"skill {n % 7}"])
            for n, team in enumerate(made)
        ]
    )
    solutions = Solution.objects.bulk_create(
        [Solution(team=team, sprint=sprint, challenge=challenge) for n, team in enumerate(made) if n % 3]
    )
    versions = SolutionVersion.objects.bulk_create(
        [
            SolutionVersion(solution=solution, number=1, title="Lösung", handed_in_at=clock.now())
            for solution in solutions
        ]
    )
    for solution, version in zip(solutions, versions, strict=True):
        solution.current_version = version
    Solution.objects.bulk_update(solutions, ["current_version"], batch_size=500)
    Solution.objects.filter(sprint=sprint).update(state=SolutionState.HANDED_IN)


def told(whole: Sprint, tenth: Sprint) -> Figure:
    seconds = {sprint.pk: send(sprint) for sprint in (tenth, whole)}
    row = begun(whole)
    tracemalloc.start()
    announcement_piece(announcement_id=row.pk, piece=0)
    announcement_piece(announcement_id=row.pk, piece=1)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    statements = count_statements(partial(announcement_piece, announcement_id=row.pk, piece=2))
    count = Message.objects.filter(circular__context__sprint=whole.title).count()
    note = (
        f"{PEOPLE // 10:,} people; all of {PEOPLE:,} told in {seconds[whole.pk]:.1f} s by one worker, {statements} "
        f"statements a piece of 500, at most {peak:.1f} MB of objects at a time; {count:,} messages"
    )
    name = f"announcements: {PEOPLE:,} people told"
    ours, baseline = PEOPLE / seconds[whole.pk], PEOPLE // 10 / seconds[tenth.pk]
    return Figure(name=name, ours=ours, baseline=baseline, note=note)


def begun(sprint: Sprint) -> Announcement:
    row: Announcement = AnnouncementFactory.create(sprint=sprint)
    assert row.created_by is not None
    return announcement_send(actor=row.created_by, announcement=row)


def send(sprint: Sprint) -> float:
    row = begun(sprint)
    started = time.perf_counter()
    while row.state == AnnouncementState.SENDING:
        announcement_piece(announcement_id=row.pk, piece=row.pieces)
        row.refresh_from_db()
    return time.perf_counter() - started


def watched(whole: Sprint, tenth: Sprint) -> list[Figure]:
    pages = [page_of(sprint) for sprint in (whole, tenth)]
    for ask in pages:
        ask(0)
    ours, baseline = in_turns(pages[0], pages[1], times=20, rounds=3)
    name = f"live picture of {PEOPLE:,} people"
    found = [Figure(name=f"{name}, as it is watched", ours=ours, baseline=baseline, note="of a tenth of them")]
    ours, baseline = in_turns(
        lambda _n: dashboard_counted(whole), lambda _n: dashboard_counted(tenth), times=TIMES, rounds=3
    )
    statements = count_statements(lambda: dashboard_counted(whole))
    note = f"of a tenth of them; once in 20 s, {1_000 / ours:.0f} ms and {statements} statements"
    return [*found, Figure(name=f"{name}, counted anew", ours=ours, baseline=baseline, note=note)]


def page_of(sprint: Sprint) -> Callable[[int], object]:
    client = Client()
    client.force_login(ProgrammeRoleFactory.create(programme=sprint.programme).user)
    address = reverse("web:organiser-live", args=[sprint.slug])
    cache.clear()
    return lambda _n: client.get(address, headers={"hx-request": "true"})
