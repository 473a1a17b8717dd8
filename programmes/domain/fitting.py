"""Why a team fits a person: the words that both have named."""

from collections.abc import Iterable


def shared_words(sought: Iterable[str], offered: Iterable[str]) -> list[str]:
    """Return the words of `sought` that are among `offered`, whatever their case, in the order sought."""
    known = {word.casefold() for word in offered}
    return [word for word in sought if word.casefold() in known]
