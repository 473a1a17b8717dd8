from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.enums import ReviewState
from programmes.models.solution import Solution
from programmes.models.sprint import Sprint


class Rubric(PublicModel):
    """By what the solutions of a sprint are measured."""

    public_id = PublicIdField("rub")
    sprint = models.OneToOneField(Sprint, on_delete=models.CASCADE, related_name="rubric")
    title = models.CharField(_("title"), max_length=120)


class Criterion(PublicModel):
    public_id = PublicIdField("cri")
    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("what to look at"), max_length=1_000, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    max_points = models.PositiveSmallIntegerField(_("most points"), default=5)
    may_abstain = models.BooleanField(_("jurors may abstain"), default=False, db_default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="criterion_weight_positive"),
            models.CheckConstraint(condition=Q(max_points__gt=0), name="criterion_points_positive"),
        ]


class Review(PublicModel):
    """One juror's look at one solution, in one stage of the selection."""

    TRANSITIONS = transitions.REVIEW

    public_id = PublicIdField("rev")
    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="reviews")
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    stage = models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)
    """Of the selection: the one that the jury was in when it was assigned."""
    state = models.CharField(_("state"), max_length=10, choices=ReviewState.choices, default=ReviewState.ASSIGNED)
    comment = models.TextField(_("comment"), max_length=4_000, blank=True)
    note = models.TextField(_("note to the jury"), max_length=2_000, blank=True, default="", db_default="")
    """For the organisers, and for jurors who have submitted theirs of the same solution: never public."""
    conflict_reason = models.TextField(_("conflict of interest"), max_length=1_000, blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["juror", "state"], name="review_of_juror")]
        constraints = [
            state_known("review_state_known", ReviewState),
            models.UniqueConstraint(fields=["solution", "juror", "stage"], name="review_once"),
            models.CheckConstraint(
                condition=Q(state=ReviewState.SUBMITTED, submitted_at__isnull=False)
                | (~Q(state=ReviewState.SUBMITTED) & Q(submitted_at=None)),
                name="review_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.RECUSED) | ~Q(conflict_reason=""), name="review_recused_has_reason"
            ),
        ]


class Score(PublicModel):
    """Points for one criterion, or an abstention: a juror who has not come to it yet has no row.

    Triggers hold that points do not exceed the criterion's most, and that nobody abstains where it does not allow it.
    """

    public_id = PublicIdField("sco")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField(_("points"), null=True)
    """None: the juror abstains."""

    class Meta:
        ordering = ["criterion__position", "id"]
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="score_once")]
