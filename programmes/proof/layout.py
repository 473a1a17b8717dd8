"""What the package of a selection holds, file by file and column by column.

Scores are fractions from 0 to 1, exact, such as 17/20. Times are ISO 8601 in UTC, an empty cell is nothing. Names of
jurors are pseudonyms of this package alone; solutions, reviews and comparisons have their public ids.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from backend.core.evidence.layout import README, Layout, layout, table

FORMAT: Final = 3
"""Grows when the meaning of the files changes; a reader refuses a number that it does not know."""
BEFORE_ABSTAINING: Final = 2
"""Nobody could abstain, and no column told of it. Packages of it are published, and are checked as they are."""
FORMATS: Final = (BEFORE_ABSTAINING, FORMAT)

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
    format: int = FORMAT

    @property
    def identity(self) -> dict[str, Any]:
        """What the chain and the digest are tied to: one sprint, one format."""
        return {"format": self.format, "sprint": self.sprint}

    @property
    def tells_abstentions(self) -> bool:
        return self.format > BEFORE_ABSTAINING


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
        ("score", "string", "weighted share of what could be reached where it judged; empty: it does not count"),
        ("abstained", "string", "criteria on which the juror gave no judgement, with spaces between"),
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


def layout_of(about: About) -> Layout:
    """Return the layout of a package's own format."""
    if about.tells_abstentions:
        return LAYOUT
    reviews = LAYOUT.tables[REVIEWS]
    return Layout(LAYOUT.files, {**LAYOUT.tables, REVIEWS: replace(reviews, columns=reviews.columns[:-1])})
