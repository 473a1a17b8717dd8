"""The event of a package becomes a sprint: an archived one if it is over, else a draft that nobody sees yet."""

from collections.abc import Sequence
from itertools import chain, count
from typing import Any, Final
from zoneinfo import available_timezones

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.core.errors import Invalid
from programmes.domain.archive import language_of, shortened
from programmes.domain.exchange.lines import tidy
from programmes.domain.exchange.package import CATEGORIES, EVENTS
from programmes.domain.exchange.rows import CategoryRow, EventRow
from programmes.domain.limits import TEAM_SIZE_LIMIT
from programmes.enums import PhaseKind, SprintState, TextLanguage
from programmes.models import Category, Phase, Programme, Sprint
from programmes.selectors.exchange import sprints_called
from programmes.services.archive.reading import Report
from programmes.services.archive.writing import Wanted, bring_about

ZONE: Final = "Europe/Berlin"
REF_MOST: Final = 150
SLUG_MOST, NAME_MOST = 60, 80


def is_ref(text: str) -> bool:
    """Whether a key of another system can be kept; to one of ours something may be added."""
    return 0 < len(text) <= REF_MOST and text.isprintable()


def fitting(report: Report, place: tuple[str, int], text: str, most: int) -> str:
    """Return `text` as it can be shown and kept; what is cut off is noted."""
    whole = tidy(text)
    if len(whole) > most:
        report.note(*place, "corrected", "a text is too long; its end is cut off")
    return shortened(whole, most)


def language_in(given: str, *texts: str) -> str:
    return given if given in TextLanguage.values else language_of(*texts)


def require_event(row: EventRow) -> None:
    """Raises Invalid where it cannot become a sprint."""
    if not is_ref(row.id) or not tidy(row.name) or row.ends_at <= row.starts_at:
        raise Invalid({"file": _("The event has no key, no name, or it ends before it begins.")})


def import_event(programme: Programme | None, number: int, row: EventRow, report: Report) -> Sprint:
    place = (EVENTS, number)
    require_event(row)
    rows = sprints_called(row.id).select_for_update(no_key=True, of=("self",)).select_related("programme")
    known = rows.first()
    if known is not None and known.source_ref is None:
        report.unchanged += 1
        return known
    programme = known.programme if known else programme
    if programme is None:
        raise Invalid({"programme": _("Please name the programme that this new sprint is for.")})
    values: dict[str, Any] = {
        "title": fitting(report, place, row.name, 160),
        "summary": fitting(report, place, row.summary or row.name, 500),
        "about": fitting(report, place, row.description, 20_000),
        "hashtag": fitting(report, place, row.hashtags, 60),
        "language": language_in(row.language, row.summary, row.name),
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "timezone": row.timezone if row.timezone in available_timezones() else ZONE,
    }
    once = {
        "programme": programme,
        "slug": known.slug if known else _slug(row),
        "source_ref": row.id,
        "team_size_max": TEAM_SIZE_LIMIT,
        "state": SprintState.ARCHIVED if row.ends_at <= clock.now() else SprintState.DRAFT,
        "created_at": row.starts_at,
    }
    existing = {row.id: known} if known else {}
    sprint = bring_about(Sprint, existing, [Wanted(row.id, values, once)], report)[row.id]
    if known is None:
        dates = {"starts_at": sprint.starts_at, "ends_at": sprint.ends_at}
        Phase.objects.create(sprint=sprint, kind=PhaseKind.BUILD, features=[], **dates)
    return sprint


def _slug(row: EventRow) -> str:
    wish = slugify(row.name)[:SLUG_MOST].strip("-") or "sprint"
    taken = set(Sprint.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    wishes = chain([wish], (f"{wish}-{number}" for number in count(2)))
    return next(free for free in wishes if free not in taken)


def import_categories(sprint: Sprint, rows: Sequence[tuple[int, CategoryRow]], report: Report) -> dict[str, Category]:
    """Return them by short name; the programme's own, which others of its sprints use as well, stay as they are."""
    existing = {row.slug: row for row in Category.objects.filter(programme=sprint.programme_id)}
    wanted: dict[str, Wanted[Category]] = {}
    for number, row in rows:
        slug, name = category_slug(row.id), fitting(report, (CATEGORIES, number), row.name, NAME_MOST)
        if not slug or not name:
            report.note(CATEGORIES, number, "refused", "a category without a name")
            continue
        english = fitting(report, (CATEGORIES, number), row.name_en, NAME_MOST) or name
        once = {"programme": sprint.programme, "slug": slug, "name_de": name, "name_en": english}
        wanted.setdefault(slug, Wanted(slug, {}, once))
    bring_about(Category, existing, list(wanted.values()), report)
    return {row.slug: row for row in Category.objects.filter(programme=sprint.programme_id)}


def category_slug(text: str) -> str:
    return slugify(text)[:SLUG_MOST].strip("-")
