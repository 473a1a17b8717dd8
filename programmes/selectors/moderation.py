"""The queue of proposed challenges by a filter, and what came of deciding about all of it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from programmes.models import Challenge, ModerationItem, ModerationRun, Sprint
from programmes.models.challenge import SEARCH
from programmes.selectors.challenges import challenges_to_moderate
from programmes.selectors.matching import matching

POSERS = ("citizen", "organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of the waiting challenges: with these words, in a category, posed by whom. Empty: all."""

    query: str = ""
    category: str = ""
    posed_by: str = ""


def challenges_wanted(sprint: Sprint, wanted: Wanted) -> QuerySet[Challenge]:
    """Proposed challenges that meet the filter, who waits longest first."""
    rows = challenges_to_moderate(sprint=sprint)
    if wanted.category:
        rows = rows.filter(Q(category__slug=wanted.category) | Q(category__public_id=wanted.category))
    if wanted.posed_by in POSERS:
        rows = rows.filter(owner__isnull=wanted.posed_by == "citizen")
    return matching(rows, wanted.query, SEARCH).order_by("created_at", "id")


def items_to_do(run: ModerationRun, count: int) -> list[ModerationItem]:
    rows = ModerationItem.objects.filter(run=run, left=False).select_related("challenge__proposed_by")
    return list(rows.order_by("id")[:count])
