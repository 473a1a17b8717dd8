"""What is wrong with a form that somebody has composed: places and codes, nothing raised."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from programmes.domain.forms.kinds import (
    CHOICES,
    DECIDING,
    HELP_LONGEST,
    LABEL_LONGEST,
    OPTION_LONGEST,
    OPTIONS_MOST,
    QUESTIONS_MOST,
    SECTIONS_MOST,
    TITLE_LONGEST,
    Form,
    Question,
    Words,
)

KEY: Final = re.compile(r"[a-z0-9_]{1,20}")
OPTIONS_LEAST: Final = 2


class Fault(NamedTuple):
    place: str
    """Key of the section or question; empty for the whole."""
    code: str


def form_faults(form: Form) -> list[Fault]:
    """Return all faults, in the order of the form; nothing for a form that can be asked."""
    return [*_of_whole(form), *_of_sections(form), *_of_questions(form)]


def _of_whole(form: Form) -> Iterator[Fault]:
    if len(form.sections) > SECTIONS_MOST:
        yield Fault("", "many_sections")
    if sum(1 for _question in form.questions()) > QUESTIONS_MOST:
        yield Fault("", "many_questions")


def _of_sections(form: Form) -> Iterator[Fault]:
    for key in repeated(section.key for section in form.sections):
        yield Fault(key, "key_twice")
    for section in form.sections:
        if not KEY.fullmatch(section.key):
            yield Fault(section.key, "key")
        if _too_long(section.title, TITLE_LONGEST):
            yield Fault(section.key, "long")


def _of_questions(form: Form) -> Iterator[Fault]:
    for key in repeated(question.key for question in form.questions()):
        yield Fault(key, "key_twice")
    before: dict[str, Question] = {}
    for question in form.questions():
        yield from (Fault(question.key, code) for code in _codes(question, before))
        before[question.key] = question


def _codes(question: Question, before: dict[str, Question]) -> Iterator[str]:
    if not KEY.fullmatch(question.key):
        yield "key"
    if not question.label:
        yield "no_label"
    if _too_long(question.label, LABEL_LONGEST) or _too_long(question.help, HELP_LONGEST):
        yield "long"
    yield from _option_codes(question)
    if question.shown_if is not None:
        asked = before.get(question.shown_if.question)
        # What comes later is not answered yet, and what has no set answers cannot be compared with one.
        if asked is None or asked.kind not in DECIDING or question.shown_if.value not in asked.answers:
            yield "condition"


def _option_codes(question: Question) -> Iterator[str]:
    if question.kind not in CHOICES:
        if question.options:
            yield "options"
        return
    if not OPTIONS_LEAST <= len(question.options) <= OPTIONS_MOST:
        yield "options"
    if repeated(option.key for option in question.options):
        yield "key_twice"
    if not all(KEY.fullmatch(option.key) and option.label for option in question.options):
        yield "options"
    if any(_too_long(option.label, OPTION_LONGEST) for option in question.options):
        yield "long"


def repeated(keys: Iterable[str]) -> list[str]:
    """What stands there more than once."""
    return [key for key, times in Counter(keys).items() if times > 1]


def _too_long(words: Words, most: int) -> bool:
    return max(len(words.de), len(words.en)) > most
