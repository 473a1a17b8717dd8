"""What a fund's journal leads to, held against what is stored."""

from typing import Any

from funding.domain.book import replay
from funding.domain.book_money import State
from funding.domain.book_summary import summary, violations
from funding.models import Fund
from funding.selectors.book import book_stored
from funding.selectors.journal import fund_events


def inner(state: State) -> dict[str, Any]:
    """The running sums that a summary leaves out."""
    return {
        f"{campaign.id} {version}": {
            "standing": group.standing,
            "held": group.held_minor,
            "seen": group.seen_minor,
            "settled": group.settled,
            "hungry": sorted(group.hungry),
            "counted": group.counted,
            "purses": {
                backer: (purse.amounts, purse.sums, purse.held_minor)
                for backer, purse in group.purses.items()
                if purse.amounts or purse.held_minor
            },
            "crowds": [
                (crowd.minor, crowd.people, crowd.amounts, crowd.backers)
                for crowd in (campaign.promised, campaign.paid)
            ],
        }
        for campaign in state.campaigns.values()
        for version, group in campaign.groups.items()
    }


def assert_stored_as_replayed(fund: Fund) -> State:
    """Every pot, campaign, pledge and match is stored as a replay of the journal says, to the cent."""
    told = replay(fund_events(fund)).state
    stored = book_stored(fund.pk)
    assert summary(stored) == summary(told)
    assert inner(stored) == inner(told)
    found = violations(stored)
    assert found == [], found
    return told
