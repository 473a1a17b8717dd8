"""A selection in several stages: what goes on, what is over, and that each stage keeps what it went by."""

from collections.abc import Callable
from functools import partial

import pytest

from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry, OutboxMessage
from backend.notifications.models import Message
from backend.notifications.texts import text_of
from programmes.enums import SolutionState
from programmes.events import SolutionNotSelected
from programmes.events_of_selection import SelectionDecided
from programmes.models import Comparison, Criterion, Decision, Phase, Review, SelectionMethod, Sprint, StagePass
from programmes.services.comparisons import comparison_take_back
from programmes.services.conflicts import conflict_declare
from programmes.services.jury_runs import juror_release, jury_run_ask, jury_run_carry_out
from programmes.services.reviews import (
    review_assign,
    review_recuse,
    review_reopen,
    review_save_scores,
    review_submit,
)
from programmes.services.selection import selection_decide
from programmes.services.selection_method import selection_method_remove, selection_method_set
from programmes.services.selection_stages import selection_stage_close
from programmes.services.solutions import solution_hand_in, solution_withdraw
from tests.factories import programmes as make
from tests.programmes.compared import compare, jurors_of, solutions_of, sprint_to_compare
from tests.programmes.staged import asked, first_stage_closed, judged, sprint_in_stages
from worker.notify import notify

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Conflict) as error:
        act()
    return error.value.code


def test_some_go_on_and_the_others_are_told_at_once() -> None:
    sprint = sprint_in_stages()
    first, second, third = solutions_of(sprint)
    OutboxMessage.objects.all().delete()
    made = first_stage_closed(sprint)
    assert [(row.solution, row.stage, row.reason, row.rank) for row in made] == [
        (first, 1, "rank", 1),
        (second, 1, "rank", 2),
    ]
    assert [row.state for row in solutions_of(sprint)] == ["handed_in", "handed_in", "not_selected"]
    decision = Decision.objects.get()
    assert (decision.solution, decision.stage, decision.reason, decision.rank) == (third, 1, "below", 3)
    assert sprint.jury_stage == 2
    assert sorted(OutboxMessage.objects.values_list("topic", "payload__stage")) == [
        ("programmes.selection_decided", 1),
        ("programmes.solution_not_selected", None),
        ("programmes.solution_went_on", None),
        ("programmes.solution_went_on", None),
    ]
    facts = AuditEntry.objects.get(action="programmes.selection_stage_closed").facts
    assert facts == {"stage": 1, "selected": 2, "not_selected": 1, "notes": {}}


def test_the_same_twice_is_once_and_others_cannot_go_on_any_more() -> None:
    sprint = sprint_in_stages()
    made = first_stage_closed(sprint)
    told = OutboxMessage.objects.count()
    Phase.objects.update(features=[])
    assert first_stage_closed(sprint) == made
    assert refused(lambda: first_stage_closed(sprint, 1)) == "stage_over"
    assert (StagePass.objects.count(), OutboxMessage.objects.count(), sprint.jury_stage) == (2, told, 2)


def test_the_same_again_closes_the_second_of_three_stages() -> None:
    sprint = sprint_in_stages(stages=3)
    first_stage_closed(sprint)
    on = solutions_of(sprint)[:2]
    judged(sprint, on, (1, 5))
    selection_stage_close(actor=None, sprint=sprint, stage=2, solutions=on)
    sprint.refresh_from_db()
    assert sprint.jury_stage == 3
    said = list(StagePass.objects.filter(stage=2).order_by("solution_id").values_list("solution", "rank"))
    assert said == [(on[0].pk, 2), (on[1].pk, 1)]
    assert refused(lambda: selection_stage_close(actor=None, sprint=sprint, stage=3, solutions=on)) == "last_stage"


def test_a_stage_is_closed_in_its_time_and_while_another_follows() -> None:
    sprint = sprint_in_stages()
    first = solutions_of(sprint)[0]
    assert refused(lambda: selection_stage_close(actor=None, sprint=sprint, stage=2, solutions=[first])) == "stage_over"
    with pytest.raises(Invalid) as error:
        selection_stage_close(actor=None, sprint=sprint, stage=1, solutions=[])
    assert list(error.value.fields) == ["solutions"]
    features = Phase.objects.get().features
    Phase.objects.update(features=[])
    assert refused(lambda: first_stage_closed(sprint)) == "phase_closed"
    Phase.objects.update(features=features)
    SelectionMethod.objects.get(stage=2).delete()
    assert refused(lambda: first_stage_closed(sprint)) == "last_stage"
    assert not StagePass.objects.exists()


