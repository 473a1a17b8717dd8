from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import state_known
from programmes import transitions
from programmes.domain.jury_assignment import MOST, PER_SOLUTION_MOST
from programmes.enums import JuryRunState
from programmes.models.runs import ComputedRow
from programmes.models.sprint import Sprint


class JuryRun(ComputedRow):
    """All that was handed in is given out to the jury by a worker: so many jurors each, nobody more than so much."""

    TRANSITIONS = transitions.JURY_RUN

    public_id = PublicIdField("jur")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="jury_runs")
    per_solution = models.PositiveSmallIntegerField(_("jurors for each solution"))
    most_each = models.PositiveSmallIntegerField(_("reviews for each juror at most"))
    state = models.CharField(_("state"), max_length=9, choices=JuryRunState.choices, default=JuryRunState.COMPUTING)
    assigned = models.PositiveIntegerField(default=0, editable=False)
    missing = models.JSONField(default=dict, editable=False)
    """How many jurors a solution is short of, by its public id."""
    ready_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["sprint", "-id"], name="jury_run_list")]
        constraints = [
            state_known("jury_run_state_known", JuryRunState),
            models.CheckConstraint(
                condition=~Q(state=JuryRunState.READY) | Q(ready_at__isnull=False), name="jury_run_ready_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(per_solution__gte=1, per_solution__lte=PER_SOLUTION_MOST),
                name="jury_run_per_solution_within",
            ),
            models.CheckConstraint(
                condition=Q(most_each__gte=1, most_each__lte=MOST), name="jury_run_most_each_within"
            ),
            models.UniqueConstraint(
                fields=["sprint"], condition=Q(state=JuryRunState.COMPUTING), name="jury_run_computing_once"
            ),
        ]
