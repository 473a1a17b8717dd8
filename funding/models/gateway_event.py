from django.db import models

from backend.core import clock


class GatewayEvent(models.Model):
    """An event of the payment provider, kept once. Only a trigger: what holds is asked at the provider."""

    event_id = models.CharField(max_length=80, unique=True)
    type = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    received_at = models.DateTimeField(default=clock.now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-received_at"], name="gateway_event_latest")]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
