"""Pages that stay right while rows arrive, by a cursor that tells nothing."""

import base64
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.backend.api.client import ApiClient, problem_of
from tests.factories.accounts import OrganisationFactory

pytestmark = pytest.mark.django_db


def names(page: dict[str, Any]) -> list[str]:
    return [row["name"] for row in page["results"]]


def test_pages_follow_each_other_without_gap_or_double_while_rows_arrive() -> None:
    for name in ("b", "d", "d", "f"):
        OrganisationFactory.create(name=name)
    first = ApiClient().get("organisations/", limit=2).json()
    assert names(first) == ["b", "d"]
    OrganisationFactory.create(name="a")  # before the place of the cursor: no row is shown twice
    OrganisationFactory.create(name="e")  # behind it: shown
    second = Client().get(first["next"]).json()
    third = Client().get(second["next"]).json()
    assert names(second) + names(third) == ["d", "e", "f"]
    assert third["next"] is None


def test_the_last_full_page_has_no_next() -> None:
    OrganisationFactory.create_batch(2)
    assert ApiClient().get("organisations/", limit=2).json()["next"] is None
    assert ApiClient().get("organisations/", limit=1).json()["next"] is not None


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_is_one_query(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    OrganisationFactory.create_batch(count)
    with django_assert_num_queries(1):
        assert len(ApiClient().get("organisations/").json()["results"]) == count


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "", "²", "1e2"])
def test_a_limit_outside_is_refused(limit: str) -> None:
    assert list(problem_of(ApiClient().get("organisations/", limit=limit))["errors"]) == ["limit"]


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "gAAAA\0", "ä"])
def test_a_made_up_cursor_is_refused(cursor: str) -> None:
    response = ApiClient().get("organisations/", cursor=cursor)
    assert (response.status_code, list(problem_of(response)["errors"])) == (422, ["cursor"])


def test_a_cursor_shows_no_key_and_filters_go_on() -> None:
    # Keys too long to stand in an encrypted cursor by chance.
    rows = [OrganisationFactory.create(pk=10**15 + n, name=name) for n, name in enumerate(("Amt 1", "Amt 2", "Bund"))]
    page = ApiClient().get("organisations/", limit=1, name="amt").json()
    cursor = page["next"].split("cursor=")[1].split("&")[0]
    assert str(rows[0].pk).encode() not in base64.urlsafe_b64decode(cursor.replace("%3D", "=") + "==")
    assert names(Client().get(page["next"]).json()) == ["Amt 2"]


def test_a_filter_with_an_unknown_value_is_refused() -> None:
    response = ApiClient().get("organisations/", kind="circus")
    assert (response.status_code, list(problem_of(response)["errors"])) == (422, ["kind"])


def test_a_misspelt_filter_is_refused_and_named() -> None:
    answer = ApiClient().get("organisations/", nam="Stadt")
    assert answer.status_code == 422
    assert list(problem_of(answer)["errors"]) == ["nam"]


def test_a_cursor_belongs_to_its_filters() -> None:
    for name in ("Amt 1", "Amt 2", "Bund"):
        OrganisationFactory.create(name=name)
    following = ApiClient().get("organisations/", limit=1, name="amt").json()["next"]
    response = Client().get(following.replace("name=amt", "name=bund"))
    assert (response.status_code, list(problem_of(response)["errors"])) == (422, ["cursor"])
    assert names(Client().get(following.replace("limit=1", "limit=2")).json()) == ["Amt 2"]
