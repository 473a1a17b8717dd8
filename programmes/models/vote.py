from django.db import models
from django.db.models import Q

from programmes.domain.pairs import Choice
from programmes.domain.votes import VoteKind
from programmes.models.comparison import Comparison
from programmes.models.review import Review

COMPARING = [VoteKind.COMPARED, VoteKind.WITHDRAWN]
OF_REVIEW = ~Q(kind__in=COMPARING) & Q(review__isnull=False, comparison=None, choice="")
COMPARED = Q(kind=VoteKind.COMPARED, review=None, comparison__isnull=False, choice__in=list(Choice))
WITHDRAWN = Q(kind=VoteKind.WITHDRAWN, review=None, comparison__isnull=False, choice="")


class Vote(models.Model):
    """One thing that was done with a review or a comparison. Never changed and never deleted; a trigger holds that.

    `points` are by public id of the criterion, for what was submitted, with null where the juror abstained; `choice` is
    for what was compared. Rows of one review or comparison are in the order of their keys, since whoever adds one has
    locked it. What is only a draft is no vote.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="votes", null=True)
    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="votes", null=True)
    kind = models.CharField(max_length=10)
    points = models.JSONField(default=dict)
    choice = models.CharField(max_length=6, blank=True, default="", db_default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(VoteKind)), name="vote_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=VoteKind.SUBMITTED) & ~Q(points={}) | ~Q(kind=VoteKind.SUBMITTED) & Q(points={}),
                name="vote_has_points_if_submitted",
            ),
            models.CheckConstraint(condition=OF_REVIEW | COMPARED | WITHDRAWN, name="vote_is_of_one_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
