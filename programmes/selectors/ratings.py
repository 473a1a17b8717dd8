"""What the public thinks of solutions: the own stars, how many there are, and the order that they make."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncHour

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core import clock
from programmes.domain import public_rating
from programmes.domain.public_rating import Burst, Standing
from programmes.enums import BlockKind, BlockState, Feature, RegistrationState
from programmes.models import (
    Comment,
    CommunityAward,
    Rating,
    Registration,
    Solution,
    Sprint,
    SprintBlock,
    TeamMember,
)
from programmes.models.solution import AFTER_HAND_IN
from programmes.selectors.comments import comments_of
from programmes.selectors.counting import SOLUTION_SHOWN
from programmes.selectors.windows import Window, window_in

COMMENTS_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a page of a solution tells of its stars and comments."""

    window: Window
    ratings: int
    """How many have rated it, while they still can."""
    own: int | None
    can_rate: bool
    comments: list[Comment]
    """The newest."""
    has_more: bool
    can_comment: bool
    award: CommunityAward | None


@dataclass(frozen=True, slots=True)
class RatedSolution:
    solution: Solution
    standing: Standing
    newcomers: int
    """Ratings by accounts that are younger than the rating's time and take no part in the sprint."""
    burst: Burst | None


def opinion_of(solution: Solution, viewer: Viewer) -> Opinion:
    """How many have rated it, and whether and how this viewer has: three queries, at most three more."""
    person, at = person_of(viewer), clock.now()
    phases = list(solution.sprint.phases.all())
    rating, commenting = (window_in(phases, feature, at) for feature in (Feature.RATE, Feature.COMMENT))
    may = is_discussed(solution)
    newest = list(comments_of(solution, viewer)[: COMMENTS_SHOWN + 1])
    is_own = person is not None and was_in_team(person, solution)
    return Opinion(
        window=rating,
        ratings=ratings_that_count(solution.sprint_id).filter(solution=solution).count() if rating.is_open else 0,
        own=own_stars(person, solution) if person and rating.is_open and not is_own else None,
        can_rate=may and rating.is_open and not is_own,
        comments=newest[:COMMENTS_SHOWN],
        has_more=len(newest) > COMMENTS_SHOWN,
        can_comment=may and commenting.is_open,
        award=CommunityAward.objects.filter(solution=solution).first(),
    )


def is_discussed(solution: Solution) -> bool:
    """Whether it is there for the public."""
    return solution.state in AFTER_HAND_IN and solution.hidden_at is None


def own_stars(person: User, solution: Solution) -> int | None:
    return Rating.objects.filter(solution=solution, user=person).values_list("stars", flat=True).first()


def was_in_team(person: User, solution: Solution) -> bool:
    """Whoever has left still knows whose work it is."""
    return TeamMember.objects.filter(team_id=solution.team_id, user=person).exists()


def next_to_rate(person: User, sprint: Sprint) -> Solution | None:
    """A solution that this person has not rated: those with the fewest ratings first, so that all are looked at."""
    rows = _rated(sprint).exclude(ratings__user=person).exclude(team__members__user=person)
    rows = rows.annotate(rating_count=Count("ratings")).order_by("rating_count", "id")
    return rows.select_related("current_version", "team").first()


def ratings_that_count(sprint_id: int) -> "QuerySet[Rating]":
    """All of a sprint, but for those of people who are blocked in it and of whoever is or was in the team itself."""
    blocked = SprintBlock.objects.filter(sprint=sprint_id, kind=BlockKind.TAKING_PART, state=BlockState.ACTIVE)
    own = TeamMember.objects.filter(team_id=OuterRef("solution__team_id"), user_id=OuterRef("user_id"))
    rows = Rating.objects.filter(solution__sprint=sprint_id).exclude(user__in=blocked.values("user_id"))
    return rows.exclude(Exists(own))


def standings_of(sprint: Sprint) -> list[Standing]:
    """The order that all ratings make, of what is not hidden: two queries, however many have rated."""
    names = dict(_rated(sprint).values_list("pk", "public_id"))
    stars = {name: [0] * len(public_rating.STARS) for name in names.values()}
    counted = ratings_that_count(sprint.pk).filter(solution__in=names).values("solution", "stars")
    for row in counted.annotate(count=Count("pk")).order_by():
        stars[names[row["solution"]]][row["stars"] - 1] = row["count"]
    return public_rating.standings(stars)


def rated(sprint: Sprint, shown: Sequence[Standing]) -> list[RatedSolution]:
    """What an organiser looks at before the award, for some of the order: three queries."""
    wanted = [one.solution for one in shown]
    rows = Solution.objects.filter(public_id__in=wanted).select_related("current_version", "team")
    solutions = {row.public_id: row for row in rows}
    hours, newcomers = _hours(sprint, wanted), _newcomers(sprint, wanted)
    last = max((hour for rows_of in hours.values() for hour, _count in rows_of), default=None)
    return [
        RatedSolution(
            solution=solutions[one.solution],
            standing=one,
            newcomers=newcomers.get(one.solution, 0),
            burst=public_rating.burst(hours[one.solution], last),
        )
        for one in shown
    ]


def rating_hours(sprint: Sprint) -> list[tuple[datetime, int]]:
    """How many ratings came in which hour, of the whole sprint."""
    rows = ratings_that_count(sprint.pk).annotate(hour=TruncHour("rated_at")).values("hour")
    return [(row["hour"], row["count"]) for row in rows.annotate(count=Count("pk")).order_by("hour")]


def award_of(sprint: Sprint) -> CommunityAward | None:
    rows = CommunityAward.objects.select_related("solution__current_version", "solution__team")
    return rows.filter(sprint=sprint).first()


def rating_is_over(sprint: Sprint) -> bool:
    """Whether there was a time for ratings, and none is to come."""
    found = window_in(list(sprint.phases.all()), Feature.RATE, clock.now())
    return not found.is_open and found.opens_at is None and found.closes_at is not None


def _rated(sprint: Sprint) -> "QuerySet[Solution]":
    return Solution.objects.filter(SOLUTION_SHOWN, sprint=sprint, state__in=AFTER_HAND_IN)


def _hours(sprint: Sprint, wanted: Sequence[str]) -> dict[str, list[tuple[datetime, int]]]:
    rows = ratings_that_count(sprint.pk).filter(solution__public_id__in=wanted)
    counted = rows.annotate(hour=TruncHour("rated_at")).values("solution__public_id", "hour")
    found: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for row in counted.annotate(count=Count("pk")).order_by():
        found[row["solution__public_id"]].append((row["hour"], row["count"]))
    return found


def _newcomers(sprint: Sprint, wanted: Sequence[str]) -> dict[str, int]:
    """Ratings by accounts that began in the time of the ratings or a week before, and never took part."""
    starts = [row.starts_at for row in sprint.phases.all() if Feature.RATE in row.features]
    taking_part = Registration.objects.filter(sprint=sprint, user_id=OuterRef("user_id"))
    taking_part = taking_part.exclude(state=RegistrationState.CANCELLED)
    since = min(starts, default=sprint.starts_at) - timedelta(days=7)
    rows = ratings_that_count(sprint.pk).filter(solution__public_id__in=wanted, user__created_at__gte=since)
    counted = rows.exclude(Exists(taking_part)).values("solution__public_id").annotate(count=Count("pk")).order_by()
    return {row["solution__public_id"]: row["count"] for row in counted}
