"""Several solutions of a team: as many as the sprint allows, each on its own, and one that was not handed in may go."""

from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid, LimitReached, NotFound
from backend.core.models import AuditEntry
from programmes.enums import SolutionState
from programmes.models import Solution, Sprint, Team
from programmes.selectors.conflicts import solutions_barred
from programmes.selectors.handing_in import late_hand_ins_of
from programmes.selectors.nearness import work_of_teams
from programmes.selectors.next import next_items
from programmes.selectors.solutions import draft_version, solution_of
from programmes.selectors.team_room import TeamRoom, team_room
from programmes.services.abuse import abuse_report_create
from programmes.services.solutions import (
    solution_begin,
    solution_discard,
    solution_hand_in,
    solution_save_draft,
    solution_submit,
    solution_withdraw,
)
from programmes.services.sprints import sprint_update
from programmes.services.teams import team_dissolve
from tests.factories import building
from tests.factories import programmes as make
from tests.programmes.services.test_solutions import picture

pytestmark = pytest.mark.django_db
TEXT: Any = {"title": "Karte", "summary": "Kurz.", "body": "Lang.", "licence": "MIT"}


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create(challenge__sprint__solutions_per_team=2)


@pytest.fixture
def lead(team: Team) -> User:
    return make.lead_of(team)


def begun(team: Team, *titles: str) -> list[Solution]:
    return [solution_begin(actor=make.lead_of(team), team=team, title=title) for title in titles]


def room(team: Team) -> TeamRoom:
    return team_room(team, make.lead_of(team))


def test_a_team_begins_as_many_as_the_sprint_allows(team: Team, lead: User) -> None:
    first = solution_save_draft(actor=lead, team=team, title="Eins")
    second = solution_begin(actor=lead, team=team, title="Zwei")
    with pytest.raises(LimitReached) as error:
        solution_begin(actor=lead, team=team)
    assert error.value.code == "solutions_full"
    assert list(team.solutions.order_by("id")) == [first, second]
    assert (second.sprint, second.challenge, second.state) == (team.sprint, team.challenge, SolutionState.DRAFT)
    assert AuditEntry.objects.filter(action="programmes.solution_begun").count() == 2


def test_in_a_sprint_that_allows_one_there_is_no_second() -> None:
    team, lead = building.team_and_lead()
    solution_save_draft(actor=lead, team=team, title="Eins")
    with pytest.raises(LimitReached):
        solution_begin(actor=lead, team=team)
    assert not room(team).has_several
    assert not room(team).can_begin


def test_each_has_its_own_draft_and_the_first_is_meant_where_none_is_named(team: Team, lead: User) -> None:
    first, second = begun(team, "Eins", "Zwei")
    solution_save_draft(actor=lead, team=team, solution=second, summary="Des zweiten.")
    solution_save_draft(actor=lead, team=team, summary="Des ersten.")
    assert solution_of(team) == first
    assert [version.summary for one in (first, second) if (version := draft_version(one))] == [
        "Des ersten.",
        "Des zweiten.",
    ]
    solution_submit(actor=lead, team=team, solution=second, **TEXT)
    first.refresh_from_db()
    assert first.state == SolutionState.DRAFT


