"""How the funds of a campaign share out what a pledge brings: their programme's word, and what each would give."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from funding.domain.allocation import Offer
from funding.domain.allocation import Stacking as Policy
from funding.domain.stacking import Agreement, Base, Share, shares
from funding.models import Campaign, FundCampaign, ProgrammeStacking
from funding.selectors.trying import Tried
from programmes.models import Programme

NAME = "{:020d}"
"""Funds are named by their keys, so that ties go to the older one."""


def stacking_of(programme: Programme) -> ProgrammeStacking | None:
    return ProgrammeStacking.objects.filter(programme=programme).first()


def stacking_for(campaign: Campaign) -> ProgrammeStacking | None:
    """What the programme of a campaign has declared about several funds; None where one at most tops it up."""
    return ProgrammeStacking.objects.filter(programme__cohorts__projects=campaign.project_id).first()


def agreement_for(campaign: Campaign) -> Agreement:
    """As the domain wants it. Where nothing is declared only one fund makes an offer, so each gives what it would."""
    row = stacking_for(campaign)
    return Agreement(Policy(row.policy), row.ceiling_bp) if row else Agreement(Policy.ADD)


def shared_out(
    campaign: Campaign, tried: Sequence[Tried], others: Sequence[FundCampaign], held: Mapping[int, int]
) -> dict[int, Share]:
    """Return by position what each fund gives of what it would; the campaign is locked, or it is but a preview.

    `others` are all positions of the campaign, `held` by position what of it is held because of this pledge: a fund
    that is not asked keeps it, and it counts as given before anybody else gives.
    """
    agreement, asked = agreement_for(campaign), {one.position.pk for one in tried}
    fixed = [_fixed(row, held[row.pk]) for row in others if row.pk not in asked and held.get(row.pk)]
    if fixed and agreement.policy is Policy.BEST:
        # Whoever was the best gives already, and keeps it.
        agreement = replace(agreement, policy=Policy.FIRST)
    given = sum(row.matched_minor for row in others if row.fund.public_money)
    own = sum(held.get(one.position.pk, 0) for one in tried if one.position.fund.public_money)
    crowd = max((one.crowd_minor for one in tried), default=0)
    found = shares([*fixed, *map(_offer, tried)], agreement, Base(crowd, given - own))
    return {one.position.pk: found[NAME.format(one.position.fund_id)] for one in tried}


def _offer(tried: Tried) -> Offer:
    fund = tried.position.fund
    return Offer(
        fund=NAME.format(fund.pk),
        wanted_minor=tried.wanted_minor,
        given_minor=tried.given_minor,
        priority=fund.rank,
        public=fund.public_money,
    )


def _fixed(position: FundCampaign, held_minor: int) -> Offer:
    """What is held comes first, and below a ceiling it counts as given before."""
    return Offer(NAME.format(position.fund_id), held_minor, held_minor, priority=-1, public=False)
