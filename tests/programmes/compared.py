"""A sprint whose jury compares: two jurors, who are both asked about the same solutions."""

from itertools import count

from backend.accounts.models import User
from programmes.models import Comparison, Programme, Solution, Sprint
from programmes.services.comparisons import comparison_decide
from programmes.services.reviews import review_assign
from tests.factories import programmes as make


def sprint_to_compare(solutions: int = 3, *, places: int = 1, quorum: int = 1, tie_rule: str = "all") -> Sprint:
    first = make.SolutionFactory.create(handed_in=True)
    sprint = first.sprint
    for _ in range(solutions - 1):
        make.SolutionFactory.create(handed_in=True, team__challenge__sprint=sprint)
    make.CriterionFactory.create(rubric=make.RubricFactory.create(sprint=sprint))
    make.SelectionMethodFactory.create(sprint=sprint, measure="pairs", places=places, quorum=quorum, tie_rule=tie_rule)
    for _ in range(2):
        juror_of(sprint)
    return sprint


def juror_of(sprint: Sprint) -> User:
    """Somebody who is asked about all solutions of the sprint."""
    juror: User = make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror").user
    review_assign(actor=None, sprint=sprint, solutions=solutions_of(sprint), jurors=[juror])
    return juror


def solutions_of(sprint: Sprint) -> list[Solution]:
    return list(sprint.solutions.order_by("pk"))


def jurors_of(sprint: Sprint) -> list[User]:
    return list(User.objects.filter(reviews__solution__sprint=sprint).distinct().order_by("pk"))


def compare(juror: User, better: Solution, worse: Solution, choice: str = "first") -> Comparison:
    return comparison_decide(actor=juror, first=better, second=worse, choice=choice)


def compare_all(sprint: Sprint) -> None:
    """All jurors find each solution better than those that were handed in after it."""
    solutions = solutions_of(sprint)
    for juror in jurors_of(sprint):
        for place, better in zip(count(1), solutions, strict=False):
            for worse in solutions[place:]:
                compare(juror, better, worse)


def compared_by(juror: User, programme: Programme) -> Comparison:
    """Two solutions that a juror finds equal, in a sprint of their own."""
    sprint = make.SprintFactory.create(programme=programme)
    make.SelectionMethodFactory.create(sprint=sprint, measure="pairs")
    pair = [make.SolutionFactory.create(team__challenge__sprint=sprint, handed_in=True) for _ in range(2)]
    for solution in pair:
        make.ReviewFactory.create(solution=solution, juror=juror)
    return compare(juror, pair[0], pair[1], "tie")
