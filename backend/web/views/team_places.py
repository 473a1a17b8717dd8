"""Joining a team at once, and holding a place in one. The buttons on the page of the team send their answer at once."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import Question, ask_once
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums import RegistrationState
from programmes.selectors.people import registration_of
from programmes.selectors.teams import hold_of, membership_of
from programmes.services.team_places import place_hold, place_hold_release, team_join


def register_first(request: SignedInRequest, shown: Any) -> HttpResponse | None:
    """The page that says what comes before a team, for who has no place in the sprint."""
    registration = registration_of(shown.sprint, request.user)
    if registration is not None and registration.state == RegistrationState.REGISTERED:
        return None
    return render(request, "web/teams/register_first.html", {"team": shown, "registration": registration})


@signed_in
def join_now(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = access.team_to_join(request.user, public_id)
    if membership_of(shown, request.user):
        return redirect("web:team-room", public_id)
    question = Question(
        title=_("Join the team “%(team)s”?") % {"team": shown.name},
        text=_("You are in at once, and the team is told."),
        button=_("Join this team"),
        stay=_("Not yet"),
        back=reverse("web:team", args=[public_id]),
        done=_("Welcome! You are in the team “%(team)s”.") % {"team": shown.name},
        to=reverse("web:team-room", args=[public_id]),
    )
    return register_first(request, shown) or ask_once(
        request, question, lambda _clean: team_join(actor=request.user, team=shown)
    )


@signed_in
def hold(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = access.team_to_join(request.user, public_id)
    first = register_first(request, shown)
    if first or hold_of(shown, request.user):
        return first or redirect("web:team", public_id)
    question = Question(
        title=_("Hold a place in “%(team)s”?") % {"team": shown.name},
        text=_("For a few minutes nobody else can take it. A place that you hold in another team becomes free."),
        button=_("Hold the place"),
        stay=_("Not yet"),
        back=reverse("web:team", args=[public_id]),
        done=_("A place is held for you."),
    )
    return ask_once(request, question, lambda _clean: place_hold(actor=request.user, team=shown))


@signed_in
def release(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = access.team_to_view(request.user, public_id)
    held = hold_of(shown, request.user)
    if held is None:  # its time is over, or a double click
        return redirect("web:team", public_id)
    question = Question(
        title=_("Let others have the place in “%(team)s”?") % {"team": shown.name},
        button=_("Let others have the place"),
        stay=_("Keep my place"),
        back=reverse("web:team", args=[public_id]),
        done=_("The place is free for others."),
    )
    return ask_once(request, question, lambda _clean: place_hold_release(actor=request.user, hold=held))
