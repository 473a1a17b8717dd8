"""Text that people send, before it is stored.

Text stays text: mark-up in it is escaped, or cleaned, where it is shown, so `<b>` is kept as it was typed. What cannot
be shown honestly is refused: control characters, and signs that turn the reading direction of what follows.
"""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from backend.core.errors import Invalid, Text

# Line separator, paragraph separator and the marks that override or isolate a direction.
DECEIVING = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
# Control characters and halves of characters. Unassigned ones may stay: next year they are emoji.
REFUSED_CATEGORIES = frozenset({"Cc", "Cs"})


@dataclass(frozen=True, slots=True)
class TextRule:
    max_length: int
    required: bool = False
    lines: bool = False
    """Whether line breaks and tabs may stand in it."""


def clean_text(field: str, value: object, rule: TextRule) -> str:
    """Return `value` stripped and in normal form C. Raises Invalid that names `field`."""
    if not isinstance(value, str):
        raise Invalid({field: _("Please enter a text.")})
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    error = _fault(text, rule)
    if error is not None:
        raise Invalid({field: error})
    return text


def clean_texts(values: Mapping[str, object], rules: Mapping[str, TextRule]) -> dict[str, str]:
    """Clean all `values`, each by the rule of its name. Raises Invalid that tells of every fault at once."""
    clean: dict[str, str] = {}
    faults: dict[str, list[Text]] = {}
    for name, value in values.items():
        try:
            clean[name] = clean_text(name, value, rules[name])
        except Invalid as error:
            faults |= error.fields
    if faults:
        raise Invalid(faults)
    return clean


def clean_for(model: type[models.Model], values: Mapping[str, object]) -> dict[str, str]:
    """Clean `values` by what the columns of these names take: length, blank, lines, choices. Raises Invalid."""
    columns = {name: _column(model, name) for name in values}
    clean = clean_texts(values, {name: _rule(column) for name, column in columns.items()})
    wrong = {
        name: [_("Please choose one of the offered values.")]
        for name, text in clean.items()
        if columns[name].choices and text not in _choices(columns[name]) and not (text == "" and columns[name].blank)
    }
    if wrong:
        raise Invalid(wrong)
    return clean


def clean_words(field: str, values: object, *, most: int = 20, max_length: int = 40) -> list[str]:
    """Return a short list of words without repetitions, in the order given. Raises Invalid."""
    if not isinstance(values, Collection) or isinstance(values, str | bytes | Mapping):
        raise Invalid({field: _("Please send a list of words.")})
    words = [clean_text(field, value, TextRule(max_length)) for value in values]
    unique = list(dict.fromkeys(word for word in words if word))
    if len(unique) > most:
        raise Invalid({field: _("Please name at most %(most)s.") % {"most": most}})
    return unique


def without_hidden(text: str) -> str:
    """Return a text that nobody here has typed, without what would be refused in one that somebody had."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(sign for sign in lines if sign in "\n\t" or not _is_hidden(sign)).strip()


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in REFUSED_CATEGORIES or sign in DECEIVING


def _column(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    column = model._meta.get_field(name)  # noqa: SLF001  Django's public underscore
    if not isinstance(column, models.CharField | models.TextField):
        raise TypeError(f"{model.__name__}.{name} is no text")
    return column


def _rule(column: "models.Field[Any, Any]") -> TextRule:
    lines = isinstance(column, models.TextField)
    return TextRule(column.max_length or 10_000, required=not column.blank, lines=lines)


def _choices(column: "models.Field[Any, Any]") -> set[str]:
    return {str(value) for value, _label in column.flatchoices}


def _fault(text: str, rule: TextRule) -> Text | None:
    if rule.required and not text:
        return _("Please fill this in.")
    if len(text) > rule.max_length:
        return ngettext_lazy(
            "Please shorten this to at most %(most)s character.",
            "Please shorten this to at most %(most)s characters.",
            "most",
        ) % {"most": rule.max_length}
    allowed = "\n\t" if rule.lines else ""
    if any(_is_hidden(sign) and sign not in allowed for sign in text):
        return _("Please remove the invisible control characters.")
    return None
