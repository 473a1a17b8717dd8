"""Funds, their managers, their rules, and which campaigns they take in."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import Membership, Organisation, User
from backend.accounts.rules import SPEAKERS
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, NotAllowed, Text
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.transitions import transition
from funding.domain.limits import AMOUNT_MAX_MINOR, CURRENCIES
from funding.domain.pots import PRIORITY_MAX
from funding.domain.texts import plain_text
from funding.enums import Admission, CampaignState, FundState, PositionState, ProposalKind
from funding.events import FundAccepted, FundApplied, FundOpened, FundRejected, FundSettingsChanged
from funding.models import Campaign, Fund, FundCampaign, FundManager, FundProposal
from funding.rules import can_decide_on_position, can_edit_campaign, can_manage_fund
from funding.selectors.exposure import Claims, claims_with
from funding.selectors.locks import campaign_for_update, positions_for_update
from funding.selectors.rules import rule_now
from funding.selectors.shortage_words import shortage_sentences
from funding.services.decided import require_decided
from funding.services.journal import position_tell
from funding.services.stacking import share_check
from funding.services.validation import row_check, texts_clean

FUND_FIELDS = ("slug", "name", "summary", "language", "currency", "programme")
SETTINGS_FIELDS = ("solo_below_minor", "admission", "public_money", "rank")
MANAGERS_MIN = 2
NOTE_MAX = 2_000


@transaction.atomic
def fund_create(*, organisation: Organisation, actor: User, fields: Mapping[str, Any]) -> Fund:
    """Found a fund for an organisation that `actor` speaks for; who founds it manages it.

    Raises NotAllowed, Invalid.
    """
    speaks = Membership.objects.filter(organisation=organisation, user=actor, role__in=SPEAKERS)
    if not speaks.exists():
        raise NotAllowed
    fund = Fund(organisation=organisation)
    _fill(fund, fields, FUND_FIELDS)
    texts_clean(fund)
    row_check(fund)
    if fund.currency not in CURRENCIES:
        raise Invalid({"currency": _("We can only collect in euros.")})
    fund.save()
    FundManager.objects.create(fund=fund, user=actor)
    audit_add(actor=actor, action="funding.fund_created", row=fund)
    return fund


def _fill(row: Any, fields: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    for name, value in fields.items():
        if name not in allowed:
            raise Invalid({name: _("This cannot be changed here.")})
        setattr(row, name, value)


@transaction.atomic
def fund_open(*, proposal: FundProposal, actor: User) -> Fund:
    """Let the fund match from now on, as two managers have decided; a trigger holds that it were two.

    Raises Conflict without that decision, without a rule or a second manager.
    """
    row = Fund.objects.select_for_update(no_key=True).get(pk=proposal.fund_id)
    fund_openable(fund=row)
    require_decided(row, ProposalKind.OPEN, proposal)
    if row.state != FundState.OPEN:
        transition(row, to=FundState.OPEN, actor=actor)
        outbox_add(FundOpened(fund_id=row.pk))
    return row


def fund_openable(*, fund: Fund) -> None:
    """Raise Conflict where opening makes no sense yet, or no more."""
    if fund.state not in {FundState.DRAFT, FundState.OPEN}:
        raise Conflict(_("This fund is closed."), code="fund_closed")
    if rule_now(fund) is None:
        raise Conflict(_("Please set the rule of the fund first."), code="fund_without_rule")
    if fund.managers.count() < MANAGERS_MIN:
        raise Conflict(_("A fund needs two managers: four eyes approve."), code="fund_needs_two_managers")


@transaction.atomic
def fund_settings_change(*, proposal: FundProposal, actor: User) -> Fund:
    """Set what one manager may decide alone, how campaigns are taken in, and how the fund stands beside other funds.

    As it was decided; it holds for pledges from now on. Raises Conflict.
    """
    row = Fund.objects.select_for_update(no_key=True).get(pk=proposal.fund_id)
    require_decided(row, ProposalKind.SETTINGS, proposal)
    before = {name: getattr(row, name) for name in SETTINGS_FIELDS}
    _fill(row, settings_checked(proposal.payload), SETTINGS_FIELDS)
    row.save(update_fields=[*SETTINGS_FIELDS, "updated_at"])
    facts = {"before": before, "after": dict(proposal.payload)}
    audit_add(actor=actor, action="funding.fund_settings_changed", row=row, facts=facts)
    outbox_add(FundSettingsChanged(fund_id=row.pk))
    return row


def settings_checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a fund that `fields` name. Raises Invalid."""
    problems: dict[str, Text] = {}
    if not fields:
        problems["admission"] = _("Please choose one of the offered values.")
    if not 0 <= fields.get("solo_below_minor", 0) <= AMOUNT_MAX_MINOR:
        problems["solo_below_minor"] = _("Please name an amount from zero up.")
    if fields.get("admission", Admission.WARN) not in Admission.values:
        problems["admission"] = _("Please choose one of the offered values.")
    if not isinstance(fields.get("public_money", False), bool):
        problems["public_money"] = _("Please choose one of the offered values.")
    if not 0 <= fields.get("rank", 0) <= PRIORITY_MAX:
        problems["rank"] = _("Please enter a whole number from 0 to 99.")
    if problems:
        raise Invalid(problems)
    return {name: fields[name] for name in SETTINGS_FIELDS if name in fields}


