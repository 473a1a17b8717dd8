"""What each kind of proposal takes, and the service that carries it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.accounts.selectors.people import person_to_name
from backend.core.checks import ensure
from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.predicates import require
from funding.enums import FundState, ProposalKind
from funding.models import AllocationRun, Campaign, Deposit, Fund, FundProposal, Match
from funding.rules import can_decide_on_claim, can_write_off
from funding.services.allocations import allocation_commit, allocation_proposable
from funding.services.burdens import burden_checked, burden_decide, repayment_book, repayment_checked
from funding.services.closing import fund_closable, fund_close, remainder_carry_out, remainder_checked
from funding.services.deposits import deposit_receivable, deposit_receive, purpose_facts
from funding.services.funds import (
    MANAGERS_MIN,
    SETTINGS_FIELDS,
    fund_manager_add,
    fund_open,
    fund_openable,
    fund_settings_change,
    settings_checked,
)
from funding.services.rule_sets import DEFINITION, RULE_FIELDS, rule_drafted, rule_set
from funding.services.write_offs import debt_write_off, write_off_checked

Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a proposal says: plain JSON, so that it can be read years later."""

    subject_ref: str = ""
    payload: Mapping[str, Any] | None = None
    amount_minor: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """`prepare` asks whether it makes sense now (Invalid, Conflict, NotAllowed); `carry_out` does it."""

    prepare: Callable[[Fund, User, Data], Terms]
    carry_out: Callable[[FundProposal, User], object]


def one_is_enough(fund: Fund, kind: ProposalKind, amount_minor: int) -> bool:
    """Say whether one manager may decide this alone; the trigger on proposals holds the same."""
    if fund.state == FundState.DRAFT and kind in {ProposalKind.RULE, ProposalKind.DEPOSIT, ProposalKind.SETTINGS}:
        return True
    if kind == ProposalKind.MANAGER:
        return fund.managers.count() < MANAGERS_MIN
    small = {ProposalKind.DEPOSIT, ProposalKind.WRITE_OFF}
    return kind in small and 0 < amount_minor < fund.solo_below_minor


def _open(fund: Fund, _actor: User, data: Data) -> Terms:
    _only(data)
    fund_openable(fund=fund)
    if fund.state != FundState.DRAFT:
        raise Conflict(_("This fund is open already."), code="fund_open")
    return Terms(payload={})


def _manager(fund: Fund, _actor: User, data: Data) -> Terms:
    _only(data, "person")
    person = person_to_name(data.get("person", ""))
    if fund.state == FundState.CLOSED:
        raise Conflict(_("This fund is closed."), code="fund_closed")
    if fund.managers.filter(user=person).exists():
        raise Conflict(_("This person manages the fund already."), code="manages_already")
    return Terms(subject_ref=person.public_id, payload={})


def _take_in(proposal: FundProposal, actor: User) -> object:
    person = person_to_name(proposal.subject_ref)
    return fund_manager_add(fund=proposal.fund, user=person, actor=actor, proposal=proposal)


def _close(fund: Fund, _actor: User, data: Data) -> Terms:
    _only(data)
    fund_closable(fund=fund)
    return Terms(payload={})


def _rule(fund: Fund, _actor: User, data: Data) -> Terms:
    _only(data, DEFINITION, *RULE_FIELDS)
    return Terms(payload={DEFINITION: rule_drafted(fund=fund, fields=data).definition})


def _set_rule(proposal: FundProposal, actor: User) -> object:
    return rule_set(fund=proposal.fund, actor=actor, fields=proposal.payload, proposal=proposal)


def _settings(fund: Fund, _actor: User, data: Data) -> Terms:
    _only(data, *SETTINGS_FIELDS)
    if fund.state == FundState.CLOSED:
        raise Conflict(_("This fund is closed."), code="fund_closed")
    return Terms(payload=settings_checked(data))


def _deposit(fund: Fund, _actor: User, data: Data) -> Terms:
    _only(data, "deposit")
    row = Deposit.objects.select_related("fund").filter(fund=fund, public_id=data.get("deposit", "")).first()
    if row is None:
        raise NotFound
    deposit_receivable(deposit=row)
    # What it is for cannot change any more; the second person reads it here.
    return Terms(subject_ref=row.public_id, payload=purpose_facts(row), amount_minor=row.amount_minor)


def _receive(proposal: FundProposal, actor: User) -> object:
    deposit = Deposit.objects.get(public_id=proposal.subject_ref)
    return deposit_receive(deposit=deposit, actor=actor, proposal=proposal)


