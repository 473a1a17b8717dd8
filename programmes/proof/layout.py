"""What the package of a selection holds, file by file and column by column.

Scores are fractions from 0 to 1, exact, such as 17/20. Times are ISO 8601 in UTC, an empty cell is nothing. Names of
jurors are pseudonyms of this package alone; solutions, reviews and comparisons have their public ids.
"""

from dataclasses import dataclass
from typing import Any, Final

from backend.core.evidence.layout import README, Layout, layout, table

FORMAT: Final = 2
"""Grows when the meaning of the files changes; a reader refuses a number that it does not know."""

EVENTS: Final = "events.jsonl"
REVIEWS: Final = "reviews.csv"
COMPARISONS: Final = "comparisons.csv"
SOLUTIONS: Final = "solutions.csv"
RULES: Final = "rules.json"
SUMMARY: Final = "summary.json"


@dataclass(frozen=True, slots=True)
class About:
    """Whose package it is; `name` and `address` are for people and prove nothing."""

    sprint: str
    name: str = ""
    address: str = ""

    @property
    def identity(self) -> dict[str, Any]:
        """What the chain and the digest are tied to: one sprint, one format."""
        return {"format": FORMAT, "sprint": self.sprint}


LAYOUT: Final[Layout] = layout(
    (EVENTS, REVIEWS, COMPARISONS, SOLUTIONS, RULES, SUMMARY, README),
    table(
        REVIEWS,
        1,
        ("review", "string", "review"),
        ("solution", "string", "solution that is judged"),
        ("juror", "string", "who judges; the same for one person"),
        (
            "state",
            "string",
            "open, submitted or recused (given back: a conflict of interest, or dropped out)",
        ),
        ("score", "string", "weighted share of what could be reached; empty: it does not count"),
    ),
    table(
        COMPARISONS,
        1,
        ("comparison", "string", "comparison of two solutions"),
        ("first", "string", "the one of both whose id comes first"),
        ("second", "string", "the other one"),
        ("juror", "string", "who compares"),
        ("choice", "string", "which convinces more: first, second, tie or skip; empty: taken back"),
    ),
    table(
        SOLUTIONS,
        1,
        ("solution", "string", "solution"),
        ("track", "string", "category in which it counts"),
        ("handed_in_at", "datetime", "when it was handed in"),
        ("reviews", "integer", "reviews that count"),
        ("comparisons", "integer", "comparisons that count, where the method goes by them"),
        (
            "score",
            "string",
            "mean of its reviews, or their median; by comparisons: with which probability it beats an average solution",
        ),
        ("rank", "integer", "by the method's measure; empty: too few reviews or comparisons"),
        ("adjusted_rank", "integer", "as if all jurors were equally severe"),
        ("reason", "string", "why the method selects it or does not: rank, track, tie_in, tie_out, below or quorum"),
        ("selected", "boolean", "whether it was selected; empty: not decided yet"),
        ("note", "string", "why people decided so"),
        ("title", "string", "its title, for people; not part of the arithmetic"),
    ),
)
