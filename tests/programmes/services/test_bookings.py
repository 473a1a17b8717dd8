"""Booking a slot, giving it back, who came, and what is said."""

from datetime import timedelta

import pytest
import time_machine

from backend.core import clock
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.models import AuditEntry, OutboxMessage
from programmes.domain.office_hours import CANCEL_BEFORE
from programmes.enums_of_mentoring import Side
from programmes.models import Booking
from programmes.selectors.mentoring import free_slots_of
from programmes.services.bookings import (
    BY_ADDRESS_A_DAY,
    BY_LINK_A_DAY,
    BY_LINK_MOST,
    booking_cancel,
    booking_mark_held,
    booking_mark_missed,
    feedback_give,
    slot_book,
    slot_book_as_guest,
)
from programmes.services.office_hours import hours_withdraw, link_end
from tests.factories import mentoring as make
from tests.factories.organising import SprintBlockFactory
from tests.factories.programmes import TeamMemberFactory

pytestmark = pytest.mark.django_db


def told(topic: str) -> int:
    return OutboxMessage.objects.filter(topic=f"programmes.{topic}").count()


def test_a_team_books_a_slot() -> None:
    slot = make.SlotFactory.create()
    mentor = slot.office_hours.mentor
    member = TeamMemberFactory.create(team__sprint=mentor.sprint)
    row = slot_book(actor=member.user, slot=slot, team=member.team, topic=" Datenschutz ")
    assert (row.team, row.booked_by, row.topic, row.state) == (member.team, member.user, "Datenschutz", "booked")
    assert told("slot_booked") == 1
    assert AuditEntry.objects.filter(action="programmes.booking.booked").count() == 1
    assert slot not in free_slots_of(mentor)
    assert free_slots_of(mentor).count() == 1


def test_nobody_else_gets_it() -> None:
    row = make.BookingFactory.create()
    assert row.team
    other = TeamMemberFactory.create(team__sprint=row.team.sprint)
    with pytest.raises(Conflict) as refused:
        slot_book(actor=other.user, slot=row.slot, team=other.team)
    assert refused.value.code == "slot_taken"


def test_a_team_has_one_slot_to_come_with_a_mentor() -> None:
    row = make.BookingFactory.create()
    second = row.slot.office_hours.slots.exclude(pk=row.slot_id).get()
    assert row.team
    assert row.booked_by
    with pytest.raises(LimitReached) as refused:
        slot_book(actor=row.booked_by, slot=second, team=row.team)
    assert refused.value.code == "booked_already"


def test_a_team_of_another_sprint_books_nothing() -> None:
    member = TeamMemberFactory.create()
    with pytest.raises(Invalid):
        slot_book(actor=member.user, slot=make.SlotFactory.create(), team=member.team)


def test_who_is_blocked_books_nothing() -> None:
    slot = make.SlotFactory.create()
    member = TeamMemberFactory.create(team__sprint=slot.office_hours.mentor.sprint)
    SprintBlockFactory.create(sprint=member.team.sprint, user=member.user)
    with pytest.raises(Conflict) as refused:
        slot_book(actor=member.user, slot=slot, team=member.team)
    assert refused.value.code == "blocked"


def test_a_slot_that_has_begun_is_gone() -> None:
    slot = make.SlotFactory.create()
    member = TeamMemberFactory.create(team__sprint=slot.office_hours.mentor.sprint)
    with time_machine.travel(slot.starts_at, tick=False), pytest.raises(Conflict) as refused:
        slot_book(actor=member.user, slot=slot, team=member.team)
    assert refused.value.code == "slot_over"
    with time_machine.travel(slot.starts_at - timedelta(seconds=1), tick=False):
        assert slot_book(actor=member.user, slot=slot, team=member.team).pk


