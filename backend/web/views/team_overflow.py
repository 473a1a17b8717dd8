"""Where all teams of a challenge are full: a further one with one tap, or waiting for a place."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import Question, ask_once
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.overflow import name_of_next, teams_free_of, waits_for_team
from programmes.services.overflow import team_found_next, team_wait_start, team_wait_stop


@signed_in
def found_next(request: SignedInRequest, public_id: str) -> HttpResponse:
    challenge = access.challenge_to_team_up(request.user, public_id)
    free = teams_free_of(challenge).first()
    if free is not None:
        # Somebody was quicker: that team has places.
        return redirect("web:team", free.public_id)
    name = name_of_next(challenge)
    question = Question(
        title=_("Found “%(name)s”?") % {"name": name},
        text=_("You lead the team until others have joined. Whoever comes is in at once; you can change that."),
        button=_("Found this team"),
        stay=_("Not now"),
        back=reverse("web:challenge", args=[public_id]),
        done=_("Your team is there. Say whom you look for, so that people find you."),
    )

    def act(_clean: dict[str, Any]) -> str:
        team = team_found_next(actor=request.user, challenge=challenge)
        return reverse("web:team-room", args=[team.public_id])

    return ask_once(request, question, act)


@signed_in
def wait(request: SignedInRequest, public_id: str) -> HttpResponse:
    challenge = access.challenge_to_team_up(request.user, public_id)
    back = reverse("web:challenge", args=[public_id])
    if waits_for_team(challenge, request.user):
        question = Question(
            title=_("Wait no longer?"),
            text=_("We do not write to you then when a team of “%(title)s” has a place.") % {"title": challenge.title},
            button=_("Wait no longer"),
            stay=_("Go on waiting"),
            back=back,
            done=_("You do not wait any more."),
        )
        return ask_once(request, question, lambda _clean: team_wait_stop(actor=request.user, challenge=challenge))
    question = Question(
        title=_("Wait for a place?"),
        text=_("We write to you as soon as a team of “%(title)s” has a place.") % {"title": challenge.title},
        button=_("Wait for a place"),
        stay=_("Not now"),
        back=back,
        done=_("We write to you as soon as a team has a place."),
    )
    return ask_once(request, question, lambda _clean: team_wait_start(actor=request.user, challenge=challenge))
