"""What jurors compare, two at a time: own comparisons, what all of them said, and which pair comes next."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, F, Q, QuerySet

from backend.accounts.models import User
from backend.core.db import require_transaction
from programmes.domain.pairs import Choice, Duel
from programmes.enums import Feature, SolutionState
from programmes.enums_of_comparing import ComparisonChoice
from programmes.models import Comparison, Review, SelectionMethod, Solution, Sprint
from programmes.selectors.reviews import reviews_of
from programmes.selectors.stages import solutions_in_stage, stage_meant
from programmes.selectors.windows import Window, window_of

SHOWN = ("current_version", "team", "challenge")
NOW = Q(stage=F("first__sprint__jury_stage"))
COUNTING = (ComparisonChoice.FIRST, ComparisonChoice.SECOND, ComparisonChoice.TIE)


def goes_by_pairs(sprint: Sprint, stage: int | None = None) -> bool:
    """Whether the method named for a stage, the current one if none is named, ranks by comparisons."""
    return SelectionMethod.objects.filter(sprint=sprint, stage=stage_meant(sprint, stage), measure="pairs").exists()


@dataclass(frozen=True, slots=True)
class JuryWay:
    """What a method means for the pages of the jury."""

    by_pairs: bool = False
    is_blind: bool = False


def jury_ways(sprint_ids: Collection[int]) -> defaultdict[int, JuryWay]:
    """How the jury works in the stage that it is in, by key of the sprint: one query."""
    rows = SelectionMethod.objects.filter(sprint__in=sprint_ids, stage=F("sprint__jury_stage"))
    named = rows.values_list("sprint_id", "measure", "is_blind")
    return defaultdict(JuryWay, {key: JuryWay(measure == "pairs", is_blind) for key, measure, is_blind in named})


def comparison_counts(juror: User) -> Counter[int]:
    """How many comparisons of a juror count in the current stage, by key of the sprint."""
    rows = Comparison.objects.filter(NOW, juror=juror, choice__in=COUNTING).order_by()
    return Counter(dict(rows.values_list("first__sprint_id").annotate(Count("pk"))))


def comparisons_of(juror: User, sprint: Sprint | None = None) -> "QuerySet[Comparison]":
    """A juror's comparisons of the current stage in their order, also those that were taken back."""
    rows = Comparison.objects.filter(NOW, juror=juror).select_related("first__sprint", "second")
    rows = rows.order_by("created_at", "id")
    return rows if sprint is None else rows.filter(first__sprint=sprint)


def comparisons_judged(sprint: Sprint, stage: int | None = None) -> "QuerySet[Comparison]":
    """All comparisons of a stage of what the jury decides or has decided about in it: not with what was withdrawn."""
    solutions = solutions_in_stage(sprint, stage).order_by().values("pk")
    return Comparison.objects.filter(stage=stage_meant(sprint, stage), first__in=solutions, second__in=solutions)


def choices_in(sprint: Sprint, stage: int | None = None) -> dict[str, str]:
    """What was chosen by public id of the comparison, skipped ones too, for lots: one query."""
    rows = comparisons_judged(sprint, stage).exclude(choice="").order_by()
    return dict(rows.values_list("public_id", "choice"))


def duels_in(sprint: Sprint, stage: int | None = None) -> list[Duel]:
    """What all jurors said, added up by the database: one row for each outcome of two solutions."""
    return _duels(comparisons_judged(sprint, stage))


def _duels(rows: "QuerySet[Comparison]") -> list[Duel]:
    rows = rows.filter(choice__in=COUNTING).order_by()
    counted = rows.values_list("first__public_id", "second__public_id", "choice").annotate(Count("pk"))
    return [Duel(first, second, Choice(choice), count) for first, second, choice, count in counted]


