"""Times of slots: in the sprint's zone, and in the reader's where theirs is another."""

from datetime import datetime
from typing import Any, Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from backend.web import formats

register = template.Library()


class Slot(Protocol):
    starts_at: datetime
    ends_at: datetime


class Missed(Protocol):
    def of(self, booking: Any) -> int: ...


@register.simple_tag
def slot_time(slot: Slot, zone: str) -> SafeString:
    """Weekday, date, from when to when; page.js adds the same in the browser's zone, if that is another."""
    return format_html(
        '<time datetime="{}">{}</time> <span class="gw-own-zone" data-own-zone="{}" data-starts="{}"'
        ' data-ends="{}" data-pattern="{}" hidden></span>',
        formats.iso(slot.starts_at),
        formats.period(slot.starts_at, slot.ends_at, zone),
        formats.zone_of(zone).key,
        formats.iso(slot.starts_at),
        formats.iso(slot.ends_at),
        _("where you are: %s"),
    )


@register.simple_tag
def slot_hours(slot: Slot, zone: str) -> SafeString:
    """From when to when, under a date that is said before."""
    return format_html(
        '<time datetime="{}">{}</time>',
        formats.iso(slot.starts_at),
        formats.hours(slot.starts_at, slot.ends_at, zone),
    )


@register.filter
def missed_by(missed: Missed, booking: Any) -> int:
    """How often whoever has booked this did not come."""
    return missed.of(booking)
