"""What the live picture of a sprint counts, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core import clock
from programmes.enums import OpenRoleState, RegistrationState, SolutionState, SprintState, TeamState
from programmes.models import Sprint, Team, TeamMember
from programmes.selectors.dashboard import SKILLS_SHOWN, Size, Skill, dashboard, dashboard_counted
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def ago(hours: float) -> Any:
    return clock.now() - timedelta(hours=hours)


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create(capacity=10, team_size_max=3)


def came(sprint: Sprint, hours: float, state: str = RegistrationState.REGISTERED) -> User:
    return make.RegistrationFactory.create(sprint=sprint, state=state, created_at=ago(hours)).user


def team_of(sprint: Sprint, hours: float = 0, **given: Any) -> Team:
    team: Team = make.TeamFactory.create(challenge__sprint=sprint, size_limit=3, **given)
    TeamMember.objects.filter(team=team).update(created_at=ago(hours))
    return team


def test_an_empty_sprint_has_one_step_of_nothing(sprint: Sprint) -> None:
    seen = dashboard_counted(sprint)
    [step] = seen.steps
    assert (step.registered, step.waiting, step.without_team, step.handed_in) == (0, 0, 0, 0)
    assert (seen.skills, seen.sizes, seen.teams, seen.unit) == ([], [], 0, "hour")


def test_registrations_grow_and_who_cancelled_is_nobody(sprint: Sprint) -> None:
    for hours in (5, 3, 3):
        came(sprint, hours)
    came(sprint, 2, RegistrationState.WAITING)
    came(sprint, 9, RegistrationState.CANCELLED)
    came(make.SprintFactory.create(), 4)
    seen = dashboard_counted(sprint)
    assert [step.registered for step in seen.steps] == [1, 1, 3, 3, 3, 3]
    assert [step.waiting for step in seen.steps] == [0, 0, 0, 1, 1, 1]
    assert (seen.registered, seen.waiting, seen.capacity) == (3, 1, 10)


def test_who_is_without_a_team_is_counted_as_of_then(sprint: Sprint) -> None:
    lead = came(sprint, 5)
    came(sprint, 4)
    member = came(sprint, 4)
    team = team_of(sprint, 3, lead=lead)
    TeamMember.objects.create(team=team, user=member, created_at=ago(2), left_at=ago(1))
    seen = dashboard_counted(sprint)
    assert [step.without_team for step in seen.steps] == [1, 3, 2, 1, 2, 2]
    assert seen.without_team == 2


def test_a_solution_counts_from_its_first_hand_in_on(sprint: Sprint) -> None:
    came(sprint, 5)
    solution = make.SolutionFactory.create(team=team_of(sprint), handed_in=True)
    first = solution.versions.get()
    make.SolutionVersionFactory.create(solution=solution, number=2, handed_in_at=ago(0))
    make.SolutionVersionFactory.create(solution=solution, number=3, handed_in_at=None)
    make.SolutionFactory.create(team=team_of(sprint))
    gone = make.SolutionFactory.create(team=team_of(sprint), handed_in=True)
    type(gone).objects.filter(pk=gone.pk).update(state=SolutionState.WITHDRAWN)
    seen = dashboard_counted(sprint)
    assert first.handed_in_at
    assert seen.handed_in == 1
    assert seen.steps[-1].handed_in == 1


def test_teams_by_size_without_gaps_and_without_those_that_dissolved(sprint: Sprint) -> None:
    for extra in (0, 0, 2):
        team = team_of(sprint)
        for _ in range(extra):
            make.TeamMemberFactory.create(team=team)
    Team.objects.filter(pk=team_of(sprint).pk).update(state=TeamState.DISSOLVED)
    seen = dashboard_counted(sprint)
    assert (seen.sizes, seen.teams) == ([Size(1, 2), Size(2, 0), Size(3, 1)], 3)


def test_skills_wanted_and_offered_stand_side_by_side_however_they_are_written(sprint: Sprint) -> None:
    team = team_of(sprint)
    make.OpenRoleFactory.create(team=team, skills=["Python", "Design"], places=2)
    make.OpenRoleFactory.create(team=team, skills=["python"], places=1)
    make.OpenRoleFactory.create(team=team, skills=["Jura"], state=OpenRoleState.CLOSED)
    make.ProfileFactory.create(user=came(sprint, 1), skills=["PYTHON", "Kochen"])
    make.ProfileFactory.create(user=make.lead_of(team), skills=["Design"])
    make.ProfileFactory.create(skills=["Design"])
    assert dashboard_counted(sprint).skills == [Skill("Python", 3, 1), Skill("Design", 2, 0), Skill("Kochen", 0, 1)]


def test_a_skill_is_written_as_most_write_it(sprint: Sprint) -> None:
    team = make.TeamFactory.create(challenge__sprint=sprint)
    make.OpenRoleFactory.create(team=team, skills=["lorawan"], places=1)
    make.OpenRoleFactory.create(team=team, skills=["LoRaWAN"], places=2)
    make.ProfileFactory.create(user=came(sprint, 1), skills=["LORAWAN"])
    assert dashboard_counted(sprint).skills == [Skill("LoRaWAN", 3, 1)]


def test_only_the_most_sought_skills_are_shown(sprint: Sprint) -> None:
    team = team_of(sprint)
    for number in range(3):
        words = [f"Fach {number}{one}" for one in "abcdef"]
        make.OpenRoleFactory.create(team=team, skills=words, places=number + 1)
    found = dashboard_counted(sprint).skills
    assert (len(found), found[0].wanted, found[-1].wanted) == (SKILLS_SHOWN, 3, 2)


@pytest.mark.parametrize("people", [1, 3])
def test_it_costs_the_same_however_many_there_are(
    people: int, sprint: Sprint, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(people):
        came(sprint, 2)
        make.SolutionFactory.create(team=team_of(sprint), handed_in=True)
    with django_assert_num_queries(9):
        dashboard(sprint)
    with django_assert_num_queries(0):
        dashboard(sprint)


def test_it_stops_when_the_sprint_is_archived(sprint: Sprint) -> None:
    assert dashboard(sprint).is_live
    sprint.state = SprintState.ARCHIVED
    sprint.save()
    assert not dashboard(sprint).is_live
