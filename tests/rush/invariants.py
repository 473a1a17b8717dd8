"""What must be true after a rush, each as a function from what was seen to its faults; none is what is hoped for."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple, TypeVar

from tests.rush.lines import NO_ANSWER, Asked

SERVER_ERROR = 500
Thing = TypeVar("Thing")


class Place(NamedTuple):
    key: int
    person: int
    state: str
    sequence: int
    created_at: datetime


class Told(NamedTuple):
    """One row of the outbox about people."""

    key: int
    topic: str
    subject: str
    handled: bool


class Message(NamedTuple):
    occasion: str
    receiver: str
    template: str
    message_id: str
    mail: str


@dataclass(frozen=True, kw_only=True)
class Seen:
    capacity: int
    places: list[Place]
    registering: list[Asked]
    """Each request to register that was sent."""
    came: frozenset[int]
    """Everybody who wanted to register."""
    caps: dict[int, int]
    members: list[tuple[int, int]]
    """Team and person."""
    outbox: list[Told]
    spoken_of: frozenset[str]
    """Topics that somebody is told about."""
    messages: list[Message]
    mails: list[str]
    """Message-IDs as the mailbox got them."""
    killed: int
    """Processes that may have died between the mail server's yes and their note of it."""
    answers: list[Asked]
    locked_out: list[str]
    hall: frozenset[int]


Faults = Iterable[str]


def no_place_sold_twice(seen: Seen) -> Faults:
    taken = sum(place.state == "registered" for place in seen.places)
    if taken > seen.capacity:
        yield f"{taken} people on {seen.capacity} places"


def every_place_taken(seen: Seen) -> Faults:
    counted = Counter(place.state for place in seen.places)
    wanted = min(seen.capacity, counted["registered"] + counted["waiting"])
    if counted["registered"] < wanted:
        yield f"{counted['registered']} of {wanted} places taken, {counted['waiting']} wait"


def nobody_passed_by(seen: Seen) -> Faults:
    """A place goes to whoever came first, at once and when it is given back."""
    last = max((place.sequence for place in seen.places if place.state == "registered"), default=0)
    yield from (
        f"number {place.sequence} waits, number {last} has a place"
        for place in seen.places
        if place.state == "waiting" and place.sequence < last
    )


def numbers_as_they_came(seen: Seen) -> Faults:
    """By the database: keys and moments are given under the lock of the sprint, so they rise as rows are committed."""
    rows = sorted(seen.places, key=lambda place: place.sequence)
    for one, other in pairwise(rows):
        if not (one.sequence < other.sequence and one.key < other.key and one.created_at <= other.created_at):
            yield f"number {other.sequence} was written before number {one.sequence}"


def numbers_as_clients_saw_it(seen: Seen) -> Faults:
    """Who had the answer before another one clicked stands before that one."""
    number = {place.person: place.sequence for place in seen.places}
    first_answer: dict[int, float] = {}
    first_click: dict[int, float] = {}
    for asked in seen.registering:
        if asked.person in number:
            first_answer[asked.person] = min(asked.ended, first_answer.get(asked.person, asked.ended))
            first_click[asked.person] = min(asked.began, first_click.get(asked.person, asked.began))
    answered = sorted(first_answer, key=first_answer.__getitem__)
    highest, at = 0, 0
    for person in sorted(first_click, key=first_click.__getitem__):
        while at < len(answered) and first_answer[answered[at]] < first_click[person]:
            highest = max(highest, number[answered[at]])
            at += 1
        if number[person] < highest:
            yield f"number {number[person]} clicked after number {highest} had the answer"


def one_registration_each(seen: Seen) -> Faults:
    yield from (
        f"person {person} is registered {times} times" for person, times in _more(place.person for place in seen.places)
    )


def nobody_forgotten(seen: Seen) -> Faults:
    missing = seen.came - {place.person for place in seen.places}
    yield from (f"person {person} came and has neither place nor number" for person in sorted(missing))


