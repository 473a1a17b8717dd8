"""A fund's money is divided in one batch: seen before, decided by two, to the cent, once, and as it was seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from backend.core import clock
from backend.core.errors import Conflict, NotAllowed
from backend.core.models import AuditEntry, OutboxMessage
from funding.domain.book_events import PayeeVerified
from funding.domain.rule_axes import Gates, Quadratic, QuadraticForm
from funding.enums import (
    AllocationState,
    CampaignMode,
    CaseState,
    CauseKind,
    FundState,
    MatchBound,
    MatchState,
    ProposalKind,
    RemainderUse,
)
from funding.gateways.protocol import DisputeOutcome
from funding.models import AllocationRun, Campaign, CaseDecision, FundBook, FundCampaign, FundEvent, Match, MatchCause
from funding.selectors.allocations import STUCK_AFTER, batch_waits, open_allocations
from funding.selectors.cases import who_counts
from funding.services.allocations import allocation_ask
from funding.services.approvals import match_approve
from funding.services.book_matches import Cause
from funding.services.cases import case_decide, case_open
from funding.services.closing import funds_close_due
from funding.services.journal import campaign_tell
from funding.services.payouts import payout_request
from funding.services.pledges import Backer
from funding.services.proposals import proposal_approve, proposal_decline, proposal_make
from tests.factories.accounts import UserFactory
from tests.factories.funding import DepositFactory
from tests.funding.batches import LUMP, RATE, SHARED, SQUARE, Batch, batch_make
from tests.funding.books import assert_stored_as_replayed
from tests.funding.scenes import backer, broken

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Conflict) as caught:
        yield
    assert caught.value.code == code


def held(batch: Batch) -> list[int]:
    return [position.matched_minor for position in batch.positions]


def test_pro_rata_at_the_close_is_seen_decided_and_carried_out(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[3_000, 2_000], [4_000], [2_000], [1_000]], pool_minor=10_000)
    assert not Match.objects.exists(), "while campaigns run, nothing is reserved"
    with refused("nothing_to_allocate"):
        allocation_ask(fund=batch.fund, actor=batch.first)
    batch.close()
    assert batch.fund.state == FundState.CLOSING
    assert funds_close_due() == 0
    data = {"use": RemainderUse.RETURNED}
    with refused("allocation_waits"):
        proposal_make(fund=batch.fund, kind=ProposalKind.REMAINDER, actor=batch.first, data=data)
    run = batch.computed()
    assert run.state == AllocationState.READY
    assert [line.amount_minor for line in run.parts] == [4_167, 3_333, 1_667, 833]
    assert (run.parts[0].gifts, run.parts[0].backers, run.parts[0].claim_minor) == (2, 2, 5_000)
    assert (run.pool_minor, run.amount_minor, run.left_minor) == (10_000, 10_000, 0)
    assert not Match.objects.exists()
    proposal = batch.proposed(run)
    assert (proposal.state, proposal.amount_minor) == ("proposed", 10_000)
    with pytest.raises(NotAllowed):
        proposal_approve(proposal=proposal, actor=batch.first)
    proposal_approve(proposal=proposal, actor=batch.second)
    run.refresh_from_db()
    assert (run.state, run.proposal) == (AllocationState.COMMITTED, proposal)
    assert held(batch) == [4_167, 3_333, 1_667, 833]
    match = Match.objects.get(position=batch.scenes[0].position)
    assert (match.pledge, match.state, match.amount_minor, match.base_minor) == (
        None,
        MatchState.CONFIRMED,
        4_167,
        5_000,
    )
    assert [*MatchCause.objects.filter(match=match).values_list("kind", "ref")] == [("allocation", run.public_id)]
    water = batch.scenes[0].water()
    assert (water.free, water.reserved) == (0, 10_000)
    assert FundEvent.objects.filter(fund=batch.fund, kind="allocated").count() == 1
    assert AuditEntry.objects.filter(object_ref=run.public_id).count() == 3
    assert OutboxMessage.objects.filter(topic="funding.allocation_committed").count() == 1
    assert_stored_as_replayed(batch.fund)
    assert broken() == []
    with refused("allocated_already"):
        allocation_ask(fund=batch.fund, actor=batch.first)


def test_what_was_divided_is_approved_and_paid_like_any_match(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[3_000], [1_000]], pool_minor=1_000)
    batch.close()
    batch.divided()
    scene = batch.scenes[0]
    match = Match.objects.get(position=scene.position)
    for manager in scene.managers:
        match_approve(match=match, actor=manager)
    scene.payee()
    scene.paid_out()
    match.refresh_from_db()
    assert (match.state, match.amount_minor) == (MatchState.PAID, 750)
    assert_stored_as_replayed(batch.fund)
    assert broken() == []


def test_a_refund_in_between_asks_for_a_new_computation(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[3_000], [1_000]], pool_minor=1_000)
    batch.close()
    run = batch.computed()
    proposal = batch.proposed(run)
    pledge = batch.scenes[0].campaign.pledges.get()
    batch.scenes[0].lost(pledge)
    with refused("allocation_differs"):
        proposal_approve(proposal=proposal, actor=batch.second)
    proposal.refresh_from_db()
    assert (proposal.state, held(batch)) == ("proposed", [0, 0])
    with refused("proposal_waits"):
        allocation_ask(fund=batch.fund, actor=batch.first)
    proposal_decline(proposal=proposal, actor=batch.second, reason="Es hat sich etwas geändert.")
    batch.divided()
    run.refresh_from_db()
    assert (run.state, held(batch)) == (AllocationState.DISCARDED, [0, 1_000])
    assert broken() == []


def test_a_quadratic_round_is_divided_by_the_sum_of_roots(gateway: Any) -> None:
    gifts = [[100, 400, 100, 900], [100] * 6 + [400], [100, 900, 100, 900, 100, 900, 400]]
    batch = batch_make(gateway, SQUARE, gifts, pool_minor=10_000)
    batch.close()
    batch.divided()
    assert held(batch) == [1_360, 2_160, 6_480]
    assert_stored_as_replayed(batch.fund)


@pytest.mark.parametrize(("rule", "given"), [(LUMP, 2_000), (RATE, 1_250)])
def test_a_success_is_matched_when_two_have_decided(gateway: Any, rule: Any, given: int) -> None:
    batch = batch_make(gateway, rule, [[2_500, 2_500], [1_000]], pool_minor=10_000, goal1_minor=4_000)
    won, lost = batch.scenes

    def ask(position: Any) -> None:
        allocation_ask(fund=batch.fund, actor=batch.first, position=position)

    with refused("nothing_to_allocate"):
        ask(won.position)
    for scene in batch.scenes:
        scene.end()
    with refused("nothing_to_allocate"):
        ask(lost.position)
    run = batch.divided(won.position)
    assert (run.amount_minor, held(batch)) == (given, [given, 0])
    with refused("allocated_already"):
        ask(won.position)
    assert_stored_as_replayed(batch.fund)
    assert broken() == []


def test_refunds_after_a_division_release_or_are_borne(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[300, 100], [100, 100]], pool_minor=300)
    batch.close()
    batch.divided()
    assert held(batch) == [200, 100]
    paid, waiting = batch.scenes
    match = Match.objects.get(position=paid.position)
    for manager in paid.managers:
        match_approve(match=match, actor=manager)
    paid.payee()
    paid.paid_out()
    for scene in batch.scenes:
        scene.lost(scene.campaign.pledges.latest("id"))
    match.refresh_from_db()
    assert (match.amount_minor, match.borne_minor) == (200, 50)
    other = Match.objects.get(position=waiting.position)
    assert (other.amount_minor, other.base_minor) == (50, 100)
    assert [*other.causes.order_by("id").values_list("kind", flat=True)][-1] == "dispute_lost"
    assert_stored_as_replayed(batch.fund)
    assert broken() == []


def test_only_managers_ask(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[100]], pool_minor=100)
    batch.close()
    with pytest.raises(NotAllowed):
        allocation_ask(fund=batch.fund, actor=UserFactory.create())
    allocation_ask(fund=batch.fund, actor=batch.first)
    with refused("allocation_computing"):
        allocation_ask(fund=batch.fund, actor=batch.second)
    AllocationRun.objects.update(updated_at=clock.now() - STUCK_AFTER)
    allocation_ask(fund=batch.fund, actor=batch.second)
    assert [*AllocationRun.objects.order_by("id").values_list("state", flat=True)] == ["discarded", "computing"]


def test_the_database_holds_two_people_and_the_figures(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[100]], pool_minor=100)
    batch.close()
    run = batch.computed()
    rows = AllocationRun.objects.filter(pk=run.pk)
    close = batch.fund.proposals.get(kind=ProposalKind.CLOSE)
    changes: list[dict[str, Any]] = [{"amount_minor": 99}, {"lines": []}, {"state": "committed", "proposal": close}]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    batch.divided()
    with pytest.raises(IntegrityError), transaction.atomic():
        AllocationRun.objects.filter(state="committed").delete()


def test_pots_give_their_part_to_the_cent(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[3_000], [1_000]], pool_minor=1_000)
    DepositFactory.create(fund=batch.fund, amount_minor=501)
    batch.close()
    batch.divided()
    pots = FundBook.objects.get(fund=batch.fund).pots
    assert sorted(pot[1] for pot in pots.values()) == [501, 1_000]
    assert held(batch) == [1_126, 375]
    assert_stored_as_replayed(batch.fund)


def test_a_pledge_of_the_own_team_does_not_count_in_a_division(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[500], [500]], pool_minor=1_000)
    first = batch.scenes[0]
    first.paid(400, card="card-of-the-team", backer=backer(email="fremd@example.org"))
    # The lead pays with the same card: the earlier pledge was the team's, too.
    first.paid(300, card="card-of-the-team", backer=Backer(user=first.lead))
    counts = who_counts(first.campaign)
    assert (counts.people, counts.qualifying, counts.excluded_count) == (2, 1, 2)
    assert CaseDecision.objects.get(case__state="excluded").reason == "same_means"
    batch.close()
    run = batch.divided()
    assert [(line.gifts, line.base_minor) for line in run.parts] == [(1, 500), (1, 500)]
    assert_stored_as_replayed(batch.fund)
    assert broken() == []


def test_a_case_holds_what_its_campaign_gets_until_it_is_decided(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[500, 100], [500]], pool_minor=300)
    scene = batch.scenes[0]
    pledge = scene.campaign.pledges.latest("id")
    case = case_open(pledge=pledge, position=scene.position, actor=batch.first, note="Wer ist das?")
    batch.close()
    batch.divided()
    match = Match.objects.get(position=scene.position)
    assert match.state == MatchState.FROZEN
    with refused("wrong_state"):
        match_approve(match=match, actor=batch.first)
    case_decide(
        case=case, actor=batch.second, verdict=CaseState.EXCLUDED, reason=MatchBound.SECOND_ACCOUNT, note="Dieselbe."
    )
    match.refresh_from_db()
    assert (match.state, match.amount_minor, match.base_minor) == (MatchState.CONFIRMED, 136, 500)
    for manager in scene.managers:
        match_approve(match=match, actor=manager)
    assert_stored_as_replayed(batch.fund)
    assert broken() == []


def test_a_dispute_takes_what_its_campaign_gets_out_of_the_payout(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[500, 500], [500]], pool_minor=300)
    scene = batch.scenes[0]
    batch.close()
    batch.divided()
    match = Match.objects.get(position=scene.position)
    for manager in scene.managers:
        match_approve(match=match, actor=manager)
    scene.payee()
    payout_request(campaign=scene.campaign, actor=batch.first)
    pledge = scene.campaign.pledges.latest("id")
    gateway.dispute(pledge.payment.checkout_session_id)
    scene.refresh(pledge)
    match.refresh_from_db()
    assert (match.state, match.payout, match.amount_minor) == (MatchState.FROZEN, None, 200)
    gateway.dispute_close(pledge.payment.checkout_session_id, DisputeOutcome.WON)
    scene.refresh(pledge)
    match.refresh_from_db()
    assert (match.state, match.amount_minor) == (MatchState.APPROVED, 200)
    assert_stored_as_replayed(batch.fund)
    assert broken() == []


def test_what_a_disputed_pledge_gets_in_a_division_waits_from_the_first_moment_on(gateway: Any) -> None:
    batch = batch_make(gateway, RATE, [[400, 800]], pool_minor=1_000, goal1_minor=1_000)
    scene = batch.scenes[0]
    scene.end()
    disputed, other = scene.campaign.pledges.order_by("id")
    gateway.dispute(disputed.payment.checkout_session_id)
    scene.refresh(disputed)
    batch.divided(scene.position)
    match = scene.match(disputed)
    assert (match.state, match.amount_minor) == (MatchState.FROZEN, 100)
    assert scene.match(other).state == MatchState.CONFIRMED
    assert broken() == []
    assert OutboxMessage.objects.filter(topic="funding.match_frozen", payload={"match_id": match.pk}).count() == 1
    gateway.dispute_close(disputed.payment.checkout_session_id, DisputeOutcome.WON)
    scene.refresh(disputed)
    assert scene.match(disputed).state == MatchState.CONFIRMED
    assert_stored_as_replayed(batch.fund)
    assert broken() == []


def test_where_every_campaign_has_failed_nothing_is_offered_to_be_divided(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[100]], pool_minor=1_000)
    scene = batch.scenes[0]
    Campaign.objects.filter(pk=scene.campaign.pk).update(mode=CampaignMode.ALL_OR_NOTHING)
    scene.end()
    batch.close()
    assert batch.fund.state == FundState.CLOSING
    assert open_allocations(batch.fund) == []
    with refused("nothing_to_allocate"):
        allocation_ask(fund=batch.fund, actor=batch.first)
    assert not batch_waits(batch.fund)


def test_where_pairs_count_it_matters_who_gave_elsewhere(gateway: Any) -> None:
    pairs = replace(SQUARE, function=Quadratic(QuadraticForm.PAIRWISE, bound_minor=100))
    batch = batch_make(gateway, pairs, [[], [], []], pool_minor=3_000)
    # The same two give to the first and the second campaign, two others to the third.
    givers = ["ada", "ben"], ["ada", "ben"], ["cem", "dora"]
    for scene, names in zip(batch.scenes, givers, strict=True):
        for name in names:
            scene.paid(100, card=name, backer=backer(email=f"{name}@example.org"))
    batch.close()
    run = batch.divided()
    assert [len(group) for group in run.groups] == [2, 2]
    # A pair weighs 100 · 100 / (100 + 200) where it gave twice, and 100 · 100 / (100 + 100) where it gave once.
    assert held(batch) == [857, 857, 1_286]
    assert_stored_as_replayed(batch.fund)
    # One of the pair takes the gift back: a pair that is none any more weighs nothing, whatever it gave elsewhere.
    batch.scenes[0].lost(batch.scenes[0].campaign.pledges.latest("id"))
    assert held(batch) == [0, 857, 1_286]
    batch.scenes[2].lost(batch.scenes[2].campaign.pledges.latest("id"))
    assert held(batch) == [0, 857, 0]
    assert_stored_as_replayed(batch.fund)
    assert broken() == []


def test_a_success_is_not_matched_before_its_gate_opens_and_a_lump_sum_waits_for_the_account(gateway: Any) -> None:
    rule = replace(LUMP, gates=Gates(payee_verified=True))
    batch = batch_make(gateway, rule, [[4_000]], pool_minor=9_000, goal1_minor=4_000)
    scene = batch.scenes[0]
    scene.end()
    run = batch.computed(scene.position)
    assert (run.amount_minor, run.parts[0].bounds) == (0, ("payee_verified",))
    with transaction.atomic():
        campaign_tell(
            [FundCampaign.objects.select_related("fund", "campaign").get(pk=scene.position.pk)],
            PayeeVerified(at=clock.now(), campaign=scene.campaign.public_id),
            Cause(CauseKind.DECISION, "x"),
        )
    assert batch.divided(scene.position).amount_minor == 2_000
    assert_stored_as_replayed(batch.fund)
