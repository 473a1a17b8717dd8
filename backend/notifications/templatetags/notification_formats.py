from django import template

from backend.notifications import formats

register = template.Library()
register.filter("money", formats.money)
register.filter("moment", formats.moment)
register.filter("day", formats.day)
register.filter("in_words", formats.in_words)