def no_team_over_its_cap(seen: Seen) -> Faults:
    sizes = Counter(team for team, _person in seen.members)
    yield from (
        f"team {team} has {size} people for {seen.caps[team]} seats"
        for team, size in sizes.items()
        if size > seen.caps[team]
    )


def nobody_twice_in_a_team(seen: Seen) -> Faults:
    yield from (f"person {person} is {times} times in team {team}" for (team, person), times in _more(seen.members))


def everything_told_once(seen: Seen) -> Faults:
    """One event a fact, one message a receiver and event, and none of them without its message."""
    facts = ((row.topic, row.subject) for row in seen.outbox if row.topic in seen.spoken_of)
    yield from (f"{times} events: {topic} of {subject}" for (topic, subject), times in _more(facts))
    sent = ((message.occasion, message.receiver, message.template) for message in seen.messages)
    yield from (f"{times} messages {template} to {who}" for (_when, who, template), times in _more(sent))
    spoken = {message.occasion for message in seen.messages}
    yield from (
        f"nobody was told: {row.topic} of {row.subject}"
        for row in seen.outbox
        if row.topic in seen.spoken_of and str(row.key) not in spoken
    )


def every_mail_once(seen: Seen) -> Faults:
    """A mail whose sender was killed before it could note it comes again, with the same Message-ID."""
    sent = {message.message_id for message in seen.messages if message.mail == "sent"}
    came = Counter(seen.mails)
    yield from (f"{one} was sent and has not come" for one in sorted(sent - came.keys()))
    yield from (f"{one} came and was not sent" for one in sorted(came.keys() - sent))
    yield from (
        f"{message.message_id} is {message.mail}" for message in seen.messages if message.mail in {"waiting", "failed"}
    )
    again = came.total() - len(came)
    if again > seen.killed:
        yield f"{again} mails came again, {seen.killed} senders were killed"


def every_request_answered(seen: Seen) -> Faults:
    bad = Counter(
        (asked.kind, asked.status)
        for asked in seen.answers
        if asked.status == NO_ANSWER or asked.status >= SERVER_ERROR
    )
    yield from (f"{kind}: {times} times {status or 'no answer'}" for (kind, status), times in bad.items())


def nobody_locked_out(seen: Seen) -> Faults:
    yield from seen.locked_out
    missing = seen.hall - {place.person for place in seen.places}
    yield from (f"person {person} of the hall did not come in" for person in sorted(missing))


def outbox_empty(seen: Seen) -> Faults:
    left = Counter(row.topic for row in seen.outbox if not row.handled)
    yield from (f"{count} left: {topic}" for topic, count in left.items())


INVARIANTS: dict[str, Callable[[Seen], Faults]] = {
    "no place is sold twice": no_place_sold_twice,
    "every place is taken if enough came": every_place_taken,
    "nobody is passed by on the waiting list": nobody_passed_by,
    "numbers rise in the order of commit": numbers_as_they_came,
    "who had the answer before another clicked stands before": numbers_as_clients_saw_it,
    "one registration a person": one_registration_each,
    "whoever came has a place or a number": nobody_forgotten,
    "no team is over its cap": no_team_over_its_cap,
    "nobody is twice in a team": nobody_twice_in_a_team,
    "everything is told once": everything_told_once,
    "every mail comes once": every_mail_once,
    "no answer 5xx, no connection refused": every_request_answered,
    "nobody behind the shared address is locked out": nobody_locked_out,
    "the outbox is empty": outbox_empty,
}


def broken(seen: Seen) -> dict[str, list[str]]:
    """Return the faults by invariant; empty lists for what holds."""
    return {name: list(check(seen)) for name, check in INVARIANTS.items()}


def _more(things: Iterable[Thing]) -> list[tuple[Thing, int]]:
    return [(thing, times) for thing, times in Counter(things).items() if times > 1]
