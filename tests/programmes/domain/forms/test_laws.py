"""What holds for every form and all answers."""

from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.forms.answering import answers_check, is_asked
from programmes.domain.forms.checking import form_faults
from programmes.domain.forms.codec import Unreadable, form_read, form_write
from programmes.domain.forms.editing import part_moved, part_removed, question_put
from programmes.domain.forms.kinds import Form
from tests.programmes.domain.forms.drawing import ANYTHING, answers, forms

BOTH = forms().flatmap(lambda form: st.tuples(st.just(form), answers(form)))


@given(forms())
def test_a_form_that_can_be_asked_has_no_faults_and_comes_back_as_it_was_written(form: Form) -> None:
    assert form_faults(form) == []
    assert form_read(form_write(form)) == form


@given(ANYTHING)
def test_whatever_is_sent_is_a_form_or_refused(data: Any) -> None:
    with suppress(Unreadable):
        form_faults(form_read(data))


@given(BOTH)
def test_clean_answers_stay_as_they_are(both: tuple[Form, dict[str, object]]) -> None:
    form, given_answers = both
    clean, _wrong = answers_check(form, given_answers)
    again, wrong = answers_check(form, clean)
    assert again == clean
    # What is missing is missing still; nothing that was accepted is refused.
    assert set(wrong.values()) <= {"required"}


@given(BOTH)
def test_nobody_is_held_to_what_is_not_asked(both: tuple[Form, dict[str, object]]) -> None:
    form, given_answers = both
    clean, wrong = answers_check(form, given_answers)
    for question in form.questions():
        if not is_asked(question, clean):
            assert question.key not in clean
            assert question.key not in wrong
        elif question.required and question.key not in wrong:
            assert question.key in clean


@given(BOTH)
def test_the_order_of_the_answers_does_not_matter(both: tuple[Form, dict[str, object]]) -> None:
    form, given_answers = both
    assert answers_check(form, dict(reversed(given_answers.items()))) == answers_check(form, given_answers)


@given(BOTH)
def test_an_answer_that_is_hidden_changes_nothing(both: tuple[Form, dict[str, object]]) -> None:
    form, given_answers = both
    clean, wrong = answers_check(form, given_answers)
    hidden = {one.key for one in form.questions() if not is_asked(one, clean)}
    kept = {key: value for key, value in given_answers.items() if key not in hidden}
    assert answers_check(form, kept) == (clean, wrong)


@given(forms(), st.integers(0, 9), st.sampled_from([-1, 1]))
def test_moving_there_and_back_is_nothing(form: Form, number: int, step: int) -> None:
    moved = part_moved(form, f"q{number}", step)
    assert sorted(one.key for one in moved.questions()) == sorted(one.key for one in form.questions())
    if moved != form:
        assert part_moved(moved, f"q{number}", -step) == form


@given(forms(), st.integers(0, 9))
def test_what_is_removed_can_be_put_back(form: Form, number: int) -> None:
    question = form.question(f"q{number}")
    without = part_removed(form, f"q{number}")
    assert without.question(f"q{number}") is None
    if question is not None:
        assert question_put(without, "s0", question).question(question.key) == question
        assert question_put(form, _section_of(form, question.key), question) == form


def _section_of(form: Form, key: str) -> str:
    return next(one.key for one in form.sections if any(each.key == key for each in one.questions))
