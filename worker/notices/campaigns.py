"""Notices about campaigns, pledges, refunds and disputes."""

from typing import Any

from backend.accounts.models import User
from backend.notifications.enums import Category
from funding import events
from funding.enums import DisputeState, MatchState, PledgeState
from funding.models import Campaign, CampaignUpdate, Dispute, Match, Pledge, Refund
from funding.selectors.batch_pledges import settled_later
from programmes.enums import ProgrammeRoleKind
from worker.notices import addresses, people
from worker.notices.notice import Guest, Notice, Receiver
from worker.notices.taking_part import Notices


def campaign_submitted(event: events.CampaignSubmitted) -> Notices:
    row = _campaign(event.campaign_id)
    programme = row.project.cohort.programme
    curators = people.with_role(programme, ProgrammeRoleKind.CURATOR, ProgrammeRoleKind.ORGANISER)
    return [
        _notice(curators, "funding/campaign_submitted", row, category=Category.PROJECT, url=addresses.curation(row))
    ]


def campaign_approved(event: events.CampaignApproved) -> Notices:
    return [_to_team(event.campaign_id, "funding/campaign_approved")]


def campaign_declined(event: events.CampaignDeclined) -> Notices:
    return [_to_team(event.campaign_id, "funding/campaign_declined")]


def campaign_started(event: events.CampaignStarted) -> Notices:
    return [_to_team(event.campaign_id, "funding/campaign_started")]


def campaign_ended(event: events.CampaignEnded) -> Notices:
    return [_to_team(event.campaign_id, "funding/campaign_ended")]


def campaign_update_published(event: events.CampaignUpdatePublished) -> Notices:
    update = CampaignUpdate.objects.get(pk=event.update_id)
    row = _campaign(update.campaign_id)
    # Who gave without an account has asked for a receipt and for nothing else.
    backers = User.objects.filter(
        is_active=True, pledges__campaign=row, pledges__state__in=[PledgeState.CONFIRMED, PledgeState.PART_REFUNDED]
    )
    return [_notice(backers.distinct(), "funding/campaign_update_published", row, {"title": update.title})]


def pledge_confirmed(event: events.PledgeConfirmed) -> Notices:
    row = _pledge(event.pledge_id)
    match = sum(
        Match.objects.filter(pledge=row).exclude(state=MatchState.RELEASED).values_list("amount_minor", flat=True)
    )
    context = {**_about_pledge(row), "match_minor": match, "together_minor": row.amount_minor + match if match else 0}
    later = None if match else settled_later(row)
    context["later"] = str(later.settlement) if later and not later.excluded and not later.settled else ""
    backer = people.named(row.backer) if row.backer and not row.is_anonymous else {"name": row.shown_name}
    team = {**context, **backer}
    return [
        _notice(backer_of(row), "funding/pledge_confirmed", row.campaign, context, category=Category.MONEY),
        _notice(
            people.team_members(row.campaign.project.team), "funding/pledge_received", row.campaign, team, urgent=False
        ),
    ]


def pledge_expired(event: events.PledgeExpired) -> Notices:
    row = _pledge(event.pledge_id)
    about = _about_pledge(row)
    return [_notice(backer_of(row), "funding/pledge_expired", row.campaign, about, category=Category.MONEY)]


def pledge_failed(event: events.PledgeFailed) -> Notices:
    row = _pledge(event.pledge_id)
    about = _about_pledge(row)
    return [_notice(backer_of(row), "funding/pledge_failed", row.campaign, about, category=Category.MONEY)]


def refund_succeeded(event: events.RefundSucceeded) -> Notices:
    row, context = _refund(event.refund_id)
    pledge = row.payment.pledge
    return [_notice(backer_of(pledge), "funding/refund_succeeded", pledge.campaign, context, category=Category.MONEY)]


def refund_failed(event: events.RefundFailed) -> Notices:
    row, context = _refund(event.refund_id)
    campaign = row.payment.pledge.campaign
    to = people.managers_of_funds_with(campaign)
    return [_notice(to, "funding/refund_failed", campaign, context, category=Category.MONEY)]


def dispute_opened(event: events.DisputeOpened) -> Notices:
    return [_dispute(event.dispute_id, "funding/dispute_opened")]


def dispute_closed(event: events.DisputeClosed) -> Notices:
    return [_dispute(event.dispute_id, "funding/dispute_closed")]


def _dispute(key: int, template: str) -> Notice:
    row = Dispute.objects.select_related("payment__pledge").get(pk=key)
    pledge = _pledge(row.payment.pledge_id)
    context = {**_about_pledge(pledge), "amount_minor": row.amount_minor, "won": row.state == DisputeState.WON}
    to = people.managers_of_funds_with(pledge.campaign)
    return _notice(to, template, pledge.campaign, context, category=Category.MONEY)


def _refund(key: int) -> tuple[Refund, dict[str, Any]]:
    row = Refund.objects.select_related(
        "payment__pledge__campaign__project__cohort__programme", "payment__pledge__backer"
    ).get(pk=key)
    about = _about_pledge(row.payment.pledge)
    return row, {**about, "amount_minor": row.amount_minor, "reason": row.reason}


def _campaign(key: int) -> Campaign:
    return Campaign.objects.select_related("project__team", "project__cohort__programme").get(pk=key)


def _pledge(key: int) -> Pledge:
    return Pledge.objects.select_related(
        "campaign__project__team", "campaign__project__cohort__programme", "backer"
    ).get(pk=key)


def _about_pledge(row: Pledge) -> dict[str, Any]:
    return {"amount_minor": row.amount_minor, "currency": row.currency, "reference": row.public_id}


def backer_of(row: Pledge) -> list[Receiver]:
    if row.backer is not None:
        return [row.backer] if row.backer.is_active else []
    return [Guest(row.backer_email, row.language)] if row.backer_email else []


def _to_team(campaign_id: int, template: str) -> Notice:
    row = _campaign(campaign_id)
    return _notice(people.team_members(row.project.team), template, row, url=addresses.campaign_desk(row))


def _notice(
    to: Any,
    template: str,
    row: Campaign,
    context: dict[str, Any] | None = None,
    *,
    category: Category = Category.CAMPAIGN,
    urgent: bool = True,
    url: str = "",
) -> Notice:
    about = {
        "campaign": row.title,
        "project": row.project.title,
        "ends_at": row.ends_at.isoformat(),
        "note": row.curator_note,
    }
    return Notice(
        to=to,
        category=category,
        template=template,
        url=url or addresses.campaign(row),
        context={**about, **(context or {})},
        urgent=urgent,
    )
