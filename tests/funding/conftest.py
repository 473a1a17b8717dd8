"""What tests of funding share. Every test that touched the database ends with the books in order."""

from collections.abc import Iterator

import pytest

from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from tests.funding.machine_summary import machine_lines
from tests.funding.scenes import Scene, broken, scene_make


@pytest.fixture
def gateway() -> Iterator[MemoryGateway]:
    with gateway_override(MemoryGateway()) as made:
        assert isinstance(made, MemoryGateway)
        yield made


@pytest.fixture
def scene(db: None, gateway: MemoryGateway) -> Iterator[Scene]:
    """The books must be in order after each test, whatever it did."""
    made = scene_make(gateway)
    yield made
    assert broken() == []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [one for outcome in ("passed", "failed") for one in terminalreporter.stats.get(outcome, [])]
    for line in machine_lines(reports):
        terminalreporter.write_line(line)
