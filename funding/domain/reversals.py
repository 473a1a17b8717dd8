"""What remains of matches when a pledge shrinks or goes away: recomputed with the rule version of its time."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.core.checks import ensure
from backend.core.money import BASIS_POINTS
from funding.domain.matching import Terms


@dataclass(frozen=True, slots=True)
class Held:
    """What one match holds: minor units, both ≥ 0. `key` identifies it."""

    key: int
    base_minor: int
    amount_minor: int


def remains(terms: Terms, match: Held, base_minor: int) -> int:
    """Return what a match keeps when its base falls to `base_minor`.

    At most the rate of what is left, rounded up (its own share of a cumulative sum may be), and nothing without a base.
    """
    ensure(0 <= base_minor <= match.base_minor, "a base only falls")
    return min(match.amount_minor, -(-base_minor * terms.rate_bp // BASIS_POINTS))


def give_back(over_minor: int, latest_first: Sequence[Held]) -> dict[int, int]:
    """Return the new amounts of the matches that give back `over_minor`: the latest first, each as much as it has.

    Needed for cents of rounding: the matches that stay may together exceed ⌊rate · eligible⌋ by less than one cent for
    each base that went away.
    """
    ensure(over_minor >= 0, "only what is too much is given back")
    changed: dict[int, int] = {}
    for match in latest_first:
        if over_minor == 0:
            break
        given = min(over_minor, match.amount_minor)
        if given:
            changed[match.key] = match.amount_minor - given
            over_minor -= given
    return changed
