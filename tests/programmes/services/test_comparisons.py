from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Invalid, NotAllowed
from programmes.models import Comparison, Review, SelectionMethod, Solution, Sprint, Vote
from programmes.selectors.ranking import places
from programmes.selectors.selection_method import method_is_fixed
from programmes.services.comparisons import comparison_decide, comparison_take_back
from programmes.services.reviews import review_recuse
from programmes.services.selection_method import selection_method_remove
from tests.factories import programmes as make
from tests.programmes.compared import compare, compare_all, jurors_of, solutions_of, sprint_to_compare

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return sprint_to_compare()


@pytest.fixture
def juror(sprint: Sprint) -> User:
    return jurors_of(sprint)[0]


@pytest.fixture
def pair(sprint: Sprint) -> tuple[Solution, Solution]:
    """In the order of their public ids."""
    first, second = sorted(solutions_of(sprint)[:2], key=lambda one: one.public_id)
    return first, second


def log() -> list[tuple[str, str]]:
    return list(Vote.objects.exclude(comparison=None).order_by("pk").values_list("kind", "choice"))


def ranks(sprint: Sprint) -> list[int | None]:
    """In the order of handing in."""
    found = {place.key: place.rank for place in places(sprint)}
    return [found[solution.pk] for solution in solutions_of(sprint)]


@pytest.mark.parametrize(("choice", "turned"), [("first", "second"), ("second", "first"), ("tie", "tie")])
def test_the_same_is_stored_wherever_the_two_stood(
    juror: User, pair: tuple[Solution, Solution], choice: str, turned: str
) -> None:
    first, second = pair
    made = comparison_decide(actor=juror, first=second, second=first, choice=choice)
    assert (made.first, made.second, made.choice) == (first, second, turned)
    assert comparison_decide(actor=juror, first=first, second=second, choice=turned) == made
    assert log() == [("compared", turned)]


