"""Who is selected, by a method that was named before the first review: from scores, and from nothing else."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from backend.core.checks import ensure
from backend.core.evidence.chain import digest_of
from programmes.domain.pairs import Duel, strengths
from programmes.domain.scoring import Given, Points, mean_scores, median_scores, ranked
from programmes.domain.severity import standard_scores

QUORUM_MOST: Final = 20
PLACES_MOST: Final = 10_000


class Measure(StrEnum):
    """What the ranking goes by: of all scores that a solution was given, or by comparing it with others (`PAIRS`)."""

    MEAN = "mean"
    MEDIAN = "median"
    STANDARD = "standard"
    PAIRS = "pairs"


class TieRule(StrEnum):
    """Who of those is selected that are equal where the places end: all, nobody, or as many as fit, drawn by lot."""

    ALL = "all"
    NONE = "none"
    LOT = "lot"


class Why(StrEnum):
    """Why a solution is selected by the method, or is not."""

    RANK = "rank"
    TRACK = "track"
    TIE_IN = "tie_in"
    TIE_OUT = "tie_out"
    BELOW = "below"
    QUORUM = "quorum"


SELECTED: Final = frozenset({Why.RANK, Why.TRACK, Why.TIE_IN})


@dataclass(frozen=True, slots=True)
class TrackPlaces:
    """At least so many places go to one track, if so many of it have the quorum."""

    track: str
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How a jury's reviews become a selection. `quorum`: reviews, or comparisons, without which a solution has no rank,
    ≥ 1.
    """

    measure: Measure = Measure.MEAN
    quorum: int = 1
    places: int
    tie_rule: TieRule = TieRule.ALL
    tracks: tuple[TrackPlaces, ...] = ()


class Candidate(NamedTuple):
    """A solution that was handed in. `score` is None as long as it has no quorum; `track` may be empty."""

    name: str
    track: str
    score: Fraction | None


def problems(method: Method) -> list[str]:
    """Return the names of what makes no sense: `quorum`, `places`, `tracks`. None, if the method can be used."""
    kept = [track.places for track in method.tracks]
    is_wrong = {
        "quorum": not 1 <= method.quorum <= QUORUM_MOST,
        "places": not 1 <= method.places <= PLACES_MOST,
        "tracks": any(places < 1 for places in kept)
        or sum(kept) > method.places
        or len({track.track for track in method.tracks}) < len(kept),
    }
    return [name for name, wrong in is_wrong.items() if wrong]


def scores_by(method: Method, given: Collection[Given[str]], duels: Iterable[Duel] = ()) -> dict[str, Fraction]:
    """Return what the ranking goes by, for each solution with a quorum. Who has none still counts as a juror's work:
    by it one sees how severe a person is, and how strong another solution.
    """
    match method.measure:
        case Measure.MEAN:
            scores = mean_scores(given)
        case Measure.MEDIAN:
            scores = median_scores(given)
        case Measure.STANDARD:
            scores = standard_scores(given)
        case Measure.PAIRS:
            return {name: one.value for name, one in strengths(duels).items() if one.duels >= method.quorum}
    reviews = Counter(one.solution for one in given)
    return {key: score for key, score in scores.items() if reviews[key] >= method.quorum}


def seed_of(counted: Mapping[str, Points], choices: Mapping[str, str] | None = None) -> str:
    """Return what lots are drawn with: a digest of all that counts, which nobody knows before the last vote.

    `counted` are the points by review, as `votes.counted` gives them, abstentions too, and `choices` what was chosen by
    comparison.
    """
    return digest_of({**{review: dict(points) for review, points in counted.items()}, **(choices or {})})


def select(candidates: Sequence[Candidate], method: Method, seed: str) -> dict[str, Why]:
    """Return for each candidate why it is selected or not.

    Places kept for tracks are filled first, each by the best of its track; all others then go by rank alone. With the
    tie rule `all` more may be selected than there are places, with `none` fewer. The order of `candidates` is of no
    account.
    """
    ensure(not problems(method), "the method can be used")
    found = {one.name: Why.QUORUM for one in candidates}
    waiting = [one for one in candidates if one.score is not None]
    by_rank_alone = _cut(waiting, method.places, method.tie_rule, seed)
    taken = 0
    for track in method.tracks:
        of_track = _cut([one for one in waiting if one.track == track.track], track.places, method.tie_rule, seed)
        chosen = {name for name, why in of_track.items() if why in SELECTED}
        found |= {name: _kept(by_rank_alone[name], of_track[name]) for name in chosen}
        waiting = [one for one in waiting if one.name not in chosen]
        taken += len(chosen)
    return found | _cut(waiting, max(0, method.places - taken), method.tie_rule, seed)


