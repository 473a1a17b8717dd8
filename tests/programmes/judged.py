"""A solution and a juror who judges it."""

from programmes.models import Criterion, Review, Solution
from programmes.services.reviews import review_assign
from tests.factories import programmes as make


def solution_to_judge() -> Solution:
    """Handed in, in a sprint that measures by two criteria."""
    solution = make.SolutionFactory.create(handed_in=True)
    make.CriterionFactory.create_batch(2, rubric=make.RubricFactory.create(sprint=solution.sprint))
    return solution


def review_of(solution: Solution) -> Review:
    role = make.ProgrammeRoleFactory.create(programme=solution.sprint.programme, role="juror")
    return review_assign(actor=None, sprint=solution.sprint, solutions=[solution], jurors=[role.user])[0]


def all_points(review: Review, points: int) -> dict[str, int | None]:
    return {row.public_id: points for row in Criterion.objects.filter(rubric__sprint=review.solution.sprint)}
