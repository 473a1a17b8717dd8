from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Hideable(models.Model):
    """What everybody could read until it was reported: hidden it is found nowhere but by who wrote it, with the reason.

    It is hidden by itself until somebody decides, or removed by a decision.
    """

    hidden_at = models.DateTimeField(_("hidden"), null=True, editable=False)
    hidden_why = models.TextField(_("why it is hidden"), max_length=2_000, blank=True, editable=False)
    is_removed = models.BooleanField(_("removed"), default=False, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=False) | Q(is_removed=False, hidden_why=""),
                name="%(class)s_hidden_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(is_removed=False) | ~Q(hidden_why=""), name="%(class)s_removed_has_reason"
            ),
        ]
