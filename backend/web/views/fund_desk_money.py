"""Money that comes in, leaves and goes back: deposits, payouts, refunds."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.accounts.models import User
from backend.accounts.selectors.organisations import organisations_public
from backend.core.errors import NotAllowed
from backend.web import formats
from backend.web.answers import REFUSALS, Question, Sheet, ask_once, carried_out, done, fill_in, page, refused, sent
from backend.web.forms.deposits import DepositForm
from backend.web.forms.fund_desk import PayoutDeclineForm, RefundForm
from backend.web.paging import page_of, words_asked
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.fund_desk_decisions import propose, signing_form
from funding import access
from funding.enums import PayoutState, ProposalKind
from funding.selectors import fund_desk as selectors
from funding.selectors.claims import to_be_kept_of
from funding.selectors.earmark_words import purpose_sentence, purpose_words
from funding.selectors.funds import deposits_of_fund, payouts_of_fund
from funding.selectors.pots import pots_of, topics_for
from funding.services import deposits as deposit_services
from funding.services.payouts import payout_approve, payout_request
from funding.services.payouts import payout_decline as decline_payout
from funding.services.refunds import refund_request

PER_PAGE = 50


@signed_in
def deposits(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    sponsors = {row.public_id: row for row in organisations_public()}
    names = [(key, row.name) for key, row in sponsors.items()]
    form = DepositForm(**sent(request), sponsors=names, topics=list(topics_for(fund)), manages=True)

    def act() -> None:
        sponsor = sponsors[form.cleaned_data["sponsor"]]
        deposit_services.deposit_record(fund=fund, sponsor=sponsor, actor=request.user, **form.facts())

    if request.method == "POST" and carried_out(form, act):
        said = _("The deposit is announced. It counts as soon as you confirm that it has arrived.")
        return done(request, said, "web:fund-deposits", fund.slug)
    rows = page_of(request, deposits_of_fund(fund), per_page=PER_PAGE)
    pots = pots_of(fund)
    words = purpose_words([*(pot.earmark for pot in pots), *(row.purpose for row in rows)])
    context = {
        "fund": fund,
        "page": rows,
        "rows": [(row, words[row.purpose]) for row in rows],
        "pots": [(pot, words[pot.earmark]) for pot in pots],
        "form": form,
        "here": "deposits",
    }
    return page(request, "web/fund_desk/deposits.html", context, form)


@signed_in
def receive(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.deposit_to_receive(request.user, public_id)
    question = Question(
        title=_("Have %(amount)s of %(sponsor)s arrived?") % _names(row),
        text=" ".join(
            filter(
                None,
                [
                    _(
                        "Please look at the bank statement first. The fund can promise this money as soon as it is"
                        " booked; in an open fund a second manager agrees to that."
                    ),
                    purpose_sentence(row.earmark, row.priority),
                ],
            )
        ),
        button=_("Yes, the money is there"),
        stay=_("Not yet"),
        back=reverse("web:fund-deposits", args=[row.fund.slug]),
        done="",
    )
    act = propose(request, row.fund, ProposalKind.DEPOSIT, lambda _clean: {"deposit": row.public_id})
    return ask_once(request, question, act, signing_form(request, row.fund))


@signed_in
def give_back(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.deposit_to_receive(request.user, public_id)
    question = Question(
        title=_("Give %(amount)s back to %(sponsor)s?") % _names(row),
        text=_("Only money that the fund has not promised to anybody can go back."),
        button=_("Give the money back"),
        stay=_("Keep the money"),
        back=reverse("web:fund-deposits", args=[row.fund.slug]),
        done=_("The deposit is marked as returned."),
    )
    return ask_once(request, question, lambda _clean: deposit_services.deposit_return(deposit=row, actor=request.user))


def _names(row: Any) -> dict[str, str]:
    return {"amount": formats.money(row.amount_minor, row.currency), "sponsor": row.sponsor.name}


@signed_in
def payouts(request: SignedInRequest, slug: str) -> HttpResponse:
    """What was asked for and what can be asked for; asking holds the money at once."""
    fund = access.fund_to_manage(request.user, slug)
    if request.method == "POST":
        return _request_payout(request, fund.slug)
    rows = page_of(request, payouts_of_fund(fund), per_page=PER_PAGE)
    context = {"fund": fund, "page": rows, "payable": selectors.payable_campaigns(fund), "here": "payouts"}
    return render(request, "web/fund_desk/payouts.html", context)


def _request_payout(request: SignedInRequest, slug: str) -> HttpResponse:
    campaign = access.campaign_to_pay_out(request.user, request.POST.get("campaign", ""))
    try:
        made = payout_request(campaign=campaign, actor=request.user)
    except REFUSALS as error:
        return refused(request, error, "web:fund-payouts", slug)
    if not made:
        nothing = _("All of it went to what funds claim back from this campaign, so nothing is left to be paid out.")
        return done(request, nothing, "web:fund-payouts", slug)
    said = ngettext(
        "%(count)s payout waits for a second manager.", "%(count)s payouts wait for a second manager.", len(made)
    )
    return done(request, said % {"count": len(made)}, "web:fund-payouts", slug)


@signed_in
def payout(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Look at one payout, and approve it where that is still to be done by another person."""
    row = access.payout_to_view(request.user, public_id)
    question = Question(
        title=_payout_title(row),
        button=_("Approve and send the money"),
        stay=_("Back"),
        back=_payouts_page(row, request.user),
        done=_("Approved. The money is being sent."),
    )

    def act(_clean: dict[str, Any]) -> None:
        payout_approve(payout=access.payout_to_approve(request.user, public_id), actor=request.user)

    context = {"payout": row, "may_approve": _may_approve(request, public_id), "mine": row.requested_by == request.user}
    context["to_be_kept_minor"] = to_be_kept_of(row)
    return ask_once(request, question, act, template="web/fund_desk/payout.html", context=context)


