"""A sprint whose selection goes through two stages: one juror judges everything in the first one."""

from collections.abc import Sequence

from backend.accounts.models import User
from programmes.models import Criterion, Review, Solution, Sprint, StagePass
from programmes.services.reviews import review_assign, review_submit
from programmes.services.selection_stages import selection_stage_close
from tests.factories import programmes as make

POINTS = (5, 3, 1)


def sprint_in_stages(points: Sequence[int] = POINTS, *, places: int = 2, stages: int = 2) -> Sprint:
    """The first stage is judged: who handed in first has the first of `points`. The method lets `places` go on."""
    sprint: Sprint = make.SprintFactory.create()
    make.CriterionFactory.create(rubric__sprint=sprint)
    for stage in range(1, stages + 1):
        make.SelectionMethodFactory.create(sprint=sprint, stage=stage, places=places if stage < stages else 1)
    for _ in points:
        make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True)
    judged(sprint, solutions_of(sprint), points)
    return sprint


def solutions_of(sprint: Sprint) -> list[Solution]:
    return list(sprint.solutions.order_by("pk"))


def judged(sprint: Sprint, solutions: Sequence[Solution], points: Sequence[int], juror: User | None = None) -> User:
    """One juror gives each of `solutions` its points, in the stage that the jury is in."""
    person: User = juror or make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror").user
    criterion = Criterion.objects.get(rubric__sprint=sprint)
    for review, given in zip(asked(sprint, solutions, person), points, strict=True):
        review_submit(actor=person, review=review, points={criterion.public_id: given})
    return person


def asked(sprint: Sprint, solutions: Sequence[Solution], juror: User) -> list[Review]:
    return review_assign(actor=None, sprint=sprint, solutions=solutions, jurors=[juror])


def first_stage_closed(sprint: Sprint, count: int = 2) -> list[StagePass]:
    """As many as the method says go on, and `sprint` knows of it."""
    made = selection_stage_close(actor=None, sprint=sprint, stage=1, solutions=solutions_of(sprint)[:count])
    sprint.refresh_from_db()
    return made
