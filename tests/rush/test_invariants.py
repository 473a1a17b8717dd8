"""Each invariant sees what breaks it, and nothing else does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.rush.invariants import INVARIANTS, Message, Place, Seen, Told, broken
from tests.rush.lines import Asked

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


def place(number: int, state: str = "registered", **changed: Any) -> Place:
    made = Place(key=number, person=100 + number, state=state, sequence=number, created_at=NOON + timedelta(number))
    return made._replace(**changed)


def click(person: int, began: float, ended: float, status: int = 302) -> Asked:
    return Asked("register", status, began, ended, person)


PLACES = [place(1), place(2), place(3, "waiting"), place(4, "waiting")]
CLICKS = [click(101, 0, 2), click(102, 1, 3), click(102, 1, 9), click(103, 4, 5), click(104, 6, 7)]
TOLD = [Told(key, "sprint.registered", f"{{{key}}}", handled=True) for key in (1, 2)]
MESSAGES = [Message(str(key), f"10{key}", "welcome", f"msg_{key}", "sent") for key in (1, 2)]
GOOD = Seen(
    capacity=2,
    places=PLACES,
    registering=CLICKS,
    came=frozenset({101, 102, 103, 104}),
    caps={7: 2},
    members=[(7, 101), (7, 102)],
    outbox=[*TOLD, Told(3, "mail.requested", "{}", handled=True)],
    spoken_of=frozenset({"sprint.registered"}),
    messages=MESSAGES,
    mails=["msg_1", "msg_2", "msg_2"],
    killed=1,
    answers=CLICKS,
    locked_out=[],
    hall=frozenset({101}),
)
BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("no place is sold twice", {"places": [*PLACES[:2], place(3), PLACES[3]]}),
    ("every place is taken if enough came", {"places": [PLACES[0], place(2, "cancelled"), *PLACES[2:]]}),
    ("every place is taken if enough came", {"capacity": 3}),
    ("nobody is passed by on the waiting list", {"places": [PLACES[0], place(2, "waiting"), place(3), PLACES[3]]}),
    ("numbers rise in the order of commit", {"places": [PLACES[0], place(2, key=9), *PLACES[2:]]}),
    ("numbers rise in the order of commit", {"places": [place(1, created_at=NOON + timedelta(9)), *PLACES[1:]]}),
    ("numbers rise in the order of commit", {"places": [*PLACES[:3], place(4, "waiting", sequence=3)]}),
    ("who had the answer before another clicked stands before", {"registering": [*CLICKS[1:], click(101, 8, 9)]}),
    ("one registration a person", {"places": [PLACES[0], place(2, person=101), *PLACES[2:]]}),
    ("whoever came has a place or a number", {"places": PLACES[:3]}),
    ("no team is over its cap", {"members": [*GOOD.members, (7, 103)]}),
    ("nobody is twice in a team", {"members": [(7, 101), (7, 101)]}),
    ("everything is told once", {"outbox": [*TOLD, TOLD[0]._replace(key=2)]}),
    ("everything is told once", {"outbox": [*TOLD, TOLD[0]._replace(key=3, subject="{3}")]}),
    ("everything is told once", {"messages": [*MESSAGES, MESSAGES[0]._replace(message_id="msg_2")]}),
    ("every mail comes once", {"mails": ["msg_1"]}),
    ("every mail comes once", {"mails": ["msg_1", "msg_2", "msg_3"]}),
    ("every mail comes once", {"mails": ["msg_1", "msg_1", "msg_2", "msg_2"]}),
    ("every mail comes once", {"messages": [*MESSAGES, Message("1", "9", "x", "msg_9", "waiting")]}),
    ("no answer 5xx, no connection refused", {"answers": [*CLICKS, click(101, 0, 1, 500)]}),
    ("no answer 5xx, no connection refused", {"answers": [*CLICKS, click(101, 0, 1, 0)]}),
    ("nobody behind the shared address is locked out", {"locked_out": ["a@example.org: 429"]}),
    ("nobody behind the shared address is locked out", {"hall": frozenset({109})}),
    ("the outbox is empty", {"outbox": [*TOLD, Told(3, "mail.requested", "{}", handled=False)]}),
]


def test_what_is_in_order_breaks_nothing() -> None:
    assert not any(broken(GOOD).values())


@pytest.mark.parametrize(("name", "changed"), BROKEN)
def test_what_is_not_is_found(name: str, changed: dict[str, Any]) -> None:
    assert broken(replace(GOOD, **changed))[name]


def test_each_invariant_can_be_broken() -> None:
    assert {name for name, _changed in BROKEN} == INVARIANTS.keys()
