"""Placing people in teams: what a run is asked, what it has found, how two of them differ."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import F, QuerySet

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from programmes.domain.placing.kinds import Person, Question, Team, Weights, Words
from programmes.enums import PlacingWishState, RegistrationState
from programmes.models import OpenRole, PlacingRun, PlacingSeat, PlacingWish, Sprint
from programmes.models import Team as TeamRow
from programmes.models.placing import TOLD
from programmes.models.team import SEARCH as TEAM_SEARCH
from programmes.selectors.challenges import challenges_public
from programmes.selectors.counting import TeamWithPlaces, teams_shown, with_places
from programmes.selectors.matching import matching
from programmes.selectors.teams import in_teams, open_roles

Pair: TypeAlias = tuple[str, str]


def wish_of(sprint: Sprint, viewer: Viewer) -> PlacingWish | None:
    person = person_of(viewer)
    return None if person is None else PlacingWish.objects.filter(sprint=sprint, user=person).first()


def seat_told_to(sprint: Sprint, viewer: Viewer) -> PlacingSeat | None:
    """The latest place that a person may read."""
    rows = PlacingSeat.objects.select_related("run", "team", "team__challenge")
    return rows.filter(run__sprint=sprint, run__state__in=TOLD, user=person_of(viewer)).order_by("-run_id").first()


def wishes_asked(sprint: Sprint) -> QuerySet[PlacingWish]:
    """Who can be placed now: asks for it, has a place in the sprint and no team."""
    placed = sprint.registrations.filter(state=RegistrationState.REGISTERED).values("user_id")
    rows = sprint.placing_wishes.select_related("user", "pinned_team").filter(state=PlacingWishState.ASKED)
    return rows.filter(user_id__in=placed).exclude(user_id__in=in_teams(sprint)).order_by("created_at", "id")


def teams_to_wish(sprint: Sprint) -> QuerySet[TeamWithPlaces]:
    """Teams with a free place, by name."""
    rows = with_places(teams_shown().filter(sprint=sprint).select_related("challenge"))
    return rows.filter(places_free__gt=0).order_by("name", "id")


def runs_of(sprint: Sprint) -> QuerySet[PlacingRun]:
    return sprint.placing_runs.select_related("requested_by").order_by("-id")


def seats_of(run: PlacingRun) -> QuerySet[PlacingSeat]:
    """Those without a team first, then team by team."""
    rows = run.seats.select_related("user", "team")
    return rows.order_by(F("team__name").asc(nulls_first=True), "team_id", "id")


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody who sits elsewhere in the other run; None is without a team."""

    user: User
    here: str | None
    there: str | None


def moves_between(run: PlacingRun, other: PlacingRun) -> list[Move]:
    """By person; who is not in both runs is left out."""
    sits = {row.user_id: row for row in other.seats.select_related("team")}
    rows = run.seats.select_related("user", "team").order_by("user__display_name", "user_id")
    pairs = [(row, sits[row.user_id]) for row in rows if row.user_id in sits]
    return [
        Move(one.user, one.team.name if one.team else None, two.team.name if two.team else None)
        for one, two in pairs
        if one.team_id != two.team_id
    ]


def placing_question(run: PlacingRun) -> Question:
    """What `run` is asked, as of now: four queries, however many people."""
    sprint = run.sprint
    seekers = list(wishes_asked(sprint))
    out = sprint.placing_wishes.filter(state=PlacingWishState.WITHDRAWN).select_related("user", "pinned_team")
    people = [_person(row) for row in seekers] + [_opted_out(row) for row in out]
    teams = list(with_places(teams_shown().filter(sprint=sprint).select_related("challenge")))
    roles: dict[int, list[OpenRole]] = defaultdict(list)
    for role in open_roles().filter(team__sprint=sprint):
        roles[role.team_id].append(role)
    return Question(
        people=tuple(people),
        teams=tuple(_team(row, roles[row.pk], run.least) for row in teams),
        pins={row.user.public_id: row.pinned_team.public_id for row in [*seekers, *out] if row.pinned_team},
        weights=Weights(**run.weights),
        seed=run.seed,
    )


def _folded(words: Sequence[str]) -> Words:
    return frozenset(word.casefold() for word in words)


def spellings(sprint: Sprint) -> dict[str, str]:
    """Skills and words of groups as people wrote them, by how the placement knows them; teams have the last word."""
    found: dict[str, str] = {}
    for skills, group in wishes_asked(sprint).values_list("skills", "group"):
        found |= {word.casefold(): word for word in [*skills, group]}
    for title, skills in open_roles().filter(team__sprint=sprint).values_list("title", "skills"):
        found |= {word.casefold(): word for word in [title, *skills]}
    return found


def _person(row: PlacingWish) -> Person:
    return Person(
        key=row.user.public_id,
        wishes=tuple(row.wishes),
        skills=_folded(row.skills),
        languages=frozenset(row.languages),
        times=frozenset(row.times),
        group=row.group.casefold(),
    )


def _opted_out(row: PlacingWish) -> Person:
    return Person(key=row.user.public_id, opted_out=True)


def _team(row: TeamWithPlaces, roles: list[OpenRole], least: int) -> Team:
    skills: dict[str, int] = defaultdict(int)
    for role in roles:
        for word in _folded(role.skills or [role.title]):
            skills[word] += role.places
    return Team(
        key=row.public_id,
        challenge=row.challenge.public_id,
        free=max(0, row.places_free),
        present=row.member_count,
        least=least,
        skills=dict(skills),
        languages=frozenset({row.language}),
        times=frozenset(row.times),
    )


def wishes_offered(sprint: Sprint, query: str, kept: Sequence[str], most: int) -> tuple[list[Pair], list[Pair]]:
    """Challenges and teams to wish for, by name: those that `query` finds, and those already `kept`."""
    challenges = challenges_public(sprint=sprint, query=query).order_by("title", "id")
    known = sprint.challenges.filter(public_id__in=kept)
    teams = matching(teams_to_wish(sprint), query, TEAM_SEARCH)
    wished = teams_shown().filter(sprint=sprint, public_id__in=kept)
    named = {row.public_id: row.title for row in [*known, *challenges[:most]]}
    called = {row.public_id: row.name for row in [*wished, *teams[:most]]}
    return sorted(named.items(), key=_by_name), sorted(called.items(), key=_by_name)


def _by_name(pair: Pair) -> str:
    return pair[1].casefold()


def names_in(run: PlacingRun) -> dict[str, str]:
    """Public id → name, of the teams and people that `run.unmet` speaks of."""
    ids = {str(row[name]) for row in run.unmet for name in ("team", "person") if name in row}
    teams = TeamRow.objects.filter(public_id__in=ids).values_list("public_id", "name")
    people = User.objects.filter(public_id__in=ids)
    return {**dict(teams), **{row.public_id: row.shown_name for row in people}}
