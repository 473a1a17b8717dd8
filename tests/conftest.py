"""Fixtures that every test may ask for."""

from collections.abc import Iterator

import hypothesis
import pytest
from django.core.cache import cache
from django.utils import translation

from tests import emptying

# A busy machine is slow, not wrong: what counts is what is found, not in how many milliseconds.
hypothesis.settings.register_profile(
    "busy machines", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("busy machines")
emptying.put_in_place()


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    """Each test starts in the default language, whatever the one before left behind."""
    with translation.override("de"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


BROWSER = ("tests/browser/",)
SLOW = ("tests/faults/", "test_authorization_matrix.py", "test_book_machine.py", "test_schema_fuzz.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two workers start with a half each: let one begin with the browser, the other with what else takes long.

    So nobody waits for the last one at the end. The order stays random within each kind.
    """
    browser, slow, quick = list[pytest.Item](), list[pytest.Item](), list[pytest.Item]()
    for item in items:
        kind = browser if _is_of(item, BROWSER) else slow if _is_of(item, SLOW) else quick
        kind.append(item)
    place = max(0, (len(items) + 1) // 2 - len(browser))
    items[:] = [*browser, *quick[:place], *slow, *quick[place:]]


def _is_of(item: pytest.Item, parts: tuple[str, ...]) -> bool:
    return any(part in item.nodeid for part in parts)
