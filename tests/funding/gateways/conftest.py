"""The adapter talks to a real sandbox process with the official library."""

from collections.abc import Iterator

import pytest

from funding.gateways.stripe_gateway import StripeGateway
from tests.funding.sandbox.server import API_KEY, WEBHOOK_SECRET, SandboxServer, running_sandbox


@pytest.fixture(scope="module")
def _sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as server:
        yield server


@pytest.fixture
def sandbox(_sandbox: SandboxServer) -> SandboxServer:
    _sandbox.control.post("/reset")
    return _sandbox


@pytest.fixture
def stripe_gateway(sandbox: SandboxServer) -> StripeGateway:
    return StripeGateway(API_KEY, webhook_secret=WEBHOOK_SECRET, api_base=sandbox.base_url, retries=0)
