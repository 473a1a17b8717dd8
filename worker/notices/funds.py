"""Notices about funds, deposits, matches, payee accounts and payouts."""

from collections.abc import Iterable
from typing import Any

from backend.core import clock
from backend.notifications.enums import Category
from funding import events
from funding.enums import PayoutKind
from funding.models import Campaign, Deposit, FundCampaign, Match, MatchingRule, PayeeAccount, Payout
from funding.selectors.funds import is_waiting_for_success
from funding.selectors.sponsored import PayoutShare, payout_shares
from worker.notices import addresses, people
from worker.notices.notice import Notice, Receiver
from worker.notices.purposes import purpose
from worker.notices.taking_part import Notices


def deposit_announced(event: events.DepositAnnounced) -> Notices:
    row, context = _deposit(event.deposit_id)
    to = people.without(people.fund_managers(row.fund), row.recorded_by)
    return [_notice(to, "funding/deposit_announced", addresses.fund_desk(row.fund, "einzahlungen"), context)]


def deposit_received(event: events.DepositReceived) -> Notices:
    row, context = _deposit(event.deposit_id)
    return [_notice(people.speakers(row.sponsor), "funding/deposit_received", addresses.fund(row.fund), context)]


def deposit_returned(event: events.DepositReturned) -> Notices:
    row, context = _deposit(event.deposit_id)
    return [_notice(people.speakers(row.sponsor), "funding/deposit_returned", addresses.fund(row.fund), context)]


def _deposit(key: int) -> tuple[Deposit, dict[str, Any]]:
    row = Deposit.objects.select_related("fund", "sponsor", "recorded_by").get(pk=key)
    named = {"fund": row.fund.name, "sponsor": row.sponsor.name, "reference": row.reference}
    return row, {**named, "purpose": purpose(row.purpose), **_money(row)}


def rule_set(event: events.RuleSet) -> Notices:
    row = MatchingRule.objects.select_related("fund", "approved_by").get(pk=event.rule_id)
    to = people.without(people.fund_managers(row.fund), row.approved_by)
    context = {"fund": row.fund.name, **people.named(row.approved_by)}
    return [_notice(to, "funding/rule_set", addresses.fund(row.fund), context)]


def fund_applied(event: events.FundApplied) -> Notices:
    row, context = _position(event.position_id)
    return [
        _notice(
            people.fund_managers(row.fund), "funding/fund_applied", addresses.fund_desk(row.fund, "kampagnen"), context
        )
    ]


def fund_accepted(event: events.FundAccepted) -> Notices:
    return [_position_decided(event.position_id, "funding/fund_accepted")]


def fund_rejected(event: events.FundRejected) -> Notices:
    return [_position_decided(event.position_id, "funding/fund_rejected")]


def _position_decided(key: int, template: str) -> Notice:
    row, context = _position(key)
    to = people.team_members(row.campaign.project.team)
    return _notice(to, template, addresses.campaign(row.campaign), context, category=Category.CAMPAIGN)


def _position(key: int) -> tuple[FundCampaign, dict[str, Any]]:
    row = FundCampaign.objects.select_related("fund", "campaign__project__team").get(pk=key)
    return row, {**_about(row.campaign), "fund": row.fund.name, "note": row.decision_note}


def match_confirmed(event: events.MatchConfirmed) -> Notices:
    row, context = _match(event.match_id)
    if is_waiting_for_success(row):
        return []
    fund = row.position.fund
    once = f"matches_to_approve:{fund.public_id}:{clock.now():%Y-%m-%d}"
    return [
        _notice(
            people.fund_managers(fund),
            "funding/matches_to_approve",
            addresses.fund_desk(fund, "freigaben"),
            context,
            once=once,
        )
    ]


def match_first_approved(event: events.MatchFirstApproved) -> Notices:
    row, context = _match(event.match_id)
    fund = row.position.fund
    first = row.approvals.select_related("manager").first()
    if first is None:
        return []
    to = people.without(people.fund_managers(fund), first.manager)
    once = f"matches_second_approval:{fund.public_id}:{first.manager.public_id}:{clock.now():%Y-%m-%d}"
    context |= people.named(first.manager)
    return [_notice(to, "funding/matches_second_approval", addresses.fund_desk(fund, "freigaben"), context, once=once)]