def test_a_vote_takes_few_queries(
    juror: User, pair: tuple[Solution, Solution], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(9):
        comparison = compare(juror, *pair)
    with django_assert_num_queries(7):
        comparison_take_back(actor=juror, comparison=comparison)
    with django_assert_num_queries(9):
        compare(juror, *pair)


def test_what_is_taken_back_can_be_decided_anew(juror: User, pair: tuple[Solution, Solution]) -> None:
    comparison = compare(juror, *pair)
    with pytest.raises(Conflict, match="decided_already"):
        compare(juror, *pair, "tie")
    for _ in range(2):
        assert comparison_take_back(actor=juror, comparison=comparison).choice == ""
    assert compare(juror, *pair, "tie") == comparison
    assert log() == [("compared", "first"), ("withdrawn", ""), ("compared", "tie")]


def test_the_ranking_goes_by_comparisons(sprint: Sprint) -> None:
    assert ranks(sprint) == [None, None, None]
    compare_all(sprint)
    assert ranks(sprint) == [1, 2, 3]
    first = places(sprint)[0]
    assert (first.why, first.duels, first.reviews_submitted) == ("rank", 4, 0)
    assert first.score is not None
    assert first.score > 0.5


def test_without_a_quorum_of_comparisons_there_is_no_rank() -> None:
    sprint = sprint_to_compare(quorum=2)
    one, two, three = solutions_of(sprint)
    juror, other = jurors_of(sprint)
    compare(juror, two, one)
    compare(juror, two, three, "skip")
    compare(other, one, two, "skip")
    assert ranks(sprint) == [None, None, None]
    compare(other, three, two)
    assert ranks(sprint) == [None, 1, None]


def test_whoever_gives_a_review_up_has_compared_nothing_with_it(sprint: Sprint, juror: User) -> None:
    compare_all(sprint)
    given_up = Review.objects.get(juror=juror, solution=solutions_of(sprint)[0])
    review_recuse(actor=juror, review=given_up, reason="Verwandt.")
    rows = Comparison.objects.filter(juror=juror)
    assert sorted(rows.values_list("choice", flat=True).order_by())[:2] == ["", ""]
    assert rows.exclude(choice="").count() == 1
    assert [kind for kind, _choice in log()[-2:]] == ["withdrawn", "withdrawn"]
    with pytest.raises(NotAllowed):
        compare(juror, given_up.solution, solutions_of(sprint)[1])


def test_only_what_is_assigned_is_compared(sprint: Sprint, juror: User, pair: tuple[Solution, Solution]) -> None:
    new = make.SolutionFactory.create(handed_in=True, team__challenge__sprint=sprint)
    with pytest.raises(NotAllowed):
        compare(juror, pair[0], new)
    make.TeamMemberFactory.create(team=pair[0].team, user=juror)
    with pytest.raises(NotAllowed):
        compare(juror, *pair)
    assert log() == []


def test_two_solutions_of_one_sprint_are_compared(juror: User, pair: tuple[Solution, Solution]) -> None:
    elsewhere = solutions_of(sprint_to_compare())[0]
    for other in (pair[0], elsewhere):
        with pytest.raises(Invalid):
            compare(juror, pair[0], other)
    with pytest.raises(Invalid):
        compare(juror, *pair, "neither")


def test_nothing_is_compared_out_of_time(sprint: Sprint, juror: User, pair: tuple[Solution, Solution]) -> None:
    comparison = compare(juror, *pair)
    long_ago = clock.now() - timedelta(days=400)
    sprint.phases.update(starts_at=long_ago, ends_at=long_ago + timedelta(days=1))
    with pytest.raises(Conflict) as refused:
        compare(juror, pair[0], solutions_of(sprint)[2])
    assert refused.value.code == "phase_closed"
    with pytest.raises(Conflict):
        comparison_take_back(actor=juror, comparison=comparison)


def test_nothing_is_compared_once_it_is_decided(sprint: Sprint, juror: User, pair: tuple[Solution, Solution]) -> None:
    comparison = compare(juror, *pair)
    Solution.objects.filter(pk=pair[0].pk).update(state="selected")
    with pytest.raises(Conflict, match="wrong_state"):
        compare(juror, pair[0], solutions_of(sprint)[2])
    with pytest.raises(Conflict, match="wrong_state"):
        comparison_take_back(actor=juror, comparison=comparison)


def test_where_points_count_nobody_compares(sprint: Sprint, juror: User, pair: tuple[Solution, Solution]) -> None:
    SelectionMethod.objects.filter(sprint=sprint).update(measure="mean")
    with pytest.raises(Conflict, match="no_comparisons"):
        compare(juror, *pair)


def test_nobody_takes_back_what_others_said(sprint: Sprint, juror: User, pair: tuple[Solution, Solution]) -> None:
    comparison = compare(juror, *pair)
    with pytest.raises(NotAllowed):
        comparison_take_back(actor=jurors_of(sprint)[1], comparison=comparison)


def test_the_method_stays_once_somebody_has_compared(
    sprint: Sprint, juror: User, pair: tuple[Solution, Solution]
) -> None:
    assert not method_is_fixed(sprint)
    compare(juror, *pair, "skip")
    assert method_is_fixed(sprint)
    with pytest.raises(Conflict):
        selection_method_remove(actor=None, sprint=sprint)
    with pytest.raises(IntegrityError, match="were compared"), transaction.atomic():
        SelectionMethod.objects.filter(sprint=sprint).delete()


def test_the_database_takes_no_comparing_vote_out_of_order(juror: User, pair: tuple[Solution, Solution]) -> None:
    comparison = compare(juror, *pair)
    with pytest.raises(IntegrityError, match="cannot be compared after compared"), transaction.atomic():
        Vote.objects.create(comparison=comparison, kind="compared", choice="tie", at=clock.now())
    comparison_take_back(actor=juror, comparison=comparison)
    with pytest.raises(IntegrityError, match="cannot be withdrawn after withdrawn"), transaction.atomic():
        Vote.objects.create(comparison=comparison, kind="withdrawn", at=clock.now())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE programmes_comparison SET first_id = second_id, second_id = first_id",
        "UPDATE programmes_comparison SET juror_id = juror_id + 1",
    ],
)
def test_the_database_keeps_who_compared_what(juror: User, pair: tuple[Solution, Solution], change: str) -> None:
    compare(juror, *pair)
    with pytest.raises(IntegrityError, match="stays one of the same two"), transaction.atomic():
        connection.cursor().execute(change)


def test_the_database_compares_within_one_sprint(juror: User, pair: tuple[Solution, Solution]) -> None:
    other = solutions_of(sprint_to_compare())[0]
    with pytest.raises(IntegrityError, match="of two sprints"), transaction.atomic():
        Comparison.objects.create(juror=juror, first=pair[0], second=other, choice="tie")
