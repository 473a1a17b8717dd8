"""Placing people in teams: have it computed, look at it, compare, set somebody, tell everybody."""

from math import ceil
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from backend.web import formats
from backend.web.answers import Question, Sheet, ask_once, carried_out, done, fill_in, page, sent
from backend.web.forms.placing import PinForm, PublishForm, RunForm
from backend.web.paging import page_of
from backend.web.partial import render_run
from backend.web.placing_words import reason_words, unmet_words
from backend.web.signed_in import SignedInRequest, signed_in
from programmes import access
from programmes.enums import PlacingRunState
from programmes.selectors import placings as reads
from programmes.services import placings as services

PER_PAGE = 50
UNMET_MAX, MOVES_MAX, COMPARED_MAX = 50, 100, 10


@signed_in
def placings(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    form = RunForm(**sent(request))
    if request.method == "POST" and carried_out(
        form, lambda: services.placing_run_ask(actor=request.user, sprint=sprint, **form.cleaned_data)
    ):
        return done(request, _("The placement is being computed."), "web:organiser-placings", slug)
    context = {
        "sprint": sprint,
        "form": form,
        "asking": reads.wishes_asked(sprint).count(),
        "free": sum(team.places_free for team in reads.teams_to_wish(sprint)),
        "page": page_of(request, reads.runs_of(sprint), 20),
        "here": "placings",
    }
    return page(request, "web/organiser/placings.html", context, form)


@signed_in
def run(request: SignedInRequest, public_id: str) -> HttpResponse:
    """How far it is, or who sits where and why; htmx asks for the progress alone."""
    row = access.placing_run_to_manage(request.user, public_id)
    computing = row.state == PlacingRunState.COMPUTING
    context = {"run": row, "sprint": row.sprint, "here": "placings"}
    names = "web/organiser/placing_run.html", "web/organiser/placing_progress.html"

    def whole() -> dict[str, Any]:
        return {} if computing else _result(request, row)

    return render_run(request, *names, context, is_running=computing, whole=whole)


def _result(request: SignedInRequest, row: Any) -> dict[str, Any]:
    others = [one for one in reads.runs_of(row.sprint).exclude(pk=row.pk) if one.ready_at][:COMPARED_MAX]
    other = next((one for one in others if one.public_id == request.GET.get("with")), None)
    moves = reads.moves_between(row, other) if other else []
    rows = page_of(request, reads.seats_of(row), PER_PAGE)
    names = reads.names_in(row)
    gap = ceil(row.figures.get("gap", 0) * 10_000)  # a gap too small for two decimals is one still
    return {
        "page": rows,
        "seats": [(seat, [reason_words(one) for one in seat.reasons]) for seat in rows.object_list],
        "unmet": [unmet_words(one, names) for one in row.unmet[:UNMET_MAX]],
        "more": max(0, len(row.unmet) - UNMET_MAX),
        "others": others,
        "other": other,
        "moved": len(moves),
        "moves": moves[:MOVES_MAX],
        "objective": number_format(row.figures.get("objective", 0), force_grouping=True),
        "bound": number_format(row.figures.get("bound", 0), force_grouping=True),
        "gap": formats.percent_bp(gap) if gap else "",
    }


@signed_in
def publish(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.placing_run_to_manage(request.user, public_id)
    question = Question(
        title=_("Tell everybody which team they join?"),
        text=_(
            "Each person gets a message with the team and the reasons and can object. When the time is over, all who"
            " have not objected join their teams, as long as there is a place. This cannot be taken back."
        ),
        button=_("Publish the placement"),
        stay=_("Not yet"),
        back=reverse("web:placing-run", args=[public_id]),
        done=_("Everybody is told."),
    )
    form = PublishForm(**sent(request))
    return ask_once(
        request, question, lambda clean: services.placing_run_publish(actor=request.user, run=row, **clean), form
    )


@signed_in
def discard(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.placing_run_to_manage(request.user, public_id)
    question = Question(
        title=_("Put this placement aside?"),
        text=_("Nobody was told of it. It stays in the list, to compare."),
        button=_("Put it aside"),
        stay=_("Keep it"),
        back=reverse("web:placing-run", args=[public_id]),
        done=_("Put aside."),
    )
    return ask_once(request, question, lambda _clean: services.placing_run_discard(actor=request.user, run=row))


@signed_in
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    sprint = access.sprint_to_manage(request.user, slug)
    rows = page_of(request, reads.wishes_asked(sprint), PER_PAGE)
    return render(request, "web/organiser/placing_people.html", {"sprint": sprint, "page": rows, "here": "placings"})


@signed_in
def pin(request: SignedInRequest, public_id: str) -> HttpResponse:
    wish = access.placing_wish_to_manage(request.user, public_id)
    back = reverse("web:organiser-placing-people", args=[wish.sprint.slug])
    sheet = Sheet(
        title=_("Which team should %(name)s join?") % {"name": wish.user.shown_name},
        lead=_("It holds for all placements that you have computed from now on, unless the team has no place left."),
        button=_("Set the team"),
        back=back,
        done=_("Noted for the next placement."),
        above=[(wish.sprint.title, reverse("web:organiser-placings", args=[wish.sprint.slug]))],
    )
    teams = [(team.public_id, team.name) for team in reads.teams_to_wish(wish.sprint)]
    initial = {"team": wish.pinned_team.public_id if wish.pinned_team else ""}

    def act(clean: dict[str, Any]) -> None:
        team = access.team_to_pin(wish.sprint, clean["team"]) if clean["team"] else None
        services.placing_pin(actor=request.user, wish=wish, team=team)

    return fill_in(request, sheet, PinForm(**sent(request), teams=teams, initial=initial), act)
