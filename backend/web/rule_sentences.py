"""A fund's rule as one sentence that people can hold it to."""

from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from backend.web import formats


class RuleLike(Protocol):
    @property
    def rate_bp(self) -> int: ...
    @property
    def cap_campaign_minor(self) -> int | None: ...
    @property
    def cap_pledge_minor(self) -> int | None: ...
    @property
    def window_starts_at(self) -> datetime | None: ...
    @property
    def window_ends_at(self) -> datetime | None: ...


def rule_sentence(rule: RuleLike, currency: str = "EUR") -> str:
    """Say what the fund adds, its limits and its dates."""
    words = [_("The fund adds %(rate)s to every pledge") % {"rate": formats.percent_bp(rule.rate_bp)}]
    limits = []
    if rule.cap_pledge_minor:
        limits.append(_("at most %(most)s a pledge") % {"most": formats.money(rule.cap_pledge_minor, currency)})
    if rule.cap_campaign_minor:
        limits.append(_("at most %(most)s a campaign") % {"most": formats.money(rule.cap_campaign_minor, currency)})
    if limits:
        words.append(", " + _(" and ").join(limits))
    words.append(_dates(rule.window_starts_at, rule.window_ends_at))
    words.append(_(", as long as it has money."))
    return "".join(words)


def _dates(start: datetime | None, end: datetime | None) -> str:
    if start and end:
        return _(", for pledges from %(start)s to %(end)s") % {"start": _day(start), "end": _day(end)}
    if start:
        return _(", for pledges from %(start)s on") % {"start": _day(start)}
    return _(", for pledges until %(end)s") % {"end": _day(end)} if end else ""


def _day(at: datetime) -> str:
    return formats.day(at.astimezone(formats.zone_of(None)))
