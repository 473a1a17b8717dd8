"""What is said before anyone pays, where it is decided later."""

from typing import Any

import pytest

from funding.domain.rule_axes import Settlement
from funding.enums import MatchBound
from funding.models import FundCampaign
from funding.selectors.batch_pledges import settled_later
from funding.selectors.exposure import exposure
from funding.selectors.quotes import pledge_quote
from funding.services.estimates import funds_estimate_due
from tests.funding.batches import LUMP, SHARED, SQUARE, batch_make

pytestmark = pytest.mark.django_db


def test_a_batch_sets_nothing_aside_and_estimates_the_whole(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[3_000], [1_000]], pool_minor=2_000)
    scene = batch.scenes[0]
    quote = pledge_quote(scene.campaign, 2_000)
    assert (quote.match.amount_minor, quote.settlement, quote.estimate) == (0, Settlement.AT_CLOSE, None)
    assert funds_estimate_due() == 1
    assert funds_estimate_due() == 0, "nothing was told since"
    quote = pledge_quote(scene.campaign, 2_000)
    assert quote.estimate is not None
    assert (quote.estimate.amount_minor, quote.bound) == (1_500, MatchBound.NONE)
    assert pledge_quote(scene.campaign, 2_000, viewer=scene.lead).bound == MatchBound.OWN_TEAM
    assert exposure(batch.fund).claimable == 2_000
    assert exposure(batch.fund).short_by == 0


def test_after_the_division_nothing_is_estimated(gateway: Any) -> None:
    batch = batch_make(gateway, SQUARE, [[100, 100]], pool_minor=100)
    pledge = batch.scenes[0].campaign.pledges.latest("id")
    later = settled_later(pledge)
    assert later is not None
    assert (later.settlement, later.settled, later.excluded) == (Settlement.AT_CLOSE, False, "")
    funds_estimate_due()
    batch.close()
    batch.divided()
    assert funds_estimate_due() == 1
    assert FundCampaign.objects.get().estimate_minor is None
    later = settled_later(pledge)
    assert later is not None
    assert (later.settled, later.position.matched_minor) == (True, 100)


def test_exposure_counts_lump_sums_until_they_are_settled(gateway: Any) -> None:
    batch = batch_make(gateway, LUMP, [[4_000], [100], [100]], pool_minor=5_000, goal1_minor=4_000)
    seen = exposure(batch.fund)
    assert (seen.claimable, seen.short_by) == (6_000, 1_000)
    won, lost, _running = batch.scenes
    for scene in (won, lost):
        scene.end()
    assert exposure(batch.fund).claimable == 4_000
    batch.divided(won.position)
    seen = exposure(batch.fund)
    assert (seen.claimable, seen.waiting_approval) == (2_000, 2_000)
