"""What a placement is asked about and what it answers; plain data, so that it can be kept and compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Facts: TypeAlias = Mapping[str, str | int]
Words: TypeAlias = frozenset[str]
NOWHERE: Final = -1
WISHES_MAX: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`wishes` are keys of teams or of challenges, the dearest first; people with one `group` want to stay together.

    Languages or times that nobody has named stand in nobody's way.
    """

    key: str
    wishes: tuple[str, ...] = ()
    skills: Words = frozenset()
    languages: Words = frozenset()
    times: Words = frozenset()
    group: str = ""
    opted_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """`free` places beside the people who are `present`; it should have `least` people; `skills` → places for each."""

    key: str
    challenge: str = ""
    free: int
    present: int = 0
    least: int = 0
    skills: Mapping[str, int] = field(default_factory=dict)
    languages: Words = frozenset()
    times: Words = frozenset()

    @property
    def short_of(self) -> int:
        """How many it takes to reach `least`; 0 if that cannot be, since there are not as many places."""
        missing = max(0, self.least - self.present)
        return missing if missing <= self.free else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each thing is worth for one person.

    `placed` is more than all others together, so that nobody stays without a team for the sake of somebody's wish.
    `wish` is for the dearest wish, the next ones are worth a fifth less each. Who names no wish is glad with any team.
    """

    placed: int = 2_000
    wish: int = 600
    language: int = 400
    skill: int = 300
    together: int = 250
    times: int = 200
    least: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`pins` person → team come before everything but the number of places. `seed` draws the lots between equals."""

    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    pins: Mapping[str, str] = field(default_factory=dict)
    weights: Weights = field(default_factory=Weights)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a stable word with its facts."""

    code: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """`skill`: the place of that skill in the team that this person fills."""

    person: str
    team: str | None
    skill: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`bound`: no placement can be worth more; groups may be torn and teams be half full to reach it."""

    people: int
    seats: int
    placed: int
    first_wish: int
    any_wish: int
    objective: int
    bound: int
    method: str

    @property
    def gap(self) -> float:
        return (self.bound - self.objective) / self.bound if self.bound else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One placement for each person, by key, and what could not be met."""

    placements: tuple[Placement, ...]
    unmet: tuple[Reason, ...]
    figures: Figures
