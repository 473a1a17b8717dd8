"""Texts as vectors of the runs of letters that they have: typing errors and endings matter little.

The runs of four letters are hashed to a fixed number of columns, weighted by how rare they are (tf-idf), and each text
is of length one, so that the product of two says how alike they are, 0 to 1. Hashing: Weinberger et al., Feature
Hashing for Large Scale Multitask Learning, ICML 2009.
"""

import unicodedata
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Places: TypeAlias = "npt.NDArray[np.int64]"
Values: TypeAlias = "npt.NDArray[np.float32]"

RUN: Final = 4
COLUMNS: Final = 4_096


@dataclass(frozen=True, slots=True)
class Weighed:
    """Where something stands, text by text: its row, its column and how much; `weights` says how rare a column is."""

    rows: Places
    columns: Places
    values: Values
    weights: Values


def weighed(texts: Sequence[str]) -> Weighed:
    """One row a text, of length one; a text without letters has nothing in its row."""
    parts = [columns_of(text) for text in texts]
    columns = np.concatenate([part[0] for part in parts] or [np.zeros(0, np.int64)])
    values = np.concatenate([part[1] for part in parts] or [np.zeros(0, np.float32)])
    rows = np.repeat(np.arange(len(texts)), [len(part[0]) for part in parts])
    in_how_many = np.bincount(columns, minlength=COLUMNS)
    weights = (np.log((1 + len(texts)) / (1 + in_how_many)) + 1).astype(np.float32)
    found = values * weights[columns]
    lengths = np.sqrt(np.bincount(rows, weights=found.astype(np.float64) ** 2, minlength=len(texts)))
    return Weighed(rows, columns, (found / lengths[rows]).astype(np.float32), weights)


def columns_of(text: str) -> tuple[Places, Values]:
    """The columns of a text, each once, and how much of them it has."""
    counts: Counter[int] = Counter()
    for run, count in Counter(runs(text)).items():
        code = zlib.crc32(run.encode())
        # The sign lets runs that share a column cancel out instead of adding up.
        counts[code % COLUMNS] += count if code & 0x8000_0000 else -count
    kept = {column: count for column, count in counts.items() if count}
    values = np.array(list(kept.values()), dtype=np.float32)
    return np.array(list(kept), dtype=np.int64), np.sign(values) * np.log1p(np.abs(values))


def runs(text: str) -> list[str]:
    """The runs of letters of a text, without accents, capitals and signs, and with the ends of words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    padded = f" {' '.join(kept.split())} "
    return [padded[at : at + RUN] for at in range(len(padded) - RUN + 1)]
