"""The first page: what this is, the sprint that runs or comes, and what has come of it so far."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from backend.core import clock
from backend.web import formats
from backend.web.campaign_cards import campaign_cards
from funding.selectors import figures as funding_figures
from funding.selectors.campaigns import campaigns_public
from programmes.enums import Feature, SprintState
from programmes.selectors import figures
from programmes.selectors.projects import projects_public
from programmes.selectors.sprints import sprints_public
from programmes.selectors.windows import window_of

CARDS = 3
CANDIDATES = 20


def home(request: HttpRequest) -> HttpResponse:
    money = funding_figures.live_figures()
    note = _("%(amount)s of it from funds") % {"amount": formats.money(money.fund_minor, "EUR", whole=True)}
    context = {
        **_sprint_in_focus(),
        "figures": figures.live_figures(),
        "raised_minor": money.total_minor,
        "raised_note": note if money.fund_minor else "",
        "campaigns": campaign_cards(campaigns_public(state="running")[:CARDS]),
        "projects": projects_public().order_by("-updated_at", "-id")[:CARDS],
    }
    return render(request, "web/home/home.html", context)


def _sprint_in_focus() -> dict[str, Any]:
    """The first sprint that one can still join; else the one that runs or comes."""
    coming = sprints_public().filter(state=SprintState.PUBLISHED, ends_at__gt=clock.now())
    candidates = list(coming.order_by("starts_at", "id").prefetch_related("phases")[:CANDIDATES])
    if not candidates:
        return {}
    joinable = (row for row in candidates if window_of(row, Feature.REGISTER).is_open)
    sprint = next(joinable, candidates[0])
    window = window_of(sprint, Feature.REGISTER)
    if window.is_open:
        deadline = {"at": window.closes_at, "label": _("Join until")}
    elif window.opens_at:
        deadline = {"at": window.opens_at, "label": _("Join from")}
    else:
        deadline = {"at": sprint.ends_at, "label": _("Runs until")}
    return {"sprint": sprint, "can_register": window.is_open, "deadline": deadline}
