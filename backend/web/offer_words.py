"""Answers in words: what each one means, and how long one has been missing."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backend.core import clock
from backend.core.errors import Text
from programmes.domain.answering import days_overdue
from programmes.enums import OfferState

MEANINGS: Final[Mapping[str, Text]] = {
    OfferState.IN_TALKS: gettext_lazy("We talk with the team about it."),
    OfferState.PILOTING: gettext_lazy("We try it out."),
    OfferState.ADOPTED: gettext_lazy("We use it from now on. This is final."),
    OfferState.DECLINED: gettext_lazy("We do not use it, and say why."),
}


def is_overdue(offer: Any) -> bool:
    return bool(offer.state == OfferState.OFFERED and offer.answer_due_at <= clock.now())


def overdue_words(days: int) -> str:
    """How long an answer is missing; the first day has no number yet."""
    if days == 0:
        return _("Answer overdue since today")
    return ngettext("Answer overdue for %(n)s day", "Answer overdue for %(n)s days", days) % {"n": days}


def late_words(offer: Any) -> str:
    """Nothing for what is not overdue."""
    return overdue_words(days_overdue(offer.answer_due_at, clock.now())) if is_overdue(offer) else ""
