"""A fund's money divided in one batch: have it computed, look at who would get what, propose it."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core.errors import NotFound
from backend.web import formats
from backend.web.answers import REFUSALS, Question, ask_once, refused
from backend.web.paging import page_of
from backend.web.partial import render_run
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.fund_desk_decisions import propose, signing_form
from funding import access
from funding.enums import AllocationState, ProposalKind
from funding.selectors.allocations import allocation_lines, allocations_of, open_allocations
from funding.selectors.proposals import proposal_about
from funding.services.allocations import allocation_ask

PER_PAGE = 20


@signed_in
def allocations(request: SignedInRequest, slug: str) -> HttpResponse:
    """What waits to be divided, and what was computed so far; to have it computed is the one thing done here."""
    fund = access.fund_to_manage(request.user, slug)
    if request.method == "POST":
        return _ask(request, fund)
    rows = page_of(request, allocations_of(fund), per_page=PER_PAGE)
    context = {"fund": fund, "page": rows, "open": open_allocations(fund), "here": "allocations"}
    return render(request, "web/fund_desk/allocations.html", context)


def _ask(request: SignedInRequest, fund: Any) -> HttpResponse:
    wanted = request.POST.get("position", "")
    position = access.position_to_view(request.user, wanted) if wanted else None
    if position is not None and position.fund_id != fund.pk:
        raise NotFound
    try:
        run = allocation_ask(fund=fund, actor=request.user, position=position)
    except REFUSALS as error:
        return refused(request, error, "web:fund-allocations", fund.slug)
    return HttpResponseRedirect(reverse("web:allocation", args=[run.public_id]))


@signed_in
def allocation(request: SignedInRequest, public_id: str) -> HttpResponse:
    """How far it is, or who would get what; htmx asks for the progress alone."""
    run = access.allocation_to_view(request.user, public_id)
    computing = run.state == AllocationState.COMPUTING
    context = {"run": run, "fund": run.fund, "here": "allocations"}

    def whole() -> dict[str, Any]:
        return {
            "lines": allocation_lines(run),
            "waiting": None if computing else proposal_about(run.public_id),
        }

    names = "web/fund_desk/allocation.html", "web/fund_desk/allocation_progress.html"
    return render_run(request, *names, context, is_running=computing, whole=whole)


@signed_in
def propose_it(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Propose to divide as computed; another manager agrees or not."""
    run = access.allocation_to_view(request.user, public_id)
    amount = formats.money(run.amount_minor, run.fund.currency)
    question = Question(
        title=_("Propose to divide %(amount)s?") % {"amount": amount},
        text=_(
            "Another manager has to agree. If a pledge, a refund or the money in the fund changes before that, the"
            " figures no longer hold and have to be computed anew."
        ),
        button=_("Propose this division"),
        stay=_("Back to the figures"),
        back=reverse("web:allocation", args=[run.public_id]),
        done="",
    )
    act = propose(request, run.fund, ProposalKind.ALLOCATION, lambda _clean: {"allocation": run.public_id})
    return ask_once(request, question, act, signing_form(request, run.fund))
