"""Many connections and one place that became free. Each race has a twin without the guards, which must lose."""

from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial

import pytest
from django.db import connection

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.models import AuditEntry
from programmes.models import Registration, Sprint
from programmes.selectors import people
from programmes.services import check_ins, places, registrations
from programmes.services.check_ins import check_in
from programmes.services.places import place_accept, places_lapse_due
from programmes.services.registrations import registration_cancel, registration_create
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.races.meeting import at_once, meet_after, without_locks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _without_guards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    without_locks(monkeypatch)
    _trigger("DISABLE")
    yield
    _trigger("ENABLE")


def _trigger(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE programmes_registrationcount {how} TRIGGER sprint_has_place")


def register(sprint: Sprint, number: int) -> None:
    crowd = UserFactory.create_batch(number)
    at_once(*(partial(registration_create, actor=person, sprint=sprint) for person in crowd))


def _own_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the lock all would draw the same number, which a unique constraint refuses: give each its own."""
    numbers = iter(range(1, 99))
    monkeypatch.setattr(registrations, "next_sequence", lambda _sprint: next(numbers))


@pytest.mark.parametrize("crowd", [2, 32])
def test_the_last_place_is_given_once(crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if crowd == 2:
        meet_after(monkeypatch, (registrations, "gives_place_now"))
    sprint = make.SprintFactory.create(capacity=1, accept_hours=4)
    register(sprint, crowd)
    rows = Registration.objects.order_by("sequence").values_list("sequence", "state")
    assert list(rows) == [(1, "registered"), *((number, "waiting") for number in range(2, crowd + 1))]


@pytest.mark.usefixtures("_without_guards")
@pytest.mark.parametrize("crowd", [2, 32])
def test_without_guards_it_is_given_to_all(crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _own_numbers(monkeypatch)
    meet_after(monkeypatch, (registrations, "gives_place_now"), parties=crowd)
    sprint = make.SprintFactory.create(capacity=1, accept_hours=4)
    register(sprint, crowd)
    assert people.places_taken(sprint) == crowd


def leave_at_once(sprint: Sprint) -> None:
    """Both who had a place give it back in the same moment; three wait."""
    rows = [registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(5)]
    at_once(*(partial(registration_cancel, actor=row.user, registration=row) for row in rows[:2]))


def test_each_freed_place_is_offered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sprint = make.SprintFactory.create(capacity=2, accept_hours=4)
    meet_after(monkeypatch, (registrations, "waiting_in_order_for_update"))
    leave_at_once(sprint)
    states = Registration.objects.order_by("sequence").values_list("state", flat=True)
    assert list(states) == ["cancelled", "cancelled", "offered", "offered", "waiting"]


def accept_while_it_lapses(monkeypatch: pytest.MonkeyPatch) -> tuple[Sprint, list[object]]:
    """Somebody accepts in the last moment, and the sweep comes in the first one afterwards."""
    sprint = make.SprintFactory.create(capacity=1, accept_hours=4)
    had_it, first, _second = (registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(3))
    registration_cancel(actor=had_it.user, registration=had_it)
    first.refresh_from_db()
    until = first.held_until
    assert until is not None
    meet_after(monkeypatch, (places, "registration_for_update"), (places, "lapsed_in_order_for_update"))

    def accept() -> object:
        with clock.at(until - (until - clock.now()) / 2):
            return place_accept(actor=first.user, registration=first)

    def sweep() -> object:
        with clock.at(until):
            return places_lapse_due()

    return sprint, at_once(accept, sweep, around=nullcontext)


def test_an_offer_is_accepted_or_lapses(monkeypatch: pytest.MonkeyPatch) -> None:
    sprint, [accepted, swept] = accept_while_it_lapses(monkeypatch)
    states = list(Registration.objects.order_by("sequence").values_list("state", flat=True))
    if isinstance(accepted, Conflict):
        assert (states, swept) == (["cancelled", "cancelled", "offered"], 1)
    else:
        assert (states, swept) == (["cancelled", "registered", "waiting"], 0)
    assert people.places_taken(sprint) == 1


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_it_is_accepted_and_lapses(monkeypatch: pytest.MonkeyPatch) -> None:
    sprint, [accepted, swept] = accept_while_it_lapses(monkeypatch)
    # Both were told that it went as they wished: whose place it is depends on who wrote last.
    assert not isinstance(accepted, Exception)
    assert swept == 1
    assert Registration.objects.filter(sprint=sprint, state="offered").exists()


def check_in_twice(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Two helpers have scanned the same ticket."""
    row = make.RegistrationFactory.create()
    helpers = UserFactory.create_batch(2)
    meet_after(monkeypatch, (check_ins, "registration_for_update"))
    return at_once(*(partial(check_in, actor=helper, registration=row) for helper in helpers))


def _check_ins() -> int:
    return AuditEntry.objects.filter(action="programmes.checked_in").count()


def test_two_helpers_check_somebody_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not [one for one in check_in_twice(monkeypatch) if isinstance(one, Exception)]
    assert _check_ins() == 1


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_two_helpers_check_somebody_in_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    check_in_twice(monkeypatch)
    assert _check_ins() == 2
