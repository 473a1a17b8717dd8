"""What stands in a calendar that is fetched by a secret address. A constant number of queries, a bounded size."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.calendars import Entry
from programmes.enums import MilestoneState, ReportState, SprintState
from programmes.enums_of_mentoring import BookingState, MentorState, OfficeHoursState, Side
from programmes.models import (
    Booking,
    CalendarFeed,
    Mentor,
    Milestone,
    OfficeHours,
    Phase,
    ProgressReport,
    Registration,
    Sprint,
    Team,
    TeamMember,
)
from programmes.models.mentoring import TAKES_SLOT
from programmes.models.participation import TAKES_PLACE
from programmes.selectors.calendar_entries import booking_entry, where_of
from programmes.selectors.mentoring import bookings

ENTRIES_MOST: Final = 500
"""Of each kind: no calendar program shows more, and no address is a way to make us work."""
KEPT: Final = timedelta(days=90)
"""What is over for longer has left the calendar."""
DUE = (MilestoneState.PLANNED, MilestoneState.IN_PROGRESS)


def feed_hash(clear: str) -> str:
    # 192 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(clear.encode()).hexdigest()


def feed_found(clear: str) -> CalendarFeed | None:
    """The feed of this secret, while its person may still read what it is about."""
    rows = CalendarFeed.objects.select_related("user", "team__sprint", "mentor__sprint")
    row = rows.filter(token_hash=feed_hash(clear), user__is_active=True).first()
    if row is None:
        return None
    if row.team is not None and not TeamMember.objects.filter(team=row.team, user=row.user, left_at=None).exists():
        return None
    if row.mentor is not None and row.mentor.state != MentorState.ACTIVE:
        return None
    return row


def calendar_feeds_of(user: User) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(user=user).select_related("team", "mentor").order_by("-id")


def feeds_of(user: User) -> dict[tuple[str, int | None, int | None], CalendarFeed]:
    """A person's addresses by kind, team and mentoring."""
    return {(row.kind, row.team_id, row.mentor_id): row for row in CalendarFeed.objects.filter(user=user)}


def feed_entries(feed: CalendarFeed) -> list[Entry]:
    """What the calendar of a feed holds, in the language that is active."""
    if feed.team is not None:
        return list(_of_teams(Team.objects.filter(pk=feed.team.pk)))
    if feed.mentor is not None:
        return list(_of_mentoring(Mentor.objects.filter(pk=feed.mentor.pk)))
    return list(_of_person(feed.user))


def phase_entries(phases: Iterable[Phase], *, sprint: Sprint | None = None) -> Iterator[Entry]:
    """The dates of sprints, one entry a phase."""
    for phase in phases:
        whole = sprint or phase.sprint
        yield Entry(
            key=str(phase.public_id),
            title=f"{whole.title}: {phase.shown_title}",
            starts_at=phase.starts_at,
            ends_at=phase.ends_at,
            changed_at=max(phase.updated_at, whole.updated_at),
            url=f"{settings.SITE_URL}/sprints/{whole.slug}/",
        )


def _of_person(user: User) -> Iterator[Entry]:
    teams = Team.objects.filter(members__user=user, members__left_at=None)
    mentoring = Mentor.objects.filter(user=user, state=MentorState.ACTIVE)
    placed = Registration.objects.filter(user=user, state__in=TAKES_PLACE)
    sprints = Sprint.objects.filter(
        Q(pk__in=placed.values("sprint_id"))
        | Q(pk__in=teams.values("sprint_id"))
        | Q(pk__in=mentoring.values("sprint_id"))
    )
    yield from _phases_of(sprints)
    yield from _slots_of(teams)
    yield from _dues_of(teams)
    yield from _of_mentoring(mentoring)


def _of_teams(teams: QuerySet[Team]) -> Iterator[Entry]:
    yield from _phases_of(Sprint.objects.filter(pk__in=teams.values("sprint_id")))
    yield from _slots_of(teams)
    yield from _dues_of(teams)


def _phases_of(sprints: QuerySet[Sprint]) -> Iterator[Entry]:
    shown = sprints.filter(state=SprintState.PUBLISHED)
    rows = Phase.objects.filter(sprint__in=shown, ends_at__gt=clock.now() - KEPT).select_related("sprint")
    yield from phase_entries(rows.order_by("starts_at", "id")[:ENTRIES_MOST])


def _slots_of(teams: QuerySet[Team]) -> Iterator[Entry]:
    rows = bookings().filter(team__in=teams, state=BookingState.BOOKED)
    yield from (booking_entry(row, Side.BOOKER, _page_of(row)) for row in _recent(rows))


def _of_mentoring(mentoring: QuerySet[Mentor]) -> Iterator[Entry]:
    rows = bookings().filter(slot__office_hours__mentor__in=mentoring, state=BookingState.BOOKED)
    yield from (booking_entry(row, Side.MENTOR, _page_of(row)) for row in _recent(rows))
    windows = OfficeHours.objects.filter(
        mentor__in=mentoring, state=OfficeHoursState.OPEN, ends_at__gt=clock.now() - KEPT
    )
    taken = Count("slots__bookings", filter=Q(slots__bookings__state__in=TAKES_SLOT), distinct=True)
    told = Max("slots__bookings__updated_at")
    counted = windows.annotate(slot_count=Count("slots", distinct=True), taken_count=taken, told_at=told)
    for window in counted.select_related("mentor__sprint").order_by("starts_at", "id")[:ENTRIES_MOST]:
        yield _window_entry(window)


def _recent(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    return rows.filter(slot__ends_at__gt=clock.now() - KEPT).order_by("slot__starts_at", "id")[:ENTRIES_MOST]


def _page_of(booking: Booking) -> str:
    return f"/gebuchte-termine/{booking.public_id}/"


def _window_entry(window: OfficeHours) -> Entry:
    counts = {"taken": getattr(window, "taken_count", 0), "all": getattr(window, "slot_count", 0)}
    sprint = window.mentor.sprint
    return Entry(
        key=str(window.public_id),
        title=_("Office hours: %(taken)s of %(all)s slots booked") % counts,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        changed_at=max(window.updated_at, getattr(window, "told_at", None) or window.updated_at),
        text=sprint.title,
        place=where_of(window),
        url=f"{settings.SITE_URL}/sprints/{sprint.slug}/sprechstunden/",
    )


def _dues_of(teams: QuerySet[Team]) -> Iterator[Entry]:
    """What projects owe: days, without a time."""
    since = (clock.now() - KEPT).date()
    milestones = Milestone.objects.filter(project__team__in=teams, state__in=DUE, due_on__gte=since)
    for row in milestones.select_related("project").order_by("due_on", "id")[:ENTRIES_MOST]:
        title = _("Milestone due: %(title)s") % {"title": row.title}
        yield _day(row, title, row.due_on, "meilensteine")
    states = (ReportState.DRAFT, ReportState.NEEDS_REVISION)
    reports = ProgressReport.objects.filter(project__team__in=teams, state__in=states, period_end__gte=since)
    for report in reports.select_related("project").order_by("period_end", "id")[:ENTRIES_MOST]:
        title = _("Report to hand in: %(title)s") % {"title": report.title}
        yield _day(report, title, report.period_end, "berichte")


def _day(row: Milestone | ProgressReport, title: str, on: date, page: str) -> Entry:
    return Entry(
        key=str(row.public_id),
        title=title,
        starts_at=on,
        ends_at=on + timedelta(days=1),
        changed_at=row.updated_at,
        text=row.project.title,
        url=f"{settings.SITE_URL}/{page}/{row.public_id}/",
    )
