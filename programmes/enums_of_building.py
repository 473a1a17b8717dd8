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


class ReadmeFailure(TextChoices):
    """Why the README of a repository could not be fetched, as the team reads it."""

    ADDRESS = "address", _("This is no address that we fetch from. It has to begin with https:// and have no password.")
    INTERNAL = "internal", _("This address leads into an internal network. We fetch from the public internet only.")
    UNKNOWN_HOST = "unknown_host", _("There is no such site. Is the address written correctly?")
    UNREACHABLE = "unreachable", _("The site did not answer, or could not prove that it is the one.")
    NOT_FOUND = "not_found", _("There is no README at this address, or the repository is not public.")
    NOT_PUBLIC = "not_public", _("The site does not give us the README. Is the repository public?")
    TOO_LARGE = "too_large", _("The README is too large: we take at most 200 kB.")
    TOO_SLOW = "too_slow", _("The site took too long to answer.")
    NOT_TEXT = "not_text", _("What we found is no text. Please name the repository, or the README itself.")
    EMPTY = "empty", _("The README is empty.")
    BROKEN = "broken", _("The site answered with something that we do not understand.")
