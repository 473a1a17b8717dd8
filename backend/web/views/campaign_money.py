"""Deciding on a campaign, its account at the payment provider, and asking for its money."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.core.errors import Unavailable
from backend.web import formats
from backend.web.answers import REFUSALS, Question, ask_once, carried_out, done, page, refused, sent
from backend.web.forms.campaign_desk import CuratorForm
from backend.web.outside import leads_to_payment
from backend.web.signed_in import SignedInRequest, signed_in
from funding import access
from funding.selectors.campaign_desk import campaign_desk, payee_of
from funding.services import campaigns, payees, payouts


@signed_in
def curate(request: SignedInRequest, slug: str) -> HttpResponse:
    campaign = access.campaign_to_curate(request.user, slug)
    declines = request.POST.get("do") == "decline"
    form = CuratorForm(**sent(request))
    if request.method == "POST" and carried_out(form, lambda: _curate(request, campaign, form, declines=declines)):
        said = _("“%(title)s” is declined. The team reads your note.") if declines else _("“%(title)s” is approved.")
        return done(request, said % {"title": campaign.title}, "web:next")
    return page(request, "web/campaign_desk/curate.html", {"campaign": campaign, "form": form}, form)


def _curate(request: SignedInRequest, campaign: Any, form: CuratorForm, *, declines: bool) -> None:
    act = campaigns.campaign_decline if declines else campaigns.campaign_approve
    act(campaign=campaign, actor=request.user, note=form.cleaned_data["note"])


@leads_to_payment
@signed_in
def payee(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What the account is for; POST leads to the provider's page, which asks for what the law wants to know."""
    project = access.project_to_onboard(request.user, public_id)
    if request.method != "POST":
        return render(request, "web/campaign_desk/payee.html", {"project": project, "payee": payee_of(project)})
    here = request.build_absolute_uri(reverse("web:payee", args=[public_id]))
    back = request.build_absolute_uri(reverse("web:payee-back", args=[public_id]))
    try:
        address = payees.payee_onboard(project=project, actor=request.user, return_url=back, refresh_url=here)
    except REFUSALS as error:
        return refused(request, error, "web:payee", public_id)
    return redirect(address)


@signed_in
def payee_back(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Where the provider's page ends: its state is fetched, since coming back proves nothing."""
    project = access.project_to_onboard(request.user, public_id)
    row = payee_of(project)
    if row is None:
        return redirect("web:payee", public_id)
    try:
        payees.payee_refresh(payee=row)
    except Unavailable as error:
        return refused(request, error, "web:payee", public_id)
    return redirect("web:payee", public_id)


@signed_in
def payout(request: SignedInRequest, slug: str) -> HttpResponse:
    campaign = access.campaign_to_pay_out(request.user, slug)
    shown = campaign_desk(campaign, request.user)
    facts = {"title": campaign.title, "amount": formats.money(shown.crowd_payable_minor, campaign.currency)}
    back = reverse("web:campaign-desk", args=[slug])
    question = Question(
        title=_("Ask for the payout of what “%(title)s” has collected?") % facts,
        text=_("%(amount)s of the backers, and what your funds have approved, are held for it. A second person agrees.")
        % facts,
        button=_("Ask for the payout"),
        stay=_("Not yet"),
        back=back,
        done="",
    )

    def act(_clean: dict[str, Any]) -> str:
        made = len(payouts.payout_request(campaign=campaign, actor=request.user))
        said = ngettext("%(n)s payout waits for a second person.", "%(n)s payouts wait for a second person.", made)
        done(request, said % {"n": made}, "web:campaign-desk", slug)
        return back

    return ask_once(request, question, act)
