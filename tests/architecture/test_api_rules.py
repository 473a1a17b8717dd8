"""What holds for every handler of the API, whoever writes the next one."""

import ast
import inspect
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api import docs
from backend.api.fields import Body
from backend.api.operations import Operation
from backend.api.shapes import Shape
from tests.architecture.routes import api_operations

HANDLER_LINES = 15
# What a person does to the own account with a token that may only read.
WRITES_BY_READERS = {"messages_mark_read", "tokens_create", "tokens_revoke"}


HANDLERS: list[tuple[str, Any]] = [(method, getattr(route.view_class, method)) for method, route in api_operations()]
OPERATIONS: list[Operation] = [handler.operation for _method, handler in HANDLERS]


def test_there_are_handlers_to_check() -> None:
    assert len(HANDLERS) > 5


def test_every_handler_is_declared_with_its_own_name() -> None:
    counted = Counter(operation.id for operation in OPERATIONS)
    assert [name for name, count in counted.items() if count > 1] == []
    assert [one.id for one in OPERATIONS if not one.summary or not one.id.isidentifier()] == []


def test_what_changes_things_needs_a_scope_that_says_so() -> None:
    careless = [
        handler.operation.id
        for method, handler in HANDLERS
        if method != "get" and handler.operation.scope in {None, Scope.READ}
    ]
    assert set(careless) == WRITES_BY_READERS


def lines_of(function: Any) -> int:
    """Lines of the body; the declaration above it is no logic."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    body = tree.body[0]
    assert isinstance(body, ast.FunctionDef)
    return (body.end_lineno or 0) - body.lineno + 1


@pytest.mark.parametrize("handler", [handler for _method, handler in HANDLERS], ids=lambda one: one.operation.id)
def test_a_handler_is_access_service_return(handler: Any) -> None:
    assert lines_of(handler) <= HANDLER_LINES


def test_serializers_hold_no_business_logic() -> None:
    """They name fields. What saves, decides or asks the database is a service, a rule or a selector."""
    busy = {
        f"{kind.__module__}.{kind.__name__}.{name}"
        for base in (Body, Shape)
        for kind in all_subclasses(base)
        for name in ("create", "update", "save", "validate")
        if getattr(kind, name) is not getattr(serializers.Serializer, name)
    }
    assert busy == set()


def all_subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for child in kind.__subclasses__():
        yield child
        yield from all_subclasses(child)


def test_the_check_sees_the_one_difference(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "schema.yml"
    other.write_text(docs.schema_text().replace("Who I am", "Who I was", 1))
    monkeypatch.setattr("backend.api.management.commands.api_schema.SCHEMA_FILE", other)
    with pytest.raises(CommandError) as error:
        call_command("api_schema", "--check")
    changed = [line for line in str(error.value).splitlines()[2:] if line.startswith(("-", "+"))]
    assert ["was" in changed[0], "am" in changed[1], len(changed)] == [True, True, 2]