def test_only_what_is_judged_here_goes_on() -> None:
    sprint = sprint_in_stages()
    draft = make.SolutionFactory.create(team__challenge__sprint=sprint)
    other = make.SolutionFactory.create(handed_in=True)
    for wrong in (draft, other):
        assert (
            refused(partial(selection_stage_close, actor=None, sprint=sprint, stage=1, solutions=[wrong]))
            == "wrong_state"
        )
    first_stage_closed(sprint)
    gone = solutions_of(sprint)[2]
    assert (
        refused(partial(selection_decide, actor=None, sprint=sprint, solutions=[gone], cohort_name="J"))
        == "wrong_state"
    )


def test_where_people_decide_otherwise_they_say_why() -> None:
    sprint = sprint_in_stages()
    first, second, third = solutions_of(sprint)
    on = [first, third]
    with pytest.raises(Invalid) as error:
        selection_stage_close(actor=None, sprint=sprint, stage=1, solutions=on)
    assert error.value.fields.keys() == {second.public_id, third.public_id}
    notes = {second.public_id: "Das Team hört auf.", third.public_id: "Es schließt eine Lücke."}
    selection_stage_close(actor=None, sprint=sprint, stage=1, solutions=on, notes=notes)
    assert StagePass.objects.get(solution=third).note == "Es schließt eine Lücke."
    assert Decision.objects.get(solution=second).note == "Das Team hört auf."


def test_projects_come_from_the_last_stage() -> None:
    sprint = sprint_in_stages()
    first, second, _third = solutions_of(sprint)
    decide = partial(selection_decide, actor=None, sprint=sprint, solutions=[second], cohort_name="Jahrgang")
    assert refused(decide) == "stage_open"
    first_stage_closed(sprint)
    judged(sprint, [first, second], (2, 4))
    (project,) = decide()
    assert project.solution == second
    assert [row.state for row in solutions_of(sprint)] == ["not_selected", "selected", "not_selected"]
    said = list(Decision.objects.order_by("solution_id").values_list("stage", "rank", "reason"))
    assert said == [(2, 2, "below"), (2, 1, "rank"), (1, 3, "below")]
    event = OutboxMessage.objects.filter(topic=SelectionDecided.topic).order_by("-id")[0]
    assert event.payload == {"sprint_id": sprint.pk, "stage": 2, "cohort_id": project.cohort_id}


def test_what_a_past_stage_went_by_cannot_be_changed() -> None:
    sprint = sprint_in_stages()
    late = make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror").user
    (still_open,) = asked(sprint, solutions_of(sprint)[:1], late)
    first_stage_closed(sprint)
    done = Review.objects.filter(state="submitted").earliest("pk")
    points: dict[str, int | None] = {Criterion.objects.get().public_id: 5}
    for act in (
        lambda: review_reopen(actor=done.juror, review=done),
        lambda: review_recuse(actor=done.juror, review=done, reason="Befangen."),
        lambda: review_save_scores(actor=late, review=still_open, points=points),
        lambda: review_submit(actor=late, review=still_open, points=points),
    ):
        assert refused(act) == "stage_over"
    conflict_declare(actor=late, solution=done.solution, juror=done.juror, reason="Verwandt.")
    assert juror_release(actor=late, sprint=sprint, juror=late, reason="Krank.") == 0
    for review, state in ((done, "submitted"), (still_open, "assigned")):
        review.refresh_from_db()
        assert review.state == state


def test_a_comparison_of_a_past_stage_stays() -> None:
    sprint = sprint_to_compare(places=2)
    make.SelectionMethodFactory.create(sprint=sprint, stage=2, measure="pairs", places=1)
    first, second, third = solutions_of(sprint)
    juror = jurors_of(sprint)[0]
    made = compare(juror, first, second)
    compare(juror, second, third)
    first_stage_closed(sprint)
    assert refused(lambda: comparison_take_back(actor=juror, comparison=made)) == "stage_over"
    review_assign(actor=None, sprint=sprint, solutions=[first, second], jurors=[juror])
    again = compare(juror, second, first)
    assert again != made
    assert sorted(Comparison.objects.values_list("stage", flat=True)) == [1, 1, 2]


