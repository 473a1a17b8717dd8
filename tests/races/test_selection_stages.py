"""A stage is closed once, whoever closes it, and neither a vote nor a solution comes in beside that."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from backend.core.errors import Conflict
from programmes.enums import SolutionState
from programmes.models import Criterion, Decision, Review, Solution, Sprint, StagePass
from programmes.selectors.stages import solutions_in_stage
from programmes.services import selection_stages as services
from programmes.services import solutions as handing_in
from programmes.services.reviews import review_submit
from tests.factories import programmes as make
from tests.faults.forked import own_database_url
from tests.programmes.staged import asked, solutions_of, sprint_in_stages

pytestmark = pytest.mark.django_db(transaction=True)
Other = psycopg.Connection[tuple[object, ...]]
PASSES = (
    "INSERT INTO programmes_stagepass (solution_id, stage, track, reason, note, at) VALUES (%s, 1, '', '', '', now())"
)
MOVES_ON = "UPDATE programmes_sprint SET jury_stage = 2 WHERE id = %s"
VOTE = "INSERT INTO programmes_vote (review_id, kind, points, at) VALUES (%s, 'submitted', '{\"c\": 1}', now())"


@pytest.fixture
def other() -> Iterator[Other]:
    with psycopg.connect(own_database_url()) as made:
        yield made
        made.rollback()


def close(sprint: Sprint, solution: Solution) -> None:
    """Wait for nobody: what is held by somebody else ends in an error at once."""
    notes = {one.public_id: "Darum." for one in solutions_of(sprint)}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        services.selection_stage_close(actor=None, sprint=sprint, stage=1, solutions=[solution], notes=notes)


def submit_at_once(review: Review, points: dict[str, int | None]) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        review_submit(actor=review.juror, review=review, points=points)


def close_elsewhere(other: Other, sprint: Sprint, solution: Solution) -> None:
    other.execute("SELECT 1 FROM programmes_sprint WHERE id = %s FOR NO KEY UPDATE", [sprint.pk])
    other.execute(PASSES, [solution.pk])
    other.execute(MOVES_ON, [sprint.pk])


def test_of_two_organisers_the_second_waits_and_is_refused(other: Other) -> None:
    sprint = sprint_in_stages()
    first, second, _third = solutions_of(sprint)
    close_elsewhere(other, sprint, first)
    with pytest.raises(OperationalError, match="lock timeout"):
        close(sprint, second)
    other.commit()
    with pytest.raises(Conflict) as error:
        close(sprint, second)
    assert error.value.code == "stage_over"
    close(sprint, first)
    assert list(StagePass.objects.values_list("solution", flat=True)) == [first.pk]
    assert not Decision.objects.exists()


def test_without_the_lock_one_solution_goes_on_and_is_turned_down(
    other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: it shows that the lock is what keeps them apart."""
    sprint = sprint_in_stages()
    first, second, _third = solutions_of(sprint)

    def read_and_lose_time(key: int) -> Sprint:
        found = Sprint.objects.get(pk=key)
        close_elsewhere(other, sprint, first)
        other.commit()
        return found

    monkeypatch.setattr(services, "sprint_for_update", read_and_lose_time)
    close(sprint, second)
    assert StagePass.objects.filter(solution=first).exists()
    assert Decision.objects.filter(solution=first).exists()


def test_a_vote_comes_before_the_end_of_its_stage_or_not_at_all(other: Other) -> None:
    sprint = sprint_in_stages()
    first = solutions_of(sprint)[0]
    juror = make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror").user
    (review,) = asked(sprint, [first], juror)
    other.execute(VOTE, [review.pk])
    with pytest.raises(OperationalError, match="lock timeout"):
        close(sprint, first)
    other.rollback()
    close_elsewhere(other, sprint, first)
    points: dict[str, int | None] = {Criterion.objects.get().public_id: 3}
    with pytest.raises(OperationalError, match="lock timeout"):
        submit_at_once(review, points)
    other.commit()
    with pytest.raises(Conflict) as error:
        review_submit(actor=juror, review=review, points=points)
    assert error.value.code == "stage_over"
    assert not review.votes.filter(kind="submitted").exists()


def hand_in_at_once(solution: Solution) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
        handing_in.solution_hand_in(actor=make.lead_of(solution.team), solution=solution)


def test_a_solution_comes_before_the_end_of_a_stage_or_not_at_all(other: Other) -> None:
    sprint = sprint_in_stages()
    first, late = solutions_of(sprint)[0], make.SolutionFactory.create(team__challenge__sprint=sprint)
    other.execute("SELECT 1 FROM programmes_sprint WHERE id = %s FOR SHARE", [sprint.pk])
    with pytest.raises(OperationalError, match="lock timeout"):
        close(sprint, first)
    other.rollback()
    close_elsewhere(other, sprint, first)
    with pytest.raises(OperationalError, match="lock timeout"):
        hand_in_at_once(late)
    other.commit()
    with pytest.raises(Conflict) as error:
        hand_in_at_once(late)
    assert error.value.code == "stage_over"
    assert Solution.objects.get(pk=late.pk).state == SolutionState.DRAFT


def test_teams_do_not_wait_for_each_other(other: Other) -> None:
    """Half of them hand in within the last minutes."""
    late = make.SolutionFactory.create(team__challenge__sprint=sprint_in_stages())
    other.execute("SELECT 1 FROM programmes_sprint WHERE id = %s FOR SHARE", [late.sprint_id])
    hand_in_at_once(late)
    assert Solution.objects.get(pk=late.pk).state == SolutionState.HANDED_IN


def test_without_holding_the_sprint_a_solution_is_in_no_stage(other: Other, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: it shows what becomes of a solution that comes in while a stage is closed."""
    sprint = sprint_in_stages()
    first, late = solutions_of(sprint)[0], make.SolutionFactory.create(team__challenge__sprint=sprint)
    look = handing_in._require_in_stage

    def look_and_lose_time(solution: Solution, seen: Sprint) -> None:
        look(solution, seen)
        close_elsewhere(other, sprint, first)
        other.commit()

    monkeypatch.setattr(handing_in, "sprint_held", lambda _key: None)
    monkeypatch.setattr(handing_in, "_require_in_stage", look_and_lose_time)
    hand_in_at_once(late)
    sprint.refresh_from_db()
    late.refresh_from_db()
    assert (late.state, sprint.jury_stage) == (SolutionState.HANDED_IN, 2)
    assert not any(solutions_in_stage(sprint, stage).filter(pk=late.pk).exists() for stage in (1, 2))
