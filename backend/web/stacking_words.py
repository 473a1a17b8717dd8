"""How several funds add to one campaign, said to everybody in a sentence or two."""

from typing import Any

from django.utils.translation import gettext as _

from backend.web import formats
from funding.enums import Stacking


def stacking_words(declared: Any) -> str:
    """Say what a programme has declared; nothing where it has not."""
    if declared is None:
        return ""
    text = _("Where several funds top a campaign up: %(how)s.") % {"how": Stacking(declared.policy).label}
    if declared.ceiling_bp is None:
        return text
    share = formats.percent_bp(declared.ceiling_bp)
    most = _("Public money is at most %(share)s of what people and public funds give together.") % {"share": share}
    return f"{text} {most}"
