"""Larger parts of pages: `{% load gemeinwerk_parts %}`. Their markup is in templates/web/components/."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from backend.web.charts import Chart
from backend.web.pictures import CampaignBar, Waterline, attribute, share

register = template.Library()

ALERTS = {
    "debug": "info",
    "info": "info",
    "success": "success",
    "warning": "warning",
    "error": "danger",
    "danger": "danger",
}


@register.simple_block_tag
def alert(content: str, tone: str, title: str, live: bool = False) -> str:  # noqa: FBT001, FBT002 - arguments of a template tag
    """`{% alert "info" _("The phase opens on Monday") %}<p>…</p>{% endalert %}`; `live` announces it."""
    kind = ALERTS.get(tone, "info")
    role = ("alert" if kind in {"danger", "warning"} else "status") if live else ""
    body = SafeString(content.strip())
    return render_to_string("web/components/alert.html", {"kind": kind, "title": title, "body": body, "role": role})


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "search") -> str:
    """A friendly sentence and the one useful thing to do."""
    body = SafeString(content.strip())
    return render_to_string("web/components/empty.html", {"title": title, "icon": icon, "body": body})


@register.simple_block_tag
def breadcrumb(content: str) -> str:
    return render_to_string("web/components/breadcrumb.html", {"items": SafeString(content)})


@register.simple_tag
def crumb(label: str, url: str = "") -> SafeString:
    """Without an address it is the page itself."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li><span aria-current="page">{}</span></li>', label)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> str:  # noqa: A002 - named as in HTML
    """Opened by any link or button with `data-dialog="ID"`; without scripts that link leads to a page that asks."""
    return render_to_string("web/components/dialog.html", {"id": id, "title": title, "body": SafeString(content)})


@register.inclusion_tag("web/components/progress.html")
def progress(value: int, maximum: int, label: str, text: str = "") -> dict[str, Any]:
    return {"value": value, "maximum": maximum, "label": label, "text": text}


@register.inclusion_tag("web/components/campaign_bar.html")
def campaign_bar(bar: CampaignBar, compact: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - arguments of a template tag
    return {"bar": bar, "compact": compact}


@register.inclusion_tag("web/components/waterline.html")
def waterline(picture: Waterline) -> dict[str, Any]:
    return {"picture": picture, "drawn": picture.drawn()}


@register.inclusion_tag("web/components/chart.html")
def chart(data: Chart, id: str, open: bool = False) -> dict[str, Any]:  # noqa: A002, FBT001, FBT002 - named as in HTML
    return {"chart": data, "id": id, "open": open}


@register.inclusion_tag("web/components/figure.html")
def figure(value: str | int, label: str, url: str = "", note: str = "") -> dict[str, Any]:
    """A live figure that opens what it counts."""
    return {"value": value, "label": label, "url": url, "note": note}


@register.inclusion_tag("web/components/phases.html")
def phases(items: Iterable[Any], zone: str | None = None) -> dict[str, Any]:
    """Items have `name`, `starts_at`, `ends_at` and `state`: done, now or next."""
    return {"items": items, "zone": zone}


@register.inclusion_tag("web/components/steps.html")
def steps(items: Iterable[Any], label: str) -> dict[str, Any]:
    """Items have `label`, `state` (done, now, next) and may have `url` and `note`."""
    return {"items": items, "label": label}


@register.inclusion_tag("web/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Keeps the other parameters of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "request": context["request"]}


@register.inclusion_tag("web/components/pages_of_form.html")
def pages_of_form(page: Page[Any]) -> dict[str, Any]:
    """Pages as buttons of the form around them: what is ticked on one goes along to the next."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers)}


@register.filter
def share_of(part: int, whole: int) -> str:
    """Percent for an SVG attribute: `width="{{ part|share_of:whole }}"`."""
    return attribute(share(part, whole))
