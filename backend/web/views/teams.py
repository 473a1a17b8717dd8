"""Teams for everybody: the list, the page of one, asking for a place. Finding one's own stands in `team_find`."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core.errors import NotFound
from backend.web.answers import Question, ask_once, carried_out, done, page, sent
from backend.web.forms.teams import JoinForm
from backend.web.paging import page_of, words_asked
from backend.web.partial import render_list
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.team_places import register_first
from programmes import access
from programmes.enums import Feature, Joining
from programmes.selectors.solutions import solutions_shown_of
from programmes.selectors.team_log import log_public_of
from programmes.selectors.teams import hold_of, members_of, membership_of, open_roles, request_of, teams_public
from programmes.selectors.windows import window_of
from programmes.services.join_requests import join_request_create, join_request_withdraw

LOG_SHOWN = 3


def team_list(request: HttpRequest) -> HttpResponse:
    query, slug = words_asked(request), request.GET.get("sprint", "")
    sprint = access.sprint_to_view(request.user, slug) if slug else None
    seeking = request.GET.get("seeking") == "1"
    rows = teams_public(sprint=sprint, query=query, only_seeking=seeking)
    context = {
        "query": query,
        "sprint": sprint,
        "seeking": seeking,
        "keep": {"sprint": slug},
        "page": page_of(request, rows),
    }
    return render_list(request, "web/teams/list.html", context)


def team(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = access.team_to_view(request.user, public_id)
    hold = hold_of(shown, request.user)
    context = {
        "team": shown,
        "members": members_of(shown),
        "log": log_public_of(shown)[:LOG_SHOWN],
        "roles": open_roles().filter(team=shown),
        "membership": membership_of(shown, request.user),
        "hold": hold,
        "hold_minutes": settings.PLACE_HOLD_MINUTES,
        "can_join_at_once": Joining.AT_ONCE in (shown.joining, hold and hold.joining),
        "asked": request_of(shown, request.user),
        "window": window_of(shown.sprint, Feature.JOIN_TEAM),
        "solutions": solutions_shown_of(shown, request.user),
    }
    return render(request, "web/teams/team.html", context)


@signed_in
def join(request: SignedInRequest, public_id: str) -> HttpResponse:
    shown = access.team_to_join(request.user, public_id)
    if membership_of(shown, request.user) or request_of(shown, request.user):
        return redirect("web:team", public_id)
    answer = register_first(request, shown)
    if answer:
        return answer
    roles = list(open_roles().filter(team=shown))
    first = request.GET.get("role") or (roles[0].public_id if len(roles) == 1 else "")
    form = JoinForm(**sent(request), roles=roles, initial={"role": first})
    if request.method == "POST" and carried_out(form, lambda: _ask(request, shown, roles, form)):
        said = _("Your request is with the team. We write to you as soon as they answer.")
        return done(request, said, "web:team", public_id)
    return page(request, "web/teams/join.html", {"team": shown, "form": form}, form)


def _ask(request: SignedInRequest, shown: Any, roles: list[Any], form: JoinForm) -> None:
    wanted = form.cleaned_data["role"]
    role = next((role for role in roles if role.public_id == wanted), None)
    join_request_create(actor=request.user, team=shown, role=role, motivation=form.cleaned_data["motivation"])


@signed_in
def join_withdraw(request: SignedInRequest, public_id: str) -> HttpResponse:
    asked = access.join_request_to_withdraw(request.user, public_id)
    if asked.state != "pending":
        raise NotFound
    question = Question(
        title=_("Take your request to “%(team)s” back?") % {"team": asked.team.name},
        button=_("Take the request back"),
        stay=_("Leave it there"),
        back=reverse("web:team", args=[asked.team.public_id]),
        done=_("Your request to “%(team)s” is taken back.") % {"team": asked.team.name},
    )
    return ask_once(request, question, lambda _clean: join_request_withdraw(actor=request.user, join_request=asked))
