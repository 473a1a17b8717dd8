"""Fixtures that every test may ask for."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    """Each test starts in the default language, whatever the one before left behind."""
    with translation.override("de"):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()
