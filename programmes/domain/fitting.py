"""Which teams fit a person, and why: the words that both have named, the topic, the language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

WISHES_MOST: Final = 3
"""Skills and topics that a person names in all: who must choose says what matters."""
# What was chosen for this search counts more than what the profile has said before.
WORTH_SKILL, WORTH_TOPIC, WORTH_LANGUAGE, WORTH_OWN = 4, 4, 3, 1
OWN_MOST: Final = 3
FREE_MOST: Final = 3


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A team with a free place. `words` are what it looks for, folded."""

    key: int
    free: int = 1
    words: frozenset[str] = field(default_factory=frozenset)
    topic: int | None = None
    language: str = ""


def worth(candidate: Candidate, wishes: Wishes) -> int:
    """How well a team fits, 0 and more; 0 means that nothing was wished for that it has."""
    own = len(candidate.words & (wishes.own - wishes.skills))
    return (
        WORTH_SKILL * len(candidate.words & wishes.skills)
        + WORTH_TOPIC * (candidate.topic in wishes.topics)
        + WORTH_LANGUAGE * (bool(wishes.language) and candidate.language == wishes.language)
        + WORTH_OWN * min(own, OWN_MOST)
    )


@dataclass(frozen=True, slots=True)
class Ranking:
    keys: Sequence[int]
    """All candidates, the best first."""
    fitting: int
    """How many of them have something that was wished for; these come first."""


def ranked(candidates: Iterable[Candidate], wishes: Wishes) -> Ranking:
    """Order teams by worth, then by how much they need people, then by key: the same question has the same answer.

    Nobody is left out, since a team may be glad of a surprise. More than three free places count as three: else the
    largest teams would always come first.
    """
    valued = [(-worth(one, wishes), -min(one.free, FREE_MOST), one.key) for one in candidates]
    valued.sort()
    return Ranking([key for _worth, _free, key in valued], sum(value < 0 for value, _free, _key in valued))
