"""Several funds on one campaign: declared by the programme, asked together, each told what is left to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, Text
from backend.core.predicates import require
from funding.domain.book import Refused
from funding.domain.book_events import Growing
from funding.domain.rule_set import RuleSet
from funding.domain.stacking import CEILING_MAX_BP, not_shareable
from funding.enums import LIVE_MATCH_STATES, PositionState, Stacking
from funding.models import Fund, FundCampaign, Match, Pledge, ProgrammeStacking
from funding.selectors.locks import books_for_update
from funding.selectors.rules import rules_of_position
from funding.selectors.stacking import shared_out, stacking_for
from funding.selectors.trying import event_tried
from programmes.models import Programme
from programmes.rules import can_manage

Event = TypeVar("Event", bound=Growing)
TAKEN_IN = (PositionState.ACCEPTED, PositionState.SUSPENDED)


@transaction.atomic
def stacking_declare(
    *, programme: Programme, policy: str, actor: User, ceiling_bp: int | None = None
) -> ProgrammeStacking:
    """Say how several funds stand to each other on the campaigns of a programme; one declaration for all of them.

    It holds for pledges from now on, and nothing that was promised changes. It can be changed, but not taken back: a
    campaign may have several funds by then. Raises NotAllowed, Invalid.
    """
    require(can_manage, actor, programme)
    problems: dict[str, Text] = {}
    if policy not in Stacking.values:
        problems["policy"] = _("Please choose one of the offered values.")
    if ceiling_bp is not None and not 1 <= ceiling_bp <= CEILING_MAX_BP:
        problems["ceiling_bp"] = _("Please name a share above 0 % and below 100 %.")
    if problems:
        raise Invalid(problems)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    row = ProgrammeStacking.objects.filter(programme=programme).first()
    before = {"policy": row.policy, "ceiling_bp": row.ceiling_bp} if row else {}
    after = {"policy": str(policy), "ceiling_bp": ceiling_bp}
    if row is not None and before == after:
        return row
    row = row or ProgrammeStacking(programme=programme)
    row.policy, row.ceiling_bp, row.declared_by = policy, ceiling_bp, actor
    row.save()
    audit_add(actor=actor, action="funding.stacking_declared", row=row, facts={"before": before, "after": after})
    return row


def share_check(position: FundCampaign, positions: Sequence[FundCampaign]) -> None:
    """Raise Conflict where a fund cannot be taken in beside those that top the campaign up; the campaign is locked."""
    others = [row for row in positions if row.pk != position.pk and row.state in TAKEN_IN]
    if not others:
        return
    if stacking_for(position.campaign) is None:
        text = _("Another fund tops this campaign up already, and the programme has not said how several funds add.")
        raise Conflict(text, code="another_fund")
    for row in (position, *others):
        for rule in rules_of_position(row):
            rule_check(rule.rule_set, row.fund)


def rule_check(rule: RuleSet, fund: Fund) -> None:
    """Raise Conflict for a rule that cannot share a campaign with other funds."""
    if parts := not_shareable(rule):
        text = _("The rule of “%(fund)s” gives for pledges later, so it cannot share a campaign with other funds.")
        raise Conflict(text % {"fund": fund.name}, code="rule_not_shareable", parts=parts)


def rule_shares_check(rule: RuleSet, fund: Fund) -> None:
    """Raise Conflict where a fund that shares a campaign would get a rule that cannot; its positions are locked."""
    mine = FundCampaign.objects.filter(fund=fund, state__in=TAKEN_IN).values("campaign")
    if FundCampaign.objects.filter(campaign__in=mine, state__in=TAKEN_IN).exclude(fund=fund).exists():
        rule_check(rule, fund)


def events_shared(
    pledge: Pledge, events: Mapping[int, Event], positions: Sequence[FundCampaign], *, backers: Mapping[int, str]
) -> dict[int, Event]:
    """Return the events that let a pledge grow, by position, each with what is left to its fund.

    Where one fund alone tops the campaign up nothing is asked and nothing said. Otherwise all books are locked, in the
    order of their funds, before any is looked at: what each would give still holds when it is told.
    """
    if len([row for row in positions if row.state in TAKEN_IN and row.book is not None]) < 2:  # noqa: PLR2004  several
        return dict(events)
    books_for_update(row.fund_id for row in positions if row.book is not None)
    by_key = {row.pk: row for row in positions}
    try:
        tried = [
            event_tried(by_key[key], event, pledge=pledge.public_id, backer=backers.get(key))
            for key, event in events.items()
        ]
    except Refused:
        # Whoever tells the book is told why.
        return dict(events)
    found = shared_out(pledge.campaign, tried, positions, _held(pledge))
    told = {}
    for one in tried:
        share, event = found[one.position.pk], events[one.position.pk]
        if share.limit is not None and share.at_most_minor is not None:
            # What is held already was agreed on before, and stays.
            most = max(share.at_most_minor, one.held_minor)
            event = replace(event, at_most_minor=most, limited_by=share.limit.value)
        told[one.position.pk] = event
    return told


def _held(pledge: Pledge) -> dict[int, int]:
    held: dict[int, int] = {}
    for match in Match.objects.filter(pledge=pledge, state__in=LIVE_MATCH_STATES):
        held[match.position_id] = held.get(match.position_id, 0) + match.backed_minor
    return held
