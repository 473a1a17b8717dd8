"""The log of reviews, comparisons and decisions that no service made."""

from programmes.domain.votes import VoteKind
from programmes.models import Comparison, Decision, Review, StagePass, Vote
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory


def with_votes(review: Review) -> Review:
    """Its points, if it has some, are made afterwards; what is tested of the log itself goes through the services."""
    done = [kind for kind in (VoteKind.SUBMITTED, VoteKind.RECUSED) if kind == review.state]
    for kind in (VoteKind.ASSIGNED, *done):
        points = {"?": 0} if kind is VoteKind.SUBMITTED else {}
        Vote.objects.create(review=review, kind=kind, points=points, at=review.created_at)
    return review


def compared(choice: str = "", *, of_two: bool = True) -> Comparison:
    first = make.SolutionFactory.create()
    second = make.SolutionFactory.create(team__challenge__sprint=first.sprint) if of_two else first
    return Comparison.objects.create(juror=UserFactory.create(), first=first, second=second, choice=choice)


def decided(**values: object) -> Decision:
    return Decision.objects.create(solution=make.SolutionFactory.create(handed_in=True), **values)


def went_on(**values: object) -> StagePass:
    given = {"stage": 1, **values}
    if "solution" not in given:
        given["solution"] = make.SolutionFactory.create(handed_in=True)
    return StagePass.objects.create(**given)
