from django.db import models

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel


class Circular(PublicModel):
    """Words that many people get: kept once, and each person's message refers to them."""

    public_id = PublicIdField("cir")
    context = models.JSONField(default=dict)
