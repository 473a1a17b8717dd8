"""Notices about what two people decide on a fund, how full it is, and its end."""

from collections.abc import Iterable
from typing import Any

from backend.notifications.enums import Category
from funding import events
from funding import events_of_funds as of_funds
from funding.enums import ApprovalRunState, ProposalKind, ProposalState
from funding.models import (
    AllocationRun,
    ApprovalRun,
    Campaign,
    Fund,
    FundAlarm,
    FundDeputy,
    FundKit,
    FundPackage,
    FundProposal,
    RemainderShare,
)
from funding.selectors.approvals import reasons_left
from funding.selectors.pots import pot_purpose
from worker.notices import addresses, people
from worker.notices.notice import Notice, Receiver
from worker.notices.purposes import purpose, said
from worker.notices.taking_part import Notices


def proposal_made(event: events.ProposalMade) -> Notices:
    row, context = _proposal(event.proposal_id)
    to = people.without(people.fund_managers(row.fund), row.proposed_by)
    return [_notice(to, "funding/proposal_made", addresses.proposal(row), context | people.named(row.proposed_by))]


def proposal_decided(event: events.ProposalDecided) -> Notices:
    row, context = _proposal(event.proposal_id)
    context |= people.named(row.decided_by) | {"state": row.state, "note": row.decision_note}
    if row.state == ProposalState.WITHDRAWN:
        to: Iterable[Receiver] = people.without(people.fund_managers(row.fund), row.decided_by)
    else:
        to = people.without(people.people(row.proposed_by_id, row.proposed_for_id), row.decided_by)
    return [_notice(to, "funding/proposal_decided", addresses.proposal(row), context)]


def _proposal(key: int) -> tuple[FundProposal, dict[str, Any]]:
    row = FundProposal.objects.select_related("fund", "proposed_by", "decided_by").get(pk=key)
    return row, {"fund": row.fund.name, "amount_minor": row.amount_minor, "currency": row.fund.currency}


def deputy_named(event: events.DeputyNamed) -> Notices:
    row = FundDeputy.objects.select_related("fund", "manager").get(pk=event.deputy_id)
    context = {
        "fund": row.fund.name,
        "first": row.starts_on.isoformat(),
        "last": row.ends_on.isoformat(),
        **people.named(row.manager),
    }
    url = addresses.fund_desk(row.fund, "vertretungen")
    return [_notice(people.people(row.deputy_id), "funding/deputy_named", url, context)]


def allocation_committed(event: events.AllocationCommitted) -> Notices:
    """The managers, who approve the matches next, and each team: what its campaign gets, or that it gets nothing."""
    run = AllocationRun.objects.select_related("fund").get(pk=event.run_id)
    fund = run.fund
    about = {"fund": fund.name, "campaign": "", "currency": fund.currency, "amount_minor": run.amount_minor}
    url = addresses.fund_desk(fund, "freigaben")
    told = [_notice(people.fund_managers(fund), "funding/allocation_committed", url, about)]
    given: dict[str, int] = {}
    for line in run.parts:
        given[line.campaign] = given.get(line.campaign, 0) + line.amount_minor
    for row in Campaign.objects.filter(public_id__in=given).select_related("project__team").order_by("id"):
        team, context = people.team_members(row.project.team), about | {"campaign": row.title}
        context |= {"amount_minor": given[row.public_id]}
        page = addresses.campaign(row)
        told.append(_notice(team, "funding/allocation_committed", page, context, category=Category.CAMPAIGN))
    return told


def fund_closing(event: events.FundClosing) -> Notices:
    """Managers, and the teams whose campaigns still run: their next pledges get nothing more."""
    fund = Fund.objects.get(pk=event.fund_id)
    running = Campaign.objects.filter(positions__fund=fund, positions__state="accepted").exclude(state="ended")
    context = {"fund": fund.name, "campaign": ""}
    url = addresses.fund_desk(fund, "abschluss")
    told = [_notice(people.fund_managers(fund), "funding/fund_closing", url, context)]
    for row in running.select_related("project__team").order_by("id"):
        team, page = people.team_members(row.project.team), addresses.campaign(row)
        context = {"fund": fund.name, "campaign": row.title}
        told.append(_notice(team, "funding/fund_closing", page, context, category=Category.CAMPAIGN))
    return told


