"""The versions of a fund's rule: any rule set that makes sense."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, Text
from backend.core.evidence.codec import Unreadable
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from funding.domain.book_events import RulePublished
from funding.domain.limits import AMOUNT_MAX_MINOR, RATE_MAX_BP, RATE_MIN_BP
from funding.domain.rule_axes import Base, Caps, Gates, Percentage, Reversal
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet, digest, from_data, to_data
from funding.enums import FundState, ProposalKind
from funding.events import RuleSet as RuleWasSet
from funding.models import Fund, FundProposal, MatchingRule
from funding.rules import can_manage_fund
from funding.selectors.locks import positions_of_fund_for_update
from funding.services.decided import require_decided
from funding.services.journal import journal_add
from funding.services.stacking import rule_shares_check

RULE_FIELDS = ("rate_bp", "cap_campaign_minor", "cap_pledge_minor", "window_starts_at", "window_ends_at")
DEFINITION = "definition"
OVER = frozenset({FundState.CLOSING, FundState.CLOSED})


@transaction.atomic
def rule_set(
    *, fund: Fund, actor: User, fields: Mapping[str, Any], proposal: FundProposal | None = None
) -> MatchingRule:
    """Add the next version of the fund's rule, valid for pledges from now on; earlier matches keep theirs.

    `fields` are either a whole rule set (`definition`, as `rule_set.to_data` writes it) or those of a percentage.
    Before the fund opens one manager is enough; afterwards `proposal` says which two have decided it (a trigger holds
    that). Waits for pledges that are being written (locks the fund's positions, its book last). Raises NotAllowed,
    Invalid, Conflict (closed, or nothing decided).
    """
    require(can_manage_fund, actor, fund)
    positions_of_fund_for_update(fund.pk)
    row = Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
    rule = rule_drafted(fund=row, fields=fields)
    if row.state != FundState.DRAFT:
        require_decided(row, ProposalKind.RULE, proposal)
    rule.proposal, rule.approved_by = proposal, actor
    rule.valid_from_sequence = journal_add(fund=row, event=published(rule.rule_set))
    rule.save(force_insert=True)
    audit_add(actor=actor, action="funding.rule_set", row=rule, facts={"version": rule.version, "digest": rule.digest})
    outbox_add(RuleWasSet(rule_id=rule.pk))
    return rule


def published(known: RuleSet) -> RulePublished:
    """The event of a new version. Offers are made by a worker and divisions by people, so the journal tells when."""
    return RulePublished(at=clock.now(), rule=known, offers_told=True, allocations_told=True)


def rule_drafted(*, fund: Fund, fields: Mapping[str, Any]) -> MatchingRule:
    """Return the next version as it would be written now, unsaved. Raises Invalid, Conflict (closed, cannot share)."""
    if fund.state in OVER:
        raise Conflict(_("This fund is closed."), code="fund_closed")
    known = rule_checked(fields=fields)
    rule_shares_check(known, fund)
    last = fund.rules.aggregate(last=Max("version"))["last"] or 0
    return MatchingRule(fund=fund, version=last + 1, definition=to_data(known), digest=digest(known))


def rule_checked(*, fields: Mapping[str, Any]) -> RuleSet:
    """Return the rule set that `fields` describe. Raises Invalid: unreadable, or without sense."""
    if DEFINITION not in fields:
        return _percentage(fields)
    if unknown := [name for name in fields if name != DEFINITION]:
        raise Invalid({name: _("This is part of the whole rule already.") for name in unknown})
    try:
        known = from_data(fields[DEFINITION])
    except Unreadable as error:
        text = _("This part of the rule cannot be read.")
        raise Invalid({_field(error.where): text}, code="rule_unreadable", reason=error.code) from error
    found = problems(known)
    if found:
        facts = [{"code": one.code, "field": one.field, "facts": one.facts} for one in found]
        text = _("This part of the rule makes no sense together with the rest.")
        raise Invalid({_field(one.field): text for one in found}, code="rule_makes_no_sense", problems=facts)
    return known


def _field(where: str) -> str:
    return f"{DEFINITION}.{where}" if where else DEFINITION


def _percentage(fields: Mapping[str, Any]) -> RuleSet:
    for name in fields:
        if name not in RULE_FIELDS:
            raise Invalid({name: _("This cannot be changed here.")})
    given = {name: fields.get(name) for name in RULE_FIELDS}
    _percentage_check(given)
    return RuleSet(
        base=Base.PLEDGE,
        function=Percentage(int(fields["rate_bp"])),
        caps=Caps(campaign_minor=given["cap_campaign_minor"], pledge_match_minor=given["cap_pledge_minor"]),
        gates=Gates(starts_at=given["window_starts_at"], ends_at=given["window_ends_at"]),
        reversal=Reversal.BEAR,
    )


def _percentage_check(given: Mapping[str, Any]) -> None:
    wrong: dict[str, Text] = {}
    if not RATE_MIN_BP <= (given["rate_bp"] or 0) <= RATE_MAX_BP:
        wrong["rate_bp"] = _("Please name a rate of at least 1 and at most 1,000 percent.")
    for name in ("cap_campaign_minor", "cap_pledge_minor"):
        cap = given[name]
        if cap is not None and not 0 < cap <= AMOUNT_MAX_MINOR:
            wrong[name] = _("Please name an amount above zero, or leave it empty.")
    most, pledge = given["cap_campaign_minor"], given["cap_pledge_minor"]
    if most and pledge and pledge > most:
        wrong["cap_pledge_minor"] = _("The most for one pledge cannot be above the most for one campaign.")
    starts, ends = given["window_starts_at"], given["window_ends_at"]
    if starts and ends and ends <= starts:
        wrong["window_ends_at"] = _("The end must be after the beginning.")
    if wrong:
        raise Invalid(wrong)
