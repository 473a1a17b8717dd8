from django.db import models

from programmes.models.sprint import Sprint


class NearnessIndex(models.Model):
    """What stands in a sprint, ready to be compared with what somebody types; a worker builds it anew after changes."""

    sprint = models.OneToOneField(Sprint, on_delete=models.CASCADE, related_name="nearness")
    # Of all that it was built from: while it is the same, there is nothing to build.
    stamp = models.CharField(max_length=200)
    built_at = models.DateTimeField()
    content = models.BinaryField()
    # Teams that likely work on the same, as lists of [key, percent], the most alike first.
    groups = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.sprint_id} {self.built_at}"
