"""An organiser's day: the sprints, what worries, the phases as a picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.core import clock
from backend.core.errors import NotFound
from backend.web.gantt import Gantt
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums import ProgrammeRoleKind
from programmes.selectors import organiser_desk
from programmes.selectors.organiser_desk import Worries, worries
from programmes.selectors.overflow import challenges_overfull
from programmes.selectors.programmes import programmes_with_role
from programmes.selectors.sprints import sprint_overview, sprints_organised_by

PER_PAGE = 50


@dataclass(frozen=True)
class Worry:
    kind: str
    count: int
    text: str
    note: str = ""
    since: datetime | None = None


@signed_in
def desk(request: SignedInRequest) -> HttpResponse:
    context = {
        "sprints": page_of(request, sprints_organised_by(request.user)),
        "programmes": programmes_with_role(request.user, ProgrammeRoleKind.ORGANISER),
        "now": clock.now(),
    }
    return render(request, "web/organiser/desk.html", context)


@signed_in
def sprint(request: SignedInRequest, slug: str) -> HttpResponse:
    row = access.sprint_to_manage(request.user, slug)
    overview = sprint_overview(row, request.user)
    found = worries(row)
    context = {
        "sprint": row,
        "overview": overview,
        "worries": list(_worries(found)),
        "waiting": found.challenges_to_moderate,
        "gantt": Gantt([shown.phase for shown in overview.phases], clock.now(), row.zone),
        "here": "overview",
    }
    return render(request, "web/organiser/sprint.html", context)


def _worries(found: Worries) -> Iterator[Worry]:
    people, requests, missing = found.people_without_team, found.requests_unanswered, found.hand_ins_missing
    yield Worry("people", people, ngettext("person without a team", "people without a team", people))
    size = found.teams_too_small + found.teams_too_full
    note = _("%(small)s too small, %(full)s too full") % {
        "small": found.teams_too_small,
        "full": found.teams_too_full,
    }
    yield Worry("teams", size, ngettext("team too small or too full", "teams too small or too full", size), note)
    full = found.challenges_overfull
    text = ngettext("challenge whose teams are full", "challenges whose teams are full", full)
    yield Worry("challenges", full, text)
    text = ngettext("request without an answer", "requests without an answer", requests)
    yield Worry("requests", requests, text, since=found.waiting_since)
    yield Worry("hand-ins", missing, ngettext("hand-in is missing", "hand-ins are missing", missing))


TITLES = {
    "people": lambda: _("People without a team"),
    "teams": lambda: _("Teams too small or too full"),
    "challenges": lambda: _("Challenges whose teams are all full"),
    "requests": lambda: _("Requests without an answer"),
    "hand-ins": lambda: _("Hand-ins that are missing"),
}


@dataclass(frozen=True)
class Concern:
    """One line behind a number."""

    name: str
    note: str
    url: str = ""
    since: datetime | None = None


@signed_in
def worry(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    """What a number on the overview is made of."""
    row = access.sprint_to_manage(request.user, slug)
    if kind not in TITLES:
        raise NotFound
    rows = page_of(request, _rows(kind, row), PER_PAGE)
    lines = [_concern(kind, one) for one in rows.object_list]
    context = {"sprint": row, "title": TITLES[kind](), "page": rows, "lines": lines, "kind": kind, "here": "overview"}
    return render(request, "web/organiser/worry.html", context)


def _rows(kind: str, row: Any) -> "QuerySet[Any, Any]":
    if kind == "people":
        return organiser_desk.people_without_team(row)
    if kind == "teams":
        return organiser_desk.teams_too_small_or_full(row)
    if kind == "challenges":
        return challenges_overfull(row)
    if kind == "requests":
        return organiser_desk.requests_unanswered(row)
    return organiser_desk.hand_ins_missing(row)


def _concern(kind: str, row: Any) -> Concern:
    if kind == "people":
        return Concern(row.user.shown_name, _("registered"), since=row.created_at)
    if kind == "challenges":
        waiting = ngettext("%(n)s waits", "%(n)s wait", row.waiting_count) % {"n": row.waiting_count}
        return Concern(row.title, waiting, reverse("web:challenge", args=[row.public_id]))
    if kind == "requests":
        url = reverse("web:team-room", args=[row.team.public_id])
        return Concern(row.user.shown_name, _("asks “%(team)s”") % {"team": row.team.name}, url, row.created_at)
    here = _("%(here)s of %(limit)s people") % {"here": row.member_count, "limit": row.size_limit}
    return Concern(row.name, here, reverse("web:team-room", args=[row.public_id]))
