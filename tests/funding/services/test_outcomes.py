"""How campaigns end: known when no payment is under way, told to the book, and carried out to the cent."""

from dataclasses import replace

import pytest

from backend.core.errors import Conflict
from funding.domain.rule_axes import Base, Gates, Percentage, Reversal
from funding.domain.rule_set import RuleSet, to_data
from funding.enums import CampaignMode, CampaignOutcome, MatchState, PledgeState
from funding.ledger.balances import balance_of, sums_of
from funding.ledger.enums import PLATFORM, AccountKind
from funding.models import Refund
from funding.selectors.fund_package import fund_replay
from funding.selectors.funds import approvals_queue
from funding.services.approvals import match_approve
from funding.services.campaigns import campaign_end
from funding.services.outcomes import campaign_give_back, campaigns_settle_due
from funding.services.payments import pledge_expire
from funding.services.payouts import payout_request
from funding.services.refunds import refund_submit
from tests.funding.books import assert_stored_as_replayed
from tests.funding.deciding import rule_changed
from tests.funding.scenes import Scene

pytestmark = pytest.mark.django_db
PLAIN = RuleSet(base=Base.PLEDGE, function=Percentage(2_500), reversal=Reversal.BEAR)
GATED = replace(PLAIN, gates=Gates(successful=True))


def ended(scene: Scene) -> str:
    campaign_end(campaign=scene.campaign)
    scene.campaign.refresh_from_db()
    return scene.campaign.outcome


def goal(scene: Scene, goal_minor: int, mode: CampaignMode = CampaignMode.KEEP_IT_ALL) -> None:
    scene.campaign.goal1_minor, scene.campaign.mode = goal_minor, mode
    scene.campaign.save()


def test_what_is_set_aside_for_a_success_can_be_approved_after_it(scene: Scene) -> None:
    rule_changed(scene.fund, definition=to_data(GATED))
    goal(scene, 4_000)
    match = scene.match(scene.paid(4_000))
    assert (match.state, match.amount_minor) == (MatchState.CONFIRMED, 1_000)
    assert not approvals_queue(scene.managers[0]).exists()
    with pytest.raises(Conflict) as caught:
        match_approve(match=match, actor=scene.managers[0])
    assert caught.value.code == "not_successful"
    assert ended(scene) == CampaignOutcome.SUCCESSFUL
    assert [*approvals_queue(scene.managers[1])] == [match]
    for manager in scene.managers:
        match_approve(match=match, actor=manager)
    match.refresh_from_db()
    assert match.state == MatchState.APPROVED
    assert_stored_as_replayed(scene.fund)


def test_below_the_goal_it_is_released_and_a_row_keeps_what_it_would_have_been(scene: Scene) -> None:
    rule_changed(scene.fund, definition=to_data(GATED))
    goal(scene, 4_001)
    pledge = scene.paid(4_000)
    assert ended(scene) == CampaignOutcome.KEPT
    match = scene.match(pledge)
    assert (match.state, match.amount_minor, match.lost_minor) == (MatchState.RELEASED, 0, 1_000)
    assert [cause.kind for cause in match.causes.all()][-1] == "outcome"
    assert scene.water().free == 1_000_000
    assert_stored_as_replayed(scene.fund)
    assert fund_replay(scene.fund).holds


def test_without_such_a_gate_a_campaign_below_its_goal_keeps_its_matches(scene: Scene) -> None:
    goal(scene, 10_000)
    pledge = scene.paid(4_000)
    assert ended(scene) == CampaignOutcome.KEPT
    assert scene.match(pledge).state == MatchState.CONFIRMED


def test_below_the_goal_it_waits_for_payments_that_are_under_way(scene: Scene) -> None:
    goal(scene, 5_000)
    scene.paid(4_000)
    pending = scene.pledge(1_000)
    assert ended(scene) == ""
    assert campaigns_settle_due() == 0
    scene.pay(pending)
    assert campaigns_settle_due() == 1
    scene.campaign.refresh_from_db()
    assert scene.campaign.outcome == CampaignOutcome.SUCCESSFUL
    assert campaigns_settle_due() == 0


def test_an_all_or_nothing_campaign_that_fails_gives_everything_back(scene: Scene) -> None:
    """Ledger and matches agree: the pool has all its money, every backer too, and the platform bears the fees."""
    goal(scene, 10_000, CampaignMode.ALL_OR_NOTHING)
    scene.payee()
    paid, approved = scene.paid(4_000), scene.approved(2_000)
    late = scene.pledge(1_000)
    with pytest.raises(Conflict) as caught:
        payout_request(campaign=scene.campaign, actor=scene.managers[0])
    assert caught.value.code == "campaign_not_successful"
    assert ended(scene) == ""
    pledge_expire(pledge_id=late.pk)
    assert campaigns_settle_due() == 1
    assert [scene.match(one).state for one in (paid, approved)] == [MatchState.RELEASED] * 2
    assert [scene.match(one).lost_minor for one in (paid, approved)] == [1_000, 500]
    assert (scene.water().free, scene.water().approved) == (1_000_000, 0)
    assert campaign_give_back(campaign_id=scene.campaign.pk) == 2
    assert campaign_give_back(campaign_id=scene.campaign.pk) == 0
    # Who pays after all gets it back as well.
    scene.pay(late)
    for refund in Refund.objects.all():
        refund_submit(refund_id=refund.pk)
    for pledge in (paid, approved, late):
        pledge.refresh_from_db()
        assert pledge.state == PledgeState.REFUNDED
    assert balance_of(AccountKind.CAMPAIGN_MONEY, scene.campaign.public_id, "EUR").free_minor == 0
    assert sums_of(AccountKind.CAMPAIGN_DEBT, scene.campaign.public_id, "EUR").debits_posted == 0
    assert sums_of(AccountKind.PLATFORM_COSTS, PLATFORM, "EUR").debits_posted > 0
    assert_stored_as_replayed(scene.fund)
    assert fund_replay(scene.fund).holds


def test_an_all_or_nothing_campaign_that_succeeds_pays_out(scene: Scene) -> None:
    goal(scene, 4_000, CampaignMode.ALL_OR_NOTHING)
    scene.payee()
    scene.approved(4_000)
    assert ended(scene) == CampaignOutcome.SUCCESSFUL
    assert [row.state for row in scene.paid_out()] == ["paid", "paid"]
