from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from pytest_django.fixtures import DjangoAssertNumQueries

from programmes.models import Comparison, Criterion, Review, Score, Sprint
from programmes.selectors.vote_log import differences
from programmes.services.comparisons import comparison_take_back
from programmes.services.reviews import review_assign, review_recuse, review_reopen, review_submit
from tests.factories import programmes as make
from tests.programmes.compared import compare, compare_all, jurors_of, solutions_of, sprint_to_compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    """Two solutions judged by three jurors: one changed her mind, one has a conflict, one has taken his back."""
    first = make.SolutionFactory.create(handed_in=True)
    sprint = first.sprint
    second = make.SolutionFactory.create(handed_in=True, team__challenge__sprint=sprint)
    rubric = make.RubricFactory.create(sprint=sprint)
    make.CriterionFactory.create(rubric=rubric, weight=2)
    make.CriterionFactory.create(rubric=rubric, max_points=10)
    jurors = [make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror").user for _ in range(3)]
    rows = review_assign(actor=None, sprint=sprint, solutions=[first, second], jurors=jurors)
    for number, review in enumerate(rows):
        submit(review, number % 5)
    review_reopen(actor=jurors[0], review=rows[0])
    submit(rows[0], 5)
    review_recuse(actor=jurors[1], review=rows[1], reason="Verwandt.")
    review_reopen(actor=jurors[2], review=rows[5])
    return sprint


def submit(review: Review, points: int) -> None:
    keys = Criterion.objects.filter(rubric__sprint=review.solution.sprint).values_list("public_id", flat=True)
    review_submit(actor=review.juror, review=review, points=dict.fromkeys(keys, points))


def replayed(sprint: Sprint) -> tuple[int, str]:
    output = StringIO()
    try:
        call_command("review", "replay", sprint.slug, stdout=output, no_color=True)
    except SystemExit as ended:
        return int(str(ended.code)), output.getvalue()
    return 0, output.getvalue()


def test_what_is_stored_is_what_the_log_gives(
    sprint: Sprint, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(13):
        assert differences(sprint) == []
    assert replayed(sprint) == (0, f"{sprint.title}: 16 votes\nReviews, scores and ranks are what the log gives.\n")


def test_points_changed_behind_the_log_are_named(sprint: Sprint) -> None:
    score = Score.objects.filter(review__state="submitted").first()
    assert score
    Score.objects.filter(pk=score.pk).update(points=F("points") - 1)
    named = [one.what for one in differences(sprint)]
    assert named[0] == score.review.public_id
    assert score.review.solution.public_id in named
    status, said = replayed(sprint)
    assert status == 1
    assert f"DIFFERS {score.review.public_id}: stored" in said


def test_a_review_that_counts_although_it_was_taken_back_is_named(sprint: Sprint) -> None:
    taken_back = Review.objects.get(state="started")
    Review.objects.filter(pk=taken_back.pk).update(state="submitted", submitted_at=taken_back.created_at)
    named = differences(sprint)
    assert (named[0].what, named[0].replayed) == (taken_back.public_id, "does not count")


def test_other_sprints_are_none_of_its_business(sprint: Sprint) -> None:
    Score.objects.update(points=0)
    other = make.SprintFactory.create()
    assert differences(other) == []


def test_an_unknown_sprint_is_said() -> None:
    with pytest.raises(CommandError, match="There is no sprint nowhere"):
        call_command("review", "replay", "nowhere")


def test_comparisons_are_replayed_as_well() -> None:
    sprint = sprint_to_compare()
    compare_all(sprint)
    juror = jurors_of(sprint)[0]
    first, second, third = solutions_of(sprint)
    taken_back = Comparison.objects.filter(juror=juror).order_by("pk")[0]
    comparison_take_back(actor=juror, comparison=taken_back)
    compare(juror, first, second, "tie")
    given_up = Review.objects.get(juror=juror, solution=third)
    review_recuse(actor=juror, review=given_up, reason="Verwandt.")
    assert replayed(sprint) == (0, f"{sprint.title}: 17 votes\nReviews, scores and ranks are what the log gives.\n")


def test_a_choice_changed_behind_the_log_is_named() -> None:
    sprint = sprint_to_compare()
    compare_all(sprint)
    comparison = Comparison.objects.order_by("pk")[0]
    Comparison.objects.filter(pk=comparison.pk).update(choice="tie")
    named = differences(sprint)
    assert (named[0].what, named[0].stored, named[0].replayed) == (comparison.public_id, "tie", comparison.choice)
    # The strengths of all hang together.
    assert {one.what for one in named[1:]} <= {solution.public_id for solution in solutions_of(sprint)}
    assert len(named) > 1
