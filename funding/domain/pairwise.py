"""Pairwise-bounded quadratic matching: the more two donors give to the same projects, the less their pair counts.

Source: Buterin, "Pairwise coordination subsidies" (2019): Σ_{i<j} √(c_i c_j) · M / (M + Σ_q √(c_iq c_jq)).
"""

import numpy as np
from numpy.typing import NDArray

DIGITS = 30


def pairwise_weights(
    donor: NDArray[np.int64],
    project: NDArray[np.int64],
    amount_minor: NDArray[np.int64],
    projects: int,
    bound_minor: float,
) -> list[int]:
    """Return Σ_{i<j} √(c_i c_j) · M / (M + Σ_q √(c_iq c_jq)) of each project in 2⁻³⁰ minor units, rounded down by pair.

    One entry for each donor and project, sorted by project and then donor; amounts > 0, `bound_minor` = M > 0. Memory
    grows with gifts and donors, never with their pairs. One donor is taken at a time with all donors of a higher number
    that share a project; sums over projects are taken in their order and those over pairs as integers, so that the
    result is the same on every machine.
    """
    total = [0] * projects
    if not len(donor):
        return total
    roots = np.sqrt(amount_minor.astype(np.float64))
    ends = np.searchsorted(project, np.arange(projects), side="right").tolist()
    by_donor = np.lexsort((project, donor)).tolist()
    owners, where = donor.tolist(), project.tolist()
    values = roots.tolist()
    shared = np.zeros(int(donor.max()) + 1)
    for start, stop in _runs([owners[entry] for entry in by_donor]):
        entries = [entry for entry in by_donor[start:stop] if entry + 1 < ends[where[entry]]]
        slices = [(where[entry], values[entry], entry + 1, ends[where[entry]]) for entry in entries]
        for _one, root, low, high in slices:
            shared[donor[low:high]] += root * roots[low:high]
        for one, root, low, high in slices:
            others = donor[low:high]
            pairs = root * roots[low:high] * (bound_minor / (bound_minor + shared[others]))
            total[one] += int((pairs * (1 << DIGITS)).astype(np.int64).sum())
        for _one, _root, low, high in slices:
            shared[donor[low:high]] = 0.0
    return total


def _runs(ordered: list[int]) -> list[tuple[int, int]]:
    """Return (start, stop) of each run of equal numbers."""
    found, start = [], 0
    for place in range(1, len(ordered) + 1):
        if place == len(ordered) or ordered[place] != ordered[start]:
            found.append((start, place))
            start = place
    return found
