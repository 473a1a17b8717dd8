"""Approvals by two people: of what is ticked, or of all that meets a filter, which a worker notes."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from backend.core.errors import DomainError, Invalid
from backend.web import formats
from backend.web.answers import REFUSALS, Question, ask_once, done, page, refused, sent
from backend.web.forms.approvals import ApprovalFilterForm, seen_of
from backend.web.forms.fund_desk import ApprovalForm
from backend.web.paging import page_of
from backend.web.partial import render_run
from backend.web.signed_in import SignedInRequest, signed_in
from funding import access
from funding.enums import ApprovalRunState
from funding.selectors.approvals import (
    Waiting,
    approval_runs_of,
    approvals_waiting,
    approvals_wanted,
    campaigns_waiting,
    items_left,
)
from funding.services import approval_runs as services
from funding.services.approvals_bulk import match_approve_each

PER_PAGE = 50
RUNS_SHOWN = 5


@signed_in
def approvals(request: SignedInRequest, slug: str) -> HttpResponse:
    """A table made for the keyboard: tick, say why if you like, approve; a second person does the same."""
    fund = access.fund_to_manage(request.user, slug)
    form = ApprovalForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            _approve(request, request.POST.getlist("match")[:PER_PAGE], form.cleaned_data["note"])
        except REFUSALS as error:
            return refused(request, _named(error), "web:fund-approvals", fund.slug)
        return redirect(request.get_full_path())
    chosen = _filter(request, fund)
    rows = page_of(request, approvals_wanted(request.user, fund, chosen.wanted), per_page=PER_PAGE)
    runs = list(approval_runs_of(fund)[:RUNS_SHOWN])
    context = {"fund": fund, "page": rows, "form": form, "filter": chosen, "runs": runs, "here": "approvals"}
    return page(request, "web/fund_desk/approvals.html", context, form)


def _filter(request: SignedInRequest, fund: Any) -> ApprovalFilterForm:
    return ApprovalFilterForm(request.GET, campaigns=campaigns_waiting(request.user, fund), currency=fund.currency)


def _approve(request: SignedInRequest, chosen: Sequence[str], note: str) -> None:
    """Say how many are noted, and of each that is not, why."""
    if not chosen:
        raise Invalid(message=_("Please tick at least one match."))
    matches = [access.match_to_approve(request.user, public_id) for public_id in dict.fromkeys(chosen)]
    results = match_approve_each(matches=matches, actor=request.user, note=note)
    count = sum(one.refusal is None for one in results)
    if count:
        said = ngettext(
            "Your approval for %(count)s match is noted.", "Your approvals for %(count)s matches are noted.", count
        )
        messages.success(request, said % {"count": count})
    for one in results:
        if one.refusal is None:
            continue
        facts = {"n": one.match.sequence, "campaign": one.match.position.campaign.title, "why": one.refusal.message}
        messages.error(request, _("Not noted: number %(n)s, “%(campaign)s”. %(why)s") % facts)


def _named(error: DomainError) -> DomainError:
    if isinstance(error, Invalid) and error.fields:
        return DomainError(" ".join(str(text) for texts in error.fields.values() for text in texts))
    return error


@signed_in
def approve_all(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask once, with the number and the sum; what has changed since is shown and asked again."""
    fund = access.fund_to_manage(request.user, slug)
    wanted = _filter(request, fund).wanted
    waiting = approvals_waiting(approvals_wanted(request.user, fund, wanted))
    seen = seen_of(request.POST)

    def act(clean: dict[str, Any]) -> str:
        run = services.approvals_start(fund=fund, actor=request.user, wanted=wanted, note=clean["note"], seen=seen)
        return reverse("web:approval-run", args=[run.public_id])

    back = f"{reverse('web:fund-approvals', args=[fund.slug])}?{request.GET.urlencode()}"
    context = {"fund": fund, "waiting": waiting}
    form = ApprovalForm(**sent(request))
    template = "web/fund_desk/approvals_all.html"
    return ask_once(request, _question(fund, waiting, back), act, form, template=template, context=context)


def _question(fund: Any, waiting: Waiting, back: str) -> Question:
    title = ngettext(
        "Approve %(n)s match of %(amount)s?", "Approve all %(n)s matches, %(amount)s together?", waiting.count
    )
    facts = {"n": formats.number(waiting.count), "amount": formats.money(waiting.amount_minor, fund.currency)}
    return Question(
        title=title % facts,
        text=_(
            "Each match gets your approval by itself and still needs a second person. It is done in the background."
        ),
        button=_("Approve them all"),
        stay=_("Back to the list"),
        back=back,
        done="",
    )


@signed_in
def run(request: SignedInRequest, public_id: str) -> HttpResponse:
    """How far it is, and what was left, with why; htmx asks for the progress alone."""
    row = access.approval_run_to_view(request.user, public_id)
    context = {"run": row, "fund": row.fund, "here": "approvals"}

    def whole() -> dict[str, Any]:
        return {
            "page": page_of(request, items_left(row), per_page=PER_PAGE),
            "mine": row.requested_by == request.user,
        }

    names = "web/fund_desk/approval_run.html", "web/fund_desk/approval_run_progress.html"
    return render_run(request, *names, context, is_running=row.state == ApprovalRunState.RUNNING, whole=whole)


@signed_in
@require_POST
def run_stop(request: SignedInRequest, public_id: str) -> HttpResponse:
    return _change(request, public_id, services.approvals_stop, _("It is stopped. What is noted stays noted."))


@signed_in
@require_POST
def run_resume(request: SignedInRequest, public_id: str) -> HttpResponse:
    return _change(request, public_id, services.approvals_resume, _("It goes on."))


def _change(request: SignedInRequest, public_id: str, act: Callable[..., object], said: str) -> HttpResponse:
    row = access.approval_run_to_view(request.user, public_id)
    try:
        act(run=row, actor=request.user)
    except REFUSALS as error:
        return refused(request, error, "web:approval-run", row.public_id)
    return done(request, said, "web:approval-run", row.public_id)
