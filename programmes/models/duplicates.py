"""Challenges of a sprint that are likely the same, as a worker has found them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.enums import DuplicateRunState
from programmes.models.challenge import Challenge
from programmes.models.runs import ComputedRow
from programmes.models.sprint import Sprint


class DuplicateRun(ComputedRow):
    """One search for challenges that are likely the same; nothing is merged by it."""

    TRANSITIONS = transitions.DUPLICATE_RUN

    public_id = PublicIdField("dup")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="duplicate_runs")
    state = models.CharField(
        _("state"), max_length=9, choices=DuplicateRunState.choices, default=DuplicateRunState.COMPUTING
    )
    compared = models.PositiveIntegerField(default=0, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["sprint", "-id"], name="duplicate_run_list")]
        constraints = [
            state_known("duplicate_run_state_known", DuplicateRunState),
            models.CheckConstraint(
                condition=~Q(state=DuplicateRunState.READY) | Q(ready_at__isnull=False),
                name="duplicate_run_ready_has_moment",
            ),
            models.UniqueConstraint(
                fields=["sprint"], condition=Q(state=DuplicateRunState.COMPUTING), name="duplicate_run_computing_once"
            ),
        ]


class DuplicateGroup(PublicModel):
    public_id = PublicIdField("dgr")
    run = models.ForeignKey(DuplicateRun, on_delete=models.CASCADE, related_name="groups")
    place = models.PositiveIntegerField(editable=False)

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="duplicate_group_place_once")]


class DuplicateMember(models.Model):
    """A challenge of a group, and how much it is like the first one."""

    group = models.ForeignKey(DuplicateGroup, on_delete=models.CASCADE, related_name="members")
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="+")
    percent = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "challenge"], name="duplicate_member_once"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="duplicate_member_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}:{self.challenge_id}"
