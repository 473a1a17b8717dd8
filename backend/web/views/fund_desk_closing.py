"""The end of a fund: what still runs, what becomes of the rest, what will not come, and the closing kit."""

from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.core.errors import NotFound
from backend.web import formats
from backend.web.answers import REFUSALS, Sheet, done, fill_in, page, refused, sent
from backend.web.forms.fund_desk import RemainderForm, WriteOffForm
from backend.web.proposal_words import proposal_sentence
from backend.web.signed_in import SignedInRequest, signed_in
from backend.web.views.fund_desk_decisions import acting_choices, propose
from funding import access
from funding.enums import KitState, ProposalKind
from funding.selectors.closing import debts_of, sponsors_of, winding_of
from funding.selectors.proposals import funds_to_roll_over, subjects_of, waiting_proposal
from funding.selectors.use_of_funds import kits_of
from funding.services.kits import kit_request


@signed_in
def closing(request: SignedInRequest, slug: str) -> HttpResponse:
    """How far it is, what is left to do, and the kit; asking for the kit is the one thing done here."""
    fund = access.fund_to_manage(request.user, slug)
    if request.method == "POST":
        return _ask_for_kit(request, fund)
    waiting = waiting_proposal(fund, ProposalKind.REMAINDER) or waiting_proposal(fund, ProposalKind.CLOSE)
    context = {
        "fund": fund,
        "winding": winding_of(fund),
        "sponsors": sponsors_of(fund),
        "debts": debts_of(fund),
        "kits": kits_of(fund),
        "waiting": waiting,
        "waiting_words": proposal_sentence(waiting, subjects_of([waiting])) if waiting else "",
        "here": "closing",
    }
    return page(request, "web/fund_desk/closing.html", context)


def _ask_for_kit(request: SignedInRequest, fund: Any) -> HttpResponse:
    try:
        kit_request(fund=fund, actor=request.user)
    except REFUSALS as error:
        return refused(request, error, "web:fund-closing", fund.slug)
    said = _("Report and lists are being put together. We write to you when they are ready.")
    return done(request, said, "web:fund-closing", fund.slug)


@signed_in
def kit(request: SignedInRequest, public_id: str) -> HttpResponseBase:
    row = access.kit_to_fetch(request.user, public_id)
    if row.state != KitState.READY:
        raise NotFound
    return FileResponse(row.archive.open("rb"), as_attachment=True, filename=f"{row.fund.slug}.zip")


@signed_in
def remainder(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    free = formats.money(winding_of(fund).waterline.free, fund.currency)
    funds = [(row.public_id, row.name) for row in funds_to_roll_over(fund)]
    form = RemainderForm(**sent(request), funds=funds, acting=acting_choices(request, fund))
    lead = _("%(amount)s are left. Each sponsor has a part of it, in proportion to what was given.") % {"amount": free}
    names = ("use", "to_fund")
    act = propose(request, fund, ProposalKind.REMAINDER, lambda clean: {name: clean[name] for name in names})
    return fill_in(request, _sheet(fund, _("What becomes of the rest?"), lead), form, act)


@signed_in
def write_off(request: SignedInRequest, slug: str, public_id: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    campaign = access.campaign_to_write_off(request.user, fund, public_id)
    owed = next((row.owed_minor for row in debts_of(fund) if row.campaign == campaign), 0)
    words = {"campaign": campaign.title, "owed": formats.money(owed, campaign.currency)}
    lead = _("“%(campaign)s” owes %(owed)s, because money went back after it was paid out.") % words
    form = WriteOffForm(
        **sent(request), currency=campaign.currency, owed_minor=max(1, owed), acting=acting_choices(request, fund)
    )

    def data(clean: dict[str, Any]) -> dict[str, Any]:
        return {"campaign": campaign.public_id, "amount_minor": clean["amount"].amount_minor}

    act = propose(request, fund, ProposalKind.WRITE_OFF, data)
    return fill_in(request, _sheet(fund, _("Write off what will not come?"), lead), form, act)


def _sheet(fund: Any, title: str, lead: str) -> Sheet:
    back = reverse("web:fund-closing", args=[fund.slug])
    return Sheet(
        title=title,
        lead=lead,
        button=_("Propose it"),
        back=back,
        done=_("Your proposal is there."),
        above=[(_("Your funds"), reverse("web:fund-desks")), (fund.name, back)],
    )
