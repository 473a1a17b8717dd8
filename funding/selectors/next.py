"""What waits for a person in funding. Each function is one kind of thing to do; none asks once per row."""

from collections.abc import Iterator

from django.db.models import Count, Min

from backend.accounts.models import User
from backend.core.next_items import NextItem, by_urgency
from funding.enums import (
    CampaignState,
    DepositState,
    PayeeState,
    PledgeState,
    PositionState,
    ProposalKind,
    ProposalState,
)
from funding.models import Campaign, Deposit, FundCampaign, FundProposal, Match, Pledge
from funding.selectors.allocations import funds_to_divide
from funding.selectors.campaigns import campaigns_of, campaigns_to_curate
from funding.selectors.cases import cases_to_decide
from funding.selectors.funds import approvals_queue, payouts_queue, projects_with_interest
from funding.selectors.proposals import proposals_queue


def next_items(user: User) -> list[NextItem]:
    """Return what `user` has to do, in all roles at once, most urgent first. A constant number of queries."""
    kinds = (
        _campaigns_to_finish,
        _campaigns_to_curate,
        _payees_to_set_up,
        _pledges_to_pay,
        _positions_to_decide,
        _matches_to_approve,
        _cases_to_decide,
        _burdens_to_decide,
        _payouts_to_approve,
        _deposits_to_receive,
        _proposals_to_decide,
        _allocations_due,
    )
    return by_urgency(item for kind in kinds for item in kind(user))


def _campaigns_to_finish(user: User) -> Iterator[NextItem]:
    for row in campaigns_of(user).filter(state__in=(CampaignState.DRAFT, CampaignState.DECLINED)):
        yield NextItem(
            kind=f"funding.campaign_{'revise' if row.state == CampaignState.DECLINED else 'submit'}",
            ref=row.slug,
            title=row.title,
            about=row.project.title,
            since=row.updated_at,
        )


def _campaigns_to_curate(user: User) -> Iterator[NextItem]:
    for row in campaigns_to_curate(user).exclude(project__in=projects_with_interest(user)):
        yield NextItem(
            kind="funding.campaign_curate", ref=row.slug, title=row.title, about=row.project.title, since=row.updated_at
        )


def _payees_to_set_up(user: User) -> Iterator[NextItem]:
    begun = (CampaignState.APPROVED, CampaignState.RUNNING, CampaignState.ENDED)
    rows = Campaign.objects.filter(
        state__in=begun,
        project__team__members__user=user,
        project__team__members__left_at=None,
        project__team__members__role="lead",
    ).exclude(project__payee_account__state=PayeeState.VERIFIED)
    for row in rows.select_related("project").order_by("id"):
        yield NextItem(
            kind="funding.payee_set_up", ref=row.project.public_id, title=row.project.title, since=row.updated_at
        )


def _pledges_to_pay(user: User) -> Iterator[NextItem]:
    rows = Pledge.objects.filter(backer=user, state=PledgeState.PENDING).select_related("campaign")
    for row in rows:
        yield NextItem(kind="funding.pledge_pay", ref=row.public_id, title=row.campaign.title, due_at=row.expires_at)


def _positions_to_decide(user: User) -> Iterator[NextItem]:
    rows = FundCampaign.objects.filter(state=PositionState.APPLIED, fund__managers__user=user)
    rows = rows.exclude(campaign__project__in=projects_with_interest(user))
    for row in rows.select_related("fund", "campaign"):
        yield NextItem(
            kind="funding.position_decide",
            ref=row.public_id,
            title=row.campaign.title,
            about=row.fund.name,
            since=row.created_at,
        )


def _matches_to_approve(user: User) -> Iterator[NextItem]:
    """One line a fund: nobody wants hundreds."""
    rows = approvals_queue(user).order_by().values("position__fund__slug", "position__fund__name")
    for row in rows.annotate(waiting=Count("id", distinct=True), oldest=Min("updated_at")):
        yield NextItem(
            kind="funding.matches_approve",
            ref=row["position__fund__slug"],
            title=row["position__fund__name"],
            about=str(row["waiting"]),
            since=row["oldest"],
        )


def _cases_to_decide(user: User) -> Iterator[NextItem]:
    rows = cases_to_decide(user).order_by().values("position__fund__slug", "position__fund__name")
    for row in rows.annotate(waiting=Count("id", distinct=True), oldest=Min("updated_at")):
        yield NextItem(
            kind="funding.cases_decide",
            ref=row["position__fund__slug"],
            title=row["position__fund__name"],
            about=str(row["waiting"]),
            since=row["oldest"],
        )


def _burdens_to_decide(user: User) -> Iterator[NextItem]:
    proposed = FundProposal.objects.filter(state=ProposalState.PROPOSED, kind=ProposalKind.BURDEN)
    rows = Match.objects.filter(open_minor__gt=0, position__fund__managers__user=user)
    rows = rows.exclude(position__campaign__project__in=projects_with_interest(user))
    rows = rows.exclude(public_id__in=proposed.values("subject_ref"))
    found = rows.order_by().values("position__fund__slug", "position__fund__name")
    for row in found.annotate(waiting=Count("id", distinct=True), oldest=Min("updated_at")):
        yield NextItem(
            kind="funding.burdens_decide",
            ref=row["position__fund__slug"],
            title=row["position__fund__name"],
            about=str(row["waiting"]),
            since=row["oldest"],
        )


def _payouts_to_approve(user: User) -> Iterator[NextItem]:
    for row in payouts_queue(user):
        yield NextItem(
            kind="funding.payout_approve",
            ref=row.public_id,
            title=row.campaign.title,
            about=row.fund.name if row.fund else "",
            since=row.created_at,
        )


def _proposals_to_decide(user: User) -> Iterator[NextItem]:
    for row in proposals_queue(user):
        yield NextItem(
            kind=f"funding.proposal_{row.kind}",
            ref=row.public_id,
            title=row.fund.name,
            about=row.proposed_by.shown_name,
            since=row.created_at,
        )


def _allocations_due(user: User) -> Iterator[NextItem]:
    """One line a fund whose money could be divided now, unless a proposal about that waits already."""
    for fund in funds_to_divide(user):
        yield NextItem(kind="funding.allocation_due", ref=fund.slug, title=fund.name, since=fund.updated_at)


def _deposits_to_receive(user: User) -> Iterator[NextItem]:
    proposed = FundProposal.objects.filter(state=ProposalState.PROPOSED, kind=ProposalKind.DEPOSIT)
    rows = Deposit.objects.filter(state=DepositState.ANNOUNCED, fund__managers__user=user)
    # What somebody has seen on the account waits for a second person, not for somebody to look.
    rows = rows.exclude(public_id__in=proposed.values("subject_ref")).exclude(fund__state__in=("closing", "closed"))
    for row in rows.select_related("fund", "sponsor"):
        yield NextItem(
            kind="funding.deposit_receive",
            ref=row.fund.slug,
            title=row.sponsor.name,
            about=row.fund.name,
            since=row.created_at,
        )
