from django.db import models
from django.db.models import Q

from programmes.domain.votes import VoteKind
from programmes.models.review import Review


class Vote(models.Model):
    """One thing that was done with a review. Never changed and never deleted; a trigger holds that.

    `points` are by public id of the criterion, for what was submitted. Rows of one review are in the order of their
    keys, since whoever adds one has locked the review. What is only a draft is no vote.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="votes")
    kind = models.CharField(max_length=10)
    points = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(VoteKind)), name="vote_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=VoteKind.SUBMITTED) & ~Q(points={}) | ~Q(kind=VoteKind.SUBMITTED) & Q(points={}),
                name="vote_has_points_if_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