def match_approved(event: events.MatchApproved) -> Notices:
    row, context = _match(event.match_id)
    campaign = row.position.campaign
    to = people.team_members(campaign.project.team)
    url = addresses.campaign(campaign)
    return [_notice(to, "funding/match_approved", url, context, category=Category.CAMPAIGN, urgent=False)]


def match_frozen(event: events.MatchFrozen) -> Notices:
    row, context = _match(event.match_id)
    return [
        _notice(
            people.fund_managers(row.position.fund),
            "funding/match_frozen",
            addresses.fund_desk(row.position.fund, "freigaben"),
            context,
        )
    ]


def _match(key: int) -> tuple[Match, dict[str, Any]]:
    row = Match.objects.select_related("position__fund", "position__campaign__project__team").get(pk=key)
    return row, {**_about(row.position.campaign), "fund": row.position.fund.name, **_money(row)}


def payee_verified(event: events.PayeeVerified) -> Notices:
    return [_payee(event.payee_id, "funding/payee_verified")]


def payee_restricted(event: events.PayeeRestricted) -> Notices:
    return [_payee(event.payee_id, "funding/payee_restricted")]


def _payee(key: int, template: str) -> Notice:
    row = PayeeAccount.objects.select_related("project__team").get(pk=key)
    # Only who leads the team may give the project's details to the payment provider.
    to = people.team_leads(row.project.team)
    return _notice(to, template, addresses.payee(row.project), {"project": row.project.title})


def payout_requested(event: events.PayoutRequested) -> Notices:
    row, context = _payout(event.payout_id)
    context |= people.named(row.requested_by)
    to = people.without(_payout_managers(row), row.requested_by)
    return [_notice(to, "funding/payout_requested", addresses.payout(row), context)]


def payout_paid(event: events.PayoutPaid) -> Notices:
    row, context = _payout(event.payout_id)
    context |= {"amount_minor": row.sent_minor, "kept_minor": row.kept_minor}
    team = people.team_members(row.campaign.project.team)
    notices = [_notice(team, "funding/payout_paid", addresses.campaign(row.campaign), context)]
    if row.kind == PayoutKind.MATCH and row.fund is not None:
        context["fund"] = row.fund.name
        notices += [_sponsor_told(row, share, addresses.fund(row.fund), context) for share in payout_shares(row)]
    return notices


def _sponsor_told(row: Payout, share: PayoutShare, url: str, context: dict[str, Any]) -> Notice:
    """Only who has money in it is told, and of the own money; who answers for two sponsors hears of each."""
    parts = [
        {"amount_minor": amount, "purpose": purpose(earmark)}
        for earmark, amount in sorted(share.parts.items(), key=lambda part: -part[1])
    ]
    own = {
        "sponsor": share.sponsor.name,
        "amount_minor": share.own_minor,
        "parts": parts,
        "total_minor": row.sent_minor,
    }
    once = f"payout_paid:{row.public_id}:{share.sponsor.public_id}"
    to = people.speakers(share.sponsor)
    return _notice(to, "funding/payout_paid_sponsor", url, context | own, once=once)


def payout_failed(event: events.PayoutFailed) -> Notices:
    row, context = _payout(event.payout_id)
    context["failure"] = row.failure
    to = people.either(_payout_managers(row), people.team_leads(row.campaign.project.team))
    return [_notice(to, "funding/payout_failed", addresses.campaign(row.campaign), context)]


def _payout(key: int) -> tuple[Payout, dict[str, Any]]:
    row = Payout.objects.select_related(
        "fund", "requested_by", "campaign__project__team", "campaign__project__cohort__programme"
    ).get(pk=key)
    return row, {**_about(row.campaign), "reference": row.public_id, **_money(row)}


def _payout_managers(row: Payout) -> people.People:
    return people.managers_of_funds_with(row.campaign) if row.fund is None else people.fund_managers(row.fund)


def _about(campaign: Campaign) -> dict[str, Any]:
    return {"campaign": campaign.title, "project": campaign.project.title}


def _money(row: Deposit | Match | Payout) -> dict[str, Any]:
    return {"amount_minor": row.amount_minor, "currency": row.currency}


def _notice(
    to: Iterable[Receiver],
    template: str,
    url: str,
    context: dict[str, Any],
    *,
    category: Category = Category.MONEY,
    once: str = "",
    urgent: bool = True,
) -> Notice:
    return Notice(to=to, category=category, template=template, url=url, context=context, once=once, urgent=urgent)