def test_a_draft_that_is_discarded_makes_room(
    team: Team, lead: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first, second = begun(team, "Eins", "Zwei")
    shown = draft_version(solution_save_draft(actor=lead, team=team, solution=second, image=picture()))
    assert shown
    with django_capture_on_commit_callbacks(execute=True):
        solution_discard(actor=lead, solution=second)
    assert not shown.image.storage.exists(str(shown.image))
    assert team.solutions.get() == first
    assert AuditEntry.objects.filter(action="programmes.solution_discarded", object_ref=second.public_id).exists()
    for late in (
        lambda: solution_discard(actor=lead, solution=second),
        lambda: solution_save_draft(actor=lead, team=team, solution=second, body="Noch da?"),
        lambda: solution_hand_in(actor=lead, solution=second),
    ):
        with pytest.raises(NotFound):
            late()
    begun(team, "Drei")


def test_what_was_handed_in_is_not_discarded_and_keeps_its_place(team: Team, lead: User) -> None:
    first = solution_submit(actor=lead, team=team, **TEXT)
    begun(team, "Zwei")
    for solution in (first, solution_withdraw(actor=lead, solution=first)):
        with pytest.raises(Conflict) as error:
            solution_discard(actor=lead, solution=solution)
        assert error.value.code == "wrong_state"
    with pytest.raises(LimitReached):
        begun(team, "Drei")


def test_a_draft_that_somebody_has_reported_stays(team: Team, lead: User) -> None:
    [solution] = begun(team, "Eins")
    organiser = make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user
    abuse_report_create(actor=organiser, thing=solution, kind="offensive")
    with pytest.raises(Conflict) as error:
        solution_discard(actor=lead, solution=solution)
    assert error.value.code == "in_use"
    assert team.solutions.count() == 1


def test_when_the_time_is_over_none_is_begun_and_none_is_discarded(team: Team, lead: User) -> None:
    [solution] = begun(team, "Eins")
    assert room(team).can_begin
    building.closed(team.sprint, minutes_ago=1)
    team.refresh_from_db()
    assert not room(team).can_begin
    assert not room(team).can_discard
    for act in (lambda: begun(team, "Zwei"), lambda: solution_discard(actor=lead, solution=solution)):
        with pytest.raises(Conflict) as error:
            act()
        assert error.value.code == "phase_closed"


def test_where_the_number_is_lowered_what_is_there_stays(team: Team, lead: User) -> None:
    first, second = begun(team, "Eins", "Zwei")
    sprint_update(actor=None, sprint=team.sprint, solutions_per_team=1)
    team = Team.objects.get()
    assert (room(team).has_several, room(team).can_begin) == (True, False)
    solution_submit(actor=lead, team=team, solution=second, **TEXT)
    solution_discard(actor=lead, solution=first)
    with pytest.raises(LimitReached):
        begun(team, "Drei")


@pytest.mark.parametrize("number", [0, 6])
def test_a_sprint_allows_one_to_five(number: int) -> None:
    with pytest.raises(Invalid) as error:
        sprint_update(actor=None, sprint=make.SprintFactory.create(), solutions_per_team=number)
    assert error.value.fields.keys() == {"solutions_per_team"}
    assert Sprint.objects.get().solutions_per_team == 1


def test_whoever_organises_sees_no_titles_of_drafts(team: Team) -> None:
    begun(team, "Geheim")
    organiser = make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user

    def titles(who: User) -> list[str]:
        solutions: list[Any] = team_room(team, who).solutions
        return [draft.title for one in solutions for draft in one.drafts]

    assert (titles(make.lead_of(team)), titles(organiser)) == (["Geheim"], [])


def test_for_me_reminds_of_each_that_is_not_handed_in(team: Team, lead: User) -> None:
    def waits() -> list[tuple[str, str]]:
        return [(item.kind.removeprefix("programmes.solution_"), item.ref) for item in next_items(lead)]

    assert waits() == [("hand_in", team.public_id)]
    solution_submit(actor=lead, team=team, **TEXT)
    assert waits() == []
    [second] = begun(team, "Zwei")
    assert waits() == [("hand_in_further", second.public_id)]
    solution_submit(actor=lead, team=team, solution=second, **TEXT)
    assert waits() == []


def test_late_hand_ins_are_told_by_solution(team: Team, lead: User) -> None:
    first, second = begun(team, "Eins", "Zwei")
    building.closed(team.sprint, minutes_ago=5, grace_minutes=15)
    solution_submit(actor=lead, team=team, solution=first, **TEXT)
    building.LateHandInFactory.create(team=team)
    assert [late_hand_ins_of(team, one).count() for one in (first, second)] == [2, 1]


def test_a_juror_is_kept_from_all_of_the_own_team(team: Team) -> None:
    juror = make.ProgrammeRoleFactory.create(programme=team.sprint.programme, role="juror").user
    make.TeamMemberFactory.create(team=team, user=juror)
    both = make.SolutionFactory.create_batch(2, team=team, handed_in=True)
    make.SolutionFactory.create(team=team)
    make.SolutionFactory.create(team__challenge=team.challenge, handed_in=True)
    assert solutions_barred(team.sprint, [juror])[juror.pk] == {one.pk for one in both}


def test_what_a_team_is_up_to_is_all_that_it_has_handed_in(team: Team, lead: User) -> None:
    for title in ("Eins", "Zwei"):
        solution_hand_in(actor=lead, solution=solution_begin(actor=lead, team=team, **{**TEXT, "title": title}))
    [(key, words)] = work_of_teams(team.sprint)
    assert key == team.pk
    assert words == f"{team.pitch} Zwei Kurz. Eins Kurz."


def test_a_team_that_has_handed_in_one_of_two_is_not_dissolved(team: Team, lead: User) -> None:
    first, _second = begun(team, "Eins", "Zwei")
    solution_submit(actor=lead, team=team, solution=first, **TEXT)
    with pytest.raises(Conflict) as error:
        team_dissolve(actor=lead, team=team)
    assert error.value.code == "has_solution"
