"""Places that are offered and expire: borders first."""

from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.core.models import OutboxMessage
from programmes.enums import RegistrationState
from programmes.models import Registration, Sprint
from programmes.selectors.people import places_taken
from programmes.selectors.sprints import sprint_overview
from programmes.services.gates import require_place
from programmes.services.places import place_accept, places_lapse_due
from programmes.services.registrations import registration_cancel, registration_create
from programmes.services.sprints import sprint_update
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
MOMENT = timedelta(microseconds=1)


def offered(waiting: int = 1, hours: int = 4) -> tuple[Sprint, list[Registration]]:
    """A sprint with one place; who had it has left, so that it is offered to the first of those who waited."""
    sprint = make.SprintFactory.create(capacity=1, accept_hours=hours)
    first, *others = (registration_create(actor=UserFactory.create(), sprint=sprint) for _ in range(waiting + 1))
    registration_cancel(actor=first.user, registration=first)
    return sprint, [Registration.objects.get(pk=row.pk) for row in others]


def states(*registrations: Registration) -> list[str]:
    return [Registration.objects.get(pk=row.pk).state for row in registrations]


def topics() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


def test_a_freed_place_is_offered_and_nobody_elses_meanwhile() -> None:
    sprint, [next_one, second] = offered(waiting=2)
    assert states(next_one, second) == ["offered", "waiting"]
    assert topics()[-1] == "programmes.place_offered"
    assert next_one.held_until is not None
    assert abs(next_one.held_until - clock.now() - timedelta(hours=4)) < timedelta(minutes=1)
    newcomer = registration_create(actor=UserFactory.create(), sprint=sprint)
    assert newcomer.state == RegistrationState.WAITING
    assert (places_taken(sprint), sprint_overview(sprint).places_left) == (1, 0)


def test_the_offer_ends_with_the_sprint() -> None:
    sprint, [row] = offered(hours=336)
    assert row.held_until == sprint.ends_at


def test_who_accepts_has_the_place_and_repeating_it_says_so() -> None:
    _sprint, [row] = offered()
    for _ in range(2):
        assert place_accept(actor=row.user, registration=row).state == RegistrationState.REGISTERED
    assert topics().count("programmes.registration_confirmed") == 2
    assert Registration.objects.get(pk=row.pk).held_until is None


def test_an_offered_place_is_none_before_it_is_accepted() -> None:
    sprint, [row] = offered()
    with pytest.raises(Conflict) as error:
        require_place(row.user, sprint)
    assert error.value.code == "not_registered"


def test_the_last_moment_counts_and_the_next_does_not() -> None:
    _sprint, [row] = offered()
    assert row.held_until is not None
    with clock.at(row.held_until), pytest.raises(Conflict) as error:
        place_accept(actor=row.user, registration=row)
    assert error.value.code == "offer_over"
    with clock.at(row.held_until - MOMENT):
        assert places_lapse_due() == 0
        assert place_accept(actor=row.user, registration=row).state == RegistrationState.REGISTERED


def test_what_nobody_accepts_goes_to_the_next() -> None:
    _sprint, [first, second] = offered(waiting=2)
    assert first.held_until is not None
    with clock.at(first.held_until):
        assert (places_lapse_due(), places_lapse_due()) == (1, 0)
    assert states(first, second) == ["cancelled", "offered"]
    assert topics()[-2:] == ["programmes.place_lapsed", "programmes.place_offered"]
    with pytest.raises(Conflict):
        place_accept(actor=first.user, registration=first)


def test_who_declines_makes_room_at_once() -> None:
    _sprint, [first, second] = offered(waiting=2)
    for _ in range(2):
        registration_cancel(actor=first.user, registration=first)
    assert states(first, second) == ["cancelled", "offered"]


def test_who_lapsed_may_stand_in_line_again() -> None:
    sprint, [first, second] = offered(waiting=2)
    assert first.held_until is not None
    with clock.at(first.held_until):
        places_lapse_due()
    again = registration_create(actor=first.user, sprint=sprint)
    assert states(again, second) == ["waiting", "offered"]


@pytest.mark.parametrize("state", ["waiting", "cancelled"])
def test_nothing_is_accepted_that_was_not_offered(state: str) -> None:
    row = make.RegistrationFactory.create(state=state)
    with pytest.raises(Conflict):
        place_accept(actor=row.user, registration=row)


def test_where_no_hours_are_given_a_place_is_given_at_once() -> None:
    _sprint, [row] = offered(hours=0)
    assert states(row) == ["registered"]


def test_a_smaller_sprint_keeps_what_it_has_offered() -> None:
    sprint, [_row] = offered()
    sprint_update(actor=None, sprint=sprint, capacity=2)
    registration_create(actor=UserFactory.create(), sprint=sprint)
    with pytest.raises(Invalid):
        sprint_update(actor=None, sprint=sprint, capacity=1)


@pytest.mark.parametrize("hours", [-1, 337])
def test_hours_have_bounds(hours: int) -> None:
    with pytest.raises(Invalid):
        sprint_update(actor=None, sprint=make.SprintFactory.create(), accept_hours=hours)
