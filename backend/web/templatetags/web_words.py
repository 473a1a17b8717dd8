"""Words that depend on who reads: `{% load web_words %}`."""

from typing import Any

from babel.numbers import get_currency_precision
from django import template
from django.utils.translation import get_language

from backend.web import formats
from backend.web.fund_tabs import Shown, tabs_at
from backend.web.offer_words import days_words, late_words

register = template.Library()
register.filter(late_words)
register.filter(days_words)


@register.simple_tag
def fund_tabs(here: str) -> tuple[list[Shown], list[Shown]]:
    """The groups of a fund's desk, and the pages of the one that is open."""
    return tabs_at(here)


@register.filter
def category_name(category: Any) -> str:
    """The name of a category in the language that is being read."""
    return str(category.name((get_language() or "de")[:2])) if category else ""


@register.filter
def initials(name: str) -> str:
    """Two letters for a round picture: „Ayşe Öztürk“ → AÖ."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def money_short(value: Any, currency: str = "EUR") -> str:
    """Without cents where there are none: „20 €“ but „3,20 €“. For sentences, where ,00 would only be noise."""
    minor, code = (value, currency) if isinstance(value, int) else (value.amount_minor, value.currency)
    return formats.money(minor, code, whole=minor % 10 ** get_currency_precision(code) == 0)
