"""Fetch and check for mentors, and for whoever meets them."""

from django.utils.translation import gettext_lazy as _

from backend.accounts.fetching import by_id, by_name, checked, hidden_unless
from backend.accounts.models import User
from backend.accounts.viewers import Viewer
from backend.core.errors import Invalid, NotFound
from programmes import rules
from programmes.enums_of_mentoring import MentorState, OfficeHoursState, Side
from programmes.models import (
    Booking,
    BookingLink,
    CalendarFeed,
    Mentor,
    OfficeHours,
    Slot,
    Sprint,
    Team,
    TeamMember,
)
from programmes.selectors import calendar_feeds, mentoring, sprints


def sprint_to_find_mentors(viewer: Viewer, name: str) -> Sprint:
    """For who takes part, mentors, coaches, organisers: who helps is nobody else's business."""
    return checked(by_name(sprints.sprints_visible_to(viewer), name), viewer, rules.can_find_mentors)


def mentor_to_view(viewer: Viewer, public_id: str) -> Mentor:
    """Who helps now, for the same people."""
    row = by_id(Mentor.objects.select_related("sprint__programme", "user"), public_id)
    if row.state != MentorState.ACTIVE or not row.user.is_active:
        raise NotFound
    sprint_to_find_mentors(viewer, row.sprint.slug)
    return row


def mentor_to_act_as(viewer: User, name: str) -> Mentor:
    """One's own row in the sprint of this name, asked or active. A coach who has not offered help yet has none."""
    sprint = by_name(sprints.sprints_visible_to(viewer), name)
    row = mentoring.mentor_of(sprint, viewer)
    if row is None or row.state not in mentoring.LIVE_MENTOR:
        raise NotFound
    return row


def team_of_calendar(viewer: User, public_id: str) -> Team:
    """A team that one is in, as sent in a form. Raises Invalid."""
    rows = Team.objects.filter(pk__in=TeamMember.objects.filter(user=viewer, left_at=None).values("team_id"))
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Invalid({"team": _("Please choose one of the offered values.")})
    return row


def mentor_of_calendar(viewer: User, public_id: str) -> Mentor:
    """One's own row in a sprint, as sent in a form. Raises Invalid."""
    try:
        return mentor_to_act_as(viewer, public_id)
    except NotFound:
        raise Invalid({"sprint": _("Please choose one of the offered values.")}) from None


def sprint_to_mentor(viewer: Viewer, name: str) -> Sprint:
    """For who has been asked to help, whatever they said, and for coaches, who need not be asked."""
    return checked(by_name(sprints.sprints_visible_to(viewer), name), viewer, rules.was_asked_to_mentor | rules.coaches)


def mentor_to_end(viewer: Viewer, public_id: str) -> Mentor:
    """For the person, and for organisers."""
    row = by_id(Mentor.objects.select_related("sprint__programme", "user"), public_id)
    return hidden_unless(row, viewer, rules.can_hand_out_slots)


def mentor_to_link(viewer: Viewer, public_id: str) -> Mentor:
    """Likewise: both hand out links by which a slot is booked without an account."""
    return mentor_to_end(viewer, public_id)


def mentor_to_oversee(viewer: Viewer, public_id: str) -> Mentor:
    """For organisers: what was booked with somebody, and where nobody came."""
    row = by_id(Mentor.objects.select_related("sprint__programme", "user"), public_id)
    return hidden_unless(row, viewer, rules.can_manage)


def office_hours_to_manage(viewer: Viewer, public_id: str) -> OfficeHours:
    rows = OfficeHours.objects.select_related("mentor__sprint__programme", "mentor__user")
    return hidden_unless(by_id(rows, public_id), viewer, rules.is_its_mentor)


def slot_to_book(viewer: Viewer, public_id: str) -> Slot:
    """A slot of a mentor whom the viewer can find, taken or not: the service says that it is taken."""
    rows = Slot.objects.select_related("office_hours__mentor__sprint__programme", "office_hours__mentor__user")
    row = by_id(rows.filter(office_hours__state=OfficeHoursState.OPEN), public_id)
    mentor_to_view(viewer, row.office_hours.mentor.public_id)
    return row


def slot_of_link(link: BookingLink, public_id: str) -> Slot:
    """A slot of the mentor whose link it is."""
    rows = Slot.objects.select_related("office_hours__mentor__sprint__programme", "office_hours__mentor__user")
    return by_id(rows.filter(office_hours__mentor=link.mentor_id, office_hours__state=OfficeHoursState.OPEN), public_id)


def booking_to_view(viewer: Viewer, public_id: str) -> Booking:
    return hidden_unless(by_id(mentoring.bookings(), public_id), viewer, rules.can_act_in_slot | rules.organises)


def booking_to_act_in(viewer: Viewer, public_id: str) -> tuple[Booking, Side]:
    """For the two who meet: and which of them the viewer is. Who is both acts as the mentor."""
    row = hidden_unless(by_id(mentoring.bookings(), public_id), viewer, rules.can_act_in_slot)
    is_mentor = rules.is_its_mentor.test(viewer, row)
    return row, Side.MENTOR if is_mentor else Side.BOOKER


def booking_to_mark(viewer: Viewer, public_id: str) -> Booking:
    """For the mentor: whether somebody came."""
    return hidden_unless(by_id(mentoring.bookings(), public_id), viewer, rules.is_its_mentor)


# Calendars


def feed_to_read(clear: str) -> CalendarFeed:
    """For whoever has the address, which is all that is asked for: calendar programs do not sign in."""
    row = calendar_feeds.feed_found(clear)
    if row is None:
        raise NotFound
    return row


def feed_to_end(viewer: User, public_id: str) -> CalendarFeed:
    return hidden_unless(by_id(CalendarFeed.objects.select_related("team"), public_id), viewer, rules.is_own)


# Without an account


def link_to_book(viewer: Viewer, token: str) -> BookingLink:
    """For whoever has the address; also one that has ended, so that the page can say so."""
    del viewer
    return by_id(mentoring.booking_links(), mentoring.public_id_of_link(token))


def link_to_end(viewer: Viewer, public_id: str) -> BookingLink:
    return hidden_unless(by_id(mentoring.booking_links(), public_id), viewer, rules.can_hand_out_slots)


def guest_booking_to_use(viewer: Viewer, token: str) -> Booking:
    """For whoever has the address that was mailed to the guest."""
    del viewer
    return by_id(mentoring.bookings().filter(team=None), mentoring.public_id_of_guest_booking(token))
