"""What a fund does about money that was paid out and lost its pledge: claim it back, or let two people decide."""

from dataclasses import replace

import pytest

from backend.core.errors import Conflict, Invalid, NotAllowed, Unavailable
from funding.domain.rule_axes import Base, Percentage, Reversal
from funding.domain.rule_set import RuleSet, to_data
from funding.enums import MatchState, PayoutKind, PayoutState, ProposalKind
from funding.ledger.balances import balance_of
from funding.ledger.enums import AccountKind
from funding.models import Match, Payout, Pledge
from funding.selectors.claims import to_be_kept_of
from funding.selectors.fund_package import fund_replay
from funding.services.payouts import payout_apply, payout_approve, payout_request, payout_submit
from funding.services.proposals import proposal_approve, proposal_make
from funding.services.refunds import refund_request, refund_submit
from programmes.models import TeamMember
from tests.factories.funding import FundFactory
from tests.funding.books import assert_stored_as_replayed
from tests.funding.deciding import decided, rule_changed
from tests.funding.scenes import Scene

pytestmark = pytest.mark.django_db
CLAIMS = RuleSet(base=Base.PLEDGE, function=Percentage(2_500), reversal=Reversal.CLAW_BACK)


def lost(scene: Scene, amount_minor: int = 2_000, reversal: Reversal = Reversal.CLAW_BACK) -> Pledge:
    """A pledge whose match was paid out before its bank took the money back."""
    rule_changed(scene.fund, definition=to_data(replace(CLAIMS, reversal=reversal)))
    scene.payee()
    pledge = scene.approved(amount_minor)
    scene.paid_out()
    return scene.lost(pledge)


def claims(scene: Scene, pledge: Pledge) -> tuple[int, int, int, int]:
    """Amount, claimed, being kept, borne."""
    match = scene.match(pledge)
    return match.amount_minor, match.claim_minor, match.kept_minor, match.borne_minor


def sent(scene: Scene) -> Payout:
    """The fund's money of the campaign, approved and on its way."""
    rows = payout_request(campaign=scene.campaign, actor=scene.managers[0])
    (payout,) = [row for row in rows if row.kind == PayoutKind.MATCH]
    payout_approve(payout=payout, actor=scene.managers[1])
    return payout_submit(payout_id=payout.pk)


def test_what_lost_its_pledge_is_claimed_back_and_says_so(scene: Scene) -> None:
    pledge = lost(scene)
    assert claims(scene, pledge) == (500, 500, 0, 0)
    water = scene.water()
    assert (water.paid, water.claimed, water.borne, water.free) == (500, 500, 0, 1_000_000 - 500)
    assert water.adds_up
    assert_stored_as_replayed(scene.fund)


def test_a_claim_is_kept_of_the_funds_next_payout_and_free_when_that_has_arrived(scene: Scene) -> None:
    pledge = lost(scene, 4_000)
    # The backers' money of this pledge pays the platform's debt first, and with the rest of it a part of the claim.
    more = scene.approved(4_200)
    payout = sent(scene)
    first = scene.match(pledge)
    assert 800 < first.kept_minor < 1_000
    assert (payout.kept_minor, payout.sent_minor) == (first.kept_minor, 1_050 - first.kept_minor)
    assert scene.gateway.transfers[payout.gateway_id].amount_minor == payout.sent_minor
    assert_stored_as_replayed(scene.fund)
    payout_apply(payout_id=payout.pk)
    assert claims(scene, pledge) == (0, 0, 0, 0)
    assert (scene.match(pledge).state, scene.match(more).state) == (MatchState.CLAWED_BACK, MatchState.PAID)
    water = scene.water()
    assert (water.paid, water.claimed, water.free) == (1_050, 0, 1_000_000 - 1_050)
    assert_stored_as_replayed(scene.fund)
    assert fund_replay(scene.fund).holds


def test_what_was_kept_of_a_payout_that_comes_back_is_claimed_again(scene: Scene) -> None:
    pledge = lost(scene, 4_000)
    scene.approved(4_200)
    payout = sent(scene)
    kept = scene.match(pledge).kept_minor
    facts = scene.gateway.transfers[payout.gateway_id]
    scene.gateway.transfers[payout.gateway_id] = replace(facts, reversed_minor=facts.amount_minor)
    assert payout_apply(payout_id=payout.pk).state == PayoutState.FAILED
    match = scene.match(pledge)
    assert (match.kept_minor, match.claim_minor) == (0, kept)
    assert kept > 0
    assert_stored_as_replayed(scene.fund)


