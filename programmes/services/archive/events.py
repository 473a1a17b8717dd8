"""Events become archived sprints. Two servers exported some events twice; those become one."""

from collections.abc import Mapping, Sequence
from itertools import chain, count
from typing import Final

from django.utils.text import slugify

from programmes.domain.archive import grouped, language_of, same_name, shortened
from programmes.enums import PhaseKind, SprintState
from programmes.models import Phase, Programme, Sprint
from programmes.services.archive.reading import EVENTS, EventRow, Report
from programmes.services.archive.writing import Wanted, bring_about

PROGRAMME: Final = "opendata-archiv"
ZONE: Final = "Europe/Zurich"
TEAM_SIZE: Final = 50


def archive_programme(report: Report) -> Programme:
    wanted: Wanted[Programme] = Wanted(
        PROGRAMME,
        {},
        {
            "slug": PROGRAMME,
            "name": "Hackathon-Archiv",
            "summary": "Herausforderungen und Projekte aus Schweizer Hackathons seit 2015.",
            "about": "Aus dem Hackathon-Archiv von Opendata.ch, Lizenz CC BY-SA 4.0. Namen von Menschen sind durch "
            "Pseudonyme ersetzt.",
            "language": "de",
        },
    )
    existing = {row.slug: row for row in Programme.objects.filter(slug=PROGRAMME)}
    return bring_about(Programme, existing, [wanted], report)[PROGRAMME]


def import_events(rows: Sequence[EventRow], report: Report) -> dict[str, Sprint]:
    """Return the sprint of each event key."""
    programme = archive_programme(report)
    groups = grouped(rows, [(same_name(row.name), row.starts_at.date()) for row in rows])
    existing = {row.source_ref: row for row in Sprint.objects.filter(programme=programme)}
    slugs = _slugs(groups, existing)
    wanted = [_wanted(programme, group, slug) for group, slug in zip(groups, slugs, strict=True)]
    sprints = bring_about(Sprint, existing, wanted, report)
    _import_phases(list(sprints.values()), report)
    by_key: dict[str, Sprint] = {}
    for first, *others in groups:
        for row in (first, *others):
            by_key[row.key] = sprints[first.key]
        for row in others:
            report.note(EVENTS, row.row, "merged", f"the same event as {first.key} in row {first.row}")
    return by_key


def _wanted(programme: Programme, group: Sequence[EventRow], slug: str) -> Wanted[Sprint]:
    first = group[0]
    about = (first.host, first.location)
    values = {
        "title": shortened(first.name, 160),
        "summary": shortened(next((row.summary for row in group if row.summary), first.name), 500),
        "about": "\n\n".join(line for line in about if line),
        "language": language_of(first.summary, first.name),
        "starts_at": first.starts_at,
        "ends_at": first.ends_at,
        "hashtag": shortened(first.hashtags, 60),
    }
    once = {
        "programme": programme,
        "slug": slug,
        "source_ref": first.key,
        "timezone": ZONE,
        "team_size_max": TEAM_SIZE,
        "state": SprintState.ARCHIVED,
        "created_at": first.starts_at,
    }
    return Wanted(first.key, values, once)


def _slugs(groups: Sequence[Sequence[EventRow]], existing: Mapping[str | None, Sprint]) -> list[str]:
    """Addresses of name and number in the source; a number more where that is another sprint's already."""
    taken = set(Sprint.objects.values_list("slug", flat=True))
    slugs = []
    for first, *_others in groups:
        known = existing.get(first.key)
        if known is None:
            wish = f"{slugify(first.name)[:60].strip('-')}-{slugify(first.key.rsplit('#', 1)[-1])[:10]}".strip("-")
            wishes = chain([wish], (f"{wish}-{number}" for number in count(2)))
            slug = next(free for free in wishes if free not in taken)
        else:
            slug = known.slug
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _import_phases(sprints: Sequence[Sprint], report: Report) -> None:
    """One phase that says when it was; it allows nothing any more."""
    existing = {row.sprint_id: row for row in Phase.objects.filter(sprint__in=sprints)}
    wanted: list[Wanted[Phase]] = [
        Wanted(
            sprint.pk,
            {"starts_at": sprint.starts_at, "ends_at": sprint.ends_at},
            {"sprint": sprint, "kind": PhaseKind.BUILD, "features": []},
        )
        for sprint in sprints
    ]
    bring_about(Phase, existing, wanted, report)
