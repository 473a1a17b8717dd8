from django.db import models

from backend.core import clock


class PublicModel(models.Model):
    """A row that people and programs may refer to: by `public_id` (a field of each subclass), never by its key."""

    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, "public_id", self.pk))
