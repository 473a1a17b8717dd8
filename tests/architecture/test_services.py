"""The shape of services: keywords alone, typed, with a docstring; and events that hold nothing but ids."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from typing import get_type_hints

import pytest

from backend.core.outbox import EVENTS
from tests.architecture.sources import Source, example, nodes, python_sources, sees
from worker import events, notify

IN_SERVICES = re.compile(r"^(programmes|funding|backend/\w+)/services/")


def shapeless(source: Source) -> Iterator[str]:
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            given = node.args
            if given.posonlyargs or given.args or given.vararg or not is_typed(given.kwarg):
                yield f"{node.lineno}: {node.name} takes more than keywords"
            if node.returns is None or any(one.annotation is None for one in given.kwonlyargs):
                yield f"{node.lineno}: {node.name} is not typed"
            if not ast.get_docstring(node):
                yield f"{node.lineno}: {node.name} does not say what it changes"


def is_typed(rest: ast.arg | None) -> bool:
    """`**texts: Unpack[Texts]` names its keywords as well as a list of them would."""
    return rest is None or (rest.annotation is not None and ast.unparse(rest.annotation).startswith("Unpack["))


def used_outside() -> set[str]:
    """Services that doors, workers, reactions and seeds call; what services share among themselves is their matter."""
    return {name for source in python_sources() if not IN_SERVICES.match(source.path) for name in services_used(source)}


def services_used(source: Source) -> Iterator[str]:
    """As `backend.accounts.services.people.person_update`."""
    modules: dict[str, str] = {}
    for node in nodes(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module and ".services" in node.module:
            yield from (f"{node.module}.{one.name}" for one in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(".services"):
            modules |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    for node in nodes(source.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield f"{modules[node.value.id]}.{node.attr}"


def test_services_have_one_shape() -> None:
    used = used_outside()
    assert len(used) > 50
    modules = (source for source in python_sources() if IN_SERVICES.match(source.path))
    found = [
        f"{module.path}:{fault}"
        for module in modules
        for fault in shapeless(module)
        if f"{module.path[:-3].replace('/', '.')}.{fault.split()[1]}" in used
    ]
    assert found == []


def test_services_are_found_by_either_way_of_importing() -> None:
    text = "from funding.services.refunds import refund_request\nfrom funding.services import pledges\npledges.quote()"
    found = set(services_used(example(text)))
    assert {"funding.services.refunds.refund_request", "funding.services.pledges.quote"} <= found


@pytest.mark.parametrize(
    "text",
    [
        'def team_create(name: str) -> Team:\n    """Make one."""',
        'def team_create(*, name) -> Team:\n    """Make one."""',
        'def team_create(*, name: str):\n    """Make one."""',
        "def team_create(*, name: str) -> Team:\n    return Team()",
        'def team_create(*names: str) -> Team:\n    """Make one."""',
        'def team_create(**facts: str) -> Team:\n    """Make one."""',
    ],
)
def test_another_shape_is_seen(text: str) -> None:
    assert sees(shapeless, text)


# What an event holds stays in the outbox for weeks: ids, numbers and states, no words of people.
PLAIN = (int, bool, int | None, list[int], tuple[int, ...], str)
WORDS = {"name": "of a job", "kind": "a state", "ref": "a public id", "state": "a state"}


def careless_fields(event: type) -> list[str]:
    hints = get_type_hints(event)
    fields = [field.name for field in dataclasses.fields(event)]
    return [
        name
        for name in fields
        if hints[name] not in PLAIN or (hints[name] is str and name not in WORDS and not name.endswith(("_id", "_ref")))
    ]


def test_events_hold_nothing_but_ids() -> None:
    assert notify.CATALOGUE.keys() <= EVENTS.keys()
    assert events.JobDue.topic in EVENTS
    assert {topic: names for topic, event in EVENTS.items() if (names := careless_fields(event))} == {}


def test_an_event_with_words_is_seen() -> None:
    @dataclasses.dataclass
    class Told:
        team_id: int
        motivation: str
        people: list[str]

    assert careless_fields(Told) == ["motivation", "people"]
