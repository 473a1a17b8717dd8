from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.enums_of_building import LateOutcome
from programmes.models.solution import SolutionVersion
from programmes.models.sprint import Sprint
from programmes.models.team import Team


class LateHandIn(PublicModel):
    """Somebody wanted to hand in after the deadline. Never changed and never deleted; a trigger holds that."""

    public_id = PublicIdField("lat")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="late_hand_ins")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="late_hand_ins")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="late_hand_ins")
    at = models.DateTimeField(_("by our clock"))
    deadline = models.DateTimeField(_("deadline"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=LateOutcome.choices)
    version = models.OneToOneField(SolutionVersion, on_delete=models.PROTECT, null=True, related_name="late_hand_in")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["sprint", "-at", "-id"], name="late_of_sprint"),
            models.Index(fields=["team", "-at", "-id"], name="late_of_team"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(at__gte=F("deadline")), name="late_after_deadline"),
            models.CheckConstraint(
                condition=Q(outcome=LateOutcome.TAKEN, version__isnull=False)
                | Q(outcome=LateOutcome.REFUSED, version=None),
                name="late_has_version_if_taken",
            ),
        ]
