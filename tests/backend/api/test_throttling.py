"""A limit for each address and token; none when Redis is down."""

import pytest
import time_machine
from pytest_django import Settings

from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def limits(settings: Settings) -> Settings:
    settings.API_ADDRESS_REQUESTS_A_MINUTE = 2
    settings.API_TOKEN_REQUESTS_A_MINUTE = 3
    return settings


def statuses(client: ApiClient, count: int) -> list[int]:
    return [client.get("organisations/").status_code for _ in range(count)]


def test_an_address_and_a_token_have_their_own_limits(limits: Settings) -> None:
    with time_machine.travel("2026-03-20T18:00:10Z", tick=False):
        assert statuses(ApiClient(), 3) == [200, 200, 429]
        assert statuses(ApiClient(UserFactory.create()), 4) == [200, 200, 200, 429]


def test_the_answer_says_when_to_come_back_and_then_it_goes_on(limits: Settings) -> None:
    with time_machine.travel("2026-03-20T18:00:10Z", tick=False):
        statuses(ApiClient(), 2)
        response = ApiClient().get("organisations/")
        assert problem_of(response)["code"] == "throttled"
        assert response["Retry-After"] == "51"
    with time_machine.travel("2026-03-20T18:01:01Z", tick=False):
        assert statuses(ApiClient(), 1) == [200]


def test_a_forged_forwarding_header_opens_no_second_account(limits: Settings) -> None:
    with time_machine.travel("2026-03-20T18:00:10Z", tick=False):
        for address in ("1.2.3.4", "1.2.3.5"):
            client = ApiClient()
            client.headers["X-Forwarded-For"] = address
            assert statuses(client, 1) == [200]
        assert statuses(ApiClient(), 1) == [429]


def test_with_redis_down_everybody_passes(limits: Settings) -> None:
    limits.CACHES = {
        "default": {
            "BACKEND": "backend.core.cache.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        },
    }
    assert statuses(ApiClient(), 4) == [200, 200, 200, 200]


def test_who_guesses_tokens_is_slowed_down_too(limits: Settings) -> None:
    with time_machine.travel("2026-03-20T18:00:10Z", tick=False):
        client = ApiClient()
        client.headers["Authorization"] = "Bearer gw_guessed"
        assert [client.get("me/").status_code for _ in range(3)] == [401, 401, 429]


def test_who_knocks_at_closed_doors_is_slowed_down_too(limits: Settings) -> None:
    with time_machine.travel("2026-03-20T18:00:10Z", tick=False):
        assert [ApiClient().get("me/").status_code for _ in range(3)] == [401, 401, 429]


def test_ratings_of_one_network_are_limited_whoever_gives_them(settings: Settings) -> None:
    settings.RATINGS_OF_A_NETWORK = settings.COMMENTS_OF_A_NETWORK = {60: 2}
    solution = make.SolutionFactory.create(handed_in=True)
    rating, comments = (f"solutions/{solution.public_id}/{part}/" for part in ("rating", "comments"))
    with time_machine.travel("2026-03-20T18:00:10Z", tick=False):
        people = [ApiClient(UserFactory.create()) for _ in range(3)]
        solution.sprint.phases.update(starts_at="2026-03-20T18:00:00Z", ends_at="2026-03-20T19:00:00Z")
        assert [one.put(rating, {"stars": 4}).status_code for one in people] == [200, 200, 429]
        written = [one.post(comments, {"body": "Gut."}, key=str(number)) for number, one in enumerate(people)]
        assert [answer.status_code for answer in written] == [201, 201, 429]
        assert problem_of(written[2])["code"] == "too_fast"
        assert written[2]["Retry-After"] == "51"
    with time_machine.travel("2026-03-20T18:01:01Z", tick=False):
        again = people[2].post(comments, {"body": "Gut."}, key="2")
        assert again.status_code == 201, "a refusal is not kept for its key"
