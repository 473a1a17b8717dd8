"""The team room: who is there, whom they look for, who asks, and what is to be handed in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import Question, Sheet, ask_once, carried_out, done, fill_in, page, sent
from backend.web.checks import checks
from backend.web.forms.team_room import AnswerForm, OpenRoleForm, RemoveForm, TeamForm
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.readmes import readme_of
from programmes.selectors.team_room import team_room
from programmes.services import join_requests, open_roles, teams


@signed_in
def room(request: SignedInRequest, public_id: str) -> HttpResponse:
    team = access.team_to_enter(request.user, public_id)
    shown = team_room(team, request.user)
    context = {"team": team, "room": shown, "checks": checks(shown), "readme": readme_of(team)}
    return render(request, "web/team_room/room.html", context)


def _room_url(team: Any) -> str:
    return reverse("web:team-room", args=[team.public_id])


@signed_in
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    team = access.team_to_edit(request.user, public_id)
    url = _room_url(team)
    sheet = Sheet(
        title=_("Edit the team"), button=_("Save the team"), back=url, done=_("Saved."), above=[(team.name, url)]
    )
    names = ("name", "pitch", "language", "times", "size_limit", "joining")
    initial = {name: getattr(team, name) for name in names}
    form = TeamForm(**sent(request), initial=initial, size_max=team.sprint.team_size_max)
    return fill_in(request, sheet, form, lambda clean: teams.team_update(actor=request.user, team=team, **clean))


@signed_in
def role_add(request: SignedInRequest, public_id: str) -> HttpResponse:
    team = access.team_to_edit(request.user, public_id)
    url = _room_url(team)
    sheet = Sheet(
        title=_("Who are you looking for?"),
        button=_("Look for this person"),
        back=url,
        done=_("People who look for a team now see this role."),
        above=[(team.name, url)],
    )
    form = OpenRoleForm(**sent(request))
    return fill_in(request, sheet, form, lambda clean: open_roles.open_role_add(actor=request.user, team=team, **clean))


@signed_in
def role_close(request: SignedInRequest, public_id: str) -> HttpResponse:
    role = access.open_role_to_edit(request.user, public_id)
    question = Question(
        title=_("Stop looking for “%(role)s”?") % {"role": role.title},
        text=_("The role disappears from the team's page. Requests that are already here stay."),
        button=_("Stop looking"),
        stay=_("Go on looking"),
        back=_room_url(role.team),
        done=_("You do not look for “%(role)s” any more.") % {"role": role.title},
    )
    return ask_once(request, question, lambda _clean: open_roles.open_role_close(actor=request.user, role=role))


@signed_in
def join_request(request: SignedInRequest, public_id: str) -> HttpResponse:
    asking = access.join_request_to_answer(request.user, public_id)
    form = AnswerForm(**sent(request))
    if request.method == "POST" and carried_out(form, lambda: _answer(request, asking, form.cleaned_data["answer"])):
        said = _("%(name)s is in the team now.") if _accepts(request) else _("%(name)s gets your answer.")
        return done(request, said % {"name": asking.user.shown_name}, "web:team-room", asking.team.public_id)
    return page(request, "web/team_room/request.html", {"asking": asking, "form": form}, form)


def _accepts(request: HttpRequest) -> bool:
    return request.POST.get("do") == "accept"


def _answer(request: SignedInRequest, asking: Any, answer: str) -> None:
    act = join_requests.join_request_accept if _accepts(request) else join_requests.join_request_decline
    act(actor=request.user, join_request=asking, answer=answer)


@signed_in
def leave(request: SignedInRequest, public_id: str) -> HttpResponse:
    team = access.team_to_leave(request.user, public_id)
    question = Question(
        title=_("Leave the team “%(team)s”?") % {"team": team.name},
        text=_("Your place becomes free and the team is told. To come back you would have to ask again."),
        button=_("Leave the team"),
        stay=_("Stay in the team"),
        back=_room_url(team),
        done=_("You have left the team “%(team)s”.") % {"team": team.name},
        to=reverse("web:next"),
    )
    return ask_once(request, question, lambda _clean: teams.team_leave(actor=request.user, team=team))


@signed_in
def member_remove(request: SignedInRequest, public_id: str) -> HttpResponse:
    member = access.member_to_remove(request.user, public_id)
    facts = {"name": member.user.shown_name, "team": member.team.name}
    question = Question(
        title=_("Remove %(name)s from the team?") % facts,
        text=_("%(name)s loses access to the room of “%(team)s” and is told so.") % facts,
        button=_("Remove %(name)s") % facts,
        stay=_("Keep %(name)s in the team") % facts,
        back=_room_url(member.team),
        done=_("%(name)s is not in the team any more.") % facts,
    )
    return ask_once(
        request,
        question,
        lambda clean: teams.team_member_remove(actor=request.user, member=member, reason=clean["reason"]),
        RemoveForm(**sent(request)),
    )


@signed_in
def lead_pass(request: SignedInRequest, public_id: str) -> HttpResponse:
    member = access.member_to_let_lead(request.user, public_id)
    facts = {"name": member.user.shown_name, "team": member.team.name}
    question = Question(
        title=_("Let %(name)s lead the team?") % facts,
        text=_("You stay in “%(team)s”. From then on %(name)s answers requests and hands over the lead.") % facts,
        button=_("Let %(name)s lead") % facts,
        stay=_("Go on leading"),
        back=_room_url(member.team),
        done=_("%(name)s leads the team now.") % facts,
    )
    return ask_once(request, question, lambda _clean: teams.team_lead_pass(actor=request.user, member=member))


@signed_in
def dissolve(request: SignedInRequest, public_id: str) -> HttpResponse:
    team = access.team_to_edit(request.user, public_id)
    question = Question(
        title=_("Dissolve the team “%(team)s”?") % {"team": team.name},
        text=_("Everybody leaves it, open requests are declined, and nobody can hand in for it any more."),
        button=_("Dissolve the team"),
        stay=_("Keep the team"),
        back=_room_url(team),
        done=_("The team “%(team)s” is dissolved.") % {"team": team.name},
        to=reverse("web:next"),
    )
    return ask_once(request, question, lambda _clean: teams.team_dissolve(actor=request.user, team=team))