def test_where_all_of_a_payout_is_kept_nothing_is_sent(scene: Scene) -> None:
    pledge = lost(scene, 40_000)
    scene.approved(2_000)
    sending = len(scene.gateway.transfers)
    payout = sent(scene)
    assert (payout.state, payout.kept_minor, payout.sent_minor) == (PayoutState.PAID, 500, 0)
    assert len(scene.gateway.transfers) == sending
    assert scene.match(pledge).amount_minor == 10_000 - 500
    assert_stored_as_replayed(scene.fund)


def test_the_backers_money_pays_a_claim_before_it_leaves(scene: Scene) -> None:
    rule_changed(scene.fund, definition=to_data(CLAIMS))
    scene.payee()
    pledge = scene.approved(2_000)
    scene.paid_out()
    other = scene.paid(10_000)
    scene.lost(pledge)
    before = balance_of(AccountKind.CAMPAIGN_MONEY, scene.campaign.public_id, "EUR").free_minor
    (payout,) = payout_request(campaign=scene.campaign, actor=scene.managers[0])
    assert (payout.kind, payout.amount_minor) == (PayoutKind.CROWD, before - 500)
    assert claims(scene, pledge) == (0, 0, 0, 0)
    assert scene.water().free == 1_000_000 - scene.match(other).amount_minor
    assert [cause.kind for cause in scene.match(pledge).causes.all()][-1] == "repaid"
    assert_stored_as_replayed(scene.fund)


def test_where_the_backers_money_is_less_than_the_claim_all_of_it_pays(scene: Scene) -> None:
    rule_changed(scene.fund, definition=to_data(CLAIMS))
    scene.payee()
    pledge = scene.approved(20_000)
    scene.paid_out()
    scene.lost(pledge)
    scene.paid(21_000)
    free = balance_of(AccountKind.CAMPAIGN_MONEY, scene.campaign.public_id, "EUR").free_minor
    # The debt to the platform comes first: 20.000 and its fees went back to the bank.
    assert payout_request(campaign=scene.campaign, actor=scene.managers[0]) == []
    assert 0 < scene.match(pledge).claim_minor < 5_000 < free
    with pytest.raises(Conflict) as caught:
        payout_request(campaign=scene.campaign, actor=scene.managers[0])
    assert caught.value.code == "nothing_to_pay"


def test_a_payout_says_before_it_leaves_what_will_be_kept(scene: Scene) -> None:
    lost(scene, 4_000)
    scene.approved(2_000)
    rows = payout_request(campaign=scene.campaign, actor=scene.managers[0])
    (payout,) = [row for row in rows if row.kind == PayoutKind.MATCH]
    assert to_be_kept_of(payout) == 500
    payout_approve(payout=payout, actor=scene.managers[1])
    left = payout_submit(payout_id=payout.pk)
    assert (left.kept_minor, to_be_kept_of(left)) == (500, 0)


def test_a_payout_waits_for_an_earlier_one_that_may_come_back(scene: Scene) -> None:
    rule_changed(scene.fund, definition=to_data(CLAIMS))
    scene.payee()
    pledge = scene.approved(2_000)
    first = sent(scene)
    scene.lost(pledge)
    scene.approved(4_000)
    with pytest.raises(Unavailable) as caught:
        sent(scene)
    assert caught.value.code == "payout_waits"
    payout_apply(payout_id=first.pk)
    waiting = Payout.objects.get(kind=PayoutKind.MATCH, state=PayoutState.APPROVED)
    assert payout_submit(payout_id=waiting.pk).kept_minor > 0


@pytest.mark.parametrize(("burden", "claimed", "borne"), [("bear", 0, 500), ("claw_back", 500, 0)])
def test_two_managers_decide_who_carries_it(scene: Scene, burden: str, claimed: int, borne: int) -> None:
    pledge = lost(scene, reversal=Reversal.RECOMPUTE)
    match = scene.match(pledge)
    assert (match.open_minor, scene.water().undecided) == (500, 500)
    data = {"match": match.public_id, "burden": burden}
    proposal = proposal_make(fund=scene.fund, kind=ProposalKind.BURDEN, actor=scene.managers[0], data=data)
    assert (proposal.state, proposal.amount_minor) == ("proposed", 500)
    decided(scene.fund, ProposalKind.BURDEN, **data)
    assert claims(scene, pledge) == (500, claimed, 0, borne)
    assert [cause.ref for cause in scene.match(pledge).causes.all()][-1] == proposal.public_id
    assert_stored_as_replayed(scene.fund)
    with pytest.raises(Conflict) as caught:
        proposal_make(
            fund=scene.fund, kind=ProposalKind.BURDEN, actor=scene.managers[0], data=data | {"burden": "claw_back"}
        )
    assert caught.value.code == "nothing_to_decide"


