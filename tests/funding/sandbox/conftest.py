"""One sandbox process for the area, emptied before each test; tests that restart it start their own."""

from collections.abc import Iterator

import pytest
import stripe

from tests.funding.sandbox.receiver import Receiver, running_receiver
from tests.funding.sandbox.server import SandboxServer, running_sandbox


@pytest.fixture(scope="session")
def _receiver() -> Iterator[Receiver]:
    with running_receiver() as receiver:
        yield receiver


@pytest.fixture(scope="session")
def _sandbox(_receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    state = tmp_path_factory.mktemp("sandbox")
    with running_sandbox(state, webhook_url=_receiver.url, retry_base_seconds=0.2) as server:
        yield server


@pytest.fixture
def sandbox(_sandbox: SandboxServer) -> SandboxServer:
    _sandbox.control.post("/reset")
    return _sandbox


@pytest.fixture
def receiver(sandbox: SandboxServer, _receiver: Receiver) -> Receiver:
    """Depends on the sandbox, so that it is emptied after the reset."""
    assert sandbox.process is not None
    _receiver.events.clear()
    _receiver.rejected.clear()
    _receiver.statuses.clear()
    return _receiver


@pytest.fixture
def client(sandbox: SandboxServer) -> stripe.StripeClient:
    return sandbox.client()
