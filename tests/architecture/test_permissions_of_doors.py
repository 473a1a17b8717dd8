"""A door gets rows from `access` and selectors alone, and changes them through services alone."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.architecture.routes import Route, all_routes
from tests.architecture.sources import Source, broken, calls, nodes, python_sources, sees

DOORS = ("backend/api", "backend/web", "backend/webhooks")
MANAGERS = {"objects", "_default_manager", "_base_manager"}
FETCHES = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "get_model"}
WRITES = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update"}
OWN_ROWS = {
    "backend/api/idempotency.py": "keeps the answers of repeated requests: rows of the door itself",
    "backend/api/models.py": "likewise",
    "backend/api/management/commands/api_schema.py": "writes a file",
}
FETCH_AND_CHECK = re.compile(r"_to_[a-z_]+$")
BY_ID = re.compile(r"<(?:\w+:)?(\w+)>")


def direct_rows(source: Source) -> Iterator[str]:
    for node in nodes(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield f"{node.lineno}: asks the database past access and selectors"
    for name, call in calls(source.tree):
        last = name.rsplit(".", 1)[-1]
        if last in FETCHES:
            yield f"{call.lineno}: {last} does not ask who may"
        if last in WRITES and "." in name and not name.startswith("super()"):
            yield f"{call.lineno}: {name} changes rows past the services"
        if last in {"atomic", "on_commit"}:
            yield f"{call.lineno}: a door opens no transaction"


def door_sources() -> tuple[Source, ...]:
    return tuple(source for source in python_sources("backend") if source.within(*DOORS))


def test_doors_leave_the_database_to_others() -> None:
    assert broken(direct_rows, tuple(source for source in door_sources() if source.path not in OWN_ROWS)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Team.objects.get(pk=1)",
        "teams = Team._default_manager.all()",
        "team = get_object_or_404(Team, pk=1)",
        "team = shortcuts.get_object_or_404(Team, pk=1)",
        "team.save()",
        "team.members.get_or_create(user=user)",
        "with transaction.atomic():\n    pass",
    ],
)
def test_a_door_that_helps_itself_is_seen(text: str) -> None:
    assert sees(direct_rows, text, "backend/web/views/example.py")


# Whoever takes an id from an address gets its row by an access function, which checks as it fetches.


def reached_words(module: ast.Module, start: str) -> set[str]:
    """Names that a function (`view`, or `View.get`) uses, itself or through functions of its own module."""
    local = dict(named_functions(module))
    own_class = start.rpartition(".")[0]
    found: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        body = local.get(name) or local.get(f"{own_class}.{name}")
        for node in ast.walk(body) if body else ():
            word = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if word and word not in found:
                found.add(word)
                waiting.append(word)
    return found


def named_functions(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, ast.FunctionDef))


def fetches_and_checks(text: str, name: str) -> bool:
    return any(FETCH_AND_CHECK.search(word) for word in reached_words(ast.parse(text), name))


# Address → how its row is found without an access function, and why that is right.
OTHERWISE = {
    "web:unsubscribe": "the signed word in the address is the right itself",
    "web:media": "pictures, whose random names are the right itself",
    "web:simulation-shared": "whoever holds the secret address may read what was shared; it is kept as a digest",
    "web:simulation-shared-table": "likewise",
    "web:demo-sign-in": "the signed word is the right itself, and the demo alone knows such words",
    "web:demo-mail": "a file that the demo wrote instead of sending it",
    "web:demo-mail-html": "likewise",
}


def routes_by_id() -> list[Route]:
    """Our own routes that take anything from the address."""
    return [
        route
        for route in all_routes()
        if BY_ID.search(route.path) and route.view.__module__.startswith(("backend.api.v1", "backend.web.views"))
    ]


def handlers_of(route: Route) -> list[Any]:
    if route.view_class is None:
        return [route.view]
    return [
        handler
        for method in ("get", "post", "put", "patch", "delete")
        if (handler := getattr(route.view_class, method, None))
    ]


@pytest.mark.parametrize("route", routes_by_id(), ids=lambda route: route.name)
def test_an_id_in_an_address_is_checked_as_it_is_fetched(route: Route) -> None:
    if route.name in OTHERWISE:
        return
    texts = {source.path: source.text for source in door_sources()}
    text = texts[route.view.__module__.replace(".", "/") + ".py"]
    careless = [
        handler.__qualname__ for handler in handlers_of(route) if not fetches_and_checks(text, handler.__qualname__)
    ]
    assert careless == []


def test_there_are_routes_to_check() -> None:
    assert len(routes_by_id()) > 10
    assert set(OTHERWISE) <= {route.name for route in all_routes()}


def test_a_view_that_does_not_check_is_seen() -> None:
    text = "def team(request, public_id):\n    return show(row(public_id))\ndef row(ref):\n    return team_by_id(ref)"
    assert not fetches_and_checks(text, "team")
    assert fetches_and_checks(text.replace("team_by_id", "access.team_to_view"), "team")


def test_handlers_of_one_name_are_told_apart() -> None:
    text = "class A:\n    def get(self):\n        team_to_view()\nclass B:\n    def get(self):\n        self.row()"
    assert fetches_and_checks(text, "A.get")
    assert not fetches_and_checks(text, "B.get")
