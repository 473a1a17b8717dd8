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


def overdue_sentence(figures: Any) -> str:
    """How many answers are missing, and how long the oldest: "2 answers overdue, for up to 5 days"."""
    if not figures.overdue:
        return ""
    if figures.overdue == 1:
        return overdue_words(figures.oldest_due_days)
    if figures.oldest_due_days == 0:
        return _("%(n)s answers overdue since today") % {"n": figures.overdue}
    words = ngettext(
        "%(n)s answers overdue, for up to %(days)s day",
        "%(n)s answers overdue, for up to %(days)s days",
        figures.oldest_due_days,
    )
    return words % {"n": figures.overdue, "days": figures.oldest_due_days}


def days_words(days: float | None) -> str:
    """A median in days: whole ones from the second on, "less than a day" below one."""
    if days is None:
        return ""
    if days < 1:
        return _("less than 1 day")
    whole = round(days)
    return ngettext("%(n)s day", "%(n)s days", whole) % {"n": whole}
