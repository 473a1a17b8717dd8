"""Words of the organisers' pages: `{% load organiser_words %}`."""

from decimal import Decimal
from fractions import Fraction

from babel.numbers import format_decimal
from django import template

from backend.web import formats

register = template.Library()


@register.filter
def percent_of_best(score: Fraction | None) -> str:
    """A score from 0 to 1 as percent with one decimal, rounded half up; a dash where there is none."""
    if score is None:
        return "–"
    return formats.percent_bp(int(score * 1_000 + Fraction(1, 2)) * 10)


@register.filter
def stars(mean: Fraction | None) -> str:
    """A mean of stars with two decimals; a dash where there is none."""
    return "–" if mean is None else hundredths(round(100 * mean))


@register.filter
def hundredths(count: int | None) -> str:
    """Hundredths of a star as stars."""
    return "–" if count is None else format_decimal(Decimal(count) / 100, format="0.00", locale=formats.locale())
