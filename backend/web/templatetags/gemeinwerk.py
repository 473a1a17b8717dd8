"""Filters and small marks for every page: `{% load gemeinwerk %}`."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from backend.core import clock
from backend.web import formats
from backend.web.prose import excerpt, foreign_prose, is_cut, prose
from backend.web.tones import ICONS, Tone, tone_of

register = template.Library()


@register.filter
def money(value: Any, currency: str = "EUR") -> str:
    """`{{ pledge.amount|money }}` for Money, `{{ amount_minor|money:"EUR" }}` for minor units."""
    return formats.money(value, currency) if value is not None else ""


@register.filter
def money_whole(value: Any, currency: str = "EUR") -> str:
    """Without the cents: for large figures, never for sums that must add up on the page."""
    return formats.money(value, currency, whole=True) if value is not None else ""


@register.filter
def number(value: float | Decimal | None) -> str:
    return formats.number(value) if value is not None else ""


@register.filter
def percent_bp(value: int) -> str:
    """Basis points: `{{ rule.rate_bp|percent_bp }}` → 25 %."""
    return formats.percent_bp(value)


@register.filter(name="prose")
def prose_filter(text: str | None) -> SafeString:
    """Someone's text with a little Markdown; wrap it in `<div class="gw-prose">`."""
    return prose(text or "")


@register.filter(name="readme")
def readme_filter(text: str, source: str) -> SafeString:
    """Markdown that comes from elsewhere, at the address `source`; wrap it likewise."""
    return foreign_prose(text, source)


register.filter("is_cut", is_cut)


@register.filter(name="excerpt")
def excerpt_filter(text: str | None, length: int = 160) -> str:
    return excerpt(text or "", length)


@register.simple_tag
def moment(at: datetime, zone: str | None = None) -> SafeString:
    """`{% moment phase.starts_at sprint.time_zone %}`: weekday, date, time and zone in the event's zone."""
    return format_html('<time datetime="{}">{}</time>', formats.iso(at), formats.moment(at, zone))


@register.simple_tag
def day(value: date, zone: str | None = None) -> SafeString:
    """A date in full; a datetime is first brought into the event's zone."""
    local = value.astimezone(formats.zone_of(zone)) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.strftime("%Y-%m-%d"), formats.day(local))


@register.simple_tag
def short_day(value: date, zone: str | None = None) -> SafeString:
    local = value.astimezone(formats.zone_of(zone)) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.strftime("%Y-%m-%d"), formats.short_day(local))


@register.inclusion_tag("web/components/deadline.html")
def deadline(at: datetime, zone: str | None = None, label: str = "") -> dict[str, Any]:
    """A deadline with what is left by the server's clock; countdown.js keeps it true while the page is open."""
    current = clock.now()
    left = at - current
    return {
        "label": label or _("Until"),
        "at": formats.iso(at),
        "server_now": formats.iso(current),
        "moment": formats.moment(at, zone),
        "left": formats.span(left) if left.total_seconds() > 0 else "",
        "soon": 0 < left.total_seconds() < 24 * 3600,
    }


@register.simple_tag
def second(at: datetime, zone: str | None = None) -> SafeString:
    """A moment to the second, where one second may decide."""
    return format_html('<time datetime="{}">{}</time>', formats.iso(at), formats.to_the_second(at, zone))


@register.inclusion_tag("web/hand_in/times.html")
def both_clocks(at: datetime, zone: str) -> dict[str, Any]:
    """Our clock beside a deadline, in the sprint's zone and in UTC; clock.js counts on, page.js adds the reader's."""
    current = clock.now()
    return {
        "at": formats.iso(at),
        "utc": formats.moment(at, "UTC"),
        "zone": zone,
        "server_now": formats.iso(current),
        "now": formats.clock_time(current.astimezone(formats.zone_of(zone))),
        "now_utc": f"{current.astimezone(UTC):%H:%M}",
    }


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A KERN icon: decoration, unless it has a label."""
    classes = f"kern-icon kern-icon--{name}" + (f" kern-icon--{size}" if size else "")
    if label:
        return format_html('<span class="{}" role="img" aria-label="{}"></span>', classes, label)
    return format_html('<span class="{}" aria-hidden="true"></span>', classes)


@register.inclusion_tag("web/components/badge.html")
def badge(state: Any, tone: Tone | None = None, label: str = "") -> dict[str, Any]:
    """`{% badge pledge.state_enum %}` for a TextChoices member, `{% badge "paid" label=pledge.get_state_display %}`,
    `{% badge "Neu" tone="info" %}` for any word.
    """
    value = str(getattr(state, "value", state))
    chosen: Tone = tone or tone_of(value)
    return {"word": label or getattr(state, "label", value), "tone": chosen, "icon": ICONS.get(chosen)}


@register.simple_tag(takes_context=True)
def nav_item(context: template.Context, route: str, label: str) -> SafeString:
    """A list item with a link, marked where the reader is; nothing, where the route does not exist."""
    try:
        url = reverse(route)
    except NoReverseMatch:
        return SafeString("")
    path = context["request"].path if "request" in context else ""
    current = ' aria-current="page"' if path == url else ' aria-current="true"' if path.startswith(url) else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', url, SafeString(current), label)