def test_a_guest_books_by_a_link() -> None:
    slot = make.SlotFactory.create()
    link = make.BookingLinkFactory.create(mentor=slot.office_hours.mentor)
    row = slot_book_as_guest(link=link, slot=slot, name="Gerda", email=" Gerda@Example.org ", language="en")
    assert (row.guest_name, row.guest_email, row.language, row.team) == ("Gerda", "gerda@example.org", "en", None)
    second = slot.office_hours.slots.exclude(pk=slot.pk).get()
    with pytest.raises(LimitReached) as refused:
        slot_book_as_guest(link=link, slot=second, name="Gerda", email="gerda@example.org")
    assert refused.value.code == "booked_already"


@pytest.mark.parametrize(("name", "email", "field"), [("", "a@example.org", "name"), ("A", "a@", "email")])
def test_a_guest_says_who_it_is(name: str, email: str, field: str) -> None:
    slot = make.SlotFactory.create()
    link = make.BookingLinkFactory.create(mentor=slot.office_hours.mentor)
    with pytest.raises(Invalid) as refused:
        slot_book_as_guest(link=link, slot=slot, name=name, email=email)
    assert list(refused.value.fields) == [field]


def test_no_link_books_for_ever_or_for_another_mentor() -> None:
    slot = make.SlotFactory.create()
    ended = make.BookingLinkFactory.create(mentor=slot.office_hours.mentor)
    link_end(actor=ended.made_by, link=ended)
    late = make.BookingLinkFactory.create(
        mentor=slot.office_hours.mentor, expires_at=clock.now() + timedelta(seconds=1)
    )
    for link in (ended, make.BookingLinkFactory.create()):
        with pytest.raises(Conflict) as refused:
            slot_book_as_guest(link=link, slot=slot, name="A", email="a@example.org")
        assert refused.value.code == "link_over"
    with time_machine.travel(late.expires_at, tick=False), pytest.raises(Conflict):
        slot_book_as_guest(link=late, slot=slot, name="A", email="a@example.org")


def test_one_link_does_not_take_all_slots() -> None:
    window = make.OfficeHoursFactory.create(slot_minutes=30, ends_at=clock.now() + timedelta(hours=32))
    link = make.BookingLinkFactory.create(mentor=window.mentor)
    slots = list(window.slots.all())
    for number, slot in enumerate(slots[:BY_LINK_MOST]):
        slot_book_as_guest(link=link, slot=slot, name="A", email=f"a{number}@example.org")
    with pytest.raises(LimitReached) as refused:
        slot_book_as_guest(link=link, slot=slots[BY_LINK_MOST], name="A", email="z@example.org")
    assert refused.value.code == "link_spent"


def test_who_books_and_gives_back_again_and_again_is_stopped() -> None:
    slot = make.SlotFactory.create()
    link = make.BookingLinkFactory.create(mentor=slot.office_hours.mentor)

    def book(email: str) -> Booking:
        made = slot_book_as_guest(link=link, slot=slot, name="A", email=email)
        return booking_cancel(actor=None, booking=made, by=Side.BOOKER)

    for _number in range(BY_ADDRESS_A_DAY):
        book("a@example.org")
    with pytest.raises(LimitReached) as refused:
        book("a@example.org")
    assert refused.value.code == "too_often"
    for number in range(BY_LINK_A_DAY - BY_ADDRESS_A_DAY):
        book(f"a{number}@example.org")
    with pytest.raises(LimitReached) as refused:
        book("z@example.org")
    assert refused.value.code == "link_spent"
    Booking.objects.update(created_at=clock.now() - timedelta(days=1))
    assert book("a@example.org").pk


def test_a_team_that_has_ended_books_nothing() -> None:
    slot = make.SlotFactory.create()
    member = TeamMemberFactory.create(team__sprint=slot.office_hours.mentor.sprint, team__state="dissolved")
    with pytest.raises(Conflict) as refused:
        slot_book(actor=member.user, slot=slot, team=member.team)
    assert refused.value.code == "wrong_state"