@transaction.atomic
def fund_manager_add(*, fund: Fund, user: User, actor: User, proposal: FundProposal | None = None) -> FundManager:
    """Let somebody manage the fund, too. Repeating it changes nothing.

    The only manager names the second one; from then on `proposal` says who has decided it: whoever could name managers
    alone could approve alone, with two names. Locks the fund. Raises NotAllowed, Conflict (nothing decided).
    """
    require(can_manage_fund, actor, fund)
    Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
    known = FundManager.objects.filter(fund=fund, user=user).first()
    if known is not None:
        return known
    if fund.managers.count() >= MANAGERS_MIN:
        require_decided(fund, ProposalKind.MANAGER, proposal, user.public_id)
    manager = FundManager.objects.create(fund=fund, user=user)
    audit_add(actor=actor, action="funding.fund_manager_added", row=fund, facts={"manager": user.public_id})
    return manager


@transaction.atomic
def fund_campaign_apply(*, fund: Fund, campaign: Campaign, actor: User) -> FundCampaign:
    """Ask a fund to top the campaign up. Repeating it changes nothing. Raises NotAllowed, Conflict."""
    require(can_edit_campaign, actor, campaign)
    if fund.state != FundState.OPEN:
        raise Conflict(_("This fund does not take in campaigns at the moment."), code="fund_not_open")
    if fund.currency != campaign.currency:
        raise Conflict(_("This fund pays in another currency."), code="currency_differs")
    if campaign.state in {CampaignState.ENDED, CampaignState.DECLINED}:
        raise Conflict(_("This campaign is over."), code="campaign_over")
    campaign_for_update(campaign.pk)
    position, made = FundCampaign.objects.get_or_create(fund=fund, campaign=campaign)
    if not made and position.state == PositionState.REJECTED:
        transition(position, to=PositionState.APPLIED, actor=actor)
    elif not made:
        return position
    audit_add(actor=actor, action="funding.fund_applied", row=position)
    outbox_add(FundApplied(position_id=position.pk))
    return position


@transaction.atomic
def fund_campaign_accept(*, position: FundCampaign, actor: User, note: str = "") -> FundCampaign:
    """Top this campaign up from its next pledge on, not retroactively. Locks the fund, so that two at once are counted.

    Raises NotAllowed (also for the own project), Conflict if another fund does so already and the programme has not
    declared how several add, or their rules cannot share, if the fund takes in none, or if its pots could not pay
    what the campaigns may claim out of them and its policy is to refuse then. A trigger holds what the programme has
    to declare.
    """
    require(can_decide_on_position, actor, position)
    positions = _positions_for_update(position)
    row = next(one for one in positions if one.pk == position.pk)
    changes = {"accepted_by": actor, "decision_note": plain_text(note)[:NOTE_MAX]}
    if row.state == PositionState.ACCEPTED:
        return row
    share_check(row, positions)
    fund = Fund.objects.select_for_update(no_key=True).get(pk=row.fund_id)
    if fund.state != FundState.OPEN:
        raise Conflict(_("This fund does not take in campaigns at the moment."), code="fund_not_open")
    claims = claims_with(fund, row)
    if fund.admission == Admission.REFUSE and not claims.covered:
        _refuse_for_exposure(claims, fund.currency)
    facts = {"largest_claims_minor": claims.most_minor, "free_minor": claims.free_minor}
    transition(row, to=PositionState.ACCEPTED, actor=actor, changes=changes, facts=facts)
    outbox_add(FundAccepted(position_id=row.pk))
    position_tell(row)
    return row


def _refuse_for_exposure(claims: Claims, currency: str) -> None:
    if claims.most_minor is None:
        text = _("The rule has no limit for a campaign, so nobody can say that the money is enough.")
    else:
        text = " ".join(shortage_sentences(claims.short, currency))
    raise Conflict(
        text,
        code="claims_exceed_pool",
        largest_claims_minor=claims.most_minor,
        free_minor=claims.free_minor,
        missing_minor=max((one.missing_minor for one in claims.short), default=None),
        short_pots=sorted({pot.name for one in claims.short for pot in one.pots}),
    )


@transaction.atomic
def fund_campaign_reject(*, position: FundCampaign, actor: User, note: str) -> FundCampaign:
    """Reject with a reason that the team reads; it may ask again. Locks campaign and positions.

    Raises NotAllowed (also for the own project), Invalid, Conflict (it is taken in already).
    """
    require(can_decide_on_position, actor, position)
    if not plain_text(note):
        raise Invalid({"note": _("Please give a reason: the team reads it.")})
    row = next(one for one in _positions_for_update(position) if one.pk == position.pk)
    if row.state != PositionState.REJECTED:
        changes = {"decision_note": plain_text(note)[:NOTE_MAX]}
        transition(row, to=PositionState.REJECTED, actor=actor, changes=changes)
        outbox_add(FundRejected(position_id=row.pk))
    return row


def _positions_for_update(position: FundCampaign) -> list[FundCampaign]:
    campaign_for_update(position.campaign_id)
    return positions_for_update(position.campaign_id)
