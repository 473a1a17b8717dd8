"""The log of a jury's votes, from which the ranking can be computed again by anybody."""

from backend.core import clock
from backend.core.db import require_transaction
from programmes.domain.scoring import Points
from programmes.domain.votes import VoteKind
from programmes.models import Comparison, Review, Vote


def vote_add(review: Review, kind: VoteKind, points: Points | None = None) -> Vote:
    """Note what was done with a review, in the caller's transaction. The review is locked, or new."""
    require_transaction()
    return Vote.objects.create(review=review, kind=kind, points=dict(points or {}), at=clock.now())


def comparing_vote_add(comparison: Comparison, kind: VoteKind) -> Vote:
    """Note what was done with a comparison, in the caller's transaction. It is locked, or new, and has its choice."""
    require_transaction()
    return Vote.objects.create(comparison=comparison, kind=kind, choice=comparison.choice, at=clock.now())
