"""Which texts are likely the same, by the runs of letters that they share: typing errors and endings matter little.

Each text becomes a vector: its runs of four letters, hashed to a fixed number of columns, weighted by how rare they are
(tf-idf), of length one. Two texts are alike by the cosine of their vectors, 0 to 1; the title counts half, since people
who mean the same call it the same. Hashing: Weinberger et al., Feature Hashing for Large Scale Multitask Learning, ICML
2009.
"""

import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Vectors: TypeAlias = "npt.NDArray[np.float32]"

RUN: Final = 4
COLUMNS: Final = 4_096
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
    counts = np.zeros((len(texts), COLUMNS), dtype=np.float32)
    for row, text in enumerate(texts):
        for run, count in Counter(runs(text)).items():
            code = zlib.crc32(run.encode())
            # The sign lets runs that share a column cancel out instead of adding up.
            counts[row, code % COLUMNS] += count if code & 0x8000_0000 else -count
    logs = np.sign(counts) * np.log1p(np.abs(counts))
    in_how_many = np.count_nonzero(counts, axis=0)
    weights = np.log((1 + len(texts)) / (1 + in_how_many)) + 1
    weighted: Vectors = (logs * weights).astype(np.float32)
    lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
    result: Vectors = (weighted / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return result


def runs(text: str) -> list[str]:
    """The runs of letters of a text, without accents, capitals and signs, and with the ends of words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    padded = f" {' '.join(kept.split())} "
    return [padded[at : at + RUN] for at in range(len(padded) - RUN + 1)]


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
