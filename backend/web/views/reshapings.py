"""Challenges merged and split by organisers, and the public trace of it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from backend.web.answers import carried_out, done, page, sent
from backend.web.forms.reshapings import MergeForm, SplitForm
from backend.web.paging import page_of, words_asked
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.selectors.reshapings import challenges_to_merge, reshapings_of, reshapings_shown
from programmes.selectors.teams import teams_of_challenge
from programmes.services.reshapings import AT_ONCE, Part, challenge_split, challenges_merge

CHOICES = 25


def leads_on(request: HttpRequest, row: Any) -> HttpResponse | None:
    """The same page of what a challenge is part of now; old addresses stay good."""
    if row.merged_into is None or request.method not in {"GET", "HEAD"} or request.resolver_match is None:
        return None
    return redirect(request.resolver_match.view_name, row.merged_into.public_id, permanent=True)


def trace(request: HttpRequest, public_id: str) -> HttpResponse:
    shown = access.challenge_to_view(request.user, public_id)
    rows = page_of(request, reshapings_of(shown))
    context = {"challenge": shown, "page": rows, "rows": reshapings_shown(list(rows.object_list))}
    return render(request, "web/challenges/trace.html", context)


@signed_in
def merge(request: SignedInRequest, public_id: str) -> HttpResponse:
    into = access.challenge_to_moderate(request.user, public_id)
    query = words_asked(request)
    ticked = access.challenges_among(into.sprint, _ticked(request))
    found = [row for row in challenges_to_merge(into, query)[:CHOICES] if row not in ticked]
    form = MergeForm(
        **sent(request), choices=_named([*ticked, *found]), initial={"challenges": [row.public_id for row in ticked]}
    )
    if request.method == "POST" and carried_out(form, lambda: _merge(request, into, form)):
        said = _("They are part of “%(title)s” now. Whoever has to do with them is told.") % {"title": into.title}
        return done(request, said, "web:challenge-trace", into.public_id)
    context = {"challenge": into, "sprint": into.sprint, "form": form, "query": query, "here": "moderation"}
    return page(request, "web/organiser/merge.html", context, form)


def _ticked(request: SignedInRequest) -> list[str]:
    """What was sent, or what a link has proposed."""
    given = request.POST.getlist("challenges") if request.method == "POST" else request.GET.getlist("with")
    return given[: AT_ONCE + 1]


def _named(rows: Iterable[Any]) -> list[tuple[str, str]]:
    citizen = _("from a citizen")
    return [(row.public_id, f"{row.title} ({row.owner.name if row.owner else citizen})") for row in rows]


def _merge(request: SignedInRequest, into: Any, form: MergeForm) -> None:
    rows = access.challenges_among(into.sprint, form.cleaned_data["challenges"])
    challenges_merge(actor=request.user, into=into, challenges=rows, reason=form.cleaned_data["reason"])


@signed_in
def split(request: SignedInRequest, public_id: str) -> HttpResponse:
    whole = access.challenge_to_moderate(request.user, public_id)
    teams = [(row.public_id, row.name) for row in teams_of_challenge(whole)]
    form = SplitForm(**sent(request), teams=teams)
    if request.method == "POST" and carried_out(form, lambda: _split(request, whole, form)):
        return done(request, _("The new challenge is public."), "web:challenge-trace", whole.public_id)
    context = {"challenge": whole, "sprint": whole.sprint, "form": form, "here": "moderation"}
    return page(request, "web/organiser/split.html", context, form)


def _split(request: SignedInRequest, whole: Any, form: SplitForm) -> None:
    given = dict(form.cleaned_data)
    reason, teams = given.pop("reason"), access.teams_among(whole, given.pop("teams", []))
    challenge_split(actor=request.user, challenge=whole, parts=[Part(**given, teams=teams)], reason=reason)