def _allocation(fund: Fund, _actor: User, data: Data) -> Terms:
    _only(data, "allocation")
    row = AllocationRun.objects.filter(fund=fund, public_id=data.get("allocation", "")).first()
    if row is None:
        raise NotFound
    allocation_proposable(run=row)
    return Terms(subject_ref=row.public_id, payload={}, amount_minor=row.amount_minor)


def _remainder(fund: Fund, _actor: User, data: Data) -> Terms:
    _only(data, "use", "to_fund")
    amount = remainder_checked(fund=fund, use=data.get("use", ""), to_fund=data.get("to_fund", ""))
    return Terms(payload={"use": data["use"], "to_fund": data.get("to_fund", "")}, amount_minor=amount)


def _write_off(fund: Fund, actor: User, data: Data) -> Terms:
    _only(data, "campaign", "amount_minor")
    campaign = _campaign(fund, data.get("campaign", ""))
    require(can_write_off, actor, campaign)
    amount = write_off_checked(campaign=campaign, amount_minor=data.get("amount_minor", 0))
    return Terms(subject_ref=campaign.public_id, payload={}, amount_minor=amount)


def _do_write_off(proposal: FundProposal, actor: User) -> object:
    campaign = _campaign(proposal.fund, proposal.subject_ref)
    require(can_write_off, actor, campaign)
    return debt_write_off(campaign=campaign, proposal=proposal, actor=actor)


def _burden(fund: Fund, actor: User, data: Data) -> Terms:
    _only(data, "match", "burden")
    match = _match(fund, actor, data.get("match", ""))
    amount = burden_checked(match=match, burden=data.get("burden", ""))
    return Terms(subject_ref=match.public_id, payload={"burden": data["burden"]}, amount_minor=amount)


def _decide_burden(proposal: FundProposal, actor: User) -> object:
    _match(proposal.fund, actor, proposal.subject_ref)
    return burden_decide(proposal=proposal, actor=actor)


def _repayment(fund: Fund, actor: User, data: Data) -> Terms:
    _only(data, "match", "amount_minor")
    match = _match(fund, actor, data.get("match", ""))
    amount = repayment_checked(match=match, amount_minor=data.get("amount_minor", 0))
    return Terms(subject_ref=match.public_id, payload={}, amount_minor=amount)


def _book_repayment(proposal: FundProposal, actor: User) -> object:
    _match(proposal.fund, actor, proposal.subject_ref)
    return repayment_book(proposal=proposal, actor=actor)


def _match(fund: Fund, actor: User, public_id: str) -> Match:
    rows = Match.objects.select_related("position__fund", "position__campaign__project__solution")
    row = rows.filter(position__fund=fund, public_id=public_id).first()
    if row is None:
        raise NotFound
    require(can_decide_on_claim, actor, row)
    return row


def _campaign(fund: Fund, public_id: str) -> Campaign:
    rows = Campaign.objects.filter(positions__fund=fund, public_id=public_id)
    row = rows.select_related("project__solution", "project__team", "project__cohort").first()
    if row is None:
        raise NotFound
    return row


def _only(data: Data, *allowed: str) -> None:
    if unknown := [name for name in data if name not in allowed]:
        raise Invalid({name: _("This cannot be changed here.") for name in unknown})


KINDS: Final[Mapping[ProposalKind, Kind]] = {
    ProposalKind.OPEN: Kind(_open, lambda proposal, actor: fund_open(proposal=proposal, actor=actor)),
    ProposalKind.CLOSE: Kind(_close, lambda proposal, actor: fund_close(proposal=proposal, actor=actor)),
    ProposalKind.ALLOCATION: Kind(
        _allocation, lambda proposal, actor: allocation_commit(proposal=proposal, actor=actor)
    ),
    ProposalKind.MANAGER: Kind(_manager, _take_in),
    ProposalKind.RULE: Kind(_rule, _set_rule),
    ProposalKind.SETTINGS: Kind(
        _settings, lambda proposal, actor: fund_settings_change(proposal=proposal, actor=actor)
    ),
    ProposalKind.DEPOSIT: Kind(_deposit, _receive),
    ProposalKind.REMAINDER: Kind(
        _remainder, lambda proposal, actor: remainder_carry_out(proposal=proposal, actor=actor)
    ),
    ProposalKind.WRITE_OFF: Kind(_write_off, _do_write_off),
    ProposalKind.BURDEN: Kind(_burden, _decide_burden),
    ProposalKind.REPAYMENT: Kind(_repayment, _book_repayment),
}
ensure(set(KINDS) == set(ProposalKind), "every kind of proposal is carried out by something")
