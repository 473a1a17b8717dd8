"""Who helps in a sprint, when, and by which links guests book."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.core.models import OutboxMessage
from programmes.models import Mentor, OfficeHours
from programmes.selectors.mentoring import links_of, mentors_of
from programmes.services.mentors import mentor_decline, mentor_end, mentor_invite, mentor_offer
from programmes.services.office_hours import hours_open, hours_withdraw, link_end, link_make
from tests.factories import mentoring as make
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ProgrammeRoleFactory, SprintFactory

pytestmark = pytest.mark.django_db


def told(topic: str) -> int:
    return OutboxMessage.objects.filter(topic=f"programmes.{topic}").count()


def test_who_is_asked_says_with_what_and_is_found() -> None:
    sprint, person, organiser = SprintFactory.create(), UserFactory.create(), UserFactory.create()
    for _again in range(2):
        mentor_invite(actor=organiser, sprint=sprint, user=person)
    assert told("mentor_invited") == 1
    assert not mentors_of(sprint).exists()
    row = mentor_offer(actor=person, sprint=sprint, headline="Recht", skills=["Datenschutz"], languages=["de"])
    assert row.state == "active"
    assert told("mentor_answered") == 1
    assert list(mentors_of(sprint)) == [row]
    mentor_offer(actor=person, sprint=sprint, headline="Recht und Daten")
    assert Mentor.objects.get().headline == "Recht und Daten"
    assert told("mentor_answered") == 1


def test_who_cannot_may_be_asked_again() -> None:
    mentor = make.MentorFactory.create(state="invited", headline="", invited_by=UserFactory.create())
    for _again in range(2):
        assert mentor_decline(actor=mentor.user, mentor=mentor).state == "declined"
    assert told("mentor_answered") == 1
    assert mentor_invite(actor=None, sprint=mentor.sprint, user=mentor.user).state == "invited"
    assert told("mentor_invited") == 1


def test_nobody_else_offers_help_but_coaches() -> None:
    sprint, person = SprintFactory.create(), UserFactory.create()
    with pytest.raises(Conflict) as refused:
        mentor_offer(actor=person, sprint=sprint, headline="Recht")
    assert refused.value.code == "not_asked"
    ProgrammeRoleFactory.create(programme=sprint.programme, user=person, role="coach")
    assert mentor_offer(actor=person, sprint=sprint, headline="Recht").state == "active"


def test_who_was_ended_by_organisers_does_not_come_back_unasked() -> None:
    mentor = make.MentorFactory.create()
    mentor_end(actor=UserFactory.create(), mentor=mentor)
    with pytest.raises(Conflict) as refused:
        mentor_offer(actor=mentor.user, sprint=mentor.sprint, headline="Recht")
    assert refused.value.code == "not_asked"


def test_an_end_cancels_what_is_to_come_and_leaves_what_was() -> None:
    past = make.over(make.BookingFactory.create())
    mentor = past.slot.office_hours.mentor
    coming = make.BookingFactory.create(slot=make.SlotFactory.create(office_hours__mentor=mentor), guest=True)
    for _again in range(2):
        mentor_end(actor=mentor.user, mentor=mentor)
    past.refresh_from_db()
    coming.refresh_from_db()
    assert (past.state, coming.state, coming.cancelled_by) == ("booked", "cancelled", "mentor")
    assert not links_of(mentor).exists()
    assert told("booking_cancelled") == 1


def test_help_has_a_headline() -> None:
    mentor = make.MentorFactory.create(state="invited", headline="")
    with pytest.raises(Invalid):
        mentor_offer(actor=mentor.user, sprint=mentor.sprint, headline=" ")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 2),
        ({"query": "datensch"}, 1),
        ({"query": "PYTHON"}, 1),
        ({"query": "nichts davon"}, 0),
        ({"skill": "python"}, 1),
        ({"skill": "Pyth"}, 0),
        ({"language": "en"}, 1),
        ({"query": "recht", "language": "de"}, 0),
        ({"query": "?!"}, 0),
    ],
)
def test_mentors_are_found_by_need_skill_and_language(asked: dict[str, str], found: int) -> None:
    first = make.MentorFactory.create(languages=["de"])
    make.MentorFactory.create(sprint=first.sprint, headline="Recht im Verein", skills=["Vereine"], languages=["en"])
    make.MentorFactory.create(sprint=first.sprint, state="ended")
    make.MentorFactory.create(sprint=first.sprint, user__is_active=False)
    make.MentorFactory.create()
    assert mentors_of(first.sprint, **asked).count() == found


def test_who_has_a_free_slot_comes_first() -> None:
    busy = make.BookingFactory.create(slot__office_hours__slot_minutes=60).slot.office_hours.mentor
    free = make.OfficeHoursFactory.create(mentor__sprint=busy.sprint).mentor
    assert list(mentors_of(busy.sprint)) == [free, busy]


def open_hours(mentor: Mentor, **given: Any) -> OfficeHours:
    start: datetime = given.pop("starts_at", clock.now() + timedelta(hours=2))
    values = {"ends_at": start + timedelta(hours=2), "slot_minutes": 20, "place": "Rathaus", **given}
    return hours_open(actor=mentor.user, mentor=mentor, starts_at=start, **values)


def test_a_window_is_cut_into_slots() -> None:
    mentor = make.MentorFactory.create()
    made = open_hours(mentor, ends_at=clock.now() + timedelta(hours=3, minutes=10))
    slots = list(made.slots.all())
    assert [slot.ends_at - slot.starts_at for slot in slots] == [timedelta(minutes=20)] * 3
    assert slots[0].starts_at == made.starts_at
    assert slots[-1].ends_at <= made.ends_at


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_at": clock.now() - timedelta(minutes=1)}, "starts_at"),
        ({"ends_at": clock.now()}, "ends_at"),
        ({"ends_at": clock.now() + timedelta(hours=2, minutes=19)}, "ends_at"),
        ({"ends_at": clock.now() + timedelta(hours=15)}, "ends_at"),
        ({"starts_at": clock.now() + timedelta(hours=23)}, "ends_at"),
        ({"slot_minutes": 7}, "slot_minutes"),
        ({"place": ""}, "place"),
        ({"place": "", "video_url": "javascript:alert(1)"}, "video_url"),
    ],
)
def test_a_window_makes_sense(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        open_hours(make.MentorFactory.create(), **given)
    assert list(refused.value.fields) == [field]


def test_windows_touch_but_do_not_overlap() -> None:
    mentor, start = make.MentorFactory.create(), clock.now() + timedelta(hours=2)
    first = open_hours(mentor, starts_at=start)
    open_hours(mentor, starts_at=first.ends_at)
    open_hours(make.MentorFactory.create(sprint=mentor.sprint), starts_at=start)
    with pytest.raises(Conflict) as refused:
        open_hours(mentor, starts_at=start + timedelta(minutes=10))
    assert refused.value.code == "overlap"
    hours_withdraw(actor=mentor.user, office_hours=first)
    open_hours(mentor, starts_at=start, ends_at=first.ends_at)


def test_only_who_helps_opens_windows_and_hands_out_links() -> None:
    mentor = make.MentorFactory.create(state="invited")
    for act in (lambda: open_hours(mentor), lambda: link_make(actor=mentor.user, mentor=mentor)):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "not_active"


def test_what_is_over_is_not_withdrawn() -> None:
    window = make.over(make.BookingFactory.create()).slot.office_hours
    window.refresh_from_db()
    with pytest.raises(Conflict) as refused:
        hours_withdraw(actor=window.mentor.user, office_hours=window)
    assert refused.value.code == "over"


@pytest.mark.parametrize("days", [0, 91])
def test_a_link_ends_by_itself(days: int) -> None:
    mentor = make.MentorFactory.create()
    with pytest.raises(Invalid):
        link_make(actor=mentor.user, mentor=mentor, days=days)


def test_a_link_is_ended_once() -> None:
    mentor = make.MentorFactory.create()
    link = link_make(actor=mentor.user, mentor=mentor, days=1)
    assert list(links_of(mentor)) == [link]
    ended = link_end(actor=mentor.user, link=link).ended_at
    assert link_end(actor=mentor.user, link=link).ended_at == ended
    assert not links_of(mentor).exists()
