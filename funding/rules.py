"""Who may, as sentences: a role with a fund, a programme or a team, and never for the own project."""

from operator import attrgetter
from typing import Final

from django.db import models

from backend.accounts.models import Membership, User
from backend.accounts.rules import SPEAKERS
from backend.core.predicates import sentence
from funding.domain.identities import email_normal
from funding.enums import PayoutKind, PositionState
from funding.models import (
    AllocationRun,
    ApprovalRun,
    Campaign,
    CampaignUpdate,
    Deposit,
    Fund,
    FundCampaign,
    FundDeputy,
    FundKit,
    FundManager,
    FundPackage,
    FundProposal,
    Match,
    MatchingRule,
    PayeeAccount,
    Payment,
    Payout,
    Pledge,
    PledgeCase,
    Refund,
    Simulation,
)
from programmes import rules as programmes
from programmes.closeness import has_interest_in
from programmes.models import Project

# Where a row says which campaign or project it belongs to, and which fund.
PROJECT_PATHS: Final[dict[type[models.Model], str]] = {
    **dict.fromkeys((Campaign, PayeeAccount), "project"),
    **dict.fromkeys((CampaignUpdate, Pledge, Payout, FundCampaign), "campaign.project"),
    Payment: "pledge.campaign.project",
    Refund: "payment.pledge.campaign.project",
    **dict.fromkeys((Match, PledgeCase), "position.campaign.project"),
}
FUND_PATHS: Final[dict[type[models.Model], str]] = {
    Fund: "pk",
    **dict.fromkeys((FundCampaign, Deposit, MatchingRule, Payout, FundManager), "fund_id"),
    **dict.fromkeys((FundProposal, FundDeputy, FundKit, FundPackage, Simulation, AllocationRun), "fund_id"),
    ApprovalRun: "fund_id",
    **dict.fromkeys((Match, PledgeCase), "position.fund_id"),
}


def project_of(row: models.Model) -> Project:
    if isinstance(row, Project):
        return row
    found: Project = attrgetter(PROJECT_PATHS[type(row)])(row)
    return found


@sentence
def is_in_team(user: User, row: models.Model) -> bool:
    return bool(programmes.is_in_team.test(user, project_of(row)))


@sentence
def leads_team(user: User, row: models.Model) -> bool:
    return bool(programmes.leads_team.test(user, project_of(row)))


@sentence
def belongs_to_project(user: User, row: models.Model) -> bool:
    """Whoever is or was in the team, or shares an organisation with somebody of it. A trigger holds it, too."""
    return has_interest_in(user, project_of(row).solution)


@sentence
def organises(user: User, row: models.Model) -> bool:
    return bool(programmes.organises.test(user, project_of(row)))


@sentence
def curates(user: User, row: models.Model) -> bool:
    return bool(programmes.curates.test(user, project_of(row)))


@sentence
def manages_fund(user: User, row: models.Model) -> bool:
    fund_id = attrgetter(FUND_PATHS[type(row)])(row)
    return fund_id is not None and FundManager.objects.filter(user=user, fund_id=fund_id).exists()


@sentence
def manages_fund_of_campaign(user: User, row: models.Model) -> bool:
    """A manager of a fund that tops the campaign up."""
    campaign = row if isinstance(row, Campaign) else _campaign_of(row)
    taken_in = (PositionState.ACCEPTED, PositionState.SUSPENDED)
    positions = FundCampaign.objects.filter(campaign=campaign, state__in=taken_in)
    return positions.filter(fund__managers__user=user).exists()


def _campaign_of(row: models.Model) -> Campaign:
    found: Campaign = attrgetter("pledge.campaign" if isinstance(row, Payment) else "campaign")(row)
    return found


@sentence
def stands_in_or_is_away(user: User, row: FundDeputy) -> bool:
    return user.pk in {row.manager_id, row.deputy_id}


@sentence
def requested_it(user: User, payout: Payout) -> bool:
    return payout.requested_by_id == user.pk


@sentence
def is_crowd_money(_user: User, payout: Payout) -> bool:
    return payout.kind == PayoutKind.CROWD


@sentence
def backs_it(user: User, pledge: Pledge) -> bool:
    return pledge.backer_id == user.pk


@sentence
def gave_it(user: User, case: PledgeCase) -> bool:
    """By account, or as a guest with the address of the account."""
    pledge = case.pledge
    return pledge.backer_id == user.pk or email_normal(pledge.address) == email_normal(user.email)


@sentence
def speaks_for_sponsor(user: User, deposit: Deposit) -> bool:
    return Membership.objects.filter(user=user, organisation_id=deposit.sponsor_id, role__in=SPEAKERS).exists()


@sentence
def runs_organisation_of_fund(user: User, fund: Fund) -> bool:
    return Membership.objects.filter(user=user, organisation_id=fund.organisation_id, role__in=SPEAKERS).exists()


can_edit_campaign: Final = is_in_team
can_end_campaign: Final = leads_team | organises
# Nobody curates, approves or pays the own project.
can_curate_campaign: Final = (curates | organises) & ~belongs_to_project
can_see_hidden_campaign: Final = is_in_team | curates | organises | manages_fund_of_campaign
can_manage_fund: Final = manages_fund
can_see_hidden_fund: Final = manages_fund | runs_organisation_of_fund
can_decide_on_position: Final = manages_fund & ~belongs_to_project
can_approve_match: Final = manages_fund & ~belongs_to_project
can_decide_on_claim: Final = manages_fund & ~belongs_to_project
can_pay_campaign: Final = (manages_fund_of_campaign | organises) & ~belongs_to_project
can_refund: Final = (manages_fund_of_campaign | organises) & ~belongs_to_project
can_approve_payout: Final = (manages_fund | (is_crowd_money & can_pay_campaign)) & ~belongs_to_project & ~requested_it
can_decide_case: Final = manages_fund & ~belongs_to_project & ~gave_it
can_see_who_counts: Final = is_in_team | manages_fund_of_campaign | organises
can_see_payout: Final = is_in_team | manages_fund_of_campaign | organises
can_see_pledge: Final = backs_it | manages_fund_of_campaign | organises
can_see_deposit: Final = manages_fund | speaks_for_sponsor
can_write_off: Final = manages_fund_of_campaign & ~belongs_to_project
can_end_deputy: Final = stands_in_or_is_away
can_onboard_payee: Final = leads_team
