"""Fixtures that every test may ask for."""

import gc
import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests import databases, emptying

# A busy machine is slow, not wrong: what counts is what is found, not in how many milliseconds.
hypothesis.settings.register_profile(
    "busy machines", max_examples=50, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy machines")
emptying.put_in_place()


def pytest_collection_finish() -> None:
    """What is there before the first test stays: to look through all of it for garbage took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
) -> None:
    """Instead of migrating for each worker: all copy what the first one of them has migrated."""
    if django_db_keepdb:
        return
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = databases.migrated()


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    """Each test starts in the default language, whatever the one before left behind."""
    with translation.override("de"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


LONG = (
    ("tests/browser/",),
    ("test_authorization_matrix.py", "test_schema_fuzz.py"),
    ("tests/faults/", "tests/rush/", "tests/flows/", "tests/funding/sandbox/", "test_book_machine.py"),
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Workers start with an equal part each: let each begin with a kind of those that take long.

    So nobody waits for the last one at the end. The order stays random within each kind.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long: list[list[pytest.Item]] = [[] for _worker in range(workers)]
    quick: list[pytest.Item] = []
    for item in items:
        place = next((n for n, parts in enumerate(LONG) if any(part in item.nodeid for part in parts)), None)
        (quick if place is None else long[place % workers]).append(item)
    share, ordered = len(items) // workers + 1, list[pytest.Item]()
    for kind in long:
        rest = max(0, share - len(kind))
        ordered += [*kind, *quick[:rest]]
        quick = quick[rest:]
    items[:] = [*ordered, *quick]
