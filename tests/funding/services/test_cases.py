"""Cases: opened, decided, decided again; what they hold, and who may decide."""

from fractions import Fraction
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction

from backend.core.errors import Conflict, Invalid, NotAllowed
from backend.core.models import AuditEntry, OutboxMessage
from funding.domain.rule_axes import Base, Factor, Reversal
from funding.domain.rule_set import RuleSet
from funding.enums import CaseKind, CaseState, CauseKind, MatchBound, MatchState, PayoutState
from funding.events import CaseDecided, CaseOpened
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import DisputeOutcome
from funding.models import CaseDecision, Match, Payout, Pledge, PledgeCase
from funding.selectors.cases import case_facts, cases_of_fund, cases_to_decide
from funding.selectors.funds import approvals_queue
from funding.selectors.next import next_items
from funding.services.approvals import match_approve
from funding.services.case_answers import answer_usual
from funding.services.cases import case_decide, case_open
from funding.services.payouts import payout_request
from funding.services.pledges import Backer
from funding.services.refunds import refund_request, refund_submit
from tests.factories.accounts import UserFactory
from tests.factories.funding import FundFactory, FundManagerFactory, MatchingRuleFactory
from tests.factories.programmes import TeamMemberFactory
from tests.funding.books import assert_stored_as_replayed
from tests.funding.scenes import Scene, backer, broken, scene_make


def opened(scene: Scene, pledge: Pledge, **changes: Any) -> PledgeCase:
    given = {"position": scene.position, "actor": scene.managers[0], "note": "Kommt mir seltsam vor.", **changes}
    return case_open(pledge=pledge, **given)


def decided(scene: Scene, case: PledgeCase, verdict: CaseState, **changes: Any) -> CaseDecision:
    reason = MatchBound.EXCLUDED if verdict == CaseState.EXCLUDED else MatchBound.NONE
    words = {"note": "Angesehen.", "answer_de": "So ist es.", "answer_en": "So it is."}
    given = {"actor": scene.managers[0], "reason": reason, **words, **changes}
    return case_decide(case=case, verdict=verdict, **given)


def kinds(match: Match) -> list[str]:
    return list(match.causes.values_list("kind", flat=True))


# Opened.


