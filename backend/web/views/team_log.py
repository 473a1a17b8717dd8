"""The log of a team: read by everybody, written by the team, each version kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts.viewers import person_of
from backend.core.predicates import holds
from backend.web.answers import Question, Sheet, ask_once, fill_in, sent
from backend.web.forms.team_log import HideForm, LogForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access, rules
from programmes.access.team_log import log_entry_to_edit, log_entry_to_hide, log_entry_to_view, log_version_of
from programmes.selectors.team_log import log_of, log_versions_of
from programmes.services import team_log

PER_PAGE = 10
TEXTS = ("text", "link", "image_alt", "language")


def log(request: HttpRequest, public_id: str) -> HttpResponse:
    team = access.team_to_view(request.user, public_id)
    person = person_of(request.user)
    context = {
        "team": team,
        "page": page_of(request, log_of(team, request.user), PER_PAGE),
        "is_member": holds(rules.can_work_on_solution, person, team),
        "can_hide": holds(rules.can_manage, person, team),
    }
    return render(request, "web/team_log/log.html", context)


def _log_url(team: Any) -> str:
    return reverse("web:team-log", args=[team.public_id])


def _above(team: Any) -> list[tuple[str, str]]:
    return [(team.name, reverse("web:team-room", args=[team.public_id])), (_("Log"), _log_url(team))]


@signed_in
def add(request: SignedInRequest, public_id: str) -> HttpResponse:
    team = access.team_to_hand_in(request.user, public_id)
    sheet = Sheet(
        title=_("What happened?"),
        button=_("Write it into the log"),
        back=_log_url(team),
        done=_("It stands in the log."),
        above=_above(team),
    )
    form = LogForm(**sent(request), initial={"language": team.language})
    return fill_in(
        request, sheet, form, lambda _clean: team_log.log_entry_add(actor=request.user, team=team, **form.given())
    )


@signed_in
def edit(request: SignedInRequest, public_id: str) -> HttpResponse:
    entry = log_entry_to_edit(request.user, public_id)
    now = entry.current_version
    sheet = Sheet(
        title=_("Change the entry"),
        lead=_("What stands there now is kept as an earlier version."),
        button=_("Save the entry"),
        back=_log_url(entry.team),
        done=_("Saved."),
        above=_above(entry.team),
    )
    initial = {name: getattr(now, name) for name in TEXTS}
    initial |= {"is_public": "yes" if entry.is_public else "no", "seen": now and now.number}
    form = LogForm(**sent(request), initial=initial)
    return fill_in(request, sheet, form, lambda clean: _edit(request, entry, form, clean["seen"]))


def _edit(request: SignedInRequest, entry: Any, form: LogForm, seen: int | None) -> None:
    team_log.log_entry_edit(actor=request.user, entry=entry, seen=seen, **form.given())


@signed_in
def versions(request: SignedInRequest, public_id: str) -> HttpResponse:
    entry = log_entry_to_view(request.user, public_id)
    context = {
        "entry": entry,
        "team": entry.team,
        "page": page_of(request, log_versions_of(entry), PER_PAGE),
        "is_member": holds(rules.can_work_on_solution, request.user, entry),
    }
    return render(request, "web/team_log/versions.html", context)


@signed_in
def restore(request: SignedInRequest, public_id: str, number: int) -> HttpResponse:
    entry = log_entry_to_edit(request.user, public_id)
    version = log_version_of(entry, number)
    question = Question(
        title=_("Let version %(number)s count again?") % {"number": number},
        text=_("It comes back as a new version. What stands there now is kept."),
        button=_("Let it count again"),
        stay=_("Leave it as it is"),
        back=reverse("web:log-versions", args=[public_id]),
        done=_("The earlier version counts again."),
        to=_log_url(entry.team),
    )
    return ask_once(
        request,
        question,
        lambda _clean: team_log.log_entry_restore(actor=request.user, entry=entry, version=version),
    )


@signed_in
def hide(request: SignedInRequest, public_id: str) -> HttpResponse:
    entry = log_entry_to_hide(request.user, public_id)
    question = Question(
        title=_("Hide this entry of “%(team)s”?") % {"team": entry.team.name},
        text=_("Only the team and the organisers see it then, with your reason."),
        button=_("Hide the entry"),
        stay=_("Leave it public"),
        back=_log_url(entry.team),
        done=_("The entry is hidden."),
    )
    form = HideForm(**sent(request))
    return ask_once(
        request,
        question,
        lambda clean: team_log.log_entry_hide(actor=request.user, entry=entry, reason=clean["reason"]),
        form,
    )


@signed_in
def show(request: SignedInRequest, public_id: str) -> HttpResponse:
    entry = log_entry_to_hide(request.user, public_id)
    question = Question(
        title=_("Show this entry of “%(team)s” again?") % {"team": entry.team.name},
        text=_("Everybody reads it again, if the team has written it for everybody."),
        button=_("Show it again"),
        stay=_("Leave it hidden"),
        back=_log_url(entry.team),
        done=_("The entry is shown again."),
    )
    return ask_once(request, question, lambda _clean: team_log.log_entry_show(actor=request.user, entry=entry))
