"""Words of building and handing in; everything else stands in `enums`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LateOutcome(TextChoices):
    TAKEN = "taken", _("taken, and marked late")
    REFUSED = "refused", _("refused")


class ThingKind(TextChoices):
    """What can be like something else."""

    CHALLENGE = "challenge", _("Challenge")
    TEAM = "team", _("Team")
    SOLUTION = "solution", _("Solution")
