"""Words of comparing solutions, two at a time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ComparisonChoice(models.TextChoices):
    """Which one of two convinces more; the words of `domain.pairs.Choice`."""

    FIRST = "first", _("the first one")
    SECOND = "second", _("the second one")
    TIE = "tie", _("both equally")
    SKIP = "skip", _("skipped")
