from fractions import Fraction

import pytest

from backend.core import clock
from programmes.domain.selecting import lot, seed_of
from programmes.models import Criterion, Decision, Solution, SolutionVersion, Sprint
from programmes.selectors.ranking import ranking
from programmes.selectors.reviews import points_submitted, reviews_judged
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
    assert [(row.solution, row.place.rank) for row in found] == [(high, 1), (low, 2)]
    assert found[0].place.score == Fraction(2, 3) + Fraction(1, 9)
    assert found[1].place.score == (Fraction(2 * 1, 15) + Fraction(1, 3) + Fraction(2 * 2, 15)) / 2


def test_mean_and_median_stand_beside_each_other(sprint: Sprint, criteria: list[Criterion]) -> None:
    judged(sprint, criteria, (5, 3), (5, 3), (0, 0))
    judged(sprint, criteria)
    first, last = ranking(sprint)
    assert (first.place.score, first.place.mean, first.place.median) == (Fraction(2, 3), Fraction(2, 3), Fraction(1))
    assert (last.place.mean, last.place.median) == (None, None)


def test_equal_scores_share_a_rank_in_the_order_of_handing_in(sprint: Sprint, criteria: list[Criterion]) -> None:
    late, early, third = (judged(sprint, criteria, points) for points in ((5, 0), (5, 0), (0, 0)))
    with clock.at(make.moment_from_now(-5)):
        earlier = SolutionVersion.objects.create(solution=early, number=2, title="Früher", handed_in_at=clock.now())
    early.current_version = earlier
    early.save()
    assert [(row.solution, row.place.rank) for row in ranking(sprint)] == [(early, 1), (late, 1), (third, 3)]


def test_only_submitted_reviews_count(sprint: Sprint, criteria: list[Criterion]) -> None:
    begun = judged(sprint, criteria, (5, 3), state="started")
    judged(sprint, criteria, (5, 3), state="recused")
    make.SolutionFactory.create(team__challenge__sprint=sprint)
    found = {row.solution: row for row in ranking(sprint)}
    assert len(found) == 2
    assert {row.place.rank for row in found.values()} == {None}
    assert (found[begun].place.reviews_submitted, found[begun].place.reviews_open) == (0, 1)
    assert sum(row.place.reviews_open for row in found.values()) == 1


def test_what_nobody_has_reviewed_stands_behind_all_others(sprint: Sprint, criteria: list[Criterion]) -> None:
    unseen = make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
    second, first = (judged(sprint, criteria, points) for points in ((1, 0), (5, 3)))
    assert [(row.solution, row.place.rank) for row in ranking(sprint)] == [(first, 1), (second, 2), (unseen, None)]


def test_the_adjusted_rank_evens_out_who_is_severe(sprint: Sprint, criteria: list[Criterion]) -> None:
    praised, passed, liked, disliked = (judged(sprint, criteria) for _ in range(4))
    severe, mild = UserFactory.create_batch(2)
    given = [(praised, severe, 2), (passed, severe, 0), (liked, mild, 4), (disliked, mild, 3)]
    for solution, juror, points in given:
        review = make.ReviewFactory.create(solution=solution, juror=juror, state="submitted", submitted_at=clock.now())
        make.ScoreFactory.create(review=review, criterion=criteria[0], points=points)
    found = {row.solution: (row.place.rank, row.place.adjusted_rank) for row in ranking(sprint)}
    assert found == {liked: (1, 1), disliked: (2, 3), praised: (3, 1), passed: (4, 3)}


def by_method(sprint: Sprint) -> dict[Solution, tuple[int | None, str | None]]:
    return {row.solution: (row.place.rank, row.place.why and row.place.why.value) for row in ranking(sprint)}


def test_a_named_method_ranks_and_selects(sprint: Sprint, criteria: list[Criterion]) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, measure="median", quorum=2, places=1)
    split = judged(sprint, criteria, (5, 3), (5, 3), (0, 0))
    even = judged(sprint, criteria, (4, 3), (4, 3), (4, 3))
    once = judged(sprint, criteria, (5, 3))
    # By the mean the second would be first, and the third with one review before both.
    assert by_method(sprint) == {split: (1, "rank"), even: (2, "below"), once: (None, "quorum")}
    assert ranking(sprint)[0].place.score == 1


def test_a_place_is_kept_for_a_category(sprint: Sprint, criteria: list[Criterion]) -> None:
    method = make.SelectionMethodFactory.create(sprint=sprint, places=1)
    health = make.CategoryFactory.create(programme=sprint.programme)
    method.tracks.create(category=health, places=1)
    better, healthy = judged(sprint, criteria, (5, 3)), judged(sprint, criteria, (1, 1))
    healthy.challenge.category = health
    healthy.challenge.save()
    assert by_method(sprint) == {better: (1, "below"), healthy: (2, "track")}
    Decision.objects.create(solution=healthy, track="")
    # Where it was counted when the jury decided is what counts.
    assert by_method(sprint) == {better: (1, "rank"), healthy: (2, "below")}


def test_lots_are_drawn_of_what_counts(sprint: Sprint, criteria: list[Criterion]) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, places=1, tie_rule="lot")
    solutions = [judged(sprint, criteria, (5, 3)) for _ in range(3)]
    found = by_method(sprint)
    assert sorted(why or "" for _rank, why in found.values()) == ["tie_in", "tie_out", "tie_out"]
    seed = seed_of(points_submitted(reviews_judged(sprint)))
    drawn = min(solutions, key=lambda one: lot(seed, one.public_id))
    assert found[drawn] == (1, "tie_in")
