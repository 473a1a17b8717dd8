"""Which texts are likely the same, by the runs of letters that they share.

Two texts are alike by the product of their vectors, 0 to 1; the title counts half, since people who mean the same call
it the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from programmes.domain.letter_runs import COLUMNS, weighed

Vectors: TypeAlias = "npt.NDArray[np.float32]"

TITLE_SHARE: Final = 0.5
ALIKE: Final = 0.5
"""Measured on an archive of 934 real projects and challenges, 114 of which were exported twice: from 0.4 to 0.8 all of
them are found (without their titles 112). At 0.5, 140 of 163 groups have one name; people judge the others."""
BLOCK: Final = 256
"""Rows compared at once: memory stays at this many times the number of texts."""


@dataclass(frozen=True, slots=True)
class Text:
    key: int
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Likeness:
    key: int
    percent: int
    """How much it is like the first of its group."""


Group: TypeAlias = list[Likeness]


def _ignore(_percent: int) -> None:
    """Nobody wants to know how far it is."""


def alike(texts: Sequence[Text], told: Callable[[int], None] = _ignore, least: float = ALIKE) -> list[Group]:
    """Return groups of at least two texts that are likely the same, the most alike first.

    The first of a group is the one that is like most others; all others are like it by at least `least`, so that no
    chain leads from one text to quite another one. Each text is in one group at most. `told` hears the percent done.
    """
    if len(texts) < 2:  # noqa: PLR2004  a pair
        return []
    titles = vectors([text.title for text in texts])
    bodies = vectors([f"{text.title} {text.body}" for text in texts])
    near: list[dict[int, float]] = [{} for _ in texts]
    for start in range(0, len(texts), BLOCK):
        block = slice(start, start + BLOCK)
        scores = TITLE_SHARE * (titles[block] @ titles.T) + (1 - TITLE_SHARE) * (bodies[block] @ bodies.T)
        for row, column in zip(*np.nonzero(scores >= least), strict=True):
            if start + row != column:
                near[start + int(row)][int(column)] = float(scores[row, column])
        told(100 * min(start + BLOCK, len(texts)) // len(texts))
    return _groups(texts, near)


def vectors(texts: Sequence[str]) -> Vectors:
    """One row a text; texts without letters are like nothing."""
    found = weighed(texts)
    result = np.zeros((len(texts), COLUMNS), dtype=np.float32)
    result[found.rows, found.columns] = found.values
    return result


def _groups(texts: Sequence[Text], near: Sequence[dict[int, float]]) -> list[Group]:
    """Whoever is like most others comes first and takes them along."""
    order = sorted(range(len(texts)), key=lambda place: (-len(near[place]), -sum(near[place].values()), place))
    taken: set[int] = set()
    groups: list[Group] = []
    for place in order:
        others = {other: score for other, score in near[place].items() if other not in taken}
        if place in taken or not others:
            continue
        taken |= {place, *others}
        ranked = sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))
        members = [Likeness(texts[other].key, min(100, round(100 * score))) for other, score in ranked]
        groups.append([Likeness(texts[place].key, 100), *members])
    return sorted(groups, key=lambda group: (-group[1].percent, group[0].key))
