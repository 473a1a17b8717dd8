"""Fetch and check: the only way a door gets a row.

Each raises NotFound for what does not exist and for what the viewer may not know of, and NotAllowed for what the viewer
sees but may not do. Where addresses for people have a slug, `name` is the slug or the public id.
"""

from typing import TypeVar

from django.db.models import Model

from backend.accounts.fetching import by_id, by_name, checked, hidden_unless
from backend.accounts.models import Membership, Organisation
from backend.accounts.rules import SPEAKERS
from backend.accounts.viewers import Viewer, person_of
from backend.core.errors import NotAllowed, NotFound
from funding import rules
from funding.enums import CampaignState, FundState, KitState
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
    FundPackage,
    FundProposal,
    Match,
    PayeeAccount,
    Payment,
    Payout,
    Pledge,
    PledgeCase,
    Refund,
    Simulation,
)
from funding.selectors.funds import positions_managed_by
from funding.selectors.links import public_id_of_token
from funding.selectors.simulations import simulation_shared
from programmes.models import Project

Row = TypeVar("Row", bound=Model)
PUBLIC_CAMPAIGNS = (CampaignState.RUNNING, CampaignState.ENDED)
PROJECT = ("project", "project__team", "project__cohort", "project__solution")
OF_CAMPAIGN = ("campaign", *(f"campaign__{name}" for name in PROJECT))


# Campaigns


def campaign_to_view(viewer: Viewer, name: str) -> Campaign:
    """Public once it runs; before that for the team, its programme, and managers of a fund that takes it in."""
    row = by_name(Campaign.objects.select_related(*PROJECT, "project__solution__challenge"), name)
    if row.state in PUBLIC_CAMPAIGNS:
        return row
    return hidden_unless(row, viewer, rules.can_see_hidden_campaign)


def campaign_to_edit(viewer: Viewer, name: str) -> Campaign:
    return checked(campaign_to_view(viewer, name), viewer, rules.can_edit_campaign)


def campaign_to_curate(viewer: Viewer, name: str) -> Campaign:
    return checked(campaign_to_view(viewer, name), viewer, rules.can_curate_campaign)


def campaign_to_end(viewer: Viewer, name: str) -> Campaign:
    return checked(campaign_to_view(viewer, name), viewer, rules.can_end_campaign)


def campaign_to_back(viewer: Viewer, name: str) -> Campaign:
    """For everybody, with an account or without. Whether it takes money now, the service says."""
    return campaign_to_view(viewer, name)


def campaign_to_see_payouts(viewer: Viewer, name: str) -> Campaign:
    """For the team, and for who manages the money."""
    return checked(campaign_to_view(viewer, name), viewer, rules.can_see_payout)


def campaign_to_see_who_counts(viewer: Viewer, name: str) -> Campaign:
    """For the team, and for who manages the fund: numbers with reasons."""
    return checked(campaign_to_view(viewer, name), viewer, rules.can_see_who_counts)


def campaign_to_pay_out(viewer: Viewer, name: str) -> Campaign:
    return checked(campaign_to_view(viewer, name), viewer, rules.can_pay_campaign)


def project_to_fund(viewer: Viewer, public_id: str) -> Project:
    """A project for which the viewer may set up a campaign."""
    row = by_id(Project.objects.select_related("team", "cohort", "solution"), public_id)
    return checked(row, viewer, rules.can_edit_campaign)


def update_to_view(viewer: Viewer, public_id: str) -> CampaignUpdate:
    row = by_id(CampaignUpdate.objects.select_related("campaign"), public_id)
    campaign_to_view(viewer, row.campaign.public_id)
    return row


def payee_to_view(viewer: Viewer, public_id: str) -> PayeeAccount:
    rows = PayeeAccount.objects.select_related(*PROJECT)
    return hidden_unless(by_id(rows, public_id), viewer, rules.is_in_team | rules.organises)


def project_to_onboard(viewer: Viewer, public_id: str) -> Project:
    """A project whose account at the payment provider the viewer may set up."""
    row = by_id(Project.objects.select_related("team", "cohort", "solution"), public_id)
    return checked(row, viewer, rules.can_onboard_payee)


# Pledges


def pledge_to_view(viewer: Viewer, name: str) -> Pledge:
    """By public id for its backer and who manages the money; by the signed token of the mail for whoever holds it."""
    rows = Pledge.objects.select_related("payment", "backer", *OF_CAMPAIGN)
    if public_id := public_id_of_token(name):
        return by_id(rows, public_id)
    return hidden_unless(by_id(rows, name), viewer, rules.can_see_pledge)


