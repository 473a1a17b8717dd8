"""Calendars that programs fetch by a secret address, and the page on which a person makes and ends such addresses."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.core.calendars import CONTENT_TYPE, calendar_file
from backend.core.errors import NotFound
from backend.web.answers import Question, ask_once, page
from backend.web.signed_in import SignedInRequest, signed_in
from programmes.access import mentoring as found
from programmes.enums_of_mentoring import FeedKind, MentorState
from programmes.selectors.calendar_feeds import feed_entries, feeds_of
from programmes.selectors.mentoring import mentoring_of
from programmes.selectors.people import registrations_of
from programmes.selectors.teams import teams_of
from programmes.services.calendar_feeds import feed_end, feed_renew

MAX_AGE_SECONDS = 900
SHOWN = 48


def calendar_response(request: HttpRequest, data: bytes, *, name: str, cache: str) -> HttpResponse:
    """A calendar file that programs ask for again and again: what has not changed is not sent anew."""
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    whole: Any = HttpResponse(data, content_type=CONTENT_TYPE)
    whole["Content-Disposition"] = f'inline; filename="{name}.ics"'
    whole["ETag"] = etag
    whole["Cache-Control"] = f"{cache}, max-age={MAX_AGE_SECONDS}"
    return get_conditional_response(request, etag=etag, response=whole) or whole


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """No session is read: the address alone says whose calendar it is."""
    row = found.feed_to_read(token)
    with translation.override(row.user.language):
        name = _title(row.kind, row.team.name if row.team else "", row.mentor.sprint.title if row.mentor else "")
        data = calendar_file(feed_entries(row), name=f"Gemeinwerk: {name}")
    response = calendar_response(request, data, name="gemeinwerk", cache="private")
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _title(kind: str, team: str, sprint: str) -> str:
    if kind == FeedKind.TEAM:
        return _("Team %(team)s") % {"team": team}
    return _("My office hours: %(sprint)s") % {"sprint": sprint} if sprint else _("Everything that concerns me")


@dataclass(frozen=True)
class Choice:
    """A calendar that a person may have an address of."""

    key: str
    title: str
    feed: Any
    team: Any = None
    mentor: Any = None

    @property
    def kind(self) -> FeedKind:
        return FeedKind(self.key.partition(":")[0])


def _choices(request: SignedInRequest) -> Iterator[Choice]:
    made = feeds_of(request.user)
    yield Choice("person", _title("person", "", ""), made.get(("person", None, None)))
    for team in teams_of(request.user)[:SHOWN]:
        yield Choice(
            f"team:{team.public_id}", _title("team", team.name, ""), made.get(("team", team.pk, None)), team=team
        )
    for mentor in mentoring_of(request.user).filter(state=MentorState.ACTIVE)[:SHOWN]:
        title = _title("mentor", "", mentor.sprint.title)
        yield Choice(f"mentor:{mentor.public_id}", title, made.get(("mentor", None, mentor.pk)), mentor=mentor)


@signed_in
def addresses(request: SignedInRequest) -> HttpResponse:
    """The secret is shown in the answer to the POST alone: it is stored nowhere, not even in the session."""
    choices, clear, fresh = list(_choices(request)), "", None
    if request.method == "POST":
        fresh = next((one for one in choices if one.key == request.POST.get("calendar")), None)
        if fresh is None:
            raise NotFound
        clear = feed_renew(actor=request.user, kind=fresh.kind, team=fresh.team, mentor=fresh.mentor)
        choices = list(_choices(request))
    sprints = [row.sprint for row in registrations_of(request.user)[:SHOWN]]
    url = settings.SITE_URL + reverse("web:calendar-feed", args=[clear]) if clear else ""
    context = {"choices": choices, "fresh": fresh, "url": url, "sprints": sprints, "site_url": settings.SITE_URL}
    response = page(request, "web/settings/calendars.html", context)
    response["Cache-Control"] = "no-store"
    return response


@signed_in
def end(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = found.feed_to_end(request.user, public_id)
    question = Question(
        title=_("End this calendar address?"),
        text=_("Calendars that fetch it show nothing new from now on."),
        button=_("End the address"),
        stay=_("Keep it"),
        back=reverse("web:settings-calendars"),
        done=_("The address has ended."),
    )
    return ask_once(request, question, lambda _clean: feed_end(actor=request.user, feed=row))
