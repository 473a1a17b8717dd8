"""What money is for, in words of the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.core import clock
from backend.core.evidence.codec import decode
from backend.notifications.formats import short_day
from funding.domain.allocation import Earmark
from funding.enums import Region
from funding.selectors.pots import topic_names


def purpose_words(earmarks: Iterable[Earmark]) -> dict[Earmark, str]:
    """Say for each earmark what it allows; nothing for money that is for anything. At most one query."""
    known = set(earmarks)
    names = topic_names(known, (get_language() or "de")[:2])
    return {earmark: earmark_words(earmark, names) for earmark in known}


def purpose_sentence(data: Mapping[str, Any], priority: int) -> str:
    """Say what a deposit with this earmark, as it is stored, is for and when it is drawn; nothing to say is ''."""
    earmark: Earmark = decode(Earmark, dict(data))
    words = purpose_words([earmark])[earmark]
    said = [_("The money is %(what)s.") % {"what": words}] if words else []
    if priority:
        said.append(_("It is used once money with a smaller number than %(number)s is used up.") % {"number": priority})
    return " ".join(said)


def earmark_words(earmark: Earmark, topics: Mapping[str, str]) -> str:
    """Say what an earmark allows, as the rest of “only …”; nothing where it allows anything.

    `topics` has the names of the topics by their short names.
    """
    words = []
    if earmark.topics:
        words.append(_("for %(topics)s") % {"topics": _any_of([topics[one] for one in earmark.topics])})
    if earmark.regions:
        regions = [str(Region(one).label) for one in earmark.regions]
        words.append(_("in %(regions)s") % {"regions": _any_of(regions)})
    if earmark.starts_at:
        words.append(_("from %(day)s on") % {"day": _day(earmark.starts_at)})
    if earmark.ends_at:
        words.append(_("before %(day)s") % {"day": _day(earmark.ends_at)})
    return _("only %(what)s") % {"what": ", ".join(words)} if words else ""


def _any_of(names: Sequence[str]) -> str:
    *first, last = names
    return _("%(names)s or %(last)s") % {"names": ", ".join(first), "last": last} if first else last


def _day(moment: datetime) -> str:
    return short_day(clock.day_of(moment))
