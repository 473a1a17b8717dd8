"""Two people and one slot; two windows of one mentor. With the guards off it goes wrong; the race is real."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError

from backend.core import clock
from backend.core.errors import Conflict
from programmes.models import Booking, OfficeHours, Slot
from programmes.services import bookings, office_hours
from programmes.services.bookings import slot_book, slot_book_as_guest
from programmes.services.office_hours import hours_open
from tests.factories import mentoring as make
from tests.factories.programmes import TeamMemberFactory
from tests.races.meeting import at_once, meet_after, without_locks
from tests.races.test_places import _execute

pytestmark = pytest.mark.django_db(transaction=True)
ONCE = (
    "CREATE UNIQUE INDEX booking_once ON programmes_booking (slot_id) WHERE state IN ('booked', 'missed')",
    "DROP INDEX booking_once",
)


def book_at_once(monkeypatch: pytest.MonkeyPatch) -> tuple[Slot, list[object]]:
    """A team and a guest come past the question whether the slot is free before either books it."""
    meet_after(monkeypatch, (bookings, "slot_taken"))
    slot = make.SlotFactory.create()
    mentor = slot.office_hours.mentor
    member, link = TeamMemberFactory.create(team__sprint=mentor.sprint), make.BookingLinkFactory.create(mentor=mentor)
    return slot, at_once(
        partial(slot_book, actor=member.user, slot=slot, team=member.team),
        partial(slot_book_as_guest, link=link, slot=slot, name="Gerda", email="gerda@example.org"),
    )


def test_one_of_two_has_the_slot_and_the_other_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    slot, results = book_at_once(monkeypatch)
    assert Booking.objects.filter(slot=slot).count() == 1
    [refused] = [one for one in results if isinstance(one, Exception)]
    assert isinstance(refused, Conflict)
    assert refused.code == "slot_taken"


def test_without_locks_the_database_still_refuses_one(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    slot, results = book_at_once(monkeypatch)
    assert Booking.objects.filter(slot=slot).count() == 1
    assert [type(one) for one in results if isinstance(one, Exception)] == [IntegrityError]


@pytest.fixture
def _without_guards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    without_locks(monkeypatch)
    back, away = ONCE
    _execute(away)
    yield
    Booking.objects.all().delete()
    _execute(back)


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_both_have_the_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    slot, results = book_at_once(monkeypatch)
    assert not [one for one in results if isinstance(one, Exception)], results
    assert Booking.objects.filter(slot=slot).count() == 2


def open_at_once(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    meet_after(monkeypatch, (office_hours, "is_open_between"))
    mentor = make.MentorFactory.create()
    start = clock.now() + timedelta(hours=2)
    return at_once(
        *(
            partial(
                hours_open,
                actor=mentor.user,
                mentor=mentor,
                starts_at=start + timedelta(minutes=shift),
                ends_at=start + timedelta(minutes=shift + 60),
                slot_minutes=20,
                place="Rathaus",
            )
            for shift in (0, 30)
        )
    )


def test_a_mentor_is_not_in_two_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    results = open_at_once(monkeypatch)
    assert OfficeHours.objects.count() == 1
    assert [one.code for one in results if isinstance(one, Conflict)] == ["overlap"]


def test_without_locks_the_database_keeps_the_windows_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)
    results = open_at_once(monkeypatch)
    assert OfficeHours.objects.count() == 1
    assert [type(one) for one in results if isinstance(one, Exception)] == [IntegrityError]
