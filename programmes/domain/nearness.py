"""What is near to a few words while somebody types.

The vectors of `likeness`, kept the other way round: for each column the texts that have it, so that a few words touch a
few columns only. Measured on the archive of 934 real projects, 114 of which were exported twice: by title and
eight words of the text the other one of a pair is among the first three in 228 of 228 cases, by the title alone in 224
(scikit-learn's HashingVectorizer over `char_wb` runs: 226 and 212). Grouping finds 114 of 114 either way, so there is
no reason for 60 MB more.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from programmes.domain.letter_runs import COLUMNS, columns_of, weighed

WORDS_LEAST: Final = 3
QUERY_LONGEST: Final = 600
LEAST: Final = 0.25
"""In the archive: all 228 are found by title and eight words, and 126 of 648 texts without a double get a hint, too."""
NAMES: Final = ("kinds", "keys", "rows", "values", "starts", "weights")


@dataclass(frozen=True, slots=True)
class Indexed:
    """One text to be found: what kind of thing it is, its key among those, and its words."""

    kind: int
    key: int
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    kind: int
    key: int
    percent: int


@dataclass(frozen=True, slots=True)
class Index:
    """`rows` and `values` of column c stand from `starts[c]` up to `starts[c + 1]`; `weights` says how rare it is."""

    kinds: npt.NDArray[np.uint8]
    keys: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int32]
    values: npt.NDArray[np.float32]
    starts: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float32]


def built(texts: Sequence[Indexed]) -> Index:
    """Return the index of these texts. About a third of a millisecond a text: a worker's job."""
    found = weighed([text.text for text in texts])
    order = np.argsort(found.columns, kind="stable")
    return Index(
        kinds=np.array([text.kind for text in texts], dtype=np.uint8),
        keys=np.array([text.key for text in texts], dtype=np.int64),
        rows=found.rows[order].astype(np.int32),
        values=found.values[order],
        starts=np.searchsorted(found.columns[order], np.arange(COLUMNS + 1)),
        weights=found.weights,
    )


def nearest(index: Index, query: str, *, most: int, least: float = LEAST) -> list[Near]:
    """Return at most `most` texts that are like `query` by at least `least`, the most alike first.

    Nothing for fewer than three words: whatever begins with them would be like it.
    """
    words = query[:QUERY_LONGEST]
    if len(words.split()) < WORDS_LEAST or not len(index.keys):
        return []
    columns, values = columns_of(words)
    wanted = values * index.weights[columns]
    length = float(np.linalg.norm(wanted))
    if not length:
        return []
    scores = np.zeros(len(index.keys))
    for column, value in zip(columns, wanted / length, strict=True):
        here = slice(index.starts[column], index.starts[column + 1])
        # A text stands in a column once, so that adding by places loses nothing.
        scores[index.rows[here]] += value * index.values[here]
    first = np.argsort(-scores, kind="stable")[:most]
    return [
        Near(int(index.kinds[place]), int(index.keys[place]), min(100, round(100 * float(scores[place]))))
        for place in first
        if scores[place] >= least
    ]


def packed(index: Index) -> bytes:
    target = io.BytesIO()
    np.savez(target, **{name: getattr(index, name) for name in NAMES})
    return target.getvalue()


def unpacked(content: bytes) -> Index:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return Index(**{name: stored[name] for name in NAMES})
