from django.db import models
from django.db.models import Q

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from funding.models.fund import Fund


class FundAlarm(PublicModel):
    """So much of a fund was used, at so much paid in: told once. Money that comes in later arms the alarms anew."""

    public_id = PublicIdField("fal")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="alarms")
    percent = models.PositiveSmallIntegerField()
    held_minor = models.BigIntegerField()
    used_minor = models.BigIntegerField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "percent", "held_minor"], name="alarm_once"),
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name="alarm_percent_is_part"),
            models.CheckConstraint(condition=Q(held_minor__gt=0, used_minor__gte=0), name="alarm_amounts_positive"),
        ]
