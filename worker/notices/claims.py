"""Notices about money that was paid out and lost its pledge: to managers who decide, and to the project."""

from collections.abc import Iterable
from typing import Any

from backend.accounts.models import User
from backend.core import clock
from backend.notifications.enums import Category
from funding import events_of_funds as events
from funding.enums import COUNTED_PLEDGE_STATES
from funding.models import Campaign, Fund, FundProposal, Match
from worker.notices import addresses, people
from worker.notices.notice import Notice, Receiver
from worker.notices.taking_part import Notices


def campaign_settled(event: events.CampaignSettled) -> Notices:
    """The team, the managers of funds that top it up, and whoever backs it with an account.

    Guests have asked for a receipt and for nothing else; of money that goes back to them a message of its own tells.
    """
    row = Campaign.objects.select_related("project__team").get(pk=event.campaign_id)
    context = {"campaign": row.title, "outcome": row.outcome, "mode": row.mode}
    funds = Fund.objects.filter(positions__campaign=row, positions__book__isnull=False).distinct().order_by("id")
    desk, team = addresses.campaign_desk(row), people.team_members(row.project.team)
    told = [_notice(team, "funding/campaign_settled", desk, context)]
    for fund in funds:
        about, to = context | {"fund": fund.name}, people.fund_managers(fund)
        told.append(_notice(to, "funding/campaign_settled_fund", addresses.fund_desk(fund, "freigaben"), about))
    backers = User.objects.filter(is_active=True, pledges__campaign=row, pledges__state__in=COUNTED_PLEDGE_STATES)
    template, url = "funding/campaign_settled_backer", addresses.campaign(row)
    thanks = Notice(to=backers.distinct(), category=Category.CAMPAIGN, template=template, url=url, context=context)
    return [*told, thanks]


def match_uncovered(event: events.MatchUncovered) -> Notices:
    """Managers in any case; the project where it may have to give something back."""
    row = _match(event.match_id)
    fund, campaign = row.position.fund, row.position.campaign
    desk, told = addresses.fund_desk(fund, "rueckforderungen"), []
    parts = (("bear", event.borne_minor), ("claw_back", event.claimed_minor), ("open", event.open_minor))
    for carried, amount in parts:
        if amount:
            context = _context(row, amount) | {"carried": carried}
            told.append(_notice(people.fund_managers(fund), "funding/match_uncovered", desk, context))
            if carried != "bear":
                told.append(_to_team(campaign, "funding/match_uncovered_project", context))
    return told


def match_hold_over(event: events.MatchHoldOver) -> Notices:
    """Once a day and fund: nobody wants hundreds."""
    row = _match(event.match_id)
    fund = row.position.fund
    once = f"holds_over:{fund.public_id}:{clock.now():%Y-%m-%d}"
    url = addresses.fund_desk(fund, "auszahlungen")
    to, context = people.fund_managers(fund), {"fund": fund.name}
    return [
        Notice(to=to, category=Category.MONEY, template="funding/match_hold_over", url=url, context=context, once=once)
    ]


def burden_decided(event: events.BurdenDecided) -> Notices:
    proposal = FundProposal.objects.get(pk=event.proposal_id)
    row = _match(Match.objects.values_list("pk", flat=True).get(public_id=proposal.subject_ref))
    context = _context(row, proposal.amount_minor) | {"burden": proposal.payload["burden"]}
    return [_to_team(row.position.campaign, "funding/burden_decided", context)]


def claim_collected(event: events.ClaimCollected) -> Notices:
    row = _match(event.match_id)
    context = _context(row, event.amount_minor) | {"left_minor": row.claimed_minor}
    desk = addresses.fund_desk(row.position.fund, "rueckforderungen")
    return [
        _notice(people.fund_managers(row.position.fund), "funding/claim_collected", desk, context),
        _to_team(row.position.campaign, "funding/claim_collected_project", context),
    ]


def _match(key: int) -> Match:
    return Match.objects.select_related("position__fund", "position__campaign__project__team").get(pk=key)


def _context(row: Match, amount_minor: int) -> dict[str, Any]:
    return {
        "fund": row.position.fund.name,
        "campaign": row.position.campaign.title,
        "amount_minor": amount_minor,
        "currency": row.currency,
    }


def _to_team(campaign: Campaign, template: str, context: dict[str, Any]) -> Notice:
    url = addresses.campaign_desk(campaign)
    return _notice(people.team_members(campaign.project.team), template, url, context)


def _notice(to: Iterable[Receiver], template: str, url: str, context: dict[str, Any]) -> Notice:
    return Notice(to=to, category=Category.MONEY, template=template, url=url, context=context)
