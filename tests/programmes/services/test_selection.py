import pytest

from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry, OutboxMessage
from programmes.enums import Feature, SolutionState, Stage
from programmes.models import Decision, Phase, Project, Solution, Sprint
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
        "programmes.selection_decided",
        "programmes.solution_not_selected",
    ]


def test_the_same_decision_twice_is_one(sprint: Sprint) -> None:
    chosen = [handed_in(sprint), handed_in(sprint)]
    first = selection_decide(actor=None, sprint=sprint, solutions=chosen, cohort_name="Jahrgang 1")
    Phase.objects.update(features=[])
    again = selection_decide(actor=None, sprint=sprint, solutions=chosen[::-1], cohort_name="Jahrgang 1")
    assert again == first
    assert OutboxMessage.objects.count() == 3


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


def test_where_people_decide_otherwise_they_say_why(sprint: Sprint) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, places=1)
    criterion = make.CriterionFactory.create(rubric__sprint=sprint)
    first, second = handed_in(sprint), handed_in(sprint)
    for solution, points in ((first, 5), (second, 1)):
        review = make.ReviewFactory.create(solution=solution, state="submitted", submitted_at=clock.now())
        make.ScoreFactory.create(review=review, criterion=criterion, points=points)
    with pytest.raises(Invalid) as error:
        selection_decide(actor=None, sprint=sprint, solutions=[second], cohort_name="J", notes={first.public_id: " "})
    assert error.value.fields.keys() == {first.public_id, second.public_id}
    assert not Decision.objects.exists()
    notes = {first.public_id: "Das Team hat sich aufgelöst.", second.public_id: "Die Nächste in der Reihe."}
    selection_decide(actor=None, sprint=sprint, solutions=[second], cohort_name="J", notes=notes)
    said = {row.solution: (row.rank, row.reason, row.note) for row in Decision.objects.all()}
    assert said == {
        first: (1, "rank", "Das Team hat sich aufgelöst."),
        second: (2, "below", "Die Nächste in der Reihe."),
    }
    assert AuditEntry.objects.get(action="programmes.selection_decided").facts["notes"] == notes


def test_what_the_method_selects_needs_no_words(sprint: Sprint) -> None:
    make.SelectionMethodFactory.create(sprint=sprint, places=1)
    unseen, chosen = handed_in(sprint), handed_in(sprint)
    criterion = make.CriterionFactory.create(rubric__sprint=sprint)
    review = make.ReviewFactory.create(solution=chosen, state="submitted", submitted_at=clock.now())
    make.ScoreFactory.create(review=review, criterion=criterion, points=1)
    selection_decide(actor=None, sprint=sprint, solutions=[chosen], cohort_name="J")
    said = {row.solution: (row.rank, row.reason, row.note) for row in Decision.objects.all()}
    assert said == {chosen: (1, "rank", ""), unseen: (None, "quorum", "")}


def test_without_a_method_a_note_may_still_be_left(sprint: Sprint) -> None:
    chosen, other = handed_in(sprint), handed_in(sprint)
    with pytest.raises(Invalid):
        selection_decide(
            actor=None, sprint=sprint, solutions=[chosen], cohort_name="J", notes={chosen.public_id: "x" * 2_001}
        )
    selection_decide(actor=None, sprint=sprint, solutions=[chosen], cohort_name="J", notes={chosen.public_id: "Mutig."})
    assert Decision.objects.get(solution=chosen).note == "Mutig."
    assert Decision.objects.get(solution=other).reason == ""
