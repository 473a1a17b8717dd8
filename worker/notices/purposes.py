"""Words in all languages, as what a sponsor's money is for: the reader's own is chosen when the message is read."""

from django.conf import settings
from django.utils import translation

from backend.core.errors import Text
from funding.domain.allocation import Earmark
from funding.selectors.earmark_words import purpose_words


def purpose(earmark: Earmark) -> dict[str, str]:
    """Return the words by language; none for money that is for anything."""
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words[language] = purpose_words([earmark])[earmark]
    return words if any(words.values()) else {}


def said(text: Text) -> dict[str, str]:
    """Return a text of the platform's own by language."""
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words[language] = str(text)
    return words
