"""Counts as subqueries: joined counts would multiply each other."""

from typing import Any, TypeAlias, TypedDict

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django_stubs_ext import WithAnnotations

from programmes.enums import OpenRoleState, TeamState
from programmes.models import OpenRole, Team, TeamMember


def count_of(rows: "QuerySet[Any, Any]", by: str, outer: str = "pk") -> Coalesce:
    """How many of `rows` have in their column `by` what the outer row has in `outer`."""
    counted = rows.filter(**{by: OuterRef(outer)}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class Places(TypedDict):
    member_count: int
    open_role_count: int
    places_free: int


# A string: the alias cannot be evaluated at run time.
TeamWithPlaces: TypeAlias = "WithAnnotations[Team, Places]"


def with_places(teams: QuerySet[Team]) -> QuerySet[TeamWithPlaces]:
    """Teams with `member_count`, `places_free` and `open_role_count`."""
    return teams.annotate(
        member_count=count_of(TeamMember.objects.filter(left_at=None), "team_id"),
        open_role_count=count_of(OpenRole.objects.filter(state=OpenRoleState.OPEN), "team_id"),
    ).annotate(places_free=Greatest(F("size_limit") - F("member_count"), 0))


def living_teams() -> QuerySet[Team]:
    return Team.objects.exclude(state=TeamState.DISSOLVED)
