"""Columns that several entities share."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.expressions import CombinedExpression
from django.utils.translation import gettext_lazy as _

from programmes.enums import TextLanguage

# Each text is found by readers of both languages: word stems differ, and many texts mix German and English.
SEARCH_CONFIGS = ("german", "english")


def language_field() -> "models.CharField[str, str]":
    return models.CharField(
        _("language of the text"), max_length=2, choices=TextLanguage.choices, default=TextLanguage.DE
    )


def source_ref_field() -> "models.CharField[str | None, str | None]":
    """Where an imported row comes from: the key by which a second import recognises it."""
    return models.CharField(max_length=200, null=True, unique=True, editable=False)


def words_field(label: Any) -> "ArrayField[list[str], list[str]]":
    """A short list of words: skills, topics."""
    return ArrayField(models.CharField(max_length=40), default=list, blank=True, size=20, verbose_name=label)


def search_vector(title: str, *body: str) -> CombinedExpression:
    """The words of a row for full-text search; index and query use this same expression, or the index would be idle."""
    german, english = SEARCH_CONFIGS
    return (
        SearchVector(title, config=german, weight="A")
        + SearchVector(*body, config=german, weight="B")
        + SearchVector(title, config=english, weight="A")
        + SearchVector(*body, config=english, weight="B")
    )


def title_vector(title: str) -> CombinedExpression:
    """The words of a title alone, which is short enough to be read anew for each hit."""
    german, english = (SearchVector(title, config=config) for config in SEARCH_CONFIGS)
    return german + english
