"""Counts as subqueries: joined counts would multiply each other."""

from typing import Any, Self, TypeAlias, TypedDict

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django_stubs_ext import WithAnnotations

from backend.accounts.models import User
from backend.core import clock
from programmes.enums import OpenRoleState, TeamState
from programmes.models import OpenRole, PlaceHold, Project, Solution, Team, TeamMember
from programmes.models.solution import AFTER_HAND_IN


class Counted(Subquery):
    """A subquery that is written as SQL once, where a list is put together once and asked a thousand times.

    What is resolved never changes: whoever needs another one makes a copy, which has nothing written yet.
    """

    _written: tuple[str, tuple[Any, ...]] | None = None

    def copy(self) -> Self:
        clone = super().copy()
        clone.__dict__.pop("_written", None)
        return clone

    def as_sql(self, compiler: Any, connection: Any, template: str | None = None, **extra: Any) -> Any:
        if template is not None or extra:
            return super().as_sql(compiler, connection, template, **extra)
        if self._written is None:
            text, values = super().as_sql(compiler, connection)
            self._written = text, tuple(values)
        return self._written


def count_of(rows: "QuerySet[Any, Any]", by: str, outer: str = "pk") -> Coalesce:
    """How many of `rows` have in their column `by` what the outer row has in `outer`."""
    counted = rows.filter(**{by: OuterRef(outer)}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Counted(counted, output_field=IntegerField()), 0)


class Places(TypedDict):
    member_count: int
    open_role_count: int
    places_held: int
    places_free: int


# A string: the alias cannot be evaluated at run time.
TeamWithPlaces: TypeAlias = "WithAnnotations[Team, Places]"


def holds_now(besides: User | None = None) -> QuerySet[PlaceHold]:
    """Places that are held at this moment, without those for `besides`."""
    rows = PlaceHold.objects.filter(until__gt=clock.now())
    return rows if besides is None else rows.exclude(user=besides)


def with_seats(teams: QuerySet[Team], besides: User | None = None) -> "QuerySet[Any, Any]":
    """Teams with `member_count`, `places_held` and `places_free`.

    A place that is held for `besides` is free, as it is for that person.
    """
    return teams.annotate(
        member_count=count_of(TeamMember.objects.filter(left_at=None), "team_id"),
        places_held=count_of(holds_now(besides), "team_id"),
    ).annotate(places_free=Greatest(F("size_limit") - F("member_count") - F("places_held"), 0))


def with_places(teams: QuerySet[Team], besides: User | None = None) -> QuerySet[TeamWithPlaces]:
    """Teams with all of `with_seats` and `open_role_count`."""
    open_role_count = count_of(OpenRole.objects.filter(state=OpenRoleState.OPEN), "team_id")
    rows: QuerySet[TeamWithPlaces] = with_seats(teams, besides).annotate(open_role_count=open_role_count)
    return rows


def living_teams() -> QuerySet[Team]:
    return Team.objects.exclude(state=TeamState.DISSOLVED)


TEAM_SHOWN = Q(hidden_at=None, challenge__hidden_at=None)
SOLUTION_SHOWN = TEAM_SHOWN & Q(team__hidden_at=None)
"""What names something hidden is hidden with it: cards and pages of teams and solutions show what they belong to."""


def teams_shown() -> QuerySet[Team]:
    """Living teams that everybody may find."""
    return living_teams().filter(TEAM_SHOWN)


def solutions_shown() -> QuerySet[Solution]:
    """What was handed in and everybody may find."""
    return Solution.objects.filter(SOLUTION_SHOWN, state__in=AFTER_HAND_IN)


PROJECT_SHOWN = Q(team__hidden_at=None, solution__hidden_at=None, solution__challenge__hidden_at=None)


def projects_shown() -> QuerySet[Project]:
    """Projects that everybody may find."""
    return Project.objects.filter(PROJECT_SHOWN)