def _kept(alone: Why, of_track: Why) -> Why:
    """A place kept for a track is the reason only where the rank alone would not have done."""
    if alone in SELECTED:
        return alone
    return Why.TRACK if of_track is Why.RANK else of_track


def _cut(candidates: Sequence[Candidate], places: int, tie_rule: TieRule, seed: str) -> dict[str, Why]:
    """Select the best `places` of candidates that all have a score."""
    order = sorted(((one.score or Fraction(), one.name) for one in candidates), reverse=True)
    if len(order) <= places:
        return dict.fromkeys((name for _score, name in order), Why.RANK)
    if not places:
        return dict.fromkeys((name for _score, name in order), Why.BELOW)
    last, next_one = order[places - 1][0], order[places][0]
    above = {name: Why.RANK for score, name in order if score > last}
    below = {name: Why.BELOW for score, name in order if score < last}
    equal = [name for score, name in order if score == last]
    if last != next_one:
        return above | dict.fromkeys(equal, Why.RANK) | below
    drawn = set(sorted(equal, key=lambda name: lot(seed, name))[: places - len(above)])
    is_in = {TieRule.ALL: set(equal), TieRule.NONE: set[str](), TieRule.LOT: drawn}[tie_rule]
    return above | {name: Why.TIE_IN if name in is_in else Why.TIE_OUT for name in equal} | below


def lot(seed: str, name: str) -> str:
    """Return the lot of one solution, the smallest wins: the SHA-256 of the seed, a space and its public id."""
    return hashlib.sha256(f"{seed} {name}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a solution stands. `score` is the mean of its reviews, or their median if the method goes by it. Where it
    goes by comparisons, it is the probability with which the solution convinces more than an average one.

    `rank` goes by the method's measure and is None without a quorum; `adjusted_rank` goes by standard scores. `why` is
    None if no method was named. `duels`: comparisons with others that count, where the method goes by them.
    """

    score: Fraction | None
    rank: int | None
    adjusted_rank: int | None
    why: Why | None
    duels: int = 0

    @property
    def is_proposed(self) -> bool:
        """Whether the method selects it."""
        return self.why in SELECTED


FREE: Final = Method(places=PLACES_MOST)
"""What the ranking goes by as long as nobody has named a method: the mean, of however many reviews."""


def standings(
    tracks: Mapping[str, str],
    given: Iterable[Given[str]],
    method: Method | None,
    seed: str,
    duels: Iterable[Duel] = (),
) -> dict[str, Standing]:
    """Return how each solution of `tracks` (solution → track) stands, computed from what jurors gave and nothing else.

    `seed` as `seed_of` returns it; it is of account for lots only.
    """
    counting = [one for one in given if one.solution in tracks]
    met = [one for one in duels if one.first in tracks and one.second in tracks]
    shown, by_method, compared = _measured(method or FREE, counting, met)
    ranks, adjusted = ranked(by_method), ranked(standard_scores(counting))
    whys: Mapping[str, Why] = {}
    if method:
        rows = [Candidate(name, track, by_method.get(name)) for name, track in tracks.items()]
        whys = select(rows, method, seed)
    return {
        name: Standing(shown.get(name), ranks.get(name), adjusted.get(name), whys.get(name), compared.get(name, 0))
        for name in tracks
    }


def _measured(
    method: Method, given: Collection[Given[str]], duels: Collection[Duel]
) -> tuple[Mapping[str, Fraction], Mapping[str, Fraction], Mapping[str, int]]:
    """What is shown of each solution, what it is ranked by, and how often it was compared."""
    if method.measure is Measure.PAIRS:
        found = strengths(duels)
        by_method = {name: one.value for name, one in found.items() if one.duels >= method.quorum}
        return (
            {name: one.share for name, one in found.items()},
            by_method,
            {name: one.duels for name, one in found.items()},
        )
    is_median = method.measure is Measure.MEDIAN
    return (median_scores if is_median else mean_scores)(given), scores_by(method, given), {}
