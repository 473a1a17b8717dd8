from django.conf import settings
from django.db import models

from backend.core import clock


class KeptAnswer(models.Model):
    """What a POST with an `Idempotency-Key` led to: repeating it within a day repeats the answer, not the effect.

    `status` is 0 until the answer is known. `locked_until` is set only while an answer needs another server.
    """

    key_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    operation = models.CharField(max_length=60)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    content = models.TextField(blank=True)
    locked_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="kept_answer_age")]

    def __str__(self) -> str:
        return f"{self.operation} {self.key_hash[:12]}"
