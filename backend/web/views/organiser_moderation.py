"""Proposed challenges: read, publish or decline with a reason. By htmx the answer replaces the row."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from backend.web.answers import carried_out, done, page, sent
from backend.web.forms.moderation import BulkForm
from backend.web.forms.organiser import ReasonForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.organiser_bulk import queue_filter
from programmes import access
from programmes.selectors.abuse import appeals_of, cases_open, moderation_runs_of
from programmes.selectors.challenges import challenges_of_sprint
from programmes.selectors.moderation import challenges_wanted
from programmes.services.challenges import challenge_accept, challenge_decline

PER_PAGE = 25
RUNS_SHOWN = 3


@signed_in
def queue(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    chosen = queue_filter(request, sprint)
    waiting = page_of(request, challenges_wanted(sprint, chosen.wanted), PER_PAGE)
    others = challenges_of_sprint(sprint).exclude(state="proposed")
    context = {
        "sprint": sprint,
        "filter": chosen,
        "bulk": BulkForm(auto_id="id_bulk_%s"),
        "runs": moderation_runs_of(sprint)[:RUNS_SHOWN],
        "cases_waiting": cases_open(sprint).count(),
        "appeals_waiting": appeals_of(sprint).filter(state="open").count(),
        "page": waiting,
        "rows": _with_forms(waiting.object_list),
        "others": others[:PER_PAGE],
        "others_count": others.count(),
        "waiting": waiting.paginator.count,
        "here": "moderation",
    }
    return render(request, "web/organiser/moderation.html", context)


def _with_forms(rows: Iterable[Any]) -> list[tuple[Any, ReasonForm]]:
    """Each row has a form of its own; ids must not meet on one page."""
    return [(row, ReasonForm(auto_id=f"id_{row.public_id}_%s")) for row in rows]


@signed_in
def challenge(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.challenge_to_moderate(request.user, public_id)
    # To publish needs no reason, but a form that can say what went wrong.
    kind = ReasonForm if _declines(request) or request.method != "POST" else forms.Form
    form = kind(**sent(request), auto_id=f"id_{row.public_id}_%s")
    if request.method == "POST" and carried_out(form, lambda: _decide(request, row, form)):
        return _after(request, row)
    template = "row" if request.htmx else "challenge"
    context = {"challenge": row, "sprint": row.sprint, "form": form, "here": "moderation", "open": _declines(request)}
    return page(request, f"web/organiser/moderation_{template}.html", context, form)


def _declines(request: SignedInRequest) -> bool:
    return request.POST.get("do") == "decline"


def _decide(request: SignedInRequest, row: Any, form: forms.Form) -> None:
    if _declines(request):
        challenge_decline(actor=request.user, challenge=row, reason=form.cleaned_data["reason"])
    else:
        challenge_accept(actor=request.user, challenge=row)


def _after(request: SignedInRequest, row: Any) -> HttpResponse:
    declined = _declines(request)
    said = _("“%(title)s” is declined. The proposer reads your reason.") if declined else _("“%(title)s” is published.")
    text = said % {"title": row.title}
    if request.htmx:
        state = "declined" if declined else "published"
        return render(request, "web/organiser/moderation_done.html", {"challenge": row, "state": state, "text": text})
    return done(request, text, "web:organiser-moderation", row.sprint.slug)
