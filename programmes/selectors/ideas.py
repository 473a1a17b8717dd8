"""Citizens' challenges that look for an organisation. Who supports them is counted and never named."""

from typing import TypeAlias, TypedDict

from django.db.models import QuerySet
from django_stubs_ext import WithAnnotations

from backend.accounts.viewers import Viewer, person_of
from programmes.enums import SprintState
from programmes.models import Challenge, ChallengeSupport
from programmes.selectors.challenges import challenges_public
from programmes.selectors.counting import count_of


class Supports(TypedDict):
    support_count: int


# A string: the alias cannot be evaluated at run time.
Idea: TypeAlias = "WithAnnotations[Challenge, Supports]"


def with_supports(rows: QuerySet[Challenge]) -> QuerySet[Idea]:
    """Challenges with `support_count`."""
    return rows.annotate(support_count=count_of(ChallengeSupport.objects.all(), "challenge_id"))


def ideas_unowned(*, query: str = "") -> QuerySet[Idea]:
    """Published challenges that no organisation answers for, the most supported first."""
    rows = challenges_public(query=query).filter(owner=None, sprint__state=SprintState.PUBLISHED)
    return with_supports(rows).order_by("-support_count", "id")


def support_count(challenge: Challenge) -> int:
    return challenge.supports.count()


def supports_it(viewer: Viewer, challenge: Challenge) -> bool:
    person = person_of(viewer)
    return person is not None and challenge.supports.filter(user=person).exists()
