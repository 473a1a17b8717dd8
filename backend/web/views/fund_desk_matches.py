"""Which campaigns a fund takes in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.web.answers import Question, ask_once, sent
from backend.web.forms.fund_desk import DecisionForm
from backend.web.paging import page_of
from backend.web.signed_in import SignedInRequest, signed_in
from funding import access
from funding.selectors.exposure import claims_with
from funding.selectors.funds import goal_claim, position_lines, positions_of_fund
from funding.selectors.rules import rule_now
from funding.selectors.shortage_words import shortage_sentences
from funding.services.funds import fund_campaign_accept, fund_campaign_reject

PER_PAGE = 50


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
