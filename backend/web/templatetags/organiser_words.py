"""Words of the organisers' pages: `{% load organiser_words %}`."""

from fractions import Fraction

from django import template

from backend.web import formats

register = template.Library()


@register.filter
def percent_of_best(score: Fraction | None) -> str:
    """A score from 0 to 1 as percent with one decimal, rounded half up; a dash where there is none."""
    if score is None:
        return "–"
    return formats.percent_bp(int(score * 1_000 + Fraction(1, 2)) * 10)
