"""The borders of single answers, and what organisers may not compose."""

from typing import Any

import pytest

from programmes.domain.forms.answering import answers_check
from programmes.domain.forms.checking import Fault, form_faults
from programmes.domain.forms.codec import Unreadable, form_read
from programmes.domain.forms.kinds import Condition, Form, Kind, Option, Question, Section, Words

YES_OR_NO = Question(key="eats", kind=Kind.YES_NO, label=Words(de="Essen Sie mit?"))


def one(kind: Kind, **more: Any) -> Question:
    return Question(key="q", kind=kind, label=Words(de="Frage"), **more)


def asked(*questions: Question) -> Form:
    return Form(sections=(Section(key="s", questions=questions),))


def options(*keys: str) -> tuple[Option, ...]:
    return tuple(Option(key=key, label=Words(de=key)) for key in keys)


@pytest.mark.parametrize(
    ("kind", "given", "clean"),
    [
        (Kind.SHORT, "  Kim ", "Kim"),
        (Kind.SHORT, "x" * 300, "x" * 300),
        (Kind.LONG, "a\nb", "a\nb"),
        (Kind.LONG, "x" * 5_000, "x" * 5_000),
        (Kind.NUMBER, 0, 0),
        (Kind.NUMBER, 2.0, 2),
        (Kind.NUMBER, -(10**12), -(10**12)),
        (Kind.DATE, "2028-02-29", "2028-02-29"),
        (Kind.YES_NO, False, False),
        (Kind.EMAIL, "kim@amt.example.org", "kim@amt.example.org"),
        (Kind.PHONE, "030 / 12 34-5", "030 / 12 34-5"),
        (Kind.URL, "https://example.org/?a=b#c", "https://example.org/?a=b#c"),
        (Kind.CONSENT, True, True),
    ],
)
def test_what_is_an_answer(kind: Kind, given: object, clean: object) -> None:
    assert answers_check(asked(one(kind)), {"q": given}) == ({"q": clean}, {})


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        (Kind.SHORT, "x" * 301, "long"),
        (Kind.SHORT, "a\nb", "lines"),
        (Kind.SHORT, 5, "type"),
        (Kind.LONG, "x" * 5_001, "long"),
        (Kind.NUMBER, True, "type"),
        (Kind.NUMBER, "5", "type"),
        (Kind.NUMBER, 10**12 + 1, "range"),
        (Kind.NUMBER, float("nan"), "range"),
        (Kind.NUMBER, float("inf"), "range"),
        (Kind.DATE, "2027-02-29", "form"),
        (Kind.DATE, 2027, "type"),
        (Kind.YES_NO, "yes", "type"),
        (Kind.EMAIL, "kim@", "form"),
        (Kind.EMAIL, "kim@amt", "form"),
        (Kind.EMAIL, f"kim@{'x' * 260}.org", "form"),
        (Kind.PHONE, "12", "form"),
        (Kind.URL, "javascript:alert(1)", "form"),
        (Kind.URL, "https://example", "form"),
        (Kind.CONSENT, "on", "type"),
    ],
)
def test_what_is_none(kind: Kind, given: object, code: str) -> None:
    assert answers_check(asked(one(kind)), {"q": given}) == ({}, {"q": code})


def test_a_choice_is_among_what_is_offered() -> None:
    form = asked(one(Kind.ONE_OF, options=options("a", "b")))
    assert answers_check(form, {"q": "b"}) == ({"q": "b"}, {})
    assert answers_check(form, {"q": "c"}) == ({}, {"q": "choice"})
    several = asked(one(Kind.SEVERAL_OF, options=options("a", "b")))
    assert answers_check(several, {"q": ["b", "a", "b"]}) == ({"q": ["a", "b"]}, {})
    assert answers_check(several, {"q": ["a", ["b"]]}) == ({}, {"q": "choice"})


@pytest.mark.parametrize("nothing", [None, "", "  ", []])
def test_nothing_is_no_answer(nothing: object) -> None:
    assert answers_check(asked(one(Kind.SHORT)), {"q": nothing}) in [({}, {}), ({}, {"q": "type"})]
    assert answers_check(asked(one(Kind.CONSENT, required=True)), {"q": False}) == ({}, {"q": "required"})


def test_what_depends_on_another_answer_is_asked_then_alone() -> None:
    diet = one(Kind.SHORT, required=True, shown_if=Condition(question="eats", value="yes"))
    form = asked(YES_OR_NO, diet)
    assert answers_check(form, {"eats": True}) == ({"eats": True}, {"q": "required"})
    assert answers_check(form, {"eats": False, "q": "vegan"}) == ({"eats": False}, {})
    assert answers_check(form, {}) == ({}, {})


def test_an_answer_to_no_question_is_told() -> None:
    assert answers_check(asked(), {"x": 1}) == ({}, {"x": "unknown"})


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        ([one(Kind.SHORT, shown_if=Condition(question="eats", value="yes")), YES_OR_NO], "condition"),
        ([YES_OR_NO, one(Kind.SHORT, shown_if=Condition(question="eats", value="maybe"))], "condition"),
        ([one(Kind.SHORT, shown_if=Condition(question="q", value="yes"))], "condition"),
        ([one(Kind.ONE_OF, options=options("a"))], "options"),
        ([one(Kind.ONE_OF, options=options(*(f"o{n}" for n in range(51))))], "options"),
        ([one(Kind.ONE_OF, options=options("a", "a"))], "key_twice"),
        ([one(Kind.SHORT, options=options("a", "b"))], "options"),
        ([one(Kind.SHORT, help=Words(en="x" * 1_001))], "long"),
        ([one(Kind.SHORT), one(Kind.LONG)], "key_twice"),
        ([Question(key="q", kind=Kind.SHORT, label=Words())], "no_label"),
    ],
)
def test_what_cannot_be_asked(questions: list[Question], code: str) -> None:
    assert form_faults(asked(*questions)) == [Fault("q", code)]


def test_a_form_has_an_end() -> None:
    many = [Question(key=f"q{n}", kind=Kind.SHORT, label=Words(de="?")) for n in range(101)]
    assert form_faults(asked(*many[:100])) == []
    assert form_faults(asked(*many)) == [Fault("", "many_questions")]
    sections = tuple(Section(key=f"s{n}") for n in range(21))
    assert form_faults(Form(sections=sections)) == [Fault("", "many_sections")]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], ""),
        ({"sections": 1}, "sections"),
        ({"section": []}, "section"),
        ({"sections": [{"key": 1}]}, "sections.0.key"),
        ({"sections": [{"key": "s", "questions": [{"key": "q", "kind": "magic"}]}]}, "sections.0.questions.0.kind"),
        ({"sections": [{"key": "s", "title": {"fr": "x"}}]}, "sections.0.title.fr"),
    ],
)
def test_what_is_no_form_is_refused_by_its_place(data: object, path: str) -> None:
    with pytest.raises(Unreadable) as error:
        form_read(data)
    assert str(error.value) == path


def test_who_has_written_one_language_shows_it_to_everybody() -> None:
    assert (Words(de="Hallo").said("en"), Words(de="Hallo", en="Hello").said("en")) == ("Hallo", "Hello")
