"""Pairwise-bounded quadratic matching: the more two donors give to the same projects, the less their pair counts.

Source: Buterin, "Pairwise coordination subsidies" (2019): Σ_{i<j} √(c_i c_j) · M / (M + Σ_q √(c_iq c_jq)).
"""

import numpy as np
from numpy.typing import NDArray

from backend.core.checks import ensure

DIGITS = 24
"""Binary digits of a pair's part behind the point: a sum over pairs fits into a word, and no cent hangs on more."""
WORD = 63


def pairwise_weights(
    donor: NDArray[np.int64],
    project: NDArray[np.int64],
    amount_minor: NDArray[np.int64],
    projects: int,
    bound_minor: float,
) -> list[int]:
    """Return Σ_{i<j} √(c_i c_j) · M / (M + Σ_q √(c_iq c_jq)) of each project in 2⁻²⁴ minor units, rounded down by pair.

    One entry for each donor and project, sorted by project and then donor; amounts > 0, `bound_minor` = M > 0. Memory
    grows with gifts and donors, never with their pairs. One donor is taken at a time with all donors of a higher number
    that share a project; sums over projects are taken in their order and those over pairs as integers, so that the
    result is the same on every machine.
    """
    total = [0] * projects
    if not len(donor):
        return total
    ends = np.searchsorted(project, np.arange(projects), side="right")
    most = int(np.diff(ends, prepend=0).max())
    ensure(int(amount_minor.max()).bit_length() + most.bit_length() + DIGITS <= WORD, "pairs of gifts add up in a word")
    roots = np.sqrt(amount_minor.astype(np.float64))
    stops, owners, where, values = ends.tolist(), donor.tolist(), project.tolist(), roots.tolist()
    by_donor = np.lexsort((project, donor)).tolist()
    shared = np.zeros(int(donor.max()) + 1)
    for start, stop in _runs([owners[entry] for entry in by_donor]):
        # The donors of a higher number who give to the same project stand right behind in the sorted rows.
        slices = [(where[one], values[one], slice(one + 1, stops[where[one]])) for one in by_donor[start:stop]]
        for _one, root, rest in slices:
            shared[donor[rest]] += root * roots[rest]
        for one, root, rest in slices:
            factor = (root * bound_minor * (1 << DIGITS)) / (bound_minor + shared[donor[rest]])
            total[one] += int((factor * roots[rest]).astype(np.int64).sum())
        if sum(rest.stop - rest.start for _one, _root, rest in slices) > len(shared):
            shared.fill(0.0)
        else:
            for _one, _root, rest in slices:
                shared[donor[rest]] = 0.0
    return total


def _runs(ordered: list[int]) -> list[tuple[int, int]]:
    """Return (start, stop) of each run of equal numbers."""
    found, start = [], 0
    for place in range(1, len(ordered) + 1):
        if place == len(ordered) or ordered[place] != ordered[start]:
            found.append((start, place))
            start = place
    return found
