from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.test import Client

from backend.core import clock, health
from backend.core.models import DueJob, Heartbeat, OutboxMessage
from backend.local.embedded import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def alive() -> None:
    for name in health.HEARTBEATS:
        health.heartbeat(name)


@pytest.fixture
def _broken_database() -> Iterator[None]:
    with patch("backend.core.health.connection.cursor", side_effect=OperationalError):
        yield


def test_a_process_that_answers_is_healthy(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_come_by_address_and_without_encryption(
    client: Client, alive: None, settings: LazySettings, path: str
) -> None:
    settings.ALLOWED_HOSTS = ["gemeinwerk.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, headers={"host": "localhost:8000"}).status_code == 200
    assert client.get("/", headers={"host": "localhost:8000"}).status_code == 400


def test_ready_means_that_everything_answers(client: Client, alive: None) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "missing": [], "late_jobs": [], "dead_messages": 0}


def test_an_old_heartbeat_is_none(client: Client, alive: None) -> None:
    Heartbeat.objects.filter(name="relay").update(at=clock.now() - timedelta(seconds=31))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["missing"] == ["relay"]


def test_a_heartbeat_is_one_row(alive: None) -> None:
    health.heartbeat("relay")
    assert Heartbeat.objects.count() == 3


def test_a_missing_broker_is_named(client: Client, alive: None, settings: LazySettings) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    assert client.get("/readyz").json()["missing"] == ["redis"]


@pytest.mark.usefixtures("_broken_database")
def test_a_missing_database_is_named(client: Client) -> None:
    answer = client.get("/readyz").json()
    assert answer == {"status": "missing", "missing": ["database", "relay", "worker", "beat"]}


def test_late_jobs_and_dead_messages_are_facts_but_stop_nothing(client: Client, alive: None) -> None:
    past = clock.now() - timedelta(minutes=5)
    DueJob.objects.create(name="mail.digest", due_at=past, alarm_at=past)
    OutboxMessage.objects.create(topic="a.b", queue="bulk", payload={}, dedupe_key="1", dead_at=past)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert (response.json()["late_jobs"], response.json()["dead_messages"]) == (["mail.digest"], 1)
