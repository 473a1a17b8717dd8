"""Simulations at the fund's desk: wait for one, compare its rules, share it, propose one of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backend.core.errors import NotFound
from backend.web.answers import REFUSALS, Question, ask_once, done, refused
from backend.web.paging import page_of
from backend.web.partial import render_run
from backend.web.rule_sentences import rule_words
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.simulation_charts import free_chart, order_chart, shares_chart
from backend.web.simulation_table import simulation_table
from backend.web.simulation_words import about_sentence, columns_of
from backend.web.views.fund_desk_decisions import propose, signing_form
from funding import access
from funding.enums import ProposalKind, SimulationState
from funding.selectors.simulations import simulations_of
from funding.services import simulations as services

PER_PAGE = 20
SHARED = "simulation_shared"


@signed_in
def simulations(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    rows = page_of(request, simulations_of(fund), per_page=PER_PAGE)
    return render(request, "web/fund_desk/simulations.html", {"fund": fund, "page": rows, "here": "simulations"})


@signed_in
def simulation(request: SignedInRequest, public_id: str) -> HttpResponse:
    """How far it is, or what came of it; htmx asks for the progress alone."""
    row = access.simulation_to_view(request.user, public_id)
    context = {**shown(row), "here": "simulations", "address": _address(request, row)}
    names = "web/fund_desk/simulation.html", "web/fund_desk/simulation_progress.html"
    return render_run(request, *names, context, is_running=row.state == SimulationState.RUNNING)


def shown(row: Any) -> dict[str, Any]:
    """What the desk and the shared page have in common."""
    columns = columns_of(row, row.fund.currency) if row.state == SimulationState.READY else []
    currency = row.fund.currency
    return {
        "simulation": row,
        "fund": row.fund,
        "columns": columns,
        "about": about_sentence(row, currency) if columns else "",
        "free": free_chart(columns, currency) if columns else None,
        "shares": shares_chart(columns, currency) if columns else None,
        "moved": [(one, order_chart(one, currency)) for one in columns if one.outcome.order_matters],
    }


def _address(request: HttpRequest, row: Any) -> str:
    """The shared address, shown once: only whoever has just asked for it knows the secret."""
    public_id, _, secret = request.session.pop(SHARED, "").partition(":")
    if public_id != row.public_id:
        return ""
    return request.build_absolute_uri(reverse("web:simulation-shared", args=[secret]))


@signed_in
def cancel(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.simulation_to_view(request.user, public_id)
    question = Question(
        title=_("Stop “%(name)s”?") % {"name": row.name},
        text=_("What has been computed so far is not kept."),
        button=_("Stop it"),
        stay=_("Let it run"),
        back=reverse("web:simulation", args=[row.public_id]),
        done=_("The simulation is stopped."),
    )
    return ask_once(request, question, lambda _clean: services.simulation_cancel(simulation=row, actor=request.user))


@signed_in
def delete(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.simulation_to_view(request.user, public_id)
    question = Question(
        title=_("Delete “%(name)s”?") % {"name": row.name},
        text=_("Its pledges and results are forgotten, and a shared address leads nowhere any more."),
        button=_("Delete it"),
        stay=_("Keep it"),
        back=reverse("web:simulation", args=[row.public_id]),
        done=_("The simulation is deleted."),
        to=reverse("web:fund-simulations", args=[row.fund.slug]),
    )
    return ask_once(request, question, lambda _clean: services.simulation_delete(simulation=row, actor=request.user))


@signed_in
def propose_rule(request: SignedInRequest, public_id: str, number: int) -> HttpResponse:
    """Make one of its rules the fund's, with the approval of a second manager."""
    row = access.simulation_to_view(request.user, public_id)
    if not 1 <= number <= len(row.rules):
        raise NotFound
    rule = row.rules[number - 1]
    words = rule_words(row.rule_sets[number - 1][1], row.fund.currency)
    question = Question(
        title=_("Propose “%(rule)s” as the fund's rule?") % {"rule": rule["name"]},
        text=f"{words.sentence} {words.fine_print}",
        button=_("Propose this rule"),
        stay=_("Back to the simulation"),
        back=reverse("web:simulation", args=[row.public_id]),
        done="",
    )
    act = propose(request, row.fund, ProposalKind.RULE, lambda _clean: {"definition": rule["rule"]})
    return ask_once(request, question, act, signing_form(request, row.fund))


@signed_in
@require_POST
def share(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.simulation_to_view(request.user, public_id)
    try:
        _row, secret = services.simulation_share(simulation=row, actor=request.user)
    except REFUSALS as error:
        return refused(request, error, "web:simulation", row.public_id)
    request.session[SHARED] = f"{row.public_id}:{secret}"
    return done(request, _("Everybody who has the address can see it for 90 days."), "web:simulation", row.public_id)


@signed_in
@require_POST
def unshare(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.simulation_to_view(request.user, public_id)
    services.simulation_unshare(simulation=row, actor=request.user)
    return done(request, _("The address leads nowhere any more."), "web:simulation", row.public_id)


@signed_in
def table(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.simulation_to_view(request.user, public_id)
    return table_of(row)


def table_of(row: Any) -> HttpResponse:
    if row.state != SimulationState.READY:
        raise NotFound
    text = simulation_table(columns_of(row, row.fund.currency), row.fund.currency)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.public_id}.csv"'
    return response
