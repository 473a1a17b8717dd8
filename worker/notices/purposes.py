"""Words in all languages, as what a sponsor's money is for: the reader's own is chosen when the message is read."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation

from backend.core.errors import Text
from funding.domain.allocation import Earmark
from funding.selectors.earmark_words import purpose_words


def said(text: Text) -> dict[str, str]:
    """Return a text of the platform's own by language."""
    return _in_each_language(lambda: str(text))


def purpose(earmark: Earmark) -> dict[str, str]:
    """Return the words by language; none for money that is for anything."""
    words = _in_each_language(lambda: purpose_words([earmark])[earmark])
    return words if any(words.values()) else {}


def _in_each_language(say: Callable[[], str]) -> dict[str, str]:
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words[language] = say()
    return words
