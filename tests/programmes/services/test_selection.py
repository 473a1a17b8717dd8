import pytest

from backend.core.errors import Conflict, Invalid
from backend.core.models import OutboxMessage
from programmes.enums import Feature, SolutionState, Stage
from programmes.models import Phase, Project, Solution, Sprint
from programmes.services.selection import selection_decide
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


def handed_in(sprint: Sprint) -> Solution:
    return make.SolutionFactory.create(handed_in=True, team__challenge__sprint=sprint)


def test_the_chosen_become_projects_and_all_are_told(sprint: Sprint) -> None:
    first, second = handed_in(sprint), handed_in(sprint)
    draft = make.SolutionFactory.create(team__challenge__sprint=sprint)
    (project,) = selection_decide(actor=None, sprint=sprint, solutions=[first], cohort_name="Jahrgang 1")
    for solution in (first, second, draft):
        solution.refresh_from_db()
    assert [first.state, second.state, draft.state] == ["selected", "not_selected", "draft"]
    assert first.current_version
    assert (project.title, project.stage, project.cohort.name) == (
        first.current_version.title,
        Stage.PROTOTYPE,
        "Jahrgang 1",
    )
    assert sorted(OutboxMessage.objects.values_list("topic", flat=True)) == [
        "programmes.project_selected",
        "programmes.solution_not_selected",
    ]


def test_the_same_decision_twice_is_one(sprint: Sprint) -> None:
    chosen = [handed_in(sprint), handed_in(sprint)]
    first = selection_decide(actor=None, sprint=sprint, solutions=chosen, cohort_name="Jahrgang 1")
    Phase.objects.update(features=[])
    again = selection_decide(actor=None, sprint=sprint, solutions=chosen[::-1], cohort_name="Jahrgang 1")
    assert again == first
    assert OutboxMessage.objects.count() == 2


def test_only_what_was_handed_in_here_is_chosen(sprint: Sprint) -> None:
    good = handed_in(sprint)
    wrong = [make.SolutionFactory.create(team__challenge__sprint=sprint), handed_in(make.SprintFactory.create())]
    for solution in wrong:
        with pytest.raises(Conflict):
            selection_decide(actor=None, sprint=sprint, solutions=[good, solution], cohort_name="Jahrgang 1")
    good.refresh_from_db()
    assert good.state == SolutionState.HANDED_IN
    assert not Project.objects.exists()


def test_a_decision_chooses_something_and_names_it(sprint: Sprint) -> None:
    taken = make.CohortFactory.create(sprint__programme=sprint.programme)
    for solutions, name, field in (
        ([], "Jahrgang 1", "solutions"),
        ([handed_in(sprint)], "", "cohort_name"),
        ([handed_in(sprint)], taken.name, "cohort_name"),
    ):
        with pytest.raises(Invalid) as error:
            selection_decide(actor=None, sprint=sprint, solutions=solutions, cohort_name=name)
        assert list(error.value.fields) == [field]


def test_outside_the_phase_nothing_is_decided() -> None:
    sprint = make.SprintFactory.create(features=[Feature.REVIEW])
    with pytest.raises(Conflict):
        selection_decide(actor=None, sprint=sprint, solutions=[handed_in(sprint)], cohort_name="Jahrgang 1")
