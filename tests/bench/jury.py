"""A jury's work without a database: 1,500 solutions given out to 176 people, compared 40,000 times, and the package
of their selection checked.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from programmes.domain.assignment import suggest
from programmes.domain.bradley_terry import next_pair
from programmes.domain.jury_assignment import Judging, Wanting, distribute
from programmes.domain.jury_book import (
    Assigned,
    CriterionFacts,
    Event,
    HandedIn,
    JuryBook,
    PointsGiven,
    RulesNamed,
    Submitted,
)
from programmes.domain.pairs import Choice, Duel, strengths
from programmes.domain.scoring import ranked
from programmes.domain.selecting import Measure, Method, TieRule
from programmes.proof.layout import COMPARISONS, REVIEWS, SOLUTIONS, About
from programmes.proof.tables import comparison_rows, review_rows, solution_rows
from programmes.proof.verifying import verify
from programmes.proof.writing import write_package
from tests.bench.figure import Figure

SOLUTIONS_MANY, JURORS, EACH, MOST, CHOSEN = 1_500, 176, 3, 30, 150
GOAL_SECONDS = 30
COMPARISONS_MANY, GOAL_PAIRS_SECONDS = 40_000, 20
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
CRITERIA = tuple(CriterionFacts(f"c{number}", f"Criterion {number}", number + 1, 5) for number in range(4))


def figures() -> list[Figure]:
    return [given_out(), pairs_ranked(), package_checked()]


def jury() -> tuple[list[Wanting], list[Judging]]:
    """A fifth in English, which half of the jury reads; each may not judge twenty, and some have begun already."""
    draw = np.random.default_rng(1)
    languages = np.where(draw.random(SOLUTIONS_MANY) < 0.2, "en", "de").tolist()
    solutions = [Wanting(key=key, wanted=EACH, language=language) for key, language in enumerate(languages)]
    jurors = [
        Judging(
            key=key,
            load=int(draw.integers(0, 4)),
            languages=frozenset({"de", "en"} if draw.random() < 0.5 else {"de"}),
            barred=set(draw.choice(SOLUTIONS_MANY, 20, replace=False).tolist()),
        )
        for key in range(JURORS)
    ]
    return solutions, jurors


def given_out() -> Figure:
    solutions, jurors = jury()
    start = time.perf_counter()
    found = distribute(solutions, jurors, most=MOST)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    greedy = suggest(
        range(SOLUTIONS_MANY),
        {one.key: one.load for one in jurors},
        per_solution=EACH,
        has={},
        barred={one.key: one.barred for one in jurors},
    )
    plain = time.perf_counter() - start
    met = "all bounds met" if not found.missing else f"{sum(found.missing.values())} places named as missing"
    return Figure(
        name=f"jury: {SOLUTIONS_MANY:,} solutions × {JURORS} reviewers, {EACH} each",
        ours=1 / seconds,
        baseline=1 / plain,
        note=(
            f"taking whoever has least to do, one after the other; {seconds:.1f} s (goal {GOAL_SECONDS}), {met}; loads"
            f" {spread(found.pairs, jurors)} against {spread(greedy, jurors)}, in a language that is not read"
            f" {unread(found.pairs, solutions, jurors)} against {unread(greedy, solutions, jurors)}"
        ),
    )


def spread(pairs: Sequence[tuple[int, int]], jurors: list[Judging]) -> str:
    new = Counter(juror for _solution, juror in pairs)
    loads = [one.load + new[one.key] for one in jurors]
    return f"{min(loads)} to {max(loads)}"


def unread(pairs: Sequence[tuple[int, int]], solutions: list[Wanting], jurors: list[Judging]) -> int:
    return sum(solutions[solution].language not in jurors[juror].languages for solution, juror in pairs)


def pairs_ranked() -> Figure:
    """Strengths with their errors, and the ranking by them; beside it the counting of wins alone."""
    duels, true = compared()
    start = time.perf_counter()
    wins: Counter[str] = Counter()
    for one in duels:
        wins[one.first] += one.choice is Choice.FIRST
        wins[one.second] += one.choice is Choice.SECOND
    plain = time.perf_counter() - start
    start = time.perf_counter()
    found = strengths(duels)
    ranks = ranked({name: one.value for name, one in found.items()})
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    pair = next_pair([f"s{number}" for number in range(MOST)], duels, [])
    to_choose = time.perf_counter() - start
    best = set(sorted(true, key=lambda name: -true[name])[:CHOSEN])
    right = len(best & {name for name, rank in ranks.items() if rank <= CHOSEN})
    by_wins = len(best & {name for name, _count in wins.most_common(CHOSEN)})
    return Figure(
        name=f"jury: ranking of {SOLUTIONS_MANY:,} solutions from {COMPARISONS_MANY:,} comparisons",
        ours=1 / seconds,
        baseline=1 / plain,
        note=(
            f"counting wins alone; {seconds:.1f} s (goal {GOAL_PAIRS_SECONDS}), {right} of the truly best {CHOSEN} are"
            f" among the first {CHOSEN}, by wins {by_wins}; the next pair of {MOST} takes {to_choose * 1000:.0f} ms"
            f" ({'found' if pair else 'NONE'})"
        ),
    )


def compared() -> tuple[list[Duel], dict[str, float]]:
    """Pairs by chance, a tenth of them ties; with the true strengths, by which the stronger one wins more often."""
    draw = np.random.default_rng(3)
    true = draw.normal(size=SOLUTIONS_MANY)
    first = draw.integers(0, SOLUTIONS_MANY, COMPARISONS_MANY)
    second = (first + draw.integers(1, SOLUTIONS_MANY, COMPARISONS_MANY)) % SOLUTIONS_MANY
    wins = draw.random(COMPARISONS_MANY) < 1 / (1 + np.exp(true[second] - true[first]))
    choices = np.where(draw.random(COMPARISONS_MANY) < 0.1, "tie", np.where(wins, "first", "second")).tolist()
    pairs = zip(first.tolist(), second.tolist(), choices, strict=True)
    duels = [Duel(f"s{one}", f"s{other}", Choice(choice)) for one, other, choice in pairs]
    return duels, {f"s{number}": float(value) for number, value in enumerate(true)}


def package_checked() -> Figure:
    """The check reads, chains, recomputes and compares; beside it the arithmetic alone."""
    events = list(history())
    book = JuryBook()
    for event in events:
        book.apply(event)
    start = time.perf_counter()
    book.standings()
    arithmetic = time.perf_counter() - start
    with tempfile.TemporaryDirectory(prefix="gemeinwerk-bench-") as name:
        about = About("bench")
        tables = {REVIEWS: review_rows(book, about), COMPARISONS: comparison_rows(book), SOLUTIONS: solution_rows(book)}
        written = write_package(Path(name) / "package", about, events, created=NOON, rows=tables)
        start = time.perf_counter()
        report = verify(written.folder, digest=written.digest)
        seconds = time.perf_counter() - start
    holds = "all is right" if report.holds else "SOMETHING IS WRONG"
    return Figure(
        name=f"jury: check the package of {SOLUTIONS_MANY:,} solutions",
        ours=1 / seconds,
        baseline=1 / arithmetic,
        note=f"scores and ranks alone; {seconds:.1f} s, {report.votes:,} votes, {holds}",
    )


def history() -> Iterator[Event]:
    solutions, jurors = jury()
    draw = np.random.default_rng(2)
    yield RulesNamed(CRITERIA, Method(measure=Measure.STANDARD, quorum=2, places=CHOSEN, tie_rule=TieRule.LOT))
    for one in solutions:
        yield HandedIn(f"s{one.key}", "", NOON)
    pairs = distribute(solutions, jurors, most=MOST).pairs
    for number, (solution, juror) in enumerate(pairs):
        yield Assigned(f"r{number}", f"s{solution}", f"j{juror}", NOON)
    all_points = draw.integers(0, 6, (len(pairs), len(CRITERIA))).tolist()
    for number, points in enumerate(all_points):
        given = tuple(PointsGiven(one.criterion, value) for one, value in zip(CRITERIA, points, strict=True))
        yield Submitted(f"r{number}", given, NOON)
