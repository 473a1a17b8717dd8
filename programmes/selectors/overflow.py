"""Challenges whose teams are all full, and who waits for a place at them."""

from typing import TypeAlias, TypedDict

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import Truncator
from django_stubs_ext import WithAnnotations

from backend.accounts.viewers import Viewer, person_of
from programmes.enums import ChallengeState
from programmes.models import Challenge, Sprint, Team, TeamWait
from programmes.selectors.counting import TeamWithPlaces, count_of, living_teams, teams_shown, with_places

NAME_MAX = 80


class Crowd(TypedDict):
    team_count: int
    waiting_count: int


CrowdedChallenge: TypeAlias = "WithAnnotations[Challenge, Crowd]"


def teams_free_of(challenge: Challenge) -> QuerySet[TeamWithPlaces]:
    """Teams of a challenge with a place that nobody holds; those where one is in at once first."""
    rows = with_places(teams_shown().filter(challenge=challenge)).filter(places_free__gt=0)
    return rows.order_by("joining", "name", "id")


def challenge_is_full(challenge: Challenge) -> bool:
    """Whether there are teams, and none has a place."""
    rows = with_places(teams_shown().filter(challenge=challenge))
    found = list(rows.values_list("places_free", flat=True))
    return bool(found) and not any(found)


def waits_for_team(challenge: Challenge, viewer: Viewer) -> bool:
    person = person_of(viewer)
    return person is not None and TeamWait.objects.filter(challenge=challenge, user=person).exists()


def challenges_overfull(sprint: Sprint) -> QuerySet[CrowdedChallenge]:
    """Published challenges with teams of which none has a place: where most wait first."""
    teams = teams_shown().filter(challenge=OuterRef("pk"))
    free = with_places(Team.objects.filter(pk__in=teams_shown().filter(sprint=sprint))).filter(places_free__gt=0)
    rows = sprint.challenges.filter(Exists(teams), state=ChallengeState.PUBLISHED, hidden_at=None)
    rows = rows.exclude(pk__in=free.order_by().values("challenge_id"))
    return rows.annotate(
        team_count=count_of(teams_shown(), "challenge_id"),
        waiting_count=count_of(TeamWait.objects.all(), "challenge_id"),
    ).order_by("-waiting_count", "title", "id")


def name_of_next(challenge: Challenge) -> str:
    """Say which team of its challenge it is; the first number that no team of the sprint bears."""
    names = living_teams().filter(sprint_id=challenge.sprint_id).values_list("name", flat=True)
    taken = {name.casefold() for name in names}
    number = living_teams().filter(challenge=challenge).count() + 1
    while (name := _named(challenge.title, number)).casefold() in taken:
        number += 1
    return name


def _named(title: str, number: int) -> str:
    end = f" – Team {number}"
    return f"{Truncator(title).chars(NAME_MAX - len(end))}{end}"
