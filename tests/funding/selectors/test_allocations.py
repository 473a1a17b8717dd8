"""What waits to be divided, and who is told that it does."""

from typing import Any

import pytest

from funding.domain.rule_set import to_data
from funding.models import FundCampaign
from funding.selectors.allocations import batch_waits, funds_to_divide, open_allocations
from funding.selectors.next import next_items
from tests.funding.batches import LUMP, SHARED, batch_make
from tests.funding.deciding import rule_changed

pytestmark = pytest.mark.django_db


def places(fund: Any) -> list[FundCampaign | None]:
    return [one.position for one in open_allocations(fund)]


def test_the_close_and_each_success_wait_by_themselves(gateway: Any) -> None:
    batch = batch_make(gateway, LUMP, [[4_000], [100]], pool_minor=9_000, goal1_minor=4_000)
    assert (places(batch.fund), funds_to_divide(batch.first)) == ([], [])
    won, running = batch.scenes
    won.end()
    assert places(batch.fund) == [won.position]
    assert funds_to_divide(batch.second) == [batch.fund]
    rule_changed(batch.fund, definition=to_data(SHARED))
    running.paid(300)
    batch.close()
    assert places(batch.fund) == [None, won.position]
    proposal = batch.proposed(batch.computed())
    assert funds_to_divide(batch.first) == []
    kinds = [item.kind for item in next_items(batch.second)]
    assert ("funding.proposal_allocation" in kinds, "funding.allocation_due" in kinds) == (True, False)
    assert proposal.state == "proposed"
    batch.divided(won.position)
    assert places(batch.fund) == [None]


def test_a_campaign_that_runs_may_still_become_a_success(gateway: Any) -> None:
    batch = batch_make(gateway, LUMP, [[100]], pool_minor=9_000, goal1_minor=4_000)
    batch.close()
    assert batch_waits(batch.fund)
    batch.scenes[0].end()
    assert not batch_waits(batch.fund)
