from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from funding.domain.stacking import CEILING_MAX_BP
from funding.enums import Stacking
from programmes.models import Programme


class ProgrammeStacking(PublicModel):
    """How several funds stand to each other on one campaign of a programme, the same for all of its campaigns.

    It holds for pledges from then on; what was promised stays. `ceiling_bp` is the largest share of public money in
    what a campaign has of its crowd and of public funds together.
    """

    public_id = PublicIdField("pst")
    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="stacking")
    policy = models.CharField(_("how several funds add"), max_length=8, choices=Stacking.choices)
    ceiling_bp: "models.PositiveIntegerField[Any, Any]" = models.PositiveIntegerField(
        _("largest share of public money"), null=True
    )
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(policy__in=Stacking.values), name="stacking_policy_known"),
            models.CheckConstraint(
                condition=Q(ceiling_bp=None) | Q(ceiling_bp__gte=1, ceiling_bp__lte=CEILING_MAX_BP),
                name="stacking_ceiling_is_a_share",
            ),
        ]
