"""Announcements in words: whom they reach."""

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from programmes.enums import Segment


def segment_words(announcement: Any) -> str:
    """All groups in one line; of a category its name."""
    return " · ".join(_segment(announcement, segment) for segment in announcement.segments)


def _segment(announcement: Any, segment: str) -> str:
    if segment == Segment.CATEGORY and announcement.category is not None:
        name = announcement.category.name(get_language() or "de")
        return _("teams of the category “%(name)s”") % {"name": name}
    return str(Segment(segment).label)


def reach_words(count: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", count) % {"n": count}
