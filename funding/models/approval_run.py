from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.enums import ApprovalRunState, LeftReason
from funding.models.fields import amount_positive
from funding.models.fund import Fund
from funding.models.match import Match


class ApprovalRun(PublicModel):
    """One manager's approval of all matches that met a filter when it was given, noted by a worker piece by piece.

    `wanted` is the filter; `pieces` counts the messages that were sent for it, so that one which comes twice, or comes
    late, is known. It approves nothing by itself: each match has its own approval, as if it had been ticked.
    """

    TRANSITIONS = transitions.APPROVAL_RUN

    public_id = PublicIdField("apr")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="approval_runs")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=7, choices=ApprovalRunState.choices, default=ApprovalRunState.RUNNING
    )
    wanted = models.JSONField(default=dict, editable=False)
    note = models.CharField(_("note"), max_length=1_000, blank=True)
    pieces = models.PositiveIntegerField(default=1, editable=False)
    total = models.PositiveIntegerField(editable=False)
    amount_minor = models.BigIntegerField(_("amount"), editable=False)
    noted = models.PositiveIntegerField(default=0, editable=False)
    noted_minor = models.BigIntegerField(default=0, editable=False)
    left = models.PositiveIntegerField(default=0, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "-id"], name="approval_run_of_fund")]
        constraints = [
            state_known("approval_run_state_known", ApprovalRunState),
            amount_positive("approval_run_positive"),
            models.CheckConstraint(
                condition=Q(
                    total__gt=0,
                    total__gte=F("noted") + F("left"),
                    noted_minor__gte=0,
                    amount_minor__gte=F("noted_minor"),
                ),
                name="approval_run_no_more_than_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApprovalRunState.DONE) | Q(done_at__isnull=False) & Q(total=F("noted") + F("left")),
                name="approval_run_done_is_complete",
            ),
            models.UniqueConstraint(
                fields=["fund", "requested_by"],
                condition=Q(state=ApprovalRunState.RUNNING),
                name="approval_run_one_at_a_time",
            ),
        ]

    @property
    def progress_percent(self) -> int:
        return 100 * (self.noted + self.left) // self.total


class ApprovalItem(models.Model):
    """A match that is still to be approved, for the amount that was seen; or, with a reason, one that was left.

    One that is noted goes: its approval says all there is to say.
    """

    run = models.ForeignKey(ApprovalRun, on_delete=models.CASCADE, related_name="items")
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=20, choices=LeftReason.choices, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "id"], condition=Q(reason=""), name="approval_item_to_do")]
        constraints = [
            amount_positive("approval_item_positive"),
            models.CheckConstraint(
                condition=Q(reason="") | Q(reason__in=LeftReason.values), name="approval_item_reason_known"
            ),
            models.UniqueConstraint(fields=["run", "match"], name="approval_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.match_id}"
