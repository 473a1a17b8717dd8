from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.models.solution import Solution


class DeclaredConflict(PublicModel):
    """Somebody else than the juror knows why this person cannot judge a solution, and organisers have noted it."""

    public_id = PublicIdField("cfl")
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="declared_conflicts")
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="declared_conflicts")
    reason = models.TextField(_("why"), max_length=1_000)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["solution", "juror"], name="declared_conflict_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="declared_conflict_has_reason"),
        ]