def _payout_title(row: Any) -> str:
    """A question only while it is one: what was sent or stopped is no longer asked for."""
    asked = row.state == PayoutState.REQUESTED
    title = _("Pay %(amount)s to “%(campaign)s”?") if asked else _("Payout of %(amount)s to “%(campaign)s”")
    return title % {"amount": formats.money(row.amount_minor, row.currency), "campaign": row.campaign.title}


def _payouts_page(row: Any, user: User) -> str:
    fund = row.fund or selectors.fund_of_campaign(row.campaign, user)
    return reverse("web:fund-payouts", args=[fund.slug]) if fund else reverse("web:next")


def _may_approve(request: SignedInRequest, public_id: str) -> bool:
    try:
        row = access.payout_to_approve(request.user, public_id)
    except NotAllowed:
        return False
    return row.state == "requested" and row.requested_by_id != request.user.pk


@signed_in
def payout_decline(request: SignedInRequest, public_id: str) -> HttpResponse:
    row = access.payout_to_decline(request.user, public_id)
    question = Question(
        title=_("Stop the payout of %(amount)s?") % {"amount": formats.money(row.amount_minor, row.currency)},
        text=_("What it holds is free again. The payout can be asked for anew."),
        button=_("Stop the payout"),
        stay=_("Back"),
        back=_payouts_page(row, request.user),
        done=_("The payout is stopped."),
    )
    form = PayoutDeclineForm(**sent(request))
    return ask_once(
        request, question, lambda clean: decline_payout(payout=row, actor=request.user, reason=clean["reason"]), form
    )


@signed_in
def pledges(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    query = words_asked(request)
    rows = page_of(request, selectors.pledges_of_fund(fund, query=query), per_page=PER_PAGE)
    context = {"fund": fund, "page": rows, "query": query, "here": "pledges"}
    return render(request, "web/fund_desk/pledges.html", context)


@signed_in
def refund(request: SignedInRequest, public_id: str) -> HttpResponse:
    payment = access.payment_to_refund(request.user, public_id)
    pledge = payment.pledge
    left = max(1, pledge.amount_minor - payment.refunded_minor)
    back = _pledges_page(pledge, request.user)
    sheet = Sheet(
        title=_("Pay a pledge back"),
        lead=_("%(amount)s for “%(campaign)s”. The match of the fund follows the pledge down.")
        % {"amount": formats.money(pledge.amount_minor, pledge.currency), "campaign": pledge.campaign.title},
        button=_("Pay this amount back"),
        back=back,
        done=_("The refund is on its way."),
    )
    form = RefundForm(**sent(request), currency=pledge.currency, left_minor=left)

    def act(clean: dict[str, Any]) -> None:
        amount = clean["amount"].amount_minor
        refund_request(payment=payment, amount_minor=amount, reason=clean["reason"], actor=request.user)

    return fill_in(request, sheet, form, act)


def _pledges_page(pledge: Any, user: User) -> str:
    fund = selectors.fund_of_campaign(pledge.campaign, user)
    return reverse("web:fund-pledges", args=[fund.slug]) if fund else reverse("web:next")
