"""What is like the words that somebody types, and which teams likely work on the same."""

from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final

from django.db.models import Count, Max, QuerySet

from programmes.domain.nearness import Index, Indexed, nearest, unpacked
from programmes.enums_of_building import ThingKind
from programmes.models import NearnessIndex, Sprint, Team
from programmes.selectors.challenges import challenges_public
from programmes.selectors.solutions import solutions_public
from programmes.selectors.teams import teams_of_sprint, teams_public

SHOWN_MOST: Final = 5
SPRINTS_KEPT: Final = 4
"""Indexes in the memory of one process: some 12 MB for a sprint with 1,500 teams and as many solutions."""
KINDS: Final = tuple(ThingKind)
_kept: OrderedDict[int, tuple[datetime, Index]] = OrderedDict()
_lock = Lock()


# What a hint shows: public id, title, summary, language; and whose a solution is.
OF_VERSION: Final = ("current_version__title", "current_version__summary", "current_version__language")
COLUMNS: Final = {
    ThingKind.CHALLENGE: ("pk", "public_id", "title", "summary", "language"),
    ThingKind.TEAM: ("pk", "public_id", "name", "pitch", "language"),
    ThingKind.SOLUTION: ("pk", "public_id", *OF_VERSION, "team__public_id"),
}


@dataclass(frozen=True, slots=True)
class Similar:
    """A challenge, team or solution that everybody may see."""

    kind: ThingKind
    percent: int
    public_id: str
    title: str
    summary: str
    language: str
    team_id: str = ""
    """Public id of the team whose solution it is."""


def similar_to(sprint: Sprint, words: str, *, besides: str = "") -> list[Similar]:
    """At most five that are like `words`, the most alike first; none for fewer than three words.

    `besides`: public id of the own team, which is like itself. As old as the index, a minute or so; what was hidden or
    dissolved since then is not shown. Queries: the age of the index, itself if it is newer, one for each kind found.
    """
    index = _index_of(sprint)
    # Some may be gone since it was built, or be the own ones.
    hits = nearest(index, words, most=2 * SHOWN_MOST) if index else []
    shown: dict[tuple[int, int], Any] = {}
    for place, kind in enumerate(KINDS):
        keys = [hit.key for hit in hits if hit.kind == place]
        if keys:
            rows = _public(kind, sprint).filter(pk__in=keys).order_by().values_list(*COLUMNS[kind])
            shown |= {(place, key): told for key, *told in rows}
    found = [
        Similar(KINDS[hit.kind], hit.percent, *shown[hit.kind, hit.key]) for hit in hits if (hit.kind, hit.key) in shown
    ]
    return [one for one in found if not besides or besides not in {one.public_id, one.team_id}][:SHOWN_MOST]


def _public(kind: ThingKind, sprint: Sprint) -> "QuerySet[Any, Any]":
    match kind:
        case ThingKind.CHALLENGE:
            return challenges_public(sprint=sprint)
        case ThingKind.TEAM:
            return teams_public(sprint=sprint)
        case _:
            return solutions_public(sprint=sprint)


def _index_of(sprint: Sprint) -> Index | None:
    rows = NearnessIndex.objects.filter(sprint=sprint)
    built_at = rows.values_list("built_at", flat=True).first()
    if built_at is None:
        return None
    with _lock:
        held = _kept.get(sprint.pk)
        if held and held[0] == built_at:
            _kept.move_to_end(sprint.pk)
            return held[1]
    row = rows.only("built_at", "content").get()
    index = unpacked(bytes(row.content))
    with _lock:
        _kept[sprint.pk] = row.built_at, index
        _kept.move_to_end(sprint.pk)
        while len(_kept) > SPRINTS_KEPT:
            _kept.popitem(last=False)
    return index


def stamp_of(sprint: Sprint) -> str:
    """Tells one state of what can be found in a sprint from another."""
    told = [
        _public(kind, sprint).order_by().aggregate(count=Count("pk", distinct=True), last=Max("updated_at"))
        for kind in KINDS
    ]
    return " ".join(f"{one['count']}:{one['last'].timestamp() if one['last'] else 0:.6f}" for one in told)


def things_of(sprint: Sprint) -> list[Indexed]:
    """All that can be found in a sprint, as everybody sees it."""
    kinds = {kind: place for place, kind in enumerate(KINDS)}
    challenges = challenges_public(sprint=sprint).values_list("pk", "title", "summary")
    teams = teams_public(sprint=sprint).values_list("pk", "name", "pitch")
    shown = ("pk", "current_version__title", "current_version__summary")
    solutions = solutions_public(sprint=sprint).values_list(*shown)
    return [
        Indexed(kinds[kind], row[0], f"{row[1]} {row[2]}")
        for kind, rows in (
            (ThingKind.CHALLENGE, challenges),
            (ThingKind.TEAM, teams),
            (ThingKind.SOLUTION, solutions),
        )
        for row in rows
    ]


def work_of_teams(sprint: Sprint) -> list[tuple[int, str]]:
    """What each team of a sprint is up to, by its key: its pitch, and what it has handed in."""
    shown = ("team_id", "current_version__title", "current_version__summary")
    handed_in: defaultdict[int, list[str]] = defaultdict(list)
    for key, title, summary in solutions_public(sprint=sprint).values_list(*shown):
        handed_in[key] += title, summary
    rows = teams_public(sprint=sprint).values_list("pk", "pitch")
    return [(key, " ".join([pitch, *handed_in[key]])) for key, pitch in rows]


@dataclass(frozen=True, slots=True)
class TeamGroup:
    """Teams that likely work on the same, with how much each is like the first."""

    teams: list[tuple[Team, int]]


def alike_teams(sprint: Sprint) -> tuple[NearnessIndex | None, list[list[tuple[int, int]]]]:
    """When teams were compared last, and the groups as keys with percents; `with_teams` reads those of one page."""
    row = NearnessIndex.objects.filter(sprint=sprint).defer("content").first()
    return row, [[(key, percent) for key, percent in group] for group in row.groups] if row else []


def with_teams(sprint: Sprint, groups: list[list[tuple[int, int]]]) -> list[TeamGroup]:
    """Groups of which at least two teams are still there, with people and challenge."""
    keys = [key for group in groups for key, _percent in group]
    teams = {team.pk: team for team in teams_of_sprint(sprint).filter(pk__in=keys)}
    found = [TeamGroup([(teams[key], percent) for key, percent in group if key in teams]) for group in groups]
    return [group for group in found if len(group.teams) > 1]
