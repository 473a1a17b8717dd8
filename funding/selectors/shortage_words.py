"""Which pots are short, for whom and by how much, in words of the reader's language."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.notifications.formats import money
from funding.domain.allocation import Earmark
from funding.models import Campaign
from funding.selectors.earmark_words import purpose_words
from funding.selectors.pot_coverage import ShortPots
from funding.selectors.pots import FundPot

NAMED_MAX = 3


def shortage_sentences(short: Iterable[ShortPots], currency: str) -> list[str]:
    """Say for each that is short which money it is, who needs it, and what is missing. At most one query."""
    known = list(short)
    words = purpose_words(pot.earmark for one in known for pot in one.pots)
    return [_sentence(one, words, currency) for one in known]


def _sentence(short: ShortPots, words: dict[Earmark, str], currency: str) -> str:
    facts = {
        "campaigns": _campaigns(short.campaigns),
        "pots": _pots(short.pots, words),
        "claims": money(short.claims_minor, currency),
        "free": money(short.free_minor, currency),
        "missing": money(short.missing_minor, currency),
    }
    if not short.pots and short.certain:
        return _("No money of the fund may go to %(campaigns)s.") % facts
    if not short.pots:
        return _("No money may go to %(campaigns)s all the time: it begins later or ends before.") % facts
    if short.certain and short.everything:
        return _("All together could still claim %(claims)s; %(free)s are free, so %(missing)s are missing.") % facts
    if short.certain:
        return (
            _(
                "Only this money may go to %(campaigns)s: %(pots)s. Of it %(free)s are free and %(claims)s could be "
                "claimed, so %(missing)s are missing."
            )
            % facts
        )
    return (
        _(
            "Only this money is sure to be open to %(campaigns)s: %(pots)s. Others may draw on it first; up to "
            "%(missing)s would then be missing. It helps if money for one purpose is used before money for anything."
        )
        % facts
    )


def _campaigns(rows: Sequence[Campaign]) -> str:
    if len(rows) > NAMED_MAX:
        return ngettext("%(count)s campaign", "%(count)s campaigns", len(rows)) % {"count": len(rows)}
    return ", ".join(_("“%(title)s”") % {"title": row.title} for row in rows)


def _pots(rows: Sequence[FundPot], words: dict[Earmark, str]) -> str:
    """The pots by whose they are and what they are for; many are named by what they are for alone."""
    if len(rows) > NAMED_MAX:
        purposes = dict.fromkeys(words[row.earmark] or _("for anything") for row in rows)
        return ", ".join(purposes)
    return ", ".join(
        _("%(sponsor)s (%(purpose)s)")
        % {"sponsor": row.sponsor.name, "purpose": words[row.earmark] or _("for anything")}
        for row in rows
    )
