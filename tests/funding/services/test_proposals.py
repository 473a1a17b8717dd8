"""Two people decide: who may, what happens then, what one may do alone, and what the database holds by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.core.models import AuditEntry, OutboxMessage
from funding.enums import DepositState, FundState, ProposalKind, ProposalState
from funding.models import Deposit, Fund, FundProposal, MatchingRule
from funding.services.deputies import deputy_end, deputy_name
from funding.services.proposals import proposal_approve, proposal_decline, proposal_make
from funding.services.rule_sets import rule_set
from tests.factories.accounts import UserFactory
from tests.factories.funding import DepositFactory, FundFactory, FundManagerFactory
from tests.funding.deciding import decided
from tests.funding.scenes import Scene

pytestmark = pytest.mark.django_db


def third(scene: Scene) -> User:
    return FundManagerFactory.create(fund=scene.fund).user


def rule_proposed(scene: Scene, **changes: Any) -> FundProposal:
    given = {"actor": scene.managers[0], "data": {"rate_bp": 5_000}, **changes}
    return proposal_make(fund=scene.fund, kind=ProposalKind.RULE, **given)


def announced(scene: Scene, amount_minor: int = 5_000) -> Deposit:
    return DepositFactory.create(fund=scene.fund, amount_minor=amount_minor, state=DepositState.ANNOUNCED)


def deposit_proposed(scene: Scene, deposit: Deposit, **changes: Any) -> FundProposal:
    data = {"deposit": deposit.public_id}
    return proposal_make(fund=scene.fund, kind=ProposalKind.DEPOSIT, actor=scene.managers[0], data=data, **changes)


def limit(fund: Fund, amount_minor: int) -> None:
    decided(fund, ProposalKind.SETTINGS, solo_below_minor=amount_minor)


def test_a_rule_is_proposed_by_one_and_holds_when_another_agrees(scene: Scene) -> None:
    proposal = rule_proposed(scene, note="Mehr Geld ist da.")
    assert (proposal.state, MatchingRule.objects.count()) == (ProposalState.PROPOSED, 1)
    assert OutboxMessage.objects.filter(topic="funding.proposal_made").count() == 1
    for _ in range(2):
        done = proposal_approve(proposal=proposal, actor=scene.managers[1], note="Gern.")
    rule = MatchingRule.objects.latest("version")
    assert (rule.rate_bp, rule.approved_by, rule.proposal) == (5_000, scene.managers[1], proposal)
    assert (done.decided_by, done.alone, done.decision_note) == (scene.managers[1], False, "Gern.")
    third_hand = proposal_approve(proposal=proposal, actor=third(scene))
    assert third_hand.decided_by == scene.managers[1]
    assert MatchingRule.objects.count() == 2
    actions = set(AuditEntry.objects.filter(object_ref=proposal.public_id).values_list("action", flat=True))
    assert actions == {"funding.proposal_made", "funding.fundproposal.approved"}


def test_nobody_agrees_to_what_they_proposed(scene: Scene) -> None:
    proposal = rule_proposed(scene)
    with pytest.raises(NotAllowed) as caught:
        proposal_approve(proposal=proposal, actor=scene.managers[0])
    assert caught.value.code == "four_eyes"
    for stranger in (UserFactory.create(), FundManagerFactory.create(fund=FundFactory.create(rate_bp=0)).user):
        for act in (proposal_approve, proposal_decline):
            with pytest.raises(NotAllowed):
                act(proposal=proposal, actor=stranger)
    assert MatchingRule.objects.count() == 1


def test_without_a_decision_nothing_is_carried_out(scene: Scene) -> None:
    other = decided(scene.fund, ProposalKind.SETTINGS, solo_below_minor=1)
    for proposal in (None, rule_proposed(scene), other):
        with pytest.raises(Conflict) as caught:
            rule_set(fund=scene.fund, actor=scene.managers[1], fields={"rate_bp": 100}, proposal=proposal)
        assert caught.value.code == "second_manager_needed"


def test_proposing_twice_is_proposing_once(scene: Scene) -> None:
    first = rule_proposed(scene)
    assert rule_proposed(scene) == first
    for changes in ({"actor": scene.managers[1]}, {"data": {"rate_bp": 4_000}}):
        with pytest.raises(Conflict) as caught:
            rule_proposed(scene, **changes)
        assert caught.value.code == "proposal_waits"
        assert caught.value.facts["proposal"] == first.public_id
    proposal_decline(proposal=first, actor=scene.managers[1], reason="Zu viel.")
    assert rule_proposed(scene, data={"rate_bp": 4_000}) != first


def test_who_declines_gives_a_reason_and_who_proposed_withdraws(scene: Scene) -> None:
    proposal = rule_proposed(scene)
    with pytest.raises(Invalid):
        proposal_decline(proposal=proposal, actor=scene.managers[1], reason=" \x8d")
    for _ in range(2):
        declined = proposal_decline(proposal=proposal, actor=scene.managers[1], reason="Zu viel.")
    assert (declined.state, declined.decision_note) == (ProposalState.DECLINED, "Zu viel.")
    with pytest.raises(Conflict):
        proposal_approve(proposal=proposal, actor=scene.managers[1])
    again = rule_proposed(scene)
    assert proposal_decline(proposal=again, actor=scene.managers[0]).state == ProposalState.WITHDRAWN


@pytest.mark.parametrize(
    ("kind", "data", "error"),
    [
        (ProposalKind.RULE, {"rate_bp": 0}, Invalid),
        (ProposalKind.RULE, {"rate_bp": 100, "version": 7}, Invalid),
        (ProposalKind.SETTINGS, {}, Invalid),
        (ProposalKind.SETTINGS, {"solo_below_minor": -1}, Invalid),
        (ProposalKind.SETTINGS, {"solo_below_minor": 10**12}, Invalid),
        (ProposalKind.SETTINGS, {"admission": "never"}, Invalid),
        (ProposalKind.DEPOSIT, {"deposit": "dep_unknown"}, NotFound),
        (ProposalKind.OPEN, {}, Conflict),
        (ProposalKind.REMAINDER, {"use": "returned"}, Conflict),
        (ProposalKind.REMAINDER, {"use": "spent"}, Invalid),
        (ProposalKind.REMAINDER, {"use": "returned", "to_fund": "fun_x"}, Invalid),
        (ProposalKind.WRITE_OFF, {"campaign": "cam_unknown", "amount_minor": 1}, NotFound),
    ],
)
def test_what_makes_no_sense_is_refused_when_proposed(
    scene: Scene, kind: ProposalKind, data: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        proposal_make(fund=scene.fund, kind=kind, actor=scene.managers[0], data=data)
    assert not FundProposal.objects.exists()


def test_in_a_draft_one_is_enough_for_rule_money_and_settings() -> None:
    manager = FundManagerFactory.create(fund=FundFactory.create(state=FundState.DRAFT))
    fund = manager.fund
    deposit = DepositFactory.create(fund=fund, state=DepositState.ANNOUNCED)
    for kind, data in (
        (ProposalKind.RULE, {"rate_bp": 100}),
        (ProposalKind.DEPOSIT, {"deposit": deposit.public_id}),
        (ProposalKind.SETTINGS, {"solo_below_minor": 100_000}),
    ):
        proposal = proposal_make(fund=fund, kind=kind, actor=manager.user, data=data)
        assert (proposal.state, proposal.alone) == (ProposalState.APPROVED, True)
    deposit.refresh_from_db()
    assert deposit.state == DepositState.RECEIVED
    FundManagerFactory.create(fund=fund)
    assert proposal_make(fund=fund, kind=ProposalKind.OPEN, actor=manager.user).state == ProposalState.PROPOSED


@pytest.mark.parametrize(("amount", "alone"), [(4_999, True), (5_000, False), (5_001, False)])
def test_below_the_threshold_one_is_enough(scene: Scene, amount: int, alone: bool) -> None:
    limit(scene.fund, 5_000)
    proposal = deposit_proposed(scene, announced(scene, amount))
    assert proposal.alone is alone
    assert (proposal.state == ProposalState.APPROVED) is alone
    assert scene.water().paid_in == 1_000_000 + (amount if alone else 0)


def test_without_a_threshold_it_takes_two(scene: Scene) -> None:
    assert deposit_proposed(scene, announced(scene, 1)).state == ProposalState.PROPOSED


# Deputies


def away(scene: Scene, deputy: User, days: int = 3) -> Any:
    today = clock.today()
    return deputy_name(
        fund=scene.fund, actor=scene.managers[1], deputy=deputy, starts_on=today, ends_on=today + timedelta(days=days)
    )


def test_a_deputy_signs_for_who_is_away_and_it_is_said(scene: Scene) -> None:
    deputy = third(scene)
    away(scene, deputy)
    proposal = proposal_approve(proposal=rule_proposed(scene), actor=deputy, acting_for=scene.managers[1])
    assert (proposal.decided_by, proposal.decided_for) == (deputy, scene.managers[1])
    entry = AuditEntry.objects.get(action="funding.fundproposal.approved")
    assert entry.facts["acted_for"] == scene.managers[1].public_id


def test_one_person_never_gives_both_signatures(scene: Scene) -> None:
    deputy, absent = scene.managers[0], scene.managers[1]
    away(scene, deputy)
    own = rule_proposed(scene)
    with pytest.raises(NotAllowed) as caught:
        proposal_approve(proposal=own, actor=deputy, acting_for=absent)
    assert caught.value.code == "four_eyes"
    proposal_decline(proposal=own, actor=deputy)
    in_name = rule_proposed(scene, acting_for=absent)
    for signer in (deputy, absent):
        with pytest.raises(NotAllowed):
            proposal_approve(proposal=in_name, actor=signer)


def test_nobody_signs_for_who_is_here(scene: Scene) -> None:
    deputy = third(scene)
    named = away(scene, deputy)
    for _ in range(2):
        deputy_end(deputy=named, actor=scene.managers[1])
    with pytest.raises(NotAllowed) as caught:
        proposal_approve(proposal=rule_proposed(scene), actor=deputy, acting_for=scene.managers[1])
    assert caught.value.code == "no_deputy"
    later = away(scene, deputy)
    with time_machine.travel(clock.now() + timedelta(days=5)), pytest.raises(NotAllowed):
        rule_proposed(scene, actor=deputy, acting_for=scene.managers[1], data={"rate_bp": 200})
    with pytest.raises(NotAllowed):
        deputy_end(deputy=later, actor=scene.managers[0])


def test_a_deputy_manages_the_fund(scene: Scene) -> None:
    today = clock.today()
    for deputy in (scene.managers[0], UserFactory.create()):
        with pytest.raises(Invalid):
            deputy_name(fund=scene.fund, actor=scene.managers[0], deputy=deputy, starts_on=today, ends_on=today)
    with pytest.raises(Invalid):
        deputy_name(
            fund=scene.fund,
            actor=scene.managers[0],
            deputy=scene.managers[1],
            starts_on=today,
            ends_on=today - timedelta(days=1),
        )


# What the database holds, whatever the code does.


def approve_by(proposal: FundProposal, **changes: Any) -> None:
    FundProposal.objects.filter(pk=proposal.pk).update(
        **{"state": "approved", "decided_at": clock.now(), **changes}  # a twin without the checks in Python
    )


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    diagnostics = getattr(caught.value.__cause__, "diag", None)
    return str(diagnostics.constraint_name) if diagnostics else ""


def test_the_database_knows_who_decides(scene: Scene) -> None:
    proposal, deputy = rule_proposed(scene), third(scene)
    first, second = scene.managers
    assert refused(lambda: approve_by(proposal, decided_by=first)) == "proposal_four_eyes"
    assert refused(lambda: approve_by(proposal, decided_by=UserFactory.create())) == "proposal_by_a_manager"
    assert refused(lambda: approve_by(proposal, decided_by=first, alone=True)) == "proposal_alone_below_threshold"
    assert refused(lambda: approve_by(proposal, decided_by=deputy, decided_for=second)) == "proposal_by_a_manager"
    away(scene, first)
    assert refused(lambda: approve_by(proposal, decided_by=first, decided_for=second)) == "proposal_four_eyes"
    approve_by(proposal, decided_by=second)
    with pytest.raises(DatabaseError), transaction.atomic():
        approve_by(proposal, decided_by=deputy)


def test_the_database_knows_what_takes_two(scene: Scene) -> None:
    deposit = announced(scene)
    received = Deposit.objects.filter(pk=deposit.pk)
    assert refused(lambda: received.update(state="received")) == "deposit_by_two"
    fund = Fund.objects.filter(pk=scene.fund.pk)
    assert refused(lambda: fund.update(state="closing")) == "fund_step_by_two"
    assert refused(lambda: fund.update(state="closed")) == "fund_closed_holds_nothing"
    draft = FundFactory.create(state="draft")
    assert refused(lambda: Fund.objects.filter(pk=draft.pk).update(state="open")) == "fund_step_by_two"
    rule = {
        "version": 7,
        "definition": {},
        "digest": "0" * 64,
        "valid_from_sequence": 1,
        "approved_by": scene.managers[0],
    }
    assert refused(lambda: MatchingRule.objects.create(fund=scene.fund, **rule)) == "rule_by_two"
