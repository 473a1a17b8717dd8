"""Two connections and one last place: in a sprint, in a team. With the guards off, both get in; so the race is real."""

import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection

from backend.core.errors import Invalid, LimitReached
from programmes.models import Cohort, JoinRequest, PlacingSeat, Project, Registration, Sprint, Team
from programmes.selectors import people, teams
from programmes.services import forgetting, registrations, selection
from programmes.services import teams as team_services
from programmes.services.join_requests import join_request_accept
from programmes.services.placing_runs import placings_carry_out_due
from programmes.services.registrations import registration_cancel, registration_create
from programmes.services.selection import selection_decide
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.races.meeting import TIMEOUT_SECONDS, at_once, meet_after, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _without_guards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Locks that do not lock, triggers that do not fire: what is left is read, then write."""
    without_locks(monkeypatch)
    triggers = {"programmes_registrationcount": "sprint_has_place", "programmes_teammember": "team_has_place"}
    for table, trigger in triggers.items():
        _execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    for table, trigger in triggers.items():
        _execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def register_two() -> tuple[Sprint, list[object]]:
    sprint = make.SprintFactory.create(capacity=1)
    first, second = UserFactory.create(), UserFactory.create()
    results = at_once(
        lambda: registration_create(actor=first, sprint=sprint),
        lambda: registration_create(actor=second, sprint=sprint),
    )
    return sprint, results


def accept_two() -> tuple[Team, list[object]]:
    team = make.TeamFactory.create(size_limit=2)
    requests: list[JoinRequest] = make.JoinRequestFactory.create_batch(2, team=team)
    for request in requests:
        make.RegistrationFactory.create(sprint=team.sprint, user=request.user)
    first, second = requests
    results = at_once(
        lambda: join_request_accept(actor=None, join_request=first),
        lambda: join_request_accept(actor=None, join_request=second),
    )
    return team, results


def test_the_last_place_in_a_sprint_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, (registrations, "gives_place_now"))
    sprint, _results = register_two()
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["registered", "waiting"]
    assert people.places_taken(sprint) == 1


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_the_last_place_in_a_sprint_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the lock both would also draw the same number, which a unique constraint refuses: give each its own.
    numbers = iter(range(1, 9))
    monkeypatch.setattr(registrations, "next_sequence", lambda _sprint: next(numbers))
    meet_after(monkeypatch, (registrations, "gives_place_now"))
    sprint, _results = register_two()
    assert people.places_taken(sprint) == 2


def test_the_last_place_in_a_team_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, (team_services, "member_count"))
    team, results = accept_two()
    assert teams.member_count(team) == 2
    assert sorted(JoinRequest.objects.values_list("state", flat=True)) == ["accepted", "pending"]
    assert sum(isinstance(result, LimitReached) for result in results) == 1


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_the_last_place_in_a_team_is_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, (team_services, "member_count"))
    team, _results = accept_two()
    assert teams.member_count(team) == 3


def place_and_accept() -> Team:
    """A placement and a lead, both with somebody for the one place that is left."""
    team = make.TeamFactory.create(size_limit=2)
    request = make.JoinRequestFactory.create(team=team)
    run = make.PlacingRunFactory.create(sprint=team.sprint, state="published", objections_until=make.moment_from_now(0))
    seat = make.PlacingSeatFactory.create(run=run, team=team)
    make.PlacingWishFactory.create(sprint=team.sprint, user=seat.user)
    for user in (request.user, seat.user):
        make.RegistrationFactory.create(sprint=team.sprint, user=user)
    at_once(lambda: join_request_accept(actor=None, join_request=request), placings_carry_out_due)
    return team


def test_a_placement_takes_no_place_that_was_given_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, (team_services, "member_count"))
    team = place_and_accept()
    assert teams.member_count(team) == 2
    joined = PlacingSeat.objects.get().outcome == "joined"
    assert joined != JoinRequest.objects.filter(state="accepted").exists()


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_a_placement_takes_a_place_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    meet_after(monkeypatch, (team_services, "member_count"))
    assert teams.member_count(place_and_accept()) == 3


def join_and_cancel(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether somebody ends up in a team of a sprint without a place in it."""
    request = make.JoinRequestFactory.create()
    registration = make.RegistrationFactory.create(sprint=request.team.sprint, user=request.user)
    # Each has looked whether it may, and has not yet touched what the other one changes, too.
    meet_after(monkeypatch, (team_services, "member_count"), (registrations, "transition"))
    at_once(
        lambda: join_request_accept(actor=None, join_request=request),
        lambda: registration_cancel(actor=None, registration=registration),
    )
    registration.refresh_from_db()
    is_in_team = request.team.members.filter(user=request.user, left_at=None).exists()
    return is_in_team and registration.state == "cancelled"


def test_nobody_joins_a_team_while_giving_the_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not join_and_cancel(monkeypatch)


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_somebody_joins_without_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert join_and_cancel(monkeypatch)


def erase_and_rename(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Somebody's account is erased while the other one changes the name of their team."""
    member = make.TeamMemberFactory.create()
    person, team = member.user, member.team
    meet_after(monkeypatch, (forgetting, "_leave_teams"), (team_services, "sprint_for_update"))
    return at_once(
        lambda: forgetting.person_forget(user=person),
        lambda: team_services.team_update(actor=None, team=team, name="Neuer Name"),
    )


def test_an_account_is_erased_while_its_team_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [result for result in erase_and_rename(monkeypatch) if isinstance(result, Exception)]
    assert Team.objects.get().name == "Neuer Name"
    assert Registration.objects.get(user__team_memberships__left_at__isnull=False).state == "cancelled"


def test_without_its_order_of_locks_each_would_wait_for_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "_lock_sprints", lambda _user: None)
    assert [type(result) for result in erase_and_rename(monkeypatch) if isinstance(result, Exception)] == [
        OperationalError
    ]


def test_a_double_click_on_register_is_one_registration() -> None:
    sprint, person = make.SprintFactory.create(), UserFactory.create()
    results = at_once(*[lambda: registration_create(actor=person, sprint=sprint)] * 2)
    assert results[0] == results[1] == Registration.objects.get()


def select_two(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Two sprints of one programme name their cohort alike; both have looked whether the name is free."""
    programme = make.ProgrammeFactory.create()
    sprints = make.SprintFactory.create_batch(2, programme=programme)
    chosen = [make.SolutionFactory.create(handed_in=True, team__challenge__sprint=sprint) for sprint in sprints]
    create, barrier = Cohort.objects.create, threading.Barrier(2)

    def together(**values: Any) -> Cohort:
        barrier.wait(timeout=TIMEOUT_SECONDS)
        return create(**values)

    monkeypatch.setattr(Cohort.objects, "create", together)
    return at_once(
        *(
            partial(selection_decide, actor=None, sprint=sprint, solutions=[solution], cohort_name="Jahrgang 1")
            for sprint, solution in zip(sprints, chosen, strict=True)
        )
    )


def test_a_cohorts_name_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = [result for result in select_two(monkeypatch) if isinstance(result, Invalid)]
    assert [list(error.fields) for error in refused] == [["cohort_name"]]
    assert (Cohort.objects.count(), Project.objects.count()) == (1, 1)


def test_without_a_catch_a_cohorts_name_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Never(Exception):
        pass

    monkeypatch.setattr(selection, "IntegrityError", Never)
    assert [type(result) for result in select_two(monkeypatch) if not isinstance(result, list)] == [IntegrityError]
