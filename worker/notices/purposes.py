"""What a sponsor's money is for, in all languages: the reader's own is chosen when the message is read."""

from django.conf import settings
from django.utils import translation

from funding.domain.allocation import Earmark
from funding.selectors.earmark_words import purpose_words


def purpose(earmark: Earmark) -> dict[str, str]:
    """Return the words by language; none for money that is for anything."""
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words[language] = purpose_words([earmark])[earmark]
    return words if any(words.values()) else {}
