"""Limits for a network: known by a hash that nobody turns back, and gone with the day."""

import pytest
import time_machine
from django.conf import settings
from pytest_django import Settings
from redis import Redis

from backend.core.errors import SlowDown
from backend.core.networks import network_name, require_unhurried

NOON = "2026-03-20T12:00:10Z"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("::ffff:203.0.113.7", "::ffff:203.0.113.8", False),
        ("2001:db8:0:1::7", "2001:db8:0:1:ffff::8", True),
        ("2001:db8:0:1::7", "2001:db8:0:2::7", False),
    ],
)
def test_a_network_is_what_a_household_has(one: str, other: str, *, is_same: bool) -> None:
    with time_machine.travel(NOON, tick=False):
        assert (network_name(one) == network_name(other)) is is_same


def test_its_name_is_another_one_each_day_and_never_the_address() -> None:
    names = []
    for day in ("2026-03-20T12:00:00Z", "2026-03-21T12:00:00Z"):
        with time_machine.travel(day, tick=False):
            names.append(network_name("203.0.113.7"))
    assert len(set(names)) == 2
    assert not any("203" in name and "113" in name for name in names)
    assert network_name("unix:") == network_name("") == ""


def wait_of(network: str) -> int:
    """0: it may."""
    try:
        require_unhurried(network, "rating", {60: 2, 3_600: 3})
    except SlowDown as error:
        return error.retry_after
    return 0


def test_it_goes_on_when_the_window_is_over_and_says_so_before() -> None:
    with time_machine.travel(NOON, tick=False):
        assert [wait_of("a") for _ in range(3)] == [0, 0, 51]
        assert wait_of("b") == 0, "another network"
        assert [wait_of("") for _ in range(4)] == [0] * 4, "not known"
    with time_machine.travel("2026-03-20T12:01:00Z", tick=False):
        assert wait_of("a") == 3_541, "the hour is full"
    with time_machine.travel("2026-03-20T13:00:00Z", tick=False):
        assert wait_of("a") == 0


def test_a_hall_of_five_hundred_rates_five_solutions_each() -> None:
    assert settings.RATINGS_OF_A_NETWORK[60] >= 500
    assert settings.RATINGS_OF_A_NETWORK[3_600] >= 2 * 500 * 5
    assert settings.COMMENTS_OF_A_NETWORK[3_600] >= 500


def test_what_is_kept_goes_by_itself() -> None:
    with time_machine.travel(NOON, tick=False):
        require_unhurried(network_name("203.0.113.7"), "rating", {60: 2, 3_600: 3})
    client = Redis.from_url(settings.REDIS_URL)
    keys = client.keys("*count:rating:*")
    assert len(keys) == 2
    assert all(0 < client.ttl(key) <= 7_200 for key in keys)


def test_with_redis_down_everybody_passes(settings: Settings) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "backend.core.cache.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        },
    }
    assert [wait_of("a") for _ in range(4)] == [0] * 4
