"""All answers of a sprint as a table for spreadsheets, written as the reader's spreadsheet expects it."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from backend.web import formats
from backend.web.answer_words import answer_words
from backend.web.matches_csv import BYTE_ORDER_MARK, plain
from programmes.domain.forms.kinds import Kind, Question
from programmes.selectors.registration_forms import Column


def answers_table(columns: Sequence[Column], rows: Iterable[Any]) -> str:
    """One line a person. Each answer is written in the words of the version of the form that it was given to."""
    german = formats.locale().language == "de"
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    lines = csv.writer(text, delimiter=";" if german else ",")
    language = get_language() or "de"
    asked = [_head(column, language) for column in columns]
    lines.writerow([_("Name"), _("E-mail address"), _("State"), _("Registered (UTC)"), *asked, _("Public id")])
    for row in rows:
        lines.writerow(_line(row, columns))
    return text.getvalue()


def _head(column: Column, language: str) -> str:
    label = column.question.label.said(language)
    return plain(label if column.is_asked else _("%(question)s (asked earlier)") % {"question": label})


def _line(row: Any, columns: Sequence[Column]) -> list[str]:
    kept = getattr(row, "answers", None)
    values = kept.values if kept else {}
    asked = {one.key: one for one in kept.form.form.questions()} if kept else {}
    keys = [one.question.key for one in columns]
    found = [_cell(asked[key], values.get(key)) if key in asked else "" for key in keys]
    facts = [plain(row.user.shown_name), plain(row.user.email), str(row.get_state_display())]
    return [*facts, row.created_at.strftime("%Y-%m-%d %H:%M:%S"), *found, row.public_id]


def _cell(question: Question, value: Any) -> str:
    """A number is ours, so its minus begins no formula."""
    said = answer_words(question, value)
    return said if question.kind == Kind.NUMBER else plain(said)
