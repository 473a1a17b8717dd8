"""A rule holds matches on direct debits back: from the payment on, for its days, and says so."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from backend.core import clock
from backend.core.errors import Conflict
from funding.domain.rule_axes import Base, Percentage, Reversal
from funding.domain.rule_set import RuleSet, to_data
from funding.enums import PayoutFailure, PayoutKind, PayoutState
from funding.models import Payout
from funding.selectors.fund_desk import payable_campaigns
from funding.selectors.fund_package import fund_replay
from funding.services.holds import holds_end_due
from funding.services.payouts import payout_approve, payout_request, payout_submit
from tests.funding.books import assert_stored_as_replayed
from tests.funding.deciding import rule_changed
from tests.funding.scenes import Scene

pytestmark = pytest.mark.django_db
HOLDS = RuleSet(base=Base.PLEDGE, function=Percentage(2_500), reversal=Reversal.BEAR, sepa_hold_days=56)


def asked(scene: Scene) -> list[Payout]:
    return payout_request(campaign=scene.campaign, actor=scene.managers[0])


def test_a_match_on_a_direct_debit_waits_and_is_let_go(scene: Scene) -> None:
    rule_changed(scene.fund, definition=to_data(HOLDS))
    scene.payee()
    with time_machine.travel(clock.now(), tick=False) as time:
        debit, card = scene.approved(2_000, iban="DE1"), scene.approved(4_000)
        until = clock.now() + timedelta(days=56)
        assert (scene.match(debit).held_until, scene.match(card).held_until) == (until, None)
        (payable,) = payable_campaigns(scene.fund)
        assert (payable.approved_minor, payable.held_minor, payable.held_until) == (1_000, 500, until)
        assert {row.kind: row.amount_minor for row in asked(scene)}[PayoutKind.MATCH] == 1_000
        with pytest.raises(Conflict) as caught:
            asked(scene)
        assert caught.value.code == "held_back"
        time.shift(timedelta(days=56, seconds=-1))
        assert holds_end_due() == 0
        time.shift(timedelta(seconds=1))
        assert holds_end_due() == 1
        assert holds_end_due() == 0
        match = scene.match(debit)
        assert (match.held_until, [cause.kind for cause in match.causes.all()][-1]) == (None, "hold_over")
        assert [row.amount_minor for row in asked(scene)] == [500]
    assert_stored_as_replayed(scene.fund)
    assert fund_replay(scene.fund).holds


def test_a_debit_that_is_returned_meanwhile_leaves_nothing_to_be_let_go(scene: Scene) -> None:
    rule_changed(scene.fund, definition=to_data(HOLDS))
    with time_machine.travel(clock.now(), tick=False) as time:
        scene.lost(scene.approved(2_000, iban="DE1"))
        time.shift(timedelta(days=57))
        assert holds_end_due() == 0


def test_what_rests_on_the_whole_campaign_waits_for_its_latest_debit(scene: Scene) -> None:
    rule_changed(scene.fund, definition=to_data(replace(HOLDS, base=Base.CAMPAIGN)))
    scene.payee()
    scene.approved(4_000)
    (payout,) = [row for row in asked(scene) if row.kind == PayoutKind.MATCH]
    payout_approve(payout=payout, actor=scene.managers[1])
    scene.paid(2_000, iban="DE1")
    stopped = payout_submit(payout_id=payout.pk)
    assert (stopped.state, stopped.failure) == (PayoutState.FAILED, PayoutFailure.HELD_BACK)
    assert_stored_as_replayed(scene.fund)