def fund_closed(event: events.FundClosed) -> Notices:
    fund = Fund.objects.get(pk=event.fund_id)
    url = addresses.fund_desk(fund, "abschluss")
    return [_notice(people.fund_managers(fund), "funding/fund_closed", url, {"fund": fund.name})]


def remainder_returned(event: events.RemainderReturned) -> Notices:
    return [_share(event.share_id, "funding/remainder_returned")]


def remainder_rolled_over(event: events.RemainderRolledOver) -> Notices:
    return [_share(event.share_id, "funding/remainder_rolled_over")]


def _share(key: int, template: str) -> Notice:
    row = RemainderShare.objects.select_related("proposal__fund", "sponsor", "deposit__fund").get(pk=key)
    context = {
        "fund": row.proposal.fund.name,
        "to_fund": row.deposit.fund.name if row.deposit else "",
        "purpose": purpose(pot_purpose(row.proposal.fund, row.pot)),
        "amount_minor": row.amount_minor,
        "currency": row.currency,
    }
    url = addresses.fund(row.deposit.fund if row.deposit else row.proposal.fund)
    return _notice(people.speakers(row.sponsor), template, url, context)


def debt_written_off(event: events.DebtWrittenOff) -> Notices:
    row = FundProposal.objects.get(pk=event.proposal_id, kind=ProposalKind.WRITE_OFF)
    campaign = Campaign.objects.select_related("project__team").get(public_id=row.subject_ref)
    context = {"campaign": campaign.title, "amount_minor": row.amount_minor, "currency": campaign.currency}
    team, url = people.team_members(campaign.project.team), addresses.campaign(campaign)
    return [_notice(team, "funding/debt_written_off", url, context, category=Category.CAMPAIGN)]


def fund_alarm(event: events.FundAlarmRaised) -> Notices:
    row = FundAlarm.objects.select_related("fund").get(pk=event.alarm_id)
    context = {
        "fund": row.fund.name,
        "percent": row.percent,
        "free_minor": row.held_minor - row.used_minor,
        "currency": row.fund.currency,
    }
    return [_notice(people.fund_managers(row.fund), "funding/fund_alarm", addresses.fund_desk(row.fund), context)]


def package_published(event: of_funds.PackagePublished) -> Notices:
    """Managers and sponsors: whoever answers for the money may want to check it, or to say where it can be checked."""
    row = FundPackage.objects.select_related("fund").get(pk=event.package_id)
    context = {"fund": row.fund.name, "digest": row.digest}
    to, url = people.either(people.fund_managers(row.fund), people.sponsors(row.fund)), addresses.packages(row.fund)
    return [_notice(to, "funding/package_published", url, context)]


def package_failed(event: of_funds.PackageFailed) -> Notices:
    row = FundPackage.objects.select_related("fund").get(pk=event.package_id)
    context, url = {"fund": row.fund.name, "failure": row.failure}, addresses.fund_desk(row.fund, "pruefpaket")
    return [_notice(people.fund_managers(row.fund), "funding/package_failed", url, context)]


def approvals_ended(event: of_funds.ApprovalsEnded) -> Notices:
    """One summary for whose approvals they are; nothing if they have gone on with them meanwhile."""
    row = ApprovalRun.objects.select_related("fund").get(pk=event.run_id)
    if row.state == ApprovalRunState.RUNNING:
        return []
    context = {
        "fund": row.fund.name,
        "currency": row.fund.currency,
        "is_done": row.state == ApprovalRunState.DONE,
        "noted": row.noted,
        "noted_minor": row.noted_minor,
        "left": row.left,
        "waiting": row.total - row.noted - row.left,
        "reasons": [{"words": said(reason.label), "count": count} for reason, count in reasons_left(row)],
    }
    to = people.people(row.requested_by_id)
    return [_notice(to, "funding/approvals_ended", addresses.approval_run(row), context)]


def kit_ready(event: events.KitReady) -> Notices:
    row = FundKit.objects.select_related("fund").get(pk=event.kit_id)
    url = addresses.fund_desk(row.fund, "abschluss")
    return [_notice(people.people(row.requested_by_id), "funding/kit_ready", url, {"fund": row.fund.name})]


def _notice(
    to: Iterable[Receiver], template: str, url: str, context: dict[str, Any], *, category: Category = Category.MONEY
) -> Notice:
    return Notice(to=to, category=category, template=template, url=url, context=context)
