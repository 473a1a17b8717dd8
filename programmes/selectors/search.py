"""One search over everything public.

What a word ranks is worked out from the whole text, which costs more than finding it: a word that stands in every tenth
text is ranked among a bounded number of its hits, those with the word in the title first and then the newest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression

from programmes.models import SolutionVersion, challenge, project, solution, sprint, team
from programmes.models.fields import title_vector
from programmes.selectors.challenges import challenges_public
from programmes.selectors.matching import text_query
from programmes.selectors.projects import projects_public
from programmes.selectors.solutions import solutions_public
from programmes.selectors.sprints import sprints_public
from programmes.selectors.teams import teams_public

PER_KIND = 20
RANKED = 3 * PER_KIND // 2
"""So many hits of a kind are compared with each other."""
# What is in the reader's own language comes first among equals.
OWN_LANGUAGE = 1.25


@dataclass(frozen=True, slots=True)
class SearchHit:
    kind: str
    """sprint, challenge, team, solution, project"""
    ref: str
    """Slug of a sprint, public id of the others."""
    title: str
    summary: str
    language: str
    about: str
    """Where it belongs: the title of the sprint or the name of the cohort."""
    rank: float


def search(query: str, language: str = "de", *, per_kind: int = PER_KIND) -> list[SearchHit]:
    """Return what matches, the best first, at most `per_kind` of each kind. Five queries; none for an empty `query`."""
    if text_query(query) is None:
        return []
    hits = [hit for kind in (_sprints, _challenges, _teams, _solutions, _projects) for hit in kind(query, per_kind)]
    return sorted(hits, key=lambda hit: (-hit.rank * (OWN_LANGUAGE if hit.language == language else 1), hit.title))


def _best(rows: "QuerySet[Any]", vector: CombinedExpression, query: str, most: int, *columns: str) -> Iterator[Any]:
    ranked = rows.model.objects.filter(pk__in=ranked_among(rows, query, title=columns[1], most=most))
    ranked = ranked.annotate(rank=SearchRank(vector, text_query(query) or "")).order_by("-rank", "-id")
    yield from ranked.values_list(*columns, "rank")[:most]


def ranked_among(rows: "QuerySet[Any]", query: str, *, title: str, most: int) -> "QuerySet[Any]":
    """Keys of the hits whose rank is worked out: those with the words in the title before others, the newest first."""
    hits = rows.select_related(None).prefetch_related(None).alias(heading=title_vector(title))
    in_title = Case(When(heading=text_query(query), then=Value(0)), default=Value(1))
    keys: QuerySet[Any, Any] = hits.order_by(in_title, "-id").values("pk")[: max(RANKED, most)]
    return keys


def _sprints(query: str, most: int) -> Iterator[SearchHit]:
    columns = ("slug", "title", "summary", "language", "programme__name")
    for row in _best(sprints_public(query=query), sprint.SEARCH, query, most, *columns):
        yield SearchHit("sprint", *row)


def _challenges(query: str, most: int) -> Iterator[SearchHit]:
    columns = ("public_id", "title", "summary", "language", "sprint__title")
    for row in _best(challenges_public(query=query), challenge.SEARCH, query, most, *columns):
        yield SearchHit("challenge", *row)


def _teams(query: str, most: int) -> Iterator[SearchHit]:
    columns = ("public_id", "name", "pitch", "language", "sprint__title")
    for row in _best(teams_public(query=query), team.SEARCH, query, most, *columns):
        yield SearchHit("team", *row)


def _solutions(query: str, most: int) -> Iterator[SearchHit]:
    columns = ("current_of__public_id", "title", "summary", "language", "solution__sprint__title")
    shown = solutions_public(query=query).values("current_version_id")
    versions = SolutionVersion.objects.filter(pk__in=shown)
    for row in _best(versions, solution.SEARCH, query, most, *columns):
        yield SearchHit("solution", *row)


def _projects(query: str, most: int) -> Iterator[SearchHit]:
    columns = ("public_id", "title", "summary", "language", "cohort__name")
    for row in _best(projects_public(query=query), project.SEARCH, query, most, *columns):
        yield SearchHit("project", *row)