def payment_to_refund(viewer: Viewer, pledge_name: str) -> Payment:
    """The payment of a pledge, for who may give it back."""
    rows = Pledge.objects.select_related("payment", "backer", *OF_CAMPAIGN)
    pledge = hidden_unless(by_id(rows, pledge_name), viewer, rules.can_see_pledge)
    pledge.payment.pledge = pledge
    return checked(pledge.payment, viewer, rules.can_refund)


def refund_to_view(viewer: Viewer, public_id: str) -> Refund:
    rows = Refund.objects.select_related("payment__pledge__campaign__project__cohort")
    row = by_id(rows, public_id)
    pledge_to_view(viewer, row.payment.pledge.public_id)
    return row


# Funds


def fund_to_view(viewer: Viewer, name: str) -> Fund:
    """Public once it is open; before that for its managers and the organisation that owns it."""
    row = by_name(Fund.objects.select_related("organisation", "programme"), name)
    if row.state != FundState.DRAFT:
        return row
    return hidden_unless(row, viewer, rules.can_see_hidden_fund)


def fund_to_manage(viewer: Viewer, name: str) -> Fund:
    return checked(fund_to_view(viewer, name), viewer, rules.can_manage_fund)


def fund_to_deposit(viewer: Viewer, name: str) -> Fund:
    """For who has signed in: money is announced for an organisation that one speaks for, or by a manager."""
    row = fund_to_view(viewer, name)
    if person_of(viewer) is None:
        raise NotAllowed
    return row


def organisation_to_found(viewer: Viewer, public_id: str) -> Organisation:
    """An organisation for which the viewer may found a fund or pay in."""
    person = person_of(viewer)
    row = by_id(Organisation.objects.all(), public_id)
    if person is None or not Membership.objects.filter(organisation=row, user=person, role__in=SPEAKERS).exists():
        raise NotAllowed
    return row


def fund_to_follow(viewer: Viewer, name: str) -> tuple[Fund, list[Organisation]]:
    """A fund with its sponsors that the viewer speaks for, to see where their money is; NotAllowed if there is none."""
    row, person = fund_to_view(viewer, name), person_of(viewer)
    given = Organisation.objects.filter(deposits__fund=row).distinct()
    mine = list(given.filter(memberships__user=person, memberships__role__in=SPEAKERS)) if person else []
    if not mine:
        raise NotAllowed
    return row, mine


def deposit_to_view(viewer: Viewer, public_id: str) -> Deposit:
    rows = Deposit.objects.select_related("fund", "sponsor")
    return hidden_unless(by_id(rows, public_id), viewer, rules.can_see_deposit)


def deposit_to_receive(viewer: Viewer, public_id: str) -> Deposit:
    """For managers of its fund: to say that the money is there, or that it went back."""
    return checked(deposit_to_view(viewer, public_id), viewer, rules.can_manage_fund)


def proposal_to_view(viewer: Viewer, public_id: str) -> FundProposal:
    """For managers of its fund."""
    people = ("proposed_by", "proposed_for", "decided_by", "decided_for")
    rows = FundProposal.objects.select_related("fund", *people)
    return hidden_unless(by_id(rows, public_id), viewer, rules.manages_fund)


def proposal_to_decide(viewer: Viewer, public_id: str) -> FundProposal:
    """Whether it is one's own the service asks: who has proposed it may withdraw it."""
    return checked(proposal_to_view(viewer, public_id), viewer, rules.can_manage_fund)


def deputy_to_end(viewer: Viewer, public_id: str) -> FundDeputy:
    rows = FundDeputy.objects.select_related("fund", "manager", "deputy")
    return checked(hidden_unless(by_id(rows, public_id), viewer, rules.manages_fund), viewer, rules.can_end_deputy)


def simulation_to_view(viewer: Viewer, public_id: str) -> Simulation:
    rows = Simulation.objects.select_related("fund", "requested_by").defer("scene")
    return hidden_unless(by_id(rows, public_id), viewer, rules.manages_fund)


def allocation_to_view(viewer: Viewer, public_id: str) -> AllocationRun:
    """For managers of its fund."""
    rows = AllocationRun.objects.select_related("fund", "requested_by", "position__campaign", "proposal")
    return hidden_unless(by_id(rows, public_id), viewer, rules.manages_fund)


def approval_run_to_view(viewer: Viewer, public_id: str) -> ApprovalRun:
    """For managers of its fund."""
    rows = ApprovalRun.objects.select_related("fund", "requested_by")
    return hidden_unless(by_id(rows, public_id), viewer, rules.manages_fund)


def simulation_by_secret(secret: str) -> Simulation:
    """For whoever has the address, with an account or without, as long as it is shared."""
    row = simulation_shared(secret)
    if row is None:
        raise NotFound
    return row