def test_the_next_stage_is_given_out_anew() -> None:
    sprint = sprint_in_stages()
    first, second, third = solutions_of(sprint)
    juror = Review.objects.earliest("pk").juror
    close = make.ProgrammeRoleFactory.create(programme=sprint.programme, role="juror").user
    (review,) = asked(sprint, [first], close)
    review_recuse(actor=close, review=review, reason="Wir sind verwandt.")
    first_stage_closed(sprint)
    assert refused(lambda: asked(sprint, [third], juror)) == "not_in_stage"
    assert refused(lambda: asked(sprint, [first], close)) == "conflict_of_interest"
    assert [one.stage for one in asked(sprint, [first], juror)] == [2]
    assert asked(sprint, [first], juror) == list(Review.objects.filter(stage=2))
    run = jury_run_ask(actor=None, sprint=sprint, per_solution=2, most_each=5)
    jury_run_carry_out(run_id=run.pk)
    held = Review.objects.filter(stage=2).order_by("solution_id", "juror_id").values_list("solution", "juror")
    assert list(held) == [(first.pk, juror.pk), (second.pk, juror.pk), (second.pk, close.pk)]
    run.refresh_from_db()
    assert run.missing == {first.public_id: 1}


def test_letters_tell_the_rank_of_the_stage() -> None:
    sprint = sprint_in_stages()
    first_stage_closed(sprint)
    first, second, third = solutions_of(sprint)
    judged(sprint, [first, second], (1, 5))
    selection_decide(actor=None, sprint=sprint, solutions=[second], cohort_name="Jahrgang")
    told = {}
    for solution in (first, third):
        Message.objects.all().delete()
        notify(SolutionNotSelected(solution_id=solution.pk), f"not_selected {solution.pk}")
        told[solution] = dict(text_of(Message.objects.all()[0], "de").facts)["Rang"]
    assert told == {first: "2 von 2", third: "3 von 3"}


def test_what_comes_late_is_not_taken_and_what_went_on_may_come_back() -> None:
    sprint = sprint_in_stages()
    lead = make.SolutionFactory.create(team__challenge__sprint=sprint)
    first_stage_closed(sprint)
    assert refused(lambda: solution_hand_in(actor=make.lead_of(lead.team), solution=lead)) == "stage_over"
    first = solutions_of(sprint)[0]
    solution_withdraw(actor=make.lead_of(first.team), solution=first)
    assert solution_hand_in(actor=make.lead_of(first.team), solution=first).state == SolutionState.HANDED_IN


def named(sprint: Sprint, stage: int, places: int = 4) -> SelectionMethod:
    return selection_method_set(
        actor=None, sprint=sprint, stage=stage, title="Jury", measure="mean", quorum=1, places=places, tie_rule="all"
    )


def test_a_later_stage_is_named_after_the_one_before_and_until_its_first_vote() -> None:
    sprint = make.SprintFactory.create()
    assert refused(lambda: named(sprint, 2)) == "stage_before"
    for stage in (0, 4):
        with pytest.raises(Invalid) as error:
            named(sprint, stage)
        assert list(error.value.fields) == ["stage"]
    sprint = sprint_in_stages(stages=1, places=1)
    assert refused(lambda: named(sprint, 1)) == "has_votes"
    assert (named(sprint, 2).title, named(sprint, 2, places=2).places) == ("Jury", 2)
    SelectionMethod.objects.filter(stage=2).update(title="Endrunde")
    selection_stage_close(actor=None, sprint=sprint, stage=1, solutions=solutions_of(sprint)[:1])
    sprint.refresh_from_db()
    assert refused(lambda: named(sprint, 1)) == "stage_over"
    named(sprint, 2, places=1)
    judged(sprint, solutions_of(sprint)[:1], (3,))
    assert refused(lambda: named(sprint, 2)) == "has_votes"
    assert named(sprint, 3).stage == 3


def test_a_stage_is_left_out_from_the_end_and_not_once_it_has_begun() -> None:
    sprint = make.SprintFactory.create()
    for stage in (1, 2):
        named(sprint, stage)
    assert refused(lambda: selection_method_remove(actor=None, sprint=sprint)) == "stage_after"
    for _ in range(2):
        selection_method_remove(actor=None, sprint=sprint, stage=2)
    assert [row.stage for row in SelectionMethod.objects.all()] == [1]
    sprint = sprint_in_stages()
    first_stage_closed(sprint)
    assert refused(lambda: selection_method_remove(actor=None, sprint=sprint, stage=2)) == "stage_begun"
    assert refused(lambda: selection_method_remove(actor=None, sprint=sprint, stage=1)) == "stage_over"