def pair_for_update(juror: User, solutions: Collection[Solution]) -> list[Review]:
    """Lock the juror's own reviews of both, in the order of their keys: only those that the person may still judge.

    Whoever gives one of them up waits, and so does the same juror's second try to decide between both.
    """
    require_transaction()
    rows = reviews_of(juror).filter(solution__in=solutions).order_by("pk")
    return list(rows.select_for_update(no_key=True, of=("self",)))


def comparison_for_update(comparison_id: int) -> Comparison:
    require_transaction()
    rows = Comparison.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("first", "first__sprint", "second").get(pk=comparison_id)


def standing_comparisons_for_update(review: Review) -> list[Comparison]:
    """Lock what the juror of `review` said in its stage of its solution beside others and has not taken back, by keys
    in order.
    """
    require_transaction()
    about = Q(first=review.solution_id) | Q(second=review.solution_id)
    rows = Comparison.objects.filter(about, juror=review.juror_id, stage=review.stage).exclude(choice="").order_by("pk")
    return list(rows.select_for_update(no_key=True))


@dataclass(frozen=True, slots=True)
class Comparing:
    """Two solutions side by side; none if there is nothing more to compare."""

    sprint: Sprint
    window: Window
    way: JuryWay
    pair: tuple[Solution, Solution] | None
    decided: int
    """Comparisons of this juror that count."""
    solutions: int
    """Solutions that this juror may compare."""
    last: Comparison | None
    """What was decided or skipped last, and can be taken back."""

    @property
    def sides(self) -> tuple[Solution, ...]:
        return self.pair or ()


def comparing(juror: User, sprint: Sprint, *, again: str = "") -> Comparing:
    """What a juror compares next; `again` is the public id of a comparison that was taken back. Eight queries at most.

    Only solutions that are assigned to the juror, and never what he or she is too close to.
    """
    rows = reviews_of(juror, sprint=sprint).filter(solution__state=SolutionState.HANDED_IN).order_by()
    pool = dict(rows.values_list("solution__public_id", "solution_id"))
    own = list(comparisons_of(juror, sprint).order_by(F("updated_at").desc(), F("pk").desc()))
    counting = [one for one in own if one.choice in COUNTING]
    return Comparing(
        sprint=sprint,
        window=window_of(sprint, Feature.REVIEW),
        way=jury_ways([sprint.pk])[sprint.pk],
        pair=_pair(sprint, juror, pool, own, again),
        decided=len(counting),
        solutions=len(pool),
        last=next((one for one in own if one.choice and _is_in(pool, one)), None),
    )


def _is_in(pool: Collection[str], comparison: Comparison) -> bool:
    return comparison.first.public_id in pool and comparison.second.public_id in pool


def _pair(
    sprint: Sprint, juror: User, pool: dict[str, int], own: Iterable[Comparison], again: str
) -> tuple[Solution, Solution] | None:
    asked = [one for one in own if one.choice]
    before = next((one for one in own if one.public_id == again and not one.choice and _is_in(pool, one)), None)
    names = (before.first.public_id, before.second.public_id) if before else _next(sprint, pool, asked)
    if names is None:
        return None
    found = Solution.objects.select_related(*SHOWN).in_bulk([pool[name] for name in names])
    first, second = (found[pool[name]] for name in names)
    # Whoever stands on the left is chosen a little more often, so chance decides, the same each time.
    is_turned = sha256(f"{juror.public_id} {names[0]} {names[1]}".encode()).digest()[0] % 2
    return (second, first) if is_turned else (first, second)


def _next(sprint: Sprint, pool: dict[str, int], asked: Collection[Comparison]) -> tuple[str, str] | None:
    if len(pool) < 2:  # noqa: PLR2004 - two are a pair
        return None
    keys = list(pool.values())
    duels = _duels(Comparison.objects.filter(stage=sprint.jury_stage, first__in=keys, second__in=keys))
    # Takes memory that only who compares should pay.
    from programmes.domain.bradley_terry import next_pair

    return next_pair(pool, duels, {(one.first.public_id, one.second.public_id) for one in asked})
