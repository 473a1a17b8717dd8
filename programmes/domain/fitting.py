"""Which teams fit a person, and why: the words that both have named, the topic, the language."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

WISHES_MOST: Final = 3
"""Skills and topics that a person names in all: who must choose says what matters."""
# What was chosen for this search counts more than what the profile has said before.
WORTH_SKILL, WORTH_TOPIC, WORTH_LANGUAGE, WORTH_OWN = 4, 4, 3, 1
OWN_MOST: Final = 3
NOTHING: Final[frozenset[str]] = frozenset()


def folded(words: Iterable[str]) -> frozenset[str]:
    """Words as they are compared: the database folds what teams look for in the same way."""
    return frozenset(word.lower() for word in words)


def shared_words(sought: Iterable[str], offered: Iterable[str]) -> list[str]:
    """Return the words of `sought` that are among `offered`, whatever their case, in the order sought."""
    known = {word.casefold() for word in offered}
    return [word for word in sought if word.casefold() in known]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person looks for. `skills` and `own` are folded; `own` is what the profile says beside them."""

    skills: frozenset[str] = frozenset()
    topics: frozenset[int] = frozenset()
    language: str = ""
    own: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        return self.skills | self.own


class Candidate(NamedTuple):
    """A team with a free place. `words` are what it looks for, folded. A tuple: there are thousands of them a page."""

    key: int
    words: frozenset[str] = NOTHING
    topic: int | None = None
    language: str = ""


def worth(candidate: Candidate, wishes: Wishes) -> int:
    """How well a team fits, 0 and more; 0 means that nothing was wished for that it has."""
    words, value = candidate.words, 0
    if words:
        own = len(words & (wishes.own - wishes.skills))
        value = WORTH_SKILL * len(words & wishes.skills) + WORTH_OWN * min(own, OWN_MOST)
    if candidate.topic in wishes.topics:
        value += WORTH_TOPIC
    if wishes.language and candidate.language == wishes.language:
        value += WORTH_LANGUAGE
    return value


@dataclass(frozen=True, slots=True)
class Ranking:
    keys: Sequence[int]
    """All candidates, the best first."""
    fitting: int
    """How many of them have something that was wished for; these come first."""


def ranked(candidates: Iterable[Candidate], wishes: Wishes, reader: str = "") -> Ranking:
    """Order teams by worth: the same question of the same reader has the same answer.

    Nobody is left out, since a team may be glad of a surprise. Equals come in an order of the reader's own, so that
    thousands who ask at the same minute do not all knock at the same door.
    """
    seed = zlib.crc32(reader.encode())
    valued = [(-worth(one, wishes), _lot(seed, one.key), one.key) for one in candidates]
    valued.sort()
    return Ranking([key for _worth, _lot, key in valued], sum(value < 0 for value, _lot, _key in valued))


def _lot(seed: int, key: int) -> int:
    """A number that follows from both and looks like drawn: Knuth's multiplicative hash."""
    return ((seed ^ key) * 2_654_435_761 ^ seed * 40_503) & 0xFFFF_FFFF
