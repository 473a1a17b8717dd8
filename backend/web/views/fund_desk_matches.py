"""Approvals by two people, and which campaigns a fund takes in."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.core.errors import DomainError, Invalid
from backend.web.answers import REFUSALS, Question, ask_once, page, refused, sent
from backend.web.forms.fund_desk import ApprovalForm, DecisionForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from funding import access
from funding.selectors.exposure import claims_with
from funding.selectors.funds import approvals_queue, goal_claim, position_lines, positions_of_fund
from funding.selectors.rules import rule_now
from funding.selectors.shortage_words import shortage_sentences
from funding.services.approvals_bulk import match_approve_each
from funding.services.funds import fund_campaign_accept, fund_campaign_reject

PER_PAGE = 50


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
        return redirect("web:fund-approvals", fund.slug)
    rows = page_of(request, approvals_queue(request.user, fund=fund), per_page=PER_PAGE)
    context = {"fund": fund, "page": rows, "form": form, "here": "approvals"}
    return page(request, "web/fund_desk/approvals.html", context, form)


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
def campaigns(request: SignedInRequest, slug: str) -> HttpResponse:
    fund = access.fund_to_manage(request.user, slug)
    rows = page_of(request, positions_of_fund(fund), per_page=PER_PAGE)
    context = {"fund": fund, "page": rows, "lines": position_lines(rows.object_list), "here": "campaigns"}
    return render(request, "web/fund_desk/campaigns.html", context)


@signed_in
def decide(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take a campaign in, or say why not."""
    position = access.position_to_decide(request.user, public_id)
    fund, campaign = position.fund, position.campaign
    takes = request.POST.get("do") != "reject"
    form = DecisionForm(**sent(request))
    question = Question(
        title=_("Does the fund top up “%(campaign)s”?") % {"campaign": campaign.title},
        button=_("Take the campaign in"),
        stay=_("Decide later"),
        back=reverse("web:fund-campaigns", args=[fund.slug]),
        done=_("The campaign is topped up from its next pledge on.") if takes else _("The team reads your reason."),
    )

    def act(clean: dict[str, str]) -> None:
        decision = fund_campaign_accept if takes else fund_campaign_reject
        decision(position=position, actor=request.user, note=clean["note"])

    claims = claims_with(fund, position)
    context = {"position": position, "claims": claims, "short": shortage_sentences(claims.short, fund.currency)}
    context |= _goal_claims(campaign, rule_now(fund))
    return ask_once(request, question, act, form, template="web/fund_desk/decide.html", context=context)


def _goal_claims(campaign: Any, rule: Any) -> dict[str, int | None]:
    """What the campaign would claim if pledges alone reached its goals."""
    goals = {"claim": campaign.goal1_minor, "claim_2": campaign.goal2_minor}
    return {name: goal_claim(rule, goal) if rule and goal else None for name, goal in goals.items()}