def kit_to_fetch(viewer: Viewer, public_id: str) -> FundKit:
    return hidden_unless(by_id(FundKit.objects.select_related("fund"), public_id), viewer, rules.manages_fund)


def package_to_view(viewer: Viewer, public_id: str) -> FundPackage:
    """Public once it is published; until then for managers of its fund."""
    row = by_id(FundPackage.objects.select_related("fund"), public_id)
    if row.state == KitState.READY:
        fund_to_view(viewer, row.fund.public_id)
        return row
    return hidden_unless(row, viewer, rules.manages_fund)


def package_to_fetch(viewer: Viewer, slug: str, public_id: str) -> FundPackage:
    """The file of a package that is published."""
    row = package_to_view(viewer, public_id)
    if row.state != KitState.READY or row.fund.slug != slug:
        raise NotFound
    return row


def campaign_to_write_off(viewer: Viewer, fund: Fund, public_id: str) -> Campaign:
    """A campaign of a fund that owes money, for managers who do not belong to it."""
    row = by_id(Campaign.objects.filter(positions__fund=fund).select_related(*PROJECT), public_id)
    return checked(row, viewer, rules.can_write_off)


def position_to_view(viewer: Viewer, public_id: str) -> FundCampaign:
    rows = FundCampaign.objects.select_related("fund", *OF_CAMPAIGN)
    return hidden_unless(by_id(rows, public_id), viewer, rules.manages_fund | rules.is_in_team | rules.organises)


def position_to_decide(viewer: Viewer, public_id: str) -> FundCampaign:
    return checked(position_to_view(viewer, public_id), viewer, rules.can_decide_on_position)


# Matches


def match_to_view(viewer: Viewer, public_id: str) -> Match:
    """Public with its fund and campaign: it names no backer."""
    own = ("rule", "pledge", "payout__requested_by", "payout__approved_by", "position__fund")
    rows = Match.objects.select_related(*own, *(f"position__{p}" for p in OF_CAMPAIGN))
    row = by_id(rows, public_id)
    fund_to_view(viewer, row.position.fund.public_id)
    return row


def may_see_approvers(viewer: Viewer, match: Match) -> bool:
    """Who has approved is for those who work with the fund or the campaign; everybody sees that two have."""
    person = person_of(viewer)
    known = rules.manages_fund | rules.is_in_team | rules.organises
    return person is not None and bool(known.test(person, match.position))


def match_to_approve(viewer: Viewer, public_id: str) -> Match:
    return checked(match_to_view(viewer, public_id), viewer, rules.can_approve_match)


def match_to_decide_on(viewer: Viewer, public_id: str) -> Match:
    """For managers of its fund who do not belong to the project: who carries what has lost its pledge."""
    return checked(match_to_view(viewer, public_id), viewer, rules.can_decide_on_claim)


# Cases


def pledge_to_question(viewer: Viewer, name: str) -> tuple[Pledge, FundCampaign]:
    """A pledge that a manager may ask about, with where its campaign stands with the manager's fund."""
    pledge = hidden_unless(
        by_id(Pledge.objects.select_related("payment", "backer", *OF_CAMPAIGN), name), viewer, rules.can_see_pledge
    )
    person = person_of(viewer)
    position = positions_managed_by(person, pledge.campaign).first() if person else None
    if position is None:
        raise NotAllowed
    return pledge, checked(position, viewer, rules.can_decide_on_position)


def case_to_view(viewer: Viewer, public_id: str) -> PledgeCase:
    rows = PledgeCase.objects.select_related(
        "pledge__payment", "pledge__backer", "position__fund", *(f"position__{name}" for name in OF_CAMPAIGN)
    )
    return hidden_unless(by_id(rows, public_id), viewer, rules.manages_fund)


def case_to_decide(viewer: Viewer, public_id: str) -> PledgeCase:
    return checked(case_to_view(viewer, public_id), viewer, rules.can_decide_case)


# Payouts


def payout_to_view(viewer: Viewer, public_id: str) -> Payout:
    rows = Payout.objects.select_related("fund", "payee", "requested_by", "approved_by", *OF_CAMPAIGN)
    return hidden_unless(by_id(rows, public_id), viewer, rules.can_see_payout)


def payout_to_approve(viewer: Viewer, public_id: str) -> Payout:
    return checked(payout_to_view(viewer, public_id), viewer, rules.can_approve_payout)


def payout_to_decline(viewer: Viewer, public_id: str) -> Payout:
    return checked(payout_to_view(viewer, public_id), viewer, rules.can_pay_campaign)
