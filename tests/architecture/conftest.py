"""The world that permissions and addresses are asked about: built once a module, left as it was by every test.

Tests that use it carry the mark `django_db`, so that their database is there.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from funding.gateways import gateway_override
from tests.architecture.things import World, undone
from tests.architecture.world import build_world


@pytest.fixture(scope="module")
def built_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), undone():
        yield build_world()


@pytest.fixture
def world(built_world: World, db: None, settings: Settings) -> Iterator[World]:
    settings.API_TOKEN_REQUESTS_A_MINUTE = settings.API_ADDRESS_REQUESTS_A_MINUTE = 0
    with gateway_override(built_world.gateway):
        yield built_world
