"""The limit that people are told where a step of a fund's book ran into one or several."""

from collections.abc import Iterable, Mapping

from funding.domain.book_records import Entry
from funding.domain.standing import Limit
from funding.enums import MatchBound

BOUNDS: Mapping[str, MatchBound] = {
    Limit.WINDOW: MatchBound.WINDOW,
    Limit.RAISED: MatchBound.RAISED,
    Limit.RAISED_GOAL: MatchBound.RAISED,
    Limit.BACKERS: MatchBound.BACKERS,
    Limit.SUCCESSFUL: MatchBound.SUCCESSFUL,
    Limit.PAYEE_VERIFIED: MatchBound.PAYEE,
    Limit.POOL: MatchBound.POOL,
    Limit.EARMARK: MatchBound.EARMARK,
    Limit.SPONSOR: MatchBound.SPONSOR,
    Limit.STACKING: MatchBound.STACKING,
    Limit.PUBLIC_CEILING: MatchBound.CEILING,
    Limit.VERSIONS: MatchBound.VERSIONS,
    Limit.CAMPAIGN: MatchBound.CAMPAIGN_CAP,
    Limit.CAMPAIGN_GOAL: MatchBound.GOAL_SHARE,
    Limit.BUDGET: MatchBound.BUDGET,
    Limit.POOL_SHARE: MatchBound.POOL_SHARE,
    Limit.BACKER_PLEDGES: MatchBound.BACKER_PLEDGES,
    Limit.BACKER_MATCH: MatchBound.BACKER_CAP,
    Limit.PLEDGE_MATCH: MatchBound.PLEDGE_CAP,
    Limit.PLEDGE_BASE: MatchBound.PLEDGE_BASE,
}
"""Which one is named where several limits bound a match: the first of these."""


def limits_of(bounds: Iterable[str]) -> list[MatchBound]:
    """Name every limit of the book, in the order in which they are told, each once."""
    known = set(bounds)
    return list(dict.fromkeys(bound for limit, bound in BOUNDS.items() if limit in known))


def bound_of(entry: Entry | None) -> MatchBound:
    """Name the limit that a step of the book ran into. A reason against the pledge itself stands above all."""
    bounds = entry.bounds if entry else ()
    for word in bounds:
        if word not in BOUNDS:
            return MatchBound(word) if word in MatchBound.values else MatchBound.EXCLUDED
    return next((bound for limit, bound in BOUNDS.items() if limit in bounds), MatchBound.NONE)
