"""Full-text matching in German and English: stems of both languages, and the beginning of a word is enough."""

import re
import unicodedata
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable
from django.db.models import QuerySet
from django.db.models.expressions import CombinedExpression

from programmes.models.fields import SEARCH_CONFIGS

Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")
# Longer input is no search but a paste; the rest is left out.
WORDS_MAX = 12


def text_query(query: str) -> SearchQueryCombinable | None:
    """Return what to look for, None if there is no word in `query`.

    Quotes and a minus mean what they mean to web searchers; without them each word may be a beginning.
    """
    words = re.findall(r"\w+", query)[:WORDS_MAX]
    if not words:
        return None
    if '"' in query or re.search(r"(^|\s)-\w", query):
        text, kind = _printable(query[:200]), "websearch"
    else:
        text, kind = " & ".join(f"'{word}':*" for word in words), "raw"
    german, english = (SearchQuery(text, config=config, search_type=kind) for config in SEARCH_CONFIGS)
    return german | english


def _printable(query: str) -> str:
    """PostgreSQL takes neither NUL nor halves of characters, and no control character is part of a word."""
    return "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in query)


def matching(rows: Rows, query: str, vector: CombinedExpression) -> Rows:
    """Return the `rows` whose `vector` matches; all of them if `query` is empty, none if it holds no word."""
    if not query.strip():
        return rows
    wanted = text_query(query)
    found: Rows = rows.none() if wanted is None else rows.alias(document=vector).filter(document=wanted)
    return found
