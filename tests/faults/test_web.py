"""The real web server with a part missing."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from django.db import transaction

from backend.core.models import OutboxMessage
from backend.local.embedded import free_port
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Pledge
from tests.faults.effects import ask_for_effects
from tests.faults.stage import Stage, drop_database_connections
from tests.funding.sandbox.server import API_KEY, SandboxServer, running_sandbox
from tests.funding.scenes import scene_make

pytestmark = pytest.mark.processes


@contextmanager
def serving(stage: Stage, **environment: str) -> Iterator[httpx.Client]:
    port = free_port()
    command = [
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--blocking-threads",
        "2",
        "--no-ws",
        "backend.wsgi:application",
    ]
    server = stage.start_module("granian", *command, **environment)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:

        def answers() -> bool:
            try:
                return client.get("/healthz").is_success
            except httpx.HTTPError:
                assert server.popen.poll() is None, server.output()
                return False

        stage.wait_until(answers, "the web server answers")
        yield client


def test_with_redis_down_pages_are_served_and_what_must_be_told_is_kept(stage: Stage) -> None:
    with serving(stage, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0") as client:
        for path in ("/", "/konto/login/", "/sprints/", "/api/v1/sprints/"):
            began = time.monotonic()
            response = client.get(path)
            assert response.status_code == 200, stage.processes[-1].output()
            assert time.monotonic() - began < 10, path
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert "redis" in ready.json()["missing"]


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxServer]:
    with running_sandbox(tmp_path / "sandbox") as server:
        yield server


def test_with_redis_down_a_pledge_leads_to_the_payment_page(stage: Stage, sandbox: SandboxServer) -> None:
    with transaction.atomic():
        campaign = scene_make(MemoryGateway()).campaign
    path = f"/kampagnen/{campaign.slug}/unterstuetzen/"
    environment = {
        "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
        "STRIPE_API_BASE": sandbox.base_url,
        "STRIPE_SECRET_KEY": API_KEY,
    }
    with serving(stage, **environment) as client:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(path).text)
        assert token
        given = {"choice": "2000", "backer_name": "Gesine", "backer_email": "gesine@example.org", "language": "de"}
        began = time.monotonic()
        answer = client.post(path, data=given | {"request_key": "key-1", "csrfmiddlewaretoken": token[1]})
        assert time.monotonic() - began < 10
        assert answer.status_code == 302, stage.processes[-1].output()
    pledge = Pledge.objects.select_related("payment").get()
    assert answer.headers["Location"] == pledge.payment.page_url
    assert httpx.get(pledge.payment.page_url, trust_env=False).is_success
    # What is to be told waits for the broker.
    assert OutboxMessage.objects.filter(topic="funding.pledge_created", handled_at=None).exists()


def test_with_redis_down_a_row_is_written_without_waiting(stage: Stage) -> None:
    stage.stop_valkey()
    began = time.monotonic()
    for number in range(5):
        with transaction.atomic():
            ask_for_effects(1, first=number)
    assert time.monotonic() - began < 5
    assert OutboxMessage.objects.count() == 5


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "text/html"), ("/sprints/", "text/html"), ("/api/v1/sprints/", "application/problem+json")],
)
def test_with_the_database_down_the_answer_is_when_to_come_back(stage: Stage, path: str, kind: str) -> None:
    with serving(stage, DATABASE_URL=f"postgresql://postgres@127.0.0.1:{free_port()}/gemeinwerk") as client:
        response = client.get(path)
        assert response.status_code == 503
        assert response.headers["Retry-After"].isdigit()
        assert response.headers["Content-Type"].startswith(kind)
        assert client.get("/readyz").json()["missing"] == ["database", "relay", "worker", "beat"]


def test_dropped_connections_are_replaced(stage: Stage) -> None:
    with serving(stage) as client:
        assert client.get("/api/v1/sprints/").status_code == 200
        drop_database_connections()
        answers = [client.get("/api/v1/sprints/").status_code for _ in range(4)]
        assert set(answers) <= {200, 503}
        assert answers[-1] == 200
