"""Requests made up from the schema, for each operation when its test runs.

To make them up for all of them at once took more than half of what every process takes to collect all tests.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source

from tests.architecture.routes import api_operations

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
Schema = Any  # generic in its transport, which is of no interest here


def as_in_the_schema(place: re.Match[str]) -> str:
    return f"{{{place[1]}}}"


def operations() -> list[str]:
    """Each one as the schema names it, `GET /api/v1/funds/{fund_id}/`, and known without the schema."""
    return sorted(f"{method.upper()} /{PLACE.sub(as_in_the_schema, route.path)}" for method, route in api_operations())


@cache
def schema() -> Schema:
    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())


@cache
def found_in_the_source() -> FeedbackSources:
    """Values that our own code compares with: they are asked, too."""
    return FeedbackSources(constants_value_source=make_constants_value_source(schema()))


def operations_of_the_schema() -> list[str]:
    return sorted(found.ok().label for found in schema().get_all_operations())


def ask(operation: str, one: Callable[[Any], None]) -> None:
    """Call `one` with each request that is made up for an operation; with its own settings of Hypothesis."""
    method, path = operation.split(" ", 1)
    known = schema()
    made = build_operation_test(
        config=known.config,
        operation=known[path][method],
        test_func=one,
        given_kwargs={},
        feedback=found_in_the_source(),
    )
    made()
