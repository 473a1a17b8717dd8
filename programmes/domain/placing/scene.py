"""A question made ready: numbers instead of keys, in the order that the lot has drawn, and what things are worth."""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from backend.core.checks import ensure
from programmes.domain.placing.kinds import NOWHERE, WISHES_MAX, Person, Question, Reason, Team, Weights, Words

Group: TypeAlias = tuple[int, ...]


class Seat(NamedTuple):
    """Where somebody sits: the number of a team or NOWHERE, and the skill that is sought there."""

    team: int = NOWHERE
    skill: str = ""


Seating: TypeAlias = list[Seat]


@dataclass(frozen=True, slots=True)
class Scene:
    """`groups` are people who can be together; `forced` are the pins that hold; `notes` what fell out before."""

    people: list[Person]
    teams: list[Team]
    weights: Weights
    forced: Mapping[int, int]
    groups: list[Group]
    notes: list[Reason]

    def rank(self, person: Person, team: Team) -> int | None:
        """Which wish this team fulfils, from 0 on."""
        ranks = [number for number, wish in enumerate(person.wishes) if wish in (team.key, team.challenge)]
        return ranks[0] if ranks else None

    def wish(self, rank: int | None) -> int:
        """What the wish of this rank is worth; nothing beyond the list."""
        return 0 if rank is None else self.weights.wish * (WISHES_MAX - rank) // WISHES_MAX

    def fit(self, person: Person, languages: Words, times: Words) -> int:
        """What a place is worth to somebody apart from wishes and skills."""
        worth = self.weights.placed + (0 if person.wishes else self.weights.wish)
        if agree(person.languages, languages):
            worth += self.weights.language
        if agree(person.times, times):
            worth += self.weights.times
        return worth

    def worth(self, seating: Seating) -> int:
        """What a whole seating is worth: the number that is to be as large as can be."""
        total, sizes = 0, [0] * len(self.teams)
        for person, seat in zip(self.people, seating, strict=True):
            if seat.team != NOWHERE:
                team = self.teams[seat.team]
                sizes[seat.team] += 1
                total += self.fit(person, team.languages, team.times) + self.wish(self.rank(person, team))
                total += self.weights.skill if seat.skill else 0
        for group in self.groups:
            if is_together(group, seating):
                total += self.weights.together * len(group)
        for team, size in zip(self.teams, sizes, strict=True):
            if size >= team.short_of:
                total += self.weights.least * team.short_of
        return total


def agree(one: Words, other: Words) -> bool:
    return not one or not other or bool(one & other)


def is_together(group: Group, seating: Seating) -> bool:
    teams = {seating[person].team for person in group}
    return len(teams) == 1 and NOWHERE not in teams


def scene_of(question: Question) -> Scene:
    """Sort, then shuffle by the seed: the order in which people came must not decide between equals."""
    lot = random.Random(question.seed)  # noqa: S311  a lot that can be drawn again, no secret
    people = sorted((row for row in question.people if not row.opted_out), key=lambda row: row.key)
    teams = sorted(question.teams, key=lambda row: row.key)
    ensure(len({row.key for row in question.people}) == len(question.people), "each person stands there once")
    ensure(len({row.key for row in teams}) == len(teams), "each team stands there once")
    ensure(all(len(row.wishes) <= WISHES_MAX for row in people), "nobody has more wishes than counted")
    lot.shuffle(people)
    lot.shuffle(teams)
    notes: list[Reason] = []
    forced = _pins(question, people, teams, notes)
    return Scene(people, teams, question.weights, forced, _groups(people, teams, forced, notes), notes)


def _pins(question: Question, people: list[Person], teams: list[Team], notes: list[Reason]) -> dict[int, int]:
    """The pins that hold: as many as the team has places, by the person's key."""
    numbers = {row.key: number for number, row in enumerate(people)}
    places = {row.key: number for number, row in enumerate(teams)}
    out = {row.key for row in question.people if row.opted_out}
    left = [row.free for row in teams]
    forced: dict[int, int] = {}
    for person, team in sorted(question.pins.items()):
        facts = {"person": person, "team": team}
        if person in out:
            notes.append(Reason("pin_opted_out", facts))
        elif person not in numbers or team not in places:
            notes.append(Reason("pin_unknown", facts))
        elif not left[places[team]]:
            notes.append(Reason("pin_team_full", facts))
        else:
            left[places[team]] -= 1
            forced[numbers[person]] = places[team]
    return forced


def _groups(people: list[Person], teams: list[Team], forced: Mapping[int, int], notes: list[Reason]) -> list[Group]:
    """Groups in parts that fit into a team; whoever is pinned elsewhere is none of them."""
    named: dict[str, list[int]] = defaultdict(list)
    for number, person in enumerate(people):
        if person.group:
            named[person.group].append(number)
    largest = max((team.free for team in teams), default=0)
    found: list[Group] = []
    for name, members in sorted(named.items()):
        if len(members) > largest > 0:
            parts = -(-len(members) // largest)
            notes.append(Reason("group_too_large", {"group": name, "size": len(members), "parts": parts}))
            found += [tuple(members[part::parts]) for part in range(parts)]
        else:
            found.append(tuple(members))
    return [part for part in found if len(part) > 1 and len({forced[one] for one in part if one in forced}) <= 1]