def test_a_decision_about_another_sum_is_refused(scene: Scene) -> None:
    rule_changed(scene.fund, definition=to_data(replace(CLAIMS, reversal=Reversal.RECOMPUTE)))
    scene.payee()
    pledge = scene.approved(2_000)
    scene.paid(2_000)
    scene.paid_out()
    scene.paid(8_000)

    def give_back() -> None:
        refund = refund_request(payment=pledge.payment, amount_minor=800, reason="x", actor=scene.managers[0])
        refund_submit(refund_id=refund.pk)

    give_back()
    data = {"match": scene.match(pledge).public_id, "burden": "bear"}
    proposal = proposal_make(fund=scene.fund, kind=ProposalKind.BURDEN, actor=scene.managers[0], data=data)
    give_back()
    with pytest.raises(Conflict) as caught:
        proposal_approve(proposal=proposal, actor=scene.managers[1])
    assert caught.value.code == "burden_changed"
    assert scene.match(pledge).open_minor == 400


def test_a_claim_may_be_waived_and_what_is_paid_back_is_booked_by_two(scene: Scene) -> None:
    pledge = lost(scene)
    match = scene.match(pledge)
    with pytest.raises(Invalid):
        decided(scene.fund, ProposalKind.REPAYMENT, match=match.public_id, amount_minor=501)
    decided(scene.fund, ProposalKind.REPAYMENT, match=match.public_id, amount_minor=200)
    assert claims(scene, pledge) == (300, 300, 0, 0)
    assert scene.water().free == 1_000_000 - 300
    decided(scene.fund, ProposalKind.BURDEN, match=match.public_id, burden="bear")
    assert claims(scene, pledge) == (300, 0, 0, 300)
    assert_stored_as_replayed(scene.fund)


def test_nobody_decides_about_the_own_project_or_another_fund(scene: Scene) -> None:
    match = scene.match(lost(scene, reversal=Reversal.RECOMPUTE))
    data = {"match": match.public_id, "burden": "bear"}
    TeamMember.objects.create(team=scene.campaign.project.team, user=scene.managers[0])
    with pytest.raises(NotAllowed):
        proposal_make(fund=scene.fund, kind=ProposalKind.BURDEN, actor=scene.managers[0], data=data)
    other = FundFactory.create()
    with pytest.raises(NotAllowed):
        proposal_make(fund=other, kind=ProposalKind.BURDEN, actor=scene.managers[1], data=data)


def test_a_fund_with_claims_gives_nothing_away(scene: Scene) -> None:
    lost(scene)
    decided(scene.fund, ProposalKind.CLOSE)
    with pytest.raises(Conflict) as caught:
        decided(scene.fund, ProposalKind.REMAINDER, use="returned")
    assert caught.value.code == "claims_open"
    decided(scene.fund, ProposalKind.BURDEN, match=Match.objects.get(claim_minor__gt=0).public_id, burden="bear")
    decided(scene.fund, ProposalKind.REMAINDER, use="returned")
    assert scene.fund.state == "closed"


def test_a_stored_claim_that_follows_from_nothing_is_found(scene: Scene) -> None:
    match = scene.match(lost(scene))
    assert fund_replay(scene.fund).holds
    Match.objects.filter(pk=match.pk).update(claim_minor=400, borne_minor=100)
    found = fund_replay(scene.fund).findings.rows
    assert {dict(row.facts)["column"] for row in found} == {"claim_minor", "borne_minor"}
    Match.objects.filter(pk=match.pk).update(claim_minor=500, borne_minor=0, book_state="approved")
    (state,) = fund_replay(scene.fund).findings.rows
    assert dict(state.facts)["found"] == "paid/approved"
    sponsor = next(iter(match.splits))
    Match.objects.filter(pk=match.pk).update(book_state="paid", splits={sponsor: 499})
    (part,) = fund_replay(scene.fund).findings.rows
    assert (dict(part.facts)["column"], dict(part.facts)["found"]) == ("amount_minor", "499")
    Match.objects.filter(pk=match.pk).update(splits=match.splits)
