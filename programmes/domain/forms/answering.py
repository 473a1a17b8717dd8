"""What is asked of somebody, given what they have answered so far, and what their answers may be."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from programmes.domain.forms.kinds import (
    LONG_LONGEST,
    NO,
    NUMBER_MOST,
    SHORT_LONGEST,
    YES,
    Form,
    Kind,
    Question,
)

Values = Mapping[str, Any]
"""Key of a question → its answer: text, a number, true or false, the key of an option or a list of them."""

EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
PHONE: Final = re.compile(r"\+?[0-9][0-9 ()/.-]{3,38}[0-9]")
URL: Final = re.compile(r"https?://[^\s/?#.]+(\.[^\s/?#.]+)+([/?#]\S*)?")
MOST_OF_EMAIL: Final = 254


class Refused(ValueError):
    """An answer that is none; says why by a code."""


def is_asked(question: Question, values: Values) -> bool:
    """Whether `question` is put to who has given `values`, which are clean."""
    condition = question.shown_if
    if condition is None:
        return True
    value = values.get(condition.question)
    if isinstance(value, bool):
        return condition.value == (YES if value else NO)
    return condition.value in value if isinstance(value, list) else condition.value == value


def questions_asked(form: Form, values: Values) -> Iterator[Question]:
    """As the answers grow, if `values` does meanwhile: each question is looked at once those before it are answered."""
    return (question for question in form.questions() if is_asked(question, values))


def answers_check(form: Form, given: Values) -> tuple[dict[str, Any], dict[str, str]]:
    """Return clean answers, and codes of what is wrong by question.

    An answer to what is not asked, since another answer says so, is left out: the page shows all questions where
    there are no scripts, and nobody is to be held to what does not concern them.
    """
    clean: dict[str, Any] = {}
    wrong = {key: "unknown" for key in given if form.question(key) is None}
    for question in questions_asked(form, clean):
        try:
            value = answer_read(question, given.get(question.key))
        except Refused as error:
            wrong[question.key] = str(error)
            continue
        if value is not None:
            clean[question.key] = value
        elif question.required:
            wrong[question.key] = "required"
    return clean, wrong


def answer_read(question: Question, value: object) -> Any:
    """Return the clean answer, None for no answer. Raises Refused."""
    return None if value is None or value in ("", []) else READERS[question.kind](question, value)


def _text(question: Question, value: object) -> str | None:
    if not isinstance(value, str):
        raise Refused("type")
    text = value.strip()
    if len(text) > (LONG_LONGEST if question.kind == Kind.LONG else SHORT_LONGEST):
        raise Refused("long")
    if question.kind != Kind.LONG and "\n" in text:
        raise Refused("lines")
    return text or None


def _pattern(pattern: re.Pattern[str], most: int = SHORT_LONGEST) -> "Reader":
    def read(question: Question, value: object) -> str | None:
        text = _text(question, value)
        if text is not None and (len(text) > most or not pattern.fullmatch(text)):
            raise Refused("form")
        return text

    return read


def _number(_question: Question, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused("type")
    if (isinstance(value, float) and not math.isfinite(value)) or abs(value) > NUMBER_MOST:
        raise Refused("range")
    return int(value) if value == int(value) else value


def _date(_question: Question, value: object) -> str:
    if not isinstance(value, str):
        raise Refused("type")
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Refused("form") from None


def _one_of(question: Question, value: object) -> str:
    if not isinstance(value, str) or value not in question.answers:
        raise Refused("choice")
    return value


def _several_of(question: Question, value: object) -> list[str]:
    if not isinstance(value, list | tuple) or any(part not in question.answers for part in value):
        raise Refused("choice")
    return [key for key in question.answers if key in value]


def _yes_no(_question: Question, value: object) -> bool:
    if not isinstance(value, bool):
        raise Refused("type")
    return value


def _consent(_question: Question, value: object) -> bool | None:
    if not isinstance(value, bool):
        raise Refused("type")
    # Who does not agree has said nothing: only what was agreed to is kept.
    return value or None


Reader = Callable[[Question, object], Any]
READERS: Final[Mapping[Kind, Reader]] = {
    Kind.SHORT: _text,
    Kind.LONG: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.ONE_OF: _one_of,
    Kind.SEVERAL_OF: _several_of,
    Kind.YES_NO: _yes_no,
    Kind.EMAIL: _pattern(EMAIL, MOST_OF_EMAIL),
    Kind.PHONE: _pattern(PHONE),
    Kind.URL: _pattern(URL),
    Kind.CONSENT: _consent,
}
