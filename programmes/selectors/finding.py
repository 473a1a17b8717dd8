"""Finding a team: what may be chosen, which teams fit, and their cards. More teams need no more queries."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import CharField, Count, F, Func, QuerySet

from backend.accounts.viewers import Viewer, person_of
from programmes.domain.fitting import Candidate, Wishes, folded, ranked, shared_words
from programmes.enums import SprintState, TeamState
from programmes.models import Category, Sprint, Team, TeamMember
from programmes.selectors.counting import TeamWithPlaces, with_places
from programmes.selectors.teams import SHOWN, open_roles, with_roles

SKILLS_OFFERED: Final = 18


def teams_with_a_place(sprint: Sprint, viewer: Viewer = None) -> QuerySet[TeamWithPlaces]:
    """Living teams of a public sprint with a place that `viewer` could have, in no order."""
    person = person_of(viewer)
    rows = with_places(Team.objects.filter(sprint=sprint, state=TeamState.FORMING), person).filter(places_free__gt=0)
    if person is not None:
        rows = rows.exclude(pk__in=TeamMember.objects.filter(user=person, left_at=None).values("team_id"))
    return rows.exclude(sprint__state=SprintState.DRAFT).order_by()


def skills_offered(sprint: Sprint, own: Sequence[str] = (), kept: Sequence[str] = ()) -> list[str]:
    """What teams look for: what was chosen before, the person's own skills, then what is wanted most.

    A role without skills is known by its title.
    """
    roles = open_roles().filter(team__sprint=sprint, team__state=TeamState.FORMING)
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
        Candidate(key=key, free=free, words=frozenset(sought.get(key, ())), topic=topic, language=language)
        for key, free, topic, language in rows.values_list("pk", "places_free", "challenge__category_id", "language")
    ]


def teams_in_order(keys: Sequence[int], viewer: Viewer = None) -> list[TeamWithPlaces]:
    """The teams of one page, for cards that name no people, in the order of `keys`: two queries."""
    teams = Team.objects.filter(pk__in=keys).select_related(*SHOWN, "challenge__category")
    rows = with_roles(with_places(teams, person_of(viewer)))
    found = {row.pk: row for row in rows}
    return [found[key] for key in keys if key in found]


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
    keys = ranked(candidates(sprint, wishes, viewer), wishes).keys[:most]
    return [FittingTeam(team, _reasons(team, skills, topics, language)) for team in teams_in_order(keys, viewer)]


def _reasons(
    team: TeamWithPlaces, skills: Sequence[str], topics: Sequence[Category], language: str
) -> list[dict[str, str]]:
    sought = [word for role in team.roles_sought for word in (role.title, *role.skills)]
    found = [{"code": "skill", "skill": word} for word in shared_words(skills, sought)]
    found += [{"code": "topic", "topic": row.slug} for row in topics if row.pk == team.challenge.category_id]
    return found + ([{"code": "language", "language": language}] if language and team.language == language else [])
