"""Money that was paid out and lost its pledge: who carries it, and what projects have paid back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web import formats
from backend.web.answers import Sheet, fill_in, sent
from backend.web.forms.fund_desk_claims import BurdenForm, RepaymentForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.fund_desk_decisions import acting_choices, propose
from funding import access
from funding.domain.book_events import Burden
from funding.enums import ProposalKind
from funding.selectors.claims import claims_of_fund
from funding.selectors.funds import fund_waterline

PER_PAGE = 50


@signed_in
def claims(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    rows = page_of(request, claims_of_fund(fund), per_page=PER_PAGE)
    context = {"fund": fund, "page": rows, "water": fund_waterline(fund), "here": "claims"}
    return render(request, "web/fund_desk/claims.html", context)


@signed_in
def burden(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Propose who carries what lost its pledge; a claim can only be waived."""
    match = access.match_to_decide_on(request.user, public_id)
    fund = match.position.fund
    words = {
        "campaign": match.position.campaign.title,
        "open": formats.money(match.open_minor, match.currency),
        "claimed": formats.money(match.claim_minor, match.currency),
    }
    if match.open_minor:
        lead = _("%(open)s were paid out to “%(campaign)s” and have lost their pledge. Who carries that?") % words
    else:
        lead = _("The fund claims %(claimed)s back from “%(campaign)s”. It can waive that and bear it itself.") % words
    form = BurdenForm(**sent(request), claimable=bool(match.open_minor), acting=acting_choices(request, fund))

    def data(clean: dict[str, Any]) -> dict[str, Any]:
        return {"match": match.public_id, "burden": Burden(clean["burden"])}

    act = propose(request, fund, ProposalKind.BURDEN, data)
    return fill_in(request, _sheet(fund, _("Who carries it?"), lead, _("Propose it")), form, act)


@signed_in
def repayment(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Propose to book what the project has sent back."""
    match = access.match_to_decide_on(request.user, public_id)
    fund = match.position.fund
    words = {
        "campaign": match.position.campaign.title,
        "claimed": formats.money(match.claim_minor, match.currency),
    }
    lead = _("The fund claims %(claimed)s back from “%(campaign)s”. Please look at the bank statement first.") % words
    form = RepaymentForm(
        **sent(request),
        currency=match.currency,
        claimed_minor=max(1, match.claim_minor),
        acting=acting_choices(request, fund),
    )

    def data(clean: dict[str, Any]) -> dict[str, Any]:
        return {"match": match.public_id, "amount_minor": clean["amount"].amount_minor}

    act = propose(request, fund, ProposalKind.REPAYMENT, data)
    return fill_in(
        request, _sheet(fund, _("What has the project paid back?"), lead, _("Propose this repayment")), form, act
    )


def _sheet(fund: Any, title: str, lead: str, button: str) -> Sheet:
    back = reverse("web:fund-claims", args=[fund.slug])
    return Sheet(
        title=title,
        lead=lead,
        button=button,
        back=back,
        done=_("Your proposal is there."),
        above=[
            (_("Your funds"), reverse("web:fund-desks")),
            (fund.name, reverse("web:fund-desk", args=[fund.slug])),
            (_("Claims"), back),
        ],
    )
