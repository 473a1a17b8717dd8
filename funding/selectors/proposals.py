"""What waits for a second manager, and what was decided."""

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from funding.enums import ProposalKind, ProposalState
from funding.models import Campaign, Deposit, Fund, FundProposal, Match
from funding.selectors.funds import projects_with_interest

OF_A_MATCH = (ProposalKind.BURDEN, ProposalKind.REPAYMENT)
PEOPLE = ("proposed_by", "proposed_for", "decided_by", "decided_for")


def proposals_of_fund(fund: Fund, *, state: str = "") -> "QuerySet[FundProposal]":
    rows = FundProposal.objects.filter(fund=fund).select_related("fund", *PEOPLE)
    return (rows.filter(state=state) if state else rows).order_by("-id")


def proposals_queue(user: User, *, fund: Fund | None = None) -> "QuerySet[FundProposal]":
    """Proposals that wait for `user`: of others, and not about a project that `user` belongs to."""
    rows = FundProposal.objects.filter(state=ProposalState.PROPOSED, fund__managers__user=user)
    if fund is not None:
        rows = rows.filter(fund=fund)
    own = Campaign.objects.filter(project__in=projects_with_interest(user)).values("public_id")
    rows = rows.exclude(Q(proposed_by=user) | Q(proposed_for=user, proposed_for__isnull=False))
    rows = rows.exclude(kind=ProposalKind.WRITE_OFF, subject_ref__in=own)
    own_matches = Match.objects.filter(position__campaign__public_id__in=own).values("public_id")
    rows = rows.exclude(kind__in=OF_A_MATCH, subject_ref__in=own_matches)
    return rows.select_related("fund", *PEOPLE).order_by("id")


def waiting_proposal(fund: Fund, kind: ProposalKind) -> FundProposal | None:
    return proposals_of_fund(fund, state=ProposalState.PROPOSED).filter(kind=kind).first()


def subjects_of(proposals: Iterable[FundProposal]) -> Mapping[str, str]:
    """Names of what proposals are about, by public id: sponsors of deposits, campaigns, also of matches, funds, people.

    Five queries.
    """
    rows = list(proposals)
    refs = {row.subject_ref for row in rows} | {str(row.payload.get("to_fund", "")) for row in rows}
    deposits = Deposit.objects.filter(public_id__in=refs).values_list("public_id", "sponsor__name")
    campaigns = Campaign.objects.filter(public_id__in=refs).values_list("public_id", "title")
    matches = Match.objects.filter(public_id__in=refs).values_list("public_id", "position__campaign__title")
    funds = Fund.objects.filter(public_id__in=refs).values_list("public_id", "name")
    people = {person.public_id: person.shown_name for person in User.objects.filter(public_id__in=refs)}
    return {**dict(deposits), **dict(campaigns), **dict(matches), **dict(funds), **people}


def funds_to_roll_over(fund: Fund) -> "QuerySet[Fund]":
    """Open funds that can take what another one has left."""
    return Fund.objects.filter(state="open", currency=fund.currency).exclude(pk=fund.pk).order_by("name", "id")


def proposal_about(subject_ref: str) -> FundProposal | None:
    """The latest proposal about something, whatever became of it."""
    return FundProposal.objects.filter(subject_ref=subject_ref).select_related(*PEOPLE).order_by("-id").first()
