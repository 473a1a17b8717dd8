"""Handing in after the deadline: taken by a rule named before it, refused later, written down in both cases."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict
from programmes.domain.freezing import digest
from programmes.enums import SolutionState
from programmes.enums_of_building import LateOutcome
from programmes.models import LateHandIn, Phase, Solution, Sprint, Team
from programmes.selectors.handing_in import draft_stamp, frozen_form, grace_is_fixed, hand_in_window
from programmes.selectors.solutions import latest_version
from programmes.services import late
from programmes.services.solutions import (
    SolutionText,
    solution_hand_in,
    solution_save_draft,
    solution_submit,
    solution_withdraw,
)
from programmes.services.sprints import sprint_update
from tests.factories import building
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
TEXT: SolutionText = {"title": "Karte", "summary": "Kurz.", "body": "Lang.", "licence": "MIT"}


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


@pytest.fixture
def lead(team: Team) -> User:
    return make.lead_of(team)


def test_within_the_grace_period_it_is_taken_and_marked_late(team: Team, lead: User) -> None:
    building.closed(team.sprint, minutes_ago=10, grace_minutes=15)
    solution = solution_submit(actor=lead, team=team, **TEXT)
    version = solution.current_version
    assert solution.state == SolutionState.HANDED_IN
    assert version is not None
    assert version.late_since == team.sprint.phases.get().ends_at
    row = LateHandIn.objects.get()
    assert (row.outcome, row.version, row.user, row.at) == (LateOutcome.TAKEN, version, lead, version.handed_in_at)


def test_when_the_grace_is_over_it_is_refused_and_written_down(team: Team, lead: User) -> None:
    solution = solution_save_draft(actor=lead, team=team, **TEXT)
    building.closed(team.sprint, minutes_ago=15, grace_minutes=15)
    acts: list[Callable[[], object]] = [
        lambda: solution_submit(actor=lead, team=team, **TEXT),
        lambda: solution_hand_in(actor=lead, solution=solution),
    ]
    for act in acts:
        with pytest.raises(Conflict) as error:
            act()
        assert error.value.code == "phase_closed"
    rows = LateHandIn.objects.all()
    assert [(row.outcome, row.version, row.deadline) for row in rows] == [
        (LateOutcome.REFUSED, None, team.sprint.phases.get().ends_at)
    ] * 2


def test_nothing_is_late_in_time_or_before_it_opens(team: Team, lead: User) -> None:
    solution = solution_submit(actor=lead, team=team, **TEXT)
    assert solution.current_version is not None
    assert solution.current_version.late_since is None
    Phase.objects.update(starts_at=clock.now() + timedelta(hours=1))
    with pytest.raises(Conflict):
        solution_hand_in(actor=lead, solution=solution)
    assert not LateHandIn.objects.exists()


def test_what_was_taken_back_does_not_return_late(team: Team, lead: User) -> None:
    solution = solution_withdraw(actor=lead, solution=solution_submit(actor=lead, team=team, **TEXT))
    building.closed(team.sprint, minutes_ago=1, grace_minutes=15)
    with pytest.raises(Conflict):
        solution_hand_in(actor=lead, solution=solution)
    with pytest.raises(Conflict):
        solution_withdraw(actor=lead, solution=solution)


def test_who_presses_all_night_fills_no_log(team: Team, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "REFUSED_MOST", 2)
    building.closed(team.sprint, minutes_ago=1)
    for _ in range(3):
        with pytest.raises(Conflict):
            solution_submit(actor=lead, team=team, **TEXT)
    assert LateHandIn.objects.count() == 2


def test_a_sprint_that_is_archived_knows_no_grace(team: Team, lead: User) -> None:
    building.closed(team.sprint, minutes_ago=1, grace_minutes=15)
    Sprint.objects.update(state="archived")
    with pytest.raises(Conflict):
        solution_submit(actor=lead, team=team, **TEXT)


def test_the_grace_period_is_named_before_the_deadline(team: Team) -> None:
    sprint = team.sprint
    assert not grace_is_fixed(sprint)
    sprint_update(actor=None, sprint=sprint, grace_minutes=30)
    building.closed(sprint, minutes_ago=1, grace_minutes=30)
    assert grace_is_fixed(sprint)
    with pytest.raises(Conflict) as error:
        sprint_update(actor=None, sprint=sprint, grace_minutes=60)
    assert error.value.code == "deadline_passed"
    sprint_update(actor=None, sprint=sprint, grace_minutes=30, title="Anders")


@pytest.mark.parametrize(("ago", "takes", "is_late"), [(-1, True, False), (0, True, True), (15, False, False)])
def test_the_window_tells_until_when_one_may_come_late(team: Team, ago: int, takes: bool, is_late: bool) -> None:
    sprint = building.closed(team.sprint, minutes_ago=ago, grace_minutes=15)
    found = hand_in_window(sprint, sprint.phases.get().ends_at + timedelta(minutes=ago))
    assert (found.takes, found.grace_until is not None, found.closes_at) == (
        takes,
        is_late,
        sprint.phases.get().ends_at,
    )


def test_the_hash_is_that_of_the_form_that_everybody_gets(team: Team, lead: User) -> None:
    solution = solution_submit(actor=lead, team=team, **TEXT)
    version = Solution.objects.get(pk=solution.pk).current_version
    assert version is not None
    form = frozen_form(version, solution)
    assert version.sha256 == digest(form)
    assert json.loads(form)["title"] == "Karte"
    solution_save_draft(actor=lead, team=team, body="Neu")
    draft = latest_version(solution)
    assert draft
    with pytest.raises(ValueError, match="draft"):
        frozen_form(draft, solution)


def test_nobody_writes_over_what_they_have_not_seen(team: Team, lead: User) -> None:
    other = make.TeamMemberFactory.create(team=team).user
    first = latest_version(solution_save_draft(actor=lead, team=team, base="", body="Anfang"))
    stamp = draft_stamp(first)
    solution_save_draft(actor=other, team=team, base=stamp, body="Weiter")
    with pytest.raises(Conflict, match=other.shown_name) as error:
        solution_save_draft(actor=lead, team=team, base=stamp, body="Anders")
    assert error.value.code == "draft_changed"
    now = latest_version(Solution.objects.get())
    assert now is not None
    assert now.body == "Weiter"
    assert error.value.facts["base"] == draft_stamp(now)
    with pytest.raises(Conflict, match="anderswo"):
        solution_save_draft(actor=other, team=team, base=stamp, body="Anders")
    solution_save_draft(actor=lead, team=team, base=draft_stamp(now), body="Anders")
