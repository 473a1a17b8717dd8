"""Office hours of the world in which the table of permissions is played."""

from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from backend.accounts.models import User
from backend.core import clock
from programmes.enums_of_mentoring import FeedKind
from programmes.models import Team
from programmes.selectors.mentoring import guest_token, link_token
from programmes.services.calendar_feeds import feed_renew
from tests.factories import mentoring


def mentoring_things(people: Mapping[str, User], team: Team) -> dict[str, Any]:
    """The juror mentors: one slot is the team's, one a guest's, one was the team's and is over, one is free."""
    mentor = mentoring.MentorFactory.create(sprint=team.sprint, user=people["jury"])
    hours = mentoring.OfficeHoursFactory.create(mentor=mentor, slot_minutes=15)
    first, second, third, *_more = hours.slots.all()
    of_team = {"team": team, "booked_by": people["lead"]}
    link = mentoring.BookingLinkFactory.create(mentor=mentor)
    guest_booking = mentoring.BookingFactory.create(slot=second, guest=True, link=link)
    start = clock.now() + timedelta(hours=40)
    earlier = mentoring.OfficeHoursFactory.create(mentor=mentor, starts_at=start, ends_at=start + timedelta(hours=1))
    # The lead's own address of what concerns them.
    secret = feed_renew(actor=people["lead"], kind=FeedKind.PERSON)
    return {
        "mentor": mentor,
        "hours": hours,
        "slot": third,
        "booking": mentoring.BookingFactory.create(slot=first, **of_team),
        "guest_booking": guest_booking,
        "past_booking": mentoring.over(mentoring.BookingFactory.create(slot=earlier.slots.all()[0], **of_team)),
        "link": link,
        "guest_book": SimpleNamespace(token=link_token(link)),
        "guest_slot": SimpleNamespace(token=guest_token(guest_booking)),
        "feed": people["lead"].calendar_feeds.get(),
        "calendar": SimpleNamespace(token=secret),
    }
