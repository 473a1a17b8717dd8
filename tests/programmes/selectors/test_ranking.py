from fractions import Fraction

import pytest

from backend.core import clock
from programmes.models import Criterion, Solution, SolutionVersion, Sprint
from programmes.selectors.ranking import ranking
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


@pytest.fixture
def criteria(sprint: Sprint) -> list[Criterion]:
    rubric = make.RubricFactory.create(sprint=sprint)
    return [
        make.CriterionFactory.create(rubric=rubric, weight=2, max_points=5),
        make.CriterionFactory.create(rubric=rubric, weight=1, max_points=3),
    ]


def judged(sprint: Sprint, criteria: list[Criterion], *jurors: tuple[int, int], state: str = "submitted") -> Solution:
    solution = make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
    for points in jurors:
        submitted_at = clock.now() if state == "submitted" else None
        review = make.ReviewFactory.create(
            solution=solution, state=state, submitted_at=submitted_at, conflict_reason="x"
        )
        for criterion, given in zip(criteria, points, strict=True):
            make.ScoreFactory.create(review=review, criterion=criterion, points=given)
    return solution


def test_the_mean_of_weighted_scores_decides(sprint: Sprint, criteria: list[Criterion]) -> None:
    low = judged(sprint, criteria, (1, 3), (2, 0))
    high = judged(sprint, criteria, (5, 1))
    found = ranking(sprint)
    assert [(row.solution, row.rank) for row in found] == [(high, 1), (low, 2)]
    assert found[0].score == Fraction(2, 3) + Fraction(1, 9)
    assert found[1].score == (Fraction(2 * 1, 15) + Fraction(1, 3) + Fraction(2 * 2, 15)) / 2


def test_equal_scores_share_a_rank_in_the_order_of_handing_in(sprint: Sprint, criteria: list[Criterion]) -> None:
    late, early, third = (judged(sprint, criteria, points) for points in ((5, 0), (5, 0), (0, 0)))
    with clock.at(make.moment_from_now(-5)):
        earlier = SolutionVersion.objects.create(solution=early, number=2, title="Früher", handed_in_at=clock.now())
    early.current_version = earlier
    early.save()
    assert [(row.solution, row.rank) for row in ranking(sprint)] == [(early, 1), (late, 1), (third, 3)]


def test_only_submitted_reviews_count(sprint: Sprint, criteria: list[Criterion]) -> None:
    begun = judged(sprint, criteria, (5, 3), state="started")
    judged(sprint, criteria, (5, 3), state="recused")
    make.SolutionFactory.create(team__challenge__sprint=sprint)
    found = {row.solution: row for row in ranking(sprint)}
    assert len(found) == 2
    assert {row.rank for row in found.values()} == {None}
    assert (found[begun].reviews_submitted, found[begun].reviews_open) == (0, 1)
    assert sum(row.reviews_open for row in found.values()) == 1


def test_what_nobody_has_reviewed_stands_behind_all_others(sprint: Sprint, criteria: list[Criterion]) -> None:
    unseen = make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
    second, first = (judged(sprint, criteria, points) for points in ((1, 0), (5, 3)))
    assert [(row.solution, row.rank) for row in ranking(sprint)] == [(first, 1), (second, 2), (unseen, None)]


def test_the_adjusted_rank_evens_out_who_is_severe(sprint: Sprint, criteria: list[Criterion]) -> None:
    praised, passed, liked, disliked = (judged(sprint, criteria) for _ in range(4))
    severe, mild = UserFactory.create_batch(2)
    given = [(praised, severe, 2), (passed, severe, 0), (liked, mild, 4), (disliked, mild, 3)]
    for solution, juror, points in given:
        review = make.ReviewFactory.create(solution=solution, juror=juror, state="submitted", submitted_at=clock.now())
        make.ScoreFactory.create(review=review, criterion=criteria[0], points=points)
    found = {row.solution: (row.rank, row.adjusted_rank) for row in ranking(sprint)}
    assert found == {liked: (1, 1), disliked: (2, 3), praised: (3, 1), passed: (4, 3)}
