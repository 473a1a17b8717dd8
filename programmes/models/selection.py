from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.domain.limits import STAGES_MOST
from programmes.domain.selecting import PLACES_MOST, QUORUM_MOST, Measure, Method, TieRule, TrackPlaces
from programmes.enums import SelectionMeasure, SelectionReason, SelectionTieRule
from programmes.models.programme import Category
from programmes.models.solution import Solution
from programmes.models.sprint import Sprint


class SelectionMethod(PublicModel):
    """How the reviews of one stage become a selection: named before the first of them, which a trigger holds, too.

    A sprint's selection has as many stages as methods were named, or one.
    """

    public_id = PublicIdField("sme")
    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="selection_methods")
    stage = models.PositiveSmallIntegerField(_("stage"), default=1, db_default=1)
    title = models.CharField(_("name of the stage"), max_length=80, blank=True, default="", db_default="")
    measure = models.CharField(
        _("the ranking goes by"), max_length=10, choices=SelectionMeasure.choices, default=SelectionMeasure.MEAN
    )
    quorum = models.PositiveSmallIntegerField(_("least number of reviews or comparisons"), default=1)
    places = models.PositiveSmallIntegerField(_("number of places"))
    tie_rule = models.CharField(
        _("if several are equal at the last place"),
        max_length=10,
        choices=SelectionTieRule.choices,
        default=SelectionTieRule.ALL,
    )
    is_blind = models.BooleanField(_("jurors do not see the team"), default=False, db_default=False)

    class Meta:
        ordering = ["stage", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sprint", "stage"], name="selection_method_once"),
            models.CheckConstraint(
                condition=Q(stage__gte=1, stage__lte=STAGES_MOST), name="selection_method_stage_within"
            ),
            models.CheckConstraint(
                condition=Q(measure__in=SelectionMeasure.values), name="selection_method_measure_known"
            ),
            models.CheckConstraint(
                condition=Q(tie_rule__in=SelectionTieRule.values), name="selection_method_tie_rule_known"
            ),
            models.CheckConstraint(
                condition=Q(quorum__gte=1, quorum__lte=QUORUM_MOST), name="selection_method_quorum_within"
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=PLACES_MOST), name="selection_method_places_within"
            ),
        ]

    @property
    def method(self) -> Method:
        """The same for arithmetic; tracks are the public ids of categories."""
        kept = tuple(TrackPlaces(row.category.public_id, row.places) for row in self.tracks.all())
        return Method(
            measure=Measure(self.measure),
            quorum=self.quorum,
            places=self.places,
            tie_rule=TieRule(self.tie_rule),
            tracks=kept,
        )


class TrackQuota(models.Model):
    """At least so many places go to solutions of one category."""

    method = models.ForeignKey(SelectionMethod, on_delete=models.CASCADE, related_name="tracks")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField(_("places kept"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["method", "category"], name="track_quota_once"),
            models.CheckConstraint(condition=Q(places__gte=1), name="track_quota_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.category_id} {self.places}"


class StagePass(models.Model):
    """That a solution went on to the next stage, with what the method said of it, and why people did not follow it.

    Never changed and never deleted, which a trigger holds, too.
    """

    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="passes")
    stage = models.PositiveSmallIntegerField()
    """The one that was over then."""
    track = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=10, choices=SelectionReason.choices, blank=True)
    rank = models.PositiveIntegerField(null=True)
    note = models.TextField(_("why"), max_length=2_000, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["stage", "id"]
        constraints = [
            models.UniqueConstraint(fields=["solution", "stage"], name="stage_pass_once"),
            models.CheckConstraint(condition=Q(stage__gte=1, stage__lt=STAGES_MOST), name="stage_pass_stage_within"),
            models.CheckConstraint(condition=Q(rank__gte=1) | Q(rank=None), name="stage_pass_rank_counts_from_one"),
            models.CheckConstraint(
                condition=Q(reason__in=["", *SelectionReason.values]), name="stage_pass_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.solution_id} {self.stage}"


class Decision(models.Model):
    """What the method said of one solution when the jury decided, and why people did not follow it, in public.

    Never changed and never deleted, which a trigger holds, too: challenges may get another category afterwards.
    """

    solution = models.OneToOneField(Solution, on_delete=models.PROTECT, related_name="decision")
    stage = models.PositiveSmallIntegerField(default=1, db_default=1)
    """In which it was decided."""
    track = models.CharField(max_length=40, blank=True)
    """Public id of the category in which it was counted."""
    reason = models.CharField(max_length=10, choices=SelectionReason.choices, blank=True)
    """Empty if no method was named."""
    rank = models.PositiveIntegerField(null=True)
    """What it had when the jury decided; None without the quorum."""
    note = models.TextField(_("why"), max_length=2_000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rank__gte=1) | Q(rank=None), name="decision_rank_counts_from_one"),
            models.CheckConstraint(condition=Q(reason__in=["", *SelectionReason.values]), name="decision_reason_known"),
            models.CheckConstraint(condition=Q(stage__gte=1, stage__lte=STAGES_MOST), name="decision_stage_within"),
        ]

    def __str__(self) -> str:
        return f"{self.solution_id} {self.reason}"
