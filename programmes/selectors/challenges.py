from collections.abc import Collection, Sequence
from functools import cache

from django.db.models import Q, QuerySet

from backend.accounts.models import User
from backend.accounts.selectors.organisations import ids_spoken_for
from backend.accounts.viewers import Viewer, person_of
from backend.core.db import require_transaction
from programmes.enums import ChallengeState, SprintState
from programmes.models import Category, Challenge, Programme, Solution, Sprint
from programmes.models.challenge import SEARCH
from programmes.models.solution import AFTER_HAND_IN
from programmes.selectors.counting import count_of, living_teams
from programmes.selectors.matching import matching
from programmes.selectors.sprints import programmes_organised_by

SHOWN = ("sprint", "sprint__programme", "category", "owner")


def with_counts(rows: QuerySet[Challenge]) -> QuerySet[Challenge]:
    """Challenges with `team_count` and `solution_count`."""
    return rows.annotate(
        team_count=count_of(living_teams().filter(hidden_at=None), "challenge_id"),
        solution_count=count_of(
            Solution.objects.filter(state__in=AFTER_HAND_IN, hidden_at=None, team__hidden_at=None), "challenge_id"
        ),
    )


def challenges_public(
    *, sprint: Sprint | None = None, category: Category | None = None, query: str = ""
) -> QuerySet[Challenge]:
    """Published challenges of published sprints by title, with owner, category and counts; none that are hidden."""
    rows = _public().all()
    if sprint is not None:
        rows = rows.filter(sprint=sprint)
    if category is not None:
        rows = rows.filter(category=category)
    return matching(rows, query, SEARCH)


@cache
def _public() -> QuerySet[Challenge]:
    """Put together once, which takes longer than the database needs for an answer. Never read itself: copies are."""
    rows = Challenge.objects.filter(state=ChallengeState.PUBLISHED, hidden_at=None)
    rows = rows.exclude(sprint__state=SprintState.DRAFT)
    return with_counts(rows.select_related(*SHOWN))


def challenges_visible_to(viewer: Viewer) -> QuerySet[Challenge]:
    """What everybody sees, one's own, those of organisations one speaks for, and all of programmes one organises."""
    # What was merged is known by its old address, which leads on.
    known = Q(state=ChallengeState.PUBLISHED) | Q(state=ChallengeState.MERGED, was_published=True)
    public = known & Q(hidden_at=None) & ~Q(sprint__state=SprintState.DRAFT)
    person = person_of(viewer)
    rows = Challenge.objects.select_related(*SHOWN)
    if person is None:
        return rows.filter(public)
    return rows.filter(
        public
        | Q(proposed_by=person)
        | Q(owner_id__in=ids_spoken_for(person))
        | Q(sprint__programme_id__in=programmes_organised_by(person))
    )


def challenges_of(user: User) -> QuerySet[Challenge]:
    """What a person has proposed or answers for, whatever its state, the newest first."""
    rows = Challenge.objects.filter(Q(proposed_by=user) | Q(owner_id__in=ids_spoken_for(user)))
    return with_counts(rows.select_related(*SHOWN, "appeal", "merged_into")).order_by("-created_at", "-id")


def challenges_to_moderate(
    *, sprint: Sprint | None = None, programmes: Sequence[Programme] | None = None
) -> QuerySet[Challenge]:
    """Proposed challenges, who waits longest first."""
    rows = Challenge.objects.select_related(*SHOWN, "proposed_by").filter(state=ChallengeState.PROPOSED)
    if sprint is not None:
        rows = rows.filter(sprint=sprint)
    if programmes is not None:
        rows = rows.filter(sprint__programme__in=programmes)
    return rows.order_by("created_at", "id")


def challenges_of_sprint(sprint: Sprint) -> QuerySet[Challenge]:
    """All challenges of a sprint, for its organisers."""
    return with_counts(sprint.challenges.select_related(*SHOWN, "proposed_by")).order_by("state", "title", "id")


def challenges_for_update(keys: Collection[int]) -> dict[int, Challenge]:
    """Lock challenges, by id; whoever locks their teams too has locked these before."""
    require_transaction()
    rows = Challenge.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("id")
    return {row.pk: row for row in rows}


def challenge_for_update(challenge_id: int) -> Challenge:
    require_transaction()
    return Challenge.objects.select_for_update(no_key=True, of=("self",)).select_related("sprint").get(pk=challenge_id)
