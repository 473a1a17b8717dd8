"""What holds for each list that there is: filters go together with pages, and the pages make up the whole."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from rest_framework import serializers

from backend.api.filters import FlagFilter
from backend.api.operations import Operation
from tests.architecture.matrix import ROLES, Line, read_table
from tests.architecture.play import address
from tests.architecture.routes import api_routes
from tests.architecture.things import World

pytestmark = pytest.mark.django_db
TABLE = Path("tests/architecture/authorization_api.txt")
LISTS: dict[str, Operation] = {
    route.name: route.view_class.get.operation
    for route in api_routes()
    if hasattr(getattr(route.view_class, "get", None), "operation") and route.view_class.get.operation.many
}
PAGED = [name for name, each in LISTS.items() if each.paged]


READERS = {
    line.route: next((role for role in ROLES if role != "anon" and line.expected[role] == "ok"), "anon")
    for line in sorted(read_table(TABLE.read_text()), key=lambda line: not line.objects)
    if line.method == "GET"
}
"""Somebody who may read each list, as the table of permissions says: of the usual things, if it names those."""


def ask(world: World, route: str, /, **query: Any) -> Any:
    return follow(world, route, address(Line("GET", route, {}, {}), world), **query)


def follow(world: World, route: str, url: str, /, **query: Any) -> Any:
    return Client().get(url, query, headers={"Authorization": f"Bearer {world.tokens[READERS[route]]}"})


def values_of(operation: Operation) -> dict[str, str]:
    """A valid value for each question and filter of a list."""
    asked = operation.asks().fields if operation.asks else {}
    values = {name: "1" if isinstance(one, serializers.IntegerField) else "true" for name, one in asked.items()}
    for name, each in (operation.filters.base_filters if operation.filters else {}).items():
        choices = each.extra.get("choices")
        values[name] = "true" if isinstance(each, FlagFilter) else str(choices[0][0]) if choices else "xyz"
    return values


@pytest.mark.parametrize("name", PAGED)
def test_pages_of_one_row_make_up_the_whole(name: str, world: World) -> None:
    whole = ask(world, name, limit=200).json()["results"]
    page = ask(world, name, limit=1).json()
    found = page["results"]
    while page["next"] and len(found) < len(whole):
        page = follow(world, name, page["next"]).json()
        found += page["results"]
    assert (found, page["next"]) == (whole, None)


@pytest.mark.parametrize("name", LISTS)
def test_every_filter_goes_with_every_other_and_with_pages(name: str, world: World) -> None:
    answer = ask(world, name, **values_of(LISTS[name]), **({"limit": 2} if LISTS[name].paged else {}))
    assert answer.status_code == 200, answer.content


def test_there_are_lists_with_more_than_a_page_of_one(world: World) -> None:
    for name in ("api:organisations", "api:sprints", "api:teams", "api:projects", "api:fund-matches"):
        assert ask(world, name, limit=1).json()["next"], name