def test_an_open_case_holds_the_match(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    case = opened(scene, pledge)
    match = scene.match(pledge)
    assert (case.kind, case.state, case.opened_by) == (CaseKind.BY_HAND, CaseState.OPEN, scene.managers[0])
    assert match.state == MatchState.FROZEN
    assert kinds(match)[-1] == CauseKind.HOLD
    assert not approvals_queue(scene.managers[1]).exists()
    with pytest.raises(Conflict):
        match_approve(match=match, actor=scene.managers[1])
    assert OutboxMessage.objects.get(topic=CaseOpened.topic).payload == {"case_id": case.pk}
    assert AuditEntry.objects.filter(action="funding.case_opened", object_ref=case.public_id).exists()


def test_opening_again_changes_nothing(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    assert opened(scene, pledge) == opened(scene, pledge, actor=scene.managers[1], note="Auch mir.")
    assert scene.match(pledge).causes.filter(kind=CauseKind.HOLD).count() == 1


def test_a_case_before_the_payment_holds_it_from_then_on(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    opened(scene, pledge)
    assert scene.match(pledge).state == MatchState.RESERVED
    scene.pay(pledge)
    assert scene.match(pledge).state == MatchState.FROZEN


def test_what_was_decided_before_the_payment_holds_after_it(scene: Scene) -> None:
    counted, excluded = scene.pledge(2_000), scene.pledge(4_000)
    decided(scene, opened(scene, counted), CaseState.COUNTED)
    assert kinds(scene.match(counted))[-1] == CauseKind.DECISION
    decided(scene, opened(scene, excluded), CaseState.EXCLUDED)
    for pledge in (counted, excluded):
        scene.pay(pledge)
    assert scene.match(counted).state == MatchState.CONFIRMED
    assert (scene.match(excluded).state, Match.objects.filter(pledge=excluded).count()) == (MatchState.RELEASED, 1)


def test_a_case_takes_the_match_out_of_a_payout_that_has_not_left(scene: Scene) -> None:
    pledge = scene.approved(2_000)
    scene.payee()
    payout_request(campaign=scene.campaign, actor=scene.managers[0])
    opened(scene, pledge)
    assert (scene.match(pledge).state, scene.match(pledge).payout) == (MatchState.FROZEN, None)
    assert Payout.objects.get(kind="match").state == PayoutState.FAILED


def test_what_has_been_paid_out_is_no_question_any_more(scene: Scene) -> None:
    pledge = scene.approved(2_000)
    scene.payee()
    scene.paid_out()
    with pytest.raises(Conflict) as refused:
        opened(scene, pledge)
    assert refused.value.code == "match_has_left"
    assert not PledgeCase.objects.exists()


def test_without_a_match_there_is_nothing_to_decide(scene: Scene) -> None:
    pledge = scene.paid(2_000, backer=Backer(user=scene.lead))
    with pytest.raises(Conflict) as refused:
        opened(scene, pledge)
    assert refused.value.code == "no_match"


def test_a_question_is_said(scene: Scene) -> None:
    with pytest.raises(Invalid):
        opened(scene, scene.paid(2_000), note=" \x8d")


# Decided.


def test_what_counts_goes_on(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    case = opened(scene, pledge)
    decision = decided(scene, case, CaseState.COUNTED)
    case.refresh_from_db()
    match = scene.match(pledge)
    assert (case.state, match.state, match.amount_minor) == (CaseState.COUNTED, MatchState.CONFIRMED, 500)
    assert kinds(match)[-1] == CauseKind.DECISION
    assert (decision.decided_by, decision.reason) == (scene.managers[0], "")
    assert OutboxMessage.objects.get(topic=CaseDecided.topic).payload == {"decision_id": decision.pk}
    for manager in scene.managers:
        match_approve(match=match, actor=manager)
    assert scene.match(pledge).state == MatchState.APPROVED


def test_what_was_approved_before_is_approved_after(scene: Scene) -> None:
    pledge = scene.approved(2_000)
    decided(scene, opened(scene, pledge), CaseState.COUNTED)
    assert scene.match(pledge).state == MatchState.APPROVED


@pytest.mark.parametrize("approved", [False, True])
def test_what_is_excluded_is_free_again_and_the_pledge_stands(scene: Scene, *, approved: bool) -> None:
    pledge = scene.approved(2_000) if approved else scene.paid(2_000)
    case = opened(scene, pledge)
    decided(scene, case, CaseState.EXCLUDED, reason=MatchBound.SECOND_ACCOUNT)
    match = scene.match(pledge)
    assert (match.state, match.amount_minor, match.bound) == (MatchState.RELEASED, 0, MatchBound.SECOND_ACCOUNT)
    assert match.causes.filter(kind=CauseKind.DECISION, ref=case.public_id).count() == 1
    assert scene.water().free == scene.water().paid_in
    pledge.refresh_from_db()
    assert (pledge.state, pledge.amount_minor) == ("confirmed", 2_000)


def test_a_later_decision_matches_the_pledge_anew(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    case = opened(scene, pledge)
    decided(scene, case, CaseState.EXCLUDED)
    decided(scene, case, CaseState.COUNTED, actor=scene.managers[1])
    match = scene.match(pledge)
    assert (match.state, match.amount_minor, match.bound) == (MatchState.CONFIRMED, 500, "")
    assert kinds(match) == [CauseKind.DECISION]
    assert list(case.decisions.values_list("verdict", flat=True)) == [CaseState.EXCLUDED, CaseState.COUNTED]


def test_matched_anew_is_what_was_not_paid_back(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    case = opened(scene, pledge)
    decided(scene, case, CaseState.EXCLUDED)
    refund = refund_request(payment=pledge.payment, amount_minor=800, reason="x", actor=scene.managers[0])
    refund_submit(refund_id=refund.pk)
    decided(scene, case, CaseState.COUNTED)
    assert scene.match(pledge).amount_minor == 300


def test_what_counts_may_be_excluded_later_and_thought_over_again(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    case = opened(scene, pledge)
    decided(scene, case, CaseState.COUNTED)
    assert opened(scene, pledge) == case
    assert scene.match(pledge).state == MatchState.FROZEN
    decided(scene, case, CaseState.COUNTED)
    decided(scene, case, CaseState.EXCLUDED)
    assert scene.match(pledge).state == MatchState.RELEASED
    assert case.decisions.count() == 3


def test_deciding_the_same_again_changes_nothing(scene: Scene) -> None:
    case = opened(scene, scene.paid(2_000))
    first = decided(scene, case, CaseState.EXCLUDED)
    assert decided(scene, case, CaseState.EXCLUDED) == first
    with pytest.raises(Conflict):
        decided(scene, case, CaseState.EXCLUDED, actor=scene.managers[1])
    assert CaseDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("verdict", "changes", "field"),
    [
        (CaseState.OPEN, {}, "verdict"),
        (CaseState.EXCLUDED, {"reason": MatchBound.NONE}, "reason"),
        (CaseState.EXCLUDED, {"reason": MatchBound.POOL}, "reason"),
        (CaseState.COUNTED, {"reason": MatchBound.OWN_TEAM}, "reason"),
        (CaseState.COUNTED, {"note": " "}, "note"),
    ],
)
def test_a_decision_says_why(scene: Scene, verdict: CaseState, changes: dict[str, Any], field: str) -> None:
    pledge = scene.paid(2_000)
    case = opened(scene, pledge)
    with pytest.raises(Invalid) as refused:
        decided(scene, case, verdict, **changes)
    assert set(refused.value.fields) == {field}
    assert scene.match(pledge).state == MatchState.FROZEN


@pytest.mark.parametrize("verdict", [CaseState.COUNTED, CaseState.EXCLUDED])
def test_an_empty_answer_is_the_usual_one(scene: Scene, verdict: CaseState) -> None:
    decision = decided(scene, opened(scene, scene.paid(2_000)), verdict, answer_de=" \x8d", answer_en="Because.")
    assert decision.answer_en == "Because."
    assert decision.answer_de == answer_usual(MatchBound(decision.reason)).de


# Together with disputes.


def test_a_dispute_that_is_won_does_not_free_what_a_case_holds(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    case = opened(scene, pledge)
    scene.gateway.dispute(pledge.payment.checkout_session_id)
    scene.refresh(pledge)
    scene.gateway.dispute_close(pledge.payment.checkout_session_id, DisputeOutcome.WON)
    scene.refresh(pledge)
    assert scene.match(pledge).state == MatchState.FROZEN
    decided(scene, case, CaseState.COUNTED)
    assert scene.match(pledge).state == MatchState.CONFIRMED


def test_a_case_that_is_decided_does_not_free_what_a_dispute_holds(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    scene.gateway.dispute(pledge.payment.checkout_session_id)
    scene.refresh(pledge)
    decided(scene, opened(scene, pledge), CaseState.COUNTED)
    assert scene.match(pledge).state == MatchState.FROZEN
    scene.gateway.dispute_close(pledge.payment.checkout_session_id, DisputeOutcome.WON)
    scene.refresh(pledge)
    assert scene.match(pledge).state == MatchState.CONFIRMED


def test_what_was_excluded_is_not_counted_while_it_is_disputed(scene: Scene) -> None:
    pledge = scene.paid(2_000)
    case = opened(scene, pledge)
    decided(scene, case, CaseState.EXCLUDED)
    scene.gateway.dispute(pledge.payment.checkout_session_id)
    scene.refresh(pledge)
    with pytest.raises(Conflict):
        decided(scene, case, CaseState.COUNTED)
    case.refresh_from_db()
    assert case.state == CaseState.EXCLUDED


# Who may.


def conflicted(scene: Scene, how: str) -> tuple[Any, Pledge]:
    """A manager of the fund who may not decide, and the pledge."""
    person = FundManagerFactory.create(fund=scene.fund, user=UserFactory.create(email="fund@example.org")).user
    giver = {"gave": Backer(user=person), "gave_as_guest": backer(email="Fund+1@example.org")}.get(how, backer())
    pledge = scene.paid(2_000, backer=giver)
    if how == "team":
        TeamMemberFactory.create(team=scene.campaign.project.team, user=person)
    return (UserFactory.create() if how == "nobody" else person), pledge


@pytest.mark.parametrize("how", ["team", "gave", "gave_as_guest", "nobody"])
def test_who_belongs_to_it_neither_opens_nor_decides(scene: Scene, how: str) -> None:
    person, pledge = conflicted(scene, how)
    with pytest.raises(NotAllowed):
        opened(scene, pledge, actor=person)
    assert not PledgeCase.objects.exists()
    case = opened(scene, pledge)
    with pytest.raises(NotAllowed):
        decided(scene, case, CaseState.COUNTED, actor=person)


@pytest.mark.parametrize("how", ["team", "gave", "nobody"])
def test_the_database_refuses_them_too(scene: Scene, how: str) -> None:
    person, pledge = conflicted(scene, how)
    case = opened(scene, pledge)
    everybody = patch("funding.services.cases.require")
    with everybody, pytest.raises(IntegrityError, match="neither belongs"), transaction.atomic():
        decided(scene, case, CaseState.COUNTED, actor=person)


# Held by the database.


@pytest.mark.parametrize("state", ["approved", "paid"])
def test_no_match_is_approved_beside_an_open_case(scene: Scene, state: str) -> None:
    pledge = scene.approved(2_000)
    opened(scene, pledge)
    with pytest.raises(IntegrityError, match="while a case"), transaction.atomic():
        Match.objects.filter(pledge=pledge).update(state=state)


def test_a_case_is_not_opened_beside_an_approved_match(scene: Scene) -> None:
    pledge = scene.approved(2_000)
    with pytest.raises(IntegrityError, match="a case holds"), transaction.atomic():
        PledgeCase.objects.create(pledge=pledge, position=scene.position, kind=CaseKind.BURST)


def test_a_case_does_not_exclude_beside_a_live_match(scene: Scene) -> None:
    case = opened(scene, scene.paid(2_000))
    with pytest.raises(IntegrityError, match="a case holds"), transaction.atomic():
        PledgeCase.objects.filter(pk=case.pk).update(state=CaseState.EXCLUDED)


def test_a_decision_is_never_changed(scene: Scene) -> None:
    decided(scene, opened(scene, scene.paid(2_000)), CaseState.COUNTED)
    for statement in ("UPDATE funding_casedecision SET note = 'x'", "DELETE FROM funding_casedecision"):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


# What the manager sees.


def test_facts_name_pledges_by_number_only(scene: Scene) -> None:
    scene.paid(1_000, backer=backer(email="a@example.org"), card="one")
    scene.paid(1_000, backer=backer(email="b@example.org"), card="other")
    scene.paid(1_000, backer=backer(email="c@example.org"), card="third")
    scene.paid(1_000, backer=backer(email="c@example.org"), card="one")
    pledge = scene.paid(1_000, backer=backer(email="d@example.org"), card="one")
    facts = case_facts(opened(scene, pledge))
    assert (facts.same_means, facts.same_person) == ([1, 4], [1, 3, 4])
    assert facts.match == scene.match(pledge)


def test_cases_are_listed_by_state(scene: Scene) -> None:
    first, second = (opened(scene, scene.paid(1_000)) for _ in range(2))
    decided(scene, first, CaseState.COUNTED)
    assert list(cases_of_fund(scene.fund)) == [second, first]
    assert list(cases_of_fund(scene.fund, state="open")) == [second]
    assert list(cases_of_fund(scene.fund, kind=CaseKind.BY_HAND)) == [second, first]
    assert not cases_of_fund(scene.fund, kind=CaseKind.BURST).exists()


@pytest.mark.parametrize(("how", "waits"), [("team", False), ("gave", False), ("other", True)])
def test_a_case_waits_for_who_may_decide_it(scene: Scene, how: str, *, waits: bool) -> None:
    person, pledge = conflicted(scene, how)
    opened(scene, pledge)
    assert cases_to_decide(person).exists() is waits
    assert any(item.kind == "funding.cases_decide" for item in next_items(person)) is waits


def test_excluding_ends_the_match_that_came_with_the_pledge_where_all_are_the_base(
    db: None, gateway: MemoryGateway
) -> None:
    whole = RuleSet(base=Base.CAMPAIGN, function=Factor(Fraction(1)), reversal=Reversal.BEAR)
    fund = FundFactory.create(rate_bp=0, pool_minor=100)
    MatchingRuleFactory.create(fund=fund, known=whole)
    scene = scene_make(gateway, fund=fund)
    pledge, other = scene.approved(100, backer=backer(email="a@example.org")), scene.paid(100)
    assert (scene.match(pledge).amount_minor, scene.match(other).amount_minor) == (100, 0)
    decided(scene, opened(scene, pledge), CaseState.EXCLUDED)
    assert scene.match(pledge).state == MatchState.RELEASED
    again = scene.paid(100, backer=backer(email="b@example.org"))
    assert scene.match(again).amount_minor == 100
    assert_stored_as_replayed(fund)
    assert broken() == []
