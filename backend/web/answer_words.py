"""Answers to the organisers' questions, in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.web import formats
from programmes.domain.forms.answering import questions_asked
from programmes.domain.forms.kinds import Form, Kind, Question


def answer_words(question: Question, value: Any) -> str:
    """An answer as a person reads it; empty for none."""
    language = get_language() or "de"
    labels = {option.key: option.label.said(language) for option in question.options}
    match question.kind:
        case _kind if value is None:
            said = ""
        case Kind.YES_NO | Kind.CONSENT:
            said = _("yes") if value else _("no")
        case Kind.ONE_OF:
            said = labels.get(value, value)
        case Kind.SEVERAL_OF:
            said = ", ".join(labels.get(key, key) for key in value)
        case Kind.DATE:
            said = formats.day(date.fromisoformat(value))
        case Kind.NUMBER:
            said = number_format(value)
        case _:
            said = str(value)
    return said


def answers_said(form: Form, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Question and answer, in the order in which they were asked."""
    language = get_language() or "de"
    pairs = (
        (one.label.said(language), answer_words(one, values.get(one.key))) for one in questions_asked(form, values)
    )
    return [(label, words) for label, words in pairs if words]


def changes_said(changed: Iterable[Any]) -> str:
    """What a screen reader hears when questions appear or vanish; each of `changed` is an `Asked` of a page."""
    rows = list(changed)
    here = ", ".join(str(one.field.label) for one in rows if one.is_now)
    gone = ", ".join(str(one.field.label) for one in rows if not one.is_now)
    said = [_("Now asked as well: %(questions)s") % {"questions": here}] if here else []
    said += [_("Not asked any more: %(questions)s") % {"questions": gone}] if gone else []
    return ". ".join(said)
