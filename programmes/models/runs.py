from django.conf import settings
from django.db import models

from backend.core.models import PublicModel


class ComputedRow(PublicModel):
    """What a worker computes or writes into a row: who has asked for it, how far it is, and whether one is at it."""

    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    progress_percent = models.PositiveSmallIntegerField(default=0, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
