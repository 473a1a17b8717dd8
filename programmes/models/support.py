from django.conf import settings
from django.db import models

from backend.core import clock
from programmes.models.challenge import Challenge


class ChallengeSupport(models.Model):
    """Somebody wants a citizen's challenge to find an owner: one a person, counted in public, never named."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="supports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supported_challenges")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["challenge", "user"], name="challenge_support_once")]

    def __str__(self) -> str:
        return f"of challenge {self.challenge_id}"
