"""Who abstains from a criterion has judged all others; who abstains from all has judged nothing."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core.errors import Invalid
from programmes.domain.scoring import score_of
from programmes.domain.votes import VoteKind
from programmes.enums import ReviewState
from programmes.models import Criterion, Review, Score, Vote
from programmes.selectors.ranking import given_in
from programmes.selectors.reviews import criteria_of, points_of
from programmes.selectors.vote_log import differences
from programmes.services.reviews import review_reopen, review_save_scores, review_submit
from programmes.services.rubrics import NewCriterion, rubric_set
from tests.factories import programmes as make
from tests.programmes.judged import review_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    """One criterion wants points, from two of another scale one may abstain."""
    solution = make.SolutionFactory.create(handed_in=True)
    criteria = [
        NewCriterion(title="Nutzen", weight=2),
        NewCriterion(title="Technik", max_points=10, may_abstain=True),
        NewCriterion(title="Reichweite", weight=3, max_points=40, may_abstain=True),
    ]
    rubric_set(actor=None, sprint=solution.sprint, title="Bogen", criteria=criteria)
    return review_of(solution)


def key(title: str) -> str:
    return str(Criterion.objects.get(title=title).public_id)


def submitted(review: Review, points: dict[str, int], *abstained: str) -> Review:
    given: dict[str, int | None] = {key(title): value for title, value in points.items()}
    return review_submit(actor=review.juror, review=review, points=given, abstained=[key(one) for one in abstained])


def test_an_abstention_is_kept_until_there_are_points(review: Review) -> None:
    technique, use = key("Technik"), key("Nutzen")
    review_save_scores(actor=review.juror, review=review, points={use: 3}, abstained=[technique])
    assert points_of(review) == {use: 3, technique: None}
    review_save_scores(actor=review.juror, review=review, points={technique: 0})
    assert points_of(review) == {use: 3, technique: 0}
    review_save_scores(actor=review.juror, review=review, points={}, abstained=[technique])
    review_save_scores(actor=review.juror, review=review, points={technique: None})
    assert points_of(review) == {use: 3}


@pytest.mark.parametrize(("title", "points"), [("Nutzen", {}), ("Technik", {"Technik": 3}), ("Fremd", {})])
def test_nobody_abstains_elsewhere_or_beside_points(review: Review, title: str, points: dict[str, int]) -> None:
    make.CriterionFactory.create(title="Fremd", may_abstain=True)
    given: dict[str, int | None] = {key(one): value for one, value in points.items()}
    with pytest.raises(Invalid) as error:
        review_save_scores(actor=review.juror, review=review, points=given, abstained=[key(title)])
    assert list(error.value.fields) == [key(title)]
    assert not Score.objects.exists()


def test_what_was_not_judged_is_missing_in_the_score(review: Review) -> None:
    submitted(review, {"Nutzen": 4, "Reichweite": 10}, "Technik")
    (found,) = given_in(review.solution.sprint)
    assert found.score == (2 * Fraction(4, 5) + 3 * Fraction(1, 4)) / 5
    vote = Vote.objects.filter(kind=VoteKind.SUBMITTED).get()
    assert vote.points == {key("Nutzen"): 4, key("Technik"): None, key("Reichweite"): 10}
    assert differences(review.solution.sprint) == []


def test_the_log_keeps_what_was_abstained_from_before(review: Review) -> None:
    submitted(review, {"Nutzen": 4}, "Technik", "Reichweite")
    review_reopen(actor=review.juror, review=review)
    submitted(review, {"Technik": 9})
    given = Vote.objects.filter(kind=VoteKind.SUBMITTED).order_by("pk").values_list("points", flat=True)
    assert [row[key("Technik")] for row in given] == [None, 9]
    assert differences(review.solution.sprint) == []
    Score.objects.filter(criterion__title="Technik").update(points=None)
    assert "abstained" in differences(review.solution.sprint)[0].stored


def test_a_review_is_whole_with_points_or_abstentions(review: Review) -> None:
    with pytest.raises(Invalid) as error:
        submitted(review, {"Nutzen": 4}, "Technik")
    assert list(error.value.fields) == [key("Reichweite")]
    assert "enthalten" in str(error.value.fields[key("Reichweite")][0])


def test_who_abstains_from_everything_judges_nothing(review: Review) -> None:
    Criterion.objects.update(may_abstain=True)
    with pytest.raises(Invalid) as error:
        submitted(review, {}, "Nutzen", "Technik", "Reichweite")
    assert error.value.code == "nothing_judged"
    review.refresh_from_db()
    assert review.state == ReviewState.ASSIGNED
    assert not Vote.objects.filter(kind=VoteKind.SUBMITTED).exists()
    assert submitted(review, {"Nutzen": 0}, "Technik", "Reichweite").state == ReviewState.SUBMITTED


@given(
    st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers(0, 10), st.none() | st.integers(0, 40)), max_size=4)
)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_database_adds_up_what_the_arithmetic_does(rows: list[tuple[int, int | None, int | None]]) -> None:
    sprint = make.SprintFactory.create()
    rubric = make.RubricFactory.create(sprint=sprint)
    for weight, most, may_abstain in ((2, 5, False), (1, 10, True), (3, 40, True)):
        make.CriterionFactory.create(rubric=rubric, weight=weight, max_points=most, may_abstain=may_abstain)
    criteria = {row.public_id: row for row in criteria_of(sprint)}
    expected = {}
    for points in rows:
        solution = make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
        given_points = dict(zip(criteria, points, strict=True))
        review = review_of(solution)
        judged = {name: value for name, value in given_points.items() if value is not None}
        review_submit(actor=review.juror, review=review, points=judged, abstained=criteria.keys() - judged.keys())
        expected[solution.public_id] = score_of(given_points, criteria)
    assert {one.solution: one.score for one in given_in(sprint)} == expected