@pytest.mark.parametrize("guest", [False, True])
@pytest.mark.parametrize("by", list(Side))
def test_either_cancels_and_the_slot_is_free_again(by: Side, guest: bool) -> None:
    row = make.BookingFactory.create(guest=guest)
    for _again in range(2):
        done = booking_cancel(actor=None, booking=row, by=by)
    assert (done.state, done.cancelled_by, done.sequence) == ("cancelled", by, 1)
    assert told("booking_cancelled") == 1
    assert row.slot in free_slots_of(row.slot.office_hours.mentor)


def test_a_booker_cancels_until_an_hour_before_a_mentor_until_it_begins() -> None:
    row = make.BookingFactory.create()
    border = row.slot.starts_at - CANCEL_BEFORE
    with time_machine.travel(border, tick=False):
        with pytest.raises(Conflict) as refused:
            booking_cancel(actor=None, booking=row, by=Side.BOOKER)
        assert refused.value.code == "too_late"
    with time_machine.travel(row.slot.starts_at, tick=False), pytest.raises(Conflict):
        booking_cancel(actor=None, booking=row, by=Side.MENTOR)
    with time_machine.travel(border - timedelta(seconds=1), tick=False):
        assert booking_cancel(actor=None, booking=row, by=Side.BOOKER).state == "cancelled"


def test_withdrawn_office_hours_cancel_what_is_booked() -> None:
    row = make.BookingFactory.create()
    window = row.slot.office_hours
    for _again in range(2):
        hours_withdraw(actor=window.mentor.user, office_hours=window)
    row.refresh_from_db()
    assert (row.state, row.cancelled_by) == ("cancelled", "mentor")
    assert told("booking_cancelled") == 1
    assert not free_slots_of(window.mentor).exists()


def test_that_nobody_came_is_noted_afterwards_and_can_be_taken_back() -> None:
    row = make.BookingFactory.create()
    mentor = row.slot.office_hours.mentor.user
    with pytest.raises(Conflict) as refused:
        booking_mark_missed(actor=mentor, booking=row)
    assert refused.value.code == "not_over"
    make.over(row)
    for _again in range(2):
        assert booking_mark_missed(actor=mentor, booking=row).state == "missed"
    with pytest.raises(Conflict):
        feedback_give(actor=mentor, booking=row, by=Side.MENTOR, stars=3)
    with pytest.raises(Conflict):
        booking_cancel(actor=None, booking=row, by=Side.MENTOR)
    assert booking_mark_held(actor=mentor, booking=row).state == "booked"


def test_each_side_says_once_how_it_was() -> None:
    row = make.BookingFactory.create()
    with pytest.raises(Conflict) as refused:
        feedback_give(actor=None, booking=row, by=Side.BOOKER, stars=5)
    assert refused.value.code == "not_over"
    make.over(row)
    for stars, words in ((5, "Sehr klar."), (1, "Doch nicht.")):
        feedback_give(actor=None, booking=row, by=Side.BOOKER, stars=stars, words=words)
    feedback_give(actor=None, booking=row, by=Side.MENTOR, stars=4)
    assert sorted(row.feedback.values_list("side", "stars")) == [("booker", 5), ("mentor", 4)]
    assert told("feedback_given") == 2
    with pytest.raises(Conflict):
        booking_mark_missed(actor=row.slot.office_hours.mentor.user, booking=row)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_are_one_to_five(stars: int) -> None:
    row = make.over(make.BookingFactory.create())
    with pytest.raises(Invalid):
        feedback_give(actor=None, booking=row, by=Side.BOOKER, stars=stars)


def test_what_was_cancelled_stays_cancelled() -> None:
    row = make.BookingFactory.create(state="cancelled")
    with pytest.raises(Conflict):
        booking_mark_held(actor=row.slot.office_hours.mentor.user, booking=row)
    assert Booking.objects.get().state == "cancelled"
