"""Finding a team: what may be chosen, which teams fit, and their cards. More teams need no more queries."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, Count, F, Func, QuerySet
from django.db.models.expressions import RawSQL

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core import clock
from programmes.domain.fitting import NOTHING, Candidate, Wishes, folded, ranked, shared_words
from programmes.enums import TeamState
from programmes.models import Category, Sprint, Team, TeamMember
from programmes.selectors.counting import TEAM_SHOWN, TeamWithPlaces, with_seats
from programmes.selectors.teams import open_roles, with_roles

SKILLS_OFFERED: Final = 18
# Written out: this page is asked by thousands in one hour, and to put the same together of expressions took Django
# longer than PostgreSQL takes to answer it.
ALL_HELD: Final = """
SELECT hold.team_id FROM programmes_placehold hold JOIN programmes_team team ON team.id = hold.team_id
 WHERE hold.sprint_id = %s AND hold.until > %s AND hold.user_id IS DISTINCT FROM %s::bigint
 GROUP BY hold.team_id, team.size_limit
HAVING count(*) >= team.size_limit - (
    SELECT count(*) FROM programmes_teammember member WHERE member.team_id = hold.team_id AND member.left_at IS NULL
)
"""


def teams_with_a_place(sprint: Sprint, viewer: Viewer = None) -> QuerySet[Team]:
    """Teams of a sprint with a place that `viewer` could have, in no order.

    Their state says whether one is free; people are counted only where places are held.
    """
    person = person_of(viewer)
    rows = Team.objects.filter(TEAM_SHOWN, sprint=sprint, state=TeamState.FORMING)
    rows = rows.exclude(pk__in=_all_held(sprint, person))
    if person is not None:
        rows = rows.exclude(pk__in=TeamMember.objects.filter(user=person, left_at=None).values("team_id"))
    return rows.order_by()


def _all_held(sprint: Sprint, person: User | None) -> RawSQL:
    """Ids of the teams whose last places are held for others than `person`."""
    return RawSQL(ALL_HELD, [sprint.pk, clock.now(), None if person is None else person.pk])  # noqa: S611  all of it is bound


def skills_offered(sprint: Sprint, own: Sequence[str] = (), kept: Sequence[str] = ()) -> list[str]:
    """What teams look for: what was chosen before, the person's own skills, then what is wanted most.

    A role without skills is known by its title.
    """
    roles = open_roles().filter(team__sprint=sprint, team__state=TeamState.FORMING)
    roles = roles.filter(team__hidden_at=None, team__challenge__hidden_at=None)
    word = Func(F("skills"), function="unnest", output_field=CharField())
    word.set_returning = True
    skills = roles.annotate(word=word).order_by().values_list("word").annotate(n=Count("pk"))
    titles = roles.filter(skills=[]).order_by().values_list("title").annotate(n=Count("pk"))
    found: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for name, number in sorted([*skills, *titles], key=lambda pair: (-pair[1], pair[0])):
        found[name.lower()] += number
        spelled.setdefault(name.lower(), name)
    known = {word.lower() for word in own}
    ordered = sorted(found, key=lambda word: (word not in known, -found[word], word))
    chosen = list(dict.fromkeys(word.lower() for word in kept))
    shown = [*chosen, *(word for word in ordered if word not in chosen)][: max(SKILLS_OFFERED, len(chosen))]
    before = {word.lower(): word for word in kept}
    return [spelled.get(word) or before[word] for word in shown]


def candidates(sprint: Sprint, wishes: Wishes, viewer: Viewer = None) -> list[Candidate]:
    """All teams that have a place for `viewer`, with those of the wished words that they look for: two queries."""
    sought: dict[int, set[str]] = defaultdict(set)
    if wishes.words:
        roles = open_roles().filter(team__sprint=sprint, words__overlap=sorted(wishes.words)).order_by()
        for team_id, words in roles.values_list("team_id", "words"):
            sought[team_id].update(wishes.words.intersection(words))
    rows = teams_with_a_place(sprint, viewer)
    return [
        Candidate(key, frozenset(sought[key]) if key in sought else NOTHING, topic, language)
        for key, topic, language in rows.values_list("pk", "challenge__category_id", "language")
    ]


def teams_in_order(sprint: Sprint, keys: Sequence[int], viewer: Viewer = None) -> list[TeamWithPlaces]:
    """The teams of one page, for cards that name no people, in the order of `keys`, all of `sprint`: two queries."""
    teams = Team.objects.filter(pk__in=keys).select_related("challenge")
    found: dict[int, Any] = {row.pk: row for row in with_roles(with_seats(teams, person_of(viewer)))}
    for row in found.values():
        row.sprint, row.open_role_count = sprint, len(row.roles_sought)
    return [found[key] for key in keys if key in found]


def reader_of(viewer: Viewer) -> str:
    """Whose order of equals it is; that of visitors is one."""
    person = person_of(viewer)
    return "" if person is None else str(person.public_id)


@dataclass(frozen=True, slots=True)
class FittingTeam:
    """A team and why it fits: each reason a stable `code` with its facts."""

    team: TeamWithPlaces
    reasons: list[dict[str, str]]


def fitting_teams(
    sprint: Sprint,
    viewer: Viewer,
    *,
    skills: Sequence[str] = (),
    topics: Sequence[Category] = (),
    language: str = "",
    most: int = 48,
) -> list[FittingTeam]:
    """The teams that fit best, at most so many."""
    wishes = Wishes(folded(skills), frozenset(row.pk for row in topics), language)
    keys = ranked(candidates(sprint, wishes, viewer), wishes, reader_of(viewer)).keys[:most]
    return [
        FittingTeam(team, _reasons(team, skills, topics, language)) for team in teams_in_order(sprint, keys, viewer)
    ]


def _reasons(team: Any, skills: Sequence[str], topics: Sequence[Category], language: str) -> list[dict[str, str]]:
    sought = [word for role in team.roles_sought for word in (role.title, *role.skills)]
    found = [{"code": "skill", "skill": word} for word in shared_words(skills, sought)]
    found += [{"code": "topic", "topic": row.slug} for row in topics if row.pk == team.challenge.category_id]
    return found + ([{"code": "language", "language": language}] if language and team.language == language else [])
