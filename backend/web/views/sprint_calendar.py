"""The dates of a sprint as a calendar, one entry a phase: loaded once, or fetched again and again."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from backend.core.calendars import calendar_file
from backend.web.views.calendars import calendar_response
from programmes import access
from programmes.enums import SprintState
from programmes.selectors.calendar_feeds import phase_entries


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_view(request.user, slug)
    data = calendar_file(phase_entries(sprint.phases.all(), sprint=sprint), name=sprint.title)
    # A draft is shown to who organises it, and from no cache to anybody else.
    cache = "private" if sprint.state == SprintState.DRAFT else "public"
    return calendar_response(request, data, name=sprint.slug, cache=cache)
