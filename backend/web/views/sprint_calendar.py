"""The dates of a sprint as a file for one's own calendar, one entry a phase; loaded again, an entry moves."""

from datetime import UTC

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from icalendar import Calendar, Event

from backend.core import clock
from programmes import access


def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_view(request.user, slug)
    address = settings.SITE_URL + reverse("web:sprint", args=[sprint.slug])
    found = Calendar.new(prodid="-//Gemeinwerk//Sprint//EN")
    for phase in sprint.phases.all():
        entry = Event.new(
            uid=phase.public_id,
            stamp=clock.now(),
            summary=f"{sprint.title}: {phase.shown_title}",
            # In UTC the file needs no table of time zones, and each calendar shows its reader's own.
            start=phase.starts_at.astimezone(UTC),
            end=phase.ends_at.astimezone(UTC),
            url=address,
        )
        found.add_component(entry)
    disposition = {"Content-Disposition": f'attachment; filename="{sprint.slug}.ics"'}
    return HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8", headers=disposition)
