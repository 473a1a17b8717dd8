from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.enums import ReshapingKind
from programmes.models.challenge import Challenge
from programmes.models.sprint import Sprint


class Reshaping(PublicModel):
    """Organisers have merged challenges, or split one: when, why and what went where is public, who did it is not."""

    public_id = PublicIdField("rsh")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="reshapings")
    kind = models.CharField(_("kind"), max_length=5, choices=ReshapingKind.choices)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("why"), max_length=2_000)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["sprint", "-created_at", "-id"], name="reshaping_list")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReshapingKind.values), name="reshaping_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="reshaping_has_reason"),
        ]


class ReshapingPart(models.Model):
    """What went from one challenge to another: public ids of teams, solutions and offers, and numbers of people."""

    reshaping = models.ForeignKey(Reshaping, on_delete=models.CASCADE, related_name="parts")
    source = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="parts_given")
    target = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="parts_taken")
    moved: "models.JSONField[Any, Any]" = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["reshaping", "source", "target"], name="reshaping_part_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="reshaping_part_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} to {self.target_id}"
