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
