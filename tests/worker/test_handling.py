from dataclasses import dataclass
from threading import Thread
from typing import ClassVar
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled, SerializationFailure

from backend.core.db import refuse_transaction, require_transaction
from backend.core.errors import Unavailable
from backend.core.models import Heartbeat, OutboxMessage
from backend.core.outbox import Event, outbox_add, outbox_lock, outbox_mark_handled
from worker import handlers, tasks
from worker.handling import handle

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Asked(Event):
    topic: ClassVar[str] = "tests.asked"
    name: str = "effect"


@pytest.fixture
def message() -> OutboxMessage:
    outbox_add(Asked())
    return OutboxMessage.objects.get()


def effect(event: Asked) -> None:
    require_transaction()
    Heartbeat.objects.create(name=event.name, at="2026-01-01T00:00:00Z")


def raising(error: Exception) -> handlers.Handler:
    def act(_event: Asked) -> None:
        raise error

    return act


@pytest.fixture
def react(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setitem(handlers.TRANSACTIONAL, Asked.topic, (effect,))
    return monkeypatch


def test_the_effect_and_its_mark_are_one_step(message: OutboxMessage, react: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        handle(message.pk)
    message.refresh_from_db()
    assert message.handled_at is not None
    assert message.attempts == 1
    assert Heartbeat.objects.count() == 1


def test_a_failure_takes_the_effect_back_and_keeps_the_error(message: OutboxMessage, react: pytest.MonkeyPatch) -> None:
    react.setitem(handlers.TRANSACTIONAL, Asked.topic, (effect, raising(ValueError("no"))))
    handle(message.pk)
    message.refresh_from_db()
    assert (message.handled_at, message.error) == (None, "ValueError: no")
    assert not Heartbeat.objects.exists()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("duplicate key\nDETAIL:  Key (email)=(clara@example.org) already exists.", "ValueError: duplicate key"),
        ("no \0 byte", "ValueError: no \N{REPLACEMENT CHARACTER} byte"),
    ],
)
def test_the_reason_is_kept_without_people_and_without_what_cannot_be_kept(
    message: OutboxMessage, react: pytest.MonkeyPatch, text: str, kept: str
) -> None:
    react.setitem(handlers.TRANSACTIONAL, Asked.topic, (raising(ValueError(text)),))
    handle(message.pk)
    message.refresh_from_db()
    assert message.error == kept


def test_a_service_that_is_away_is_no_failure(message: OutboxMessage, react: pytest.MonkeyPatch) -> None:
    react.setitem(handlers.NETWORK, Asked.topic, (raising(Unavailable(code="mail_server")),))
    with patch("worker.handling.log") as log:
        handle(message.pk)
    message.refresh_from_db()
    assert message.error.startswith("mail_server")
    assert message.leased_until is None
    assert not log.exception.called


def test_after_the_last_attempt_it_is_dead(
    message: OutboxMessage, react: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    settings.OUTBOX_MAX_ATTEMPTS = 2
    react.setitem(handlers.TRANSACTIONAL, Asked.topic, (raising(ValueError("no")),))
    for expected in (False, True, True):
        handle(message.pk)
        message.refresh_from_db()
        assert (message.dead_at is not None) == expected
    assert message.attempts == 2


def test_network_work_is_outside_and_before_the_transaction(message: OutboxMessage, react: pytest.MonkeyPatch) -> None:
    seen = []

    def act(_event: Asked) -> None:
        refuse_transaction()
        seen.append(Heartbeat.objects.count())

    react.setitem(handlers.NETWORK, Asked.topic, (act,))
    handle(message.pk)
    assert seen == [0]
    assert Heartbeat.objects.count() == 1


def test_what_another_worker_finished_meanwhile_is_left_alone(
    message: OutboxMessage, react: pytest.MonkeyPatch
) -> None:
    react.setitem(handlers.NETWORK, Asked.topic, (lambda _event: outbox_mark_handled(message),))
    handle(message.pk)
    assert not Heartbeat.objects.exists()


def test_without_the_database_nothing_is_noted_and_the_task_ends_quietly(
    message: OutboxMessage, react: pytest.MonkeyPatch
) -> None:
    react.setitem(handlers.TRANSACTIONAL, Asked.topic, (raising(OperationalError("gone")),))
    with pytest.raises(OperationalError):
        handle(message.pk)
    message.refresh_from_db()
    assert (message.error, message.handled_at) == ("", None)
    with patch("worker.tasks.handle", side_effect=OperationalError), patch("worker.connections.connections"):
        tasks.handle_message(message.pk)


@pytest.mark.parametrize("kind", [DeadlockDetected, LockNotAvailable, QueryCanceled, SerializationFailure])
def test_a_statement_refused_for_now_is_tried_again_soon(
    message: OutboxMessage, react: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    refused = OperationalError("not now")
    refused.__cause__ = kind("not now")
    react.setitem(handlers.TRANSACTIONAL, Asked.topic, (effect, raising(refused)))
    handle(message.pk)
    message.refresh_from_db()
    assert (message.error, message.handled_at, message.leased_until) == (kind.__name__, None, None)
    assert not Heartbeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_in_another_hand_is_not_begun(transactional_db: None) -> None:
    with transaction.atomic():
        outbox_add(Asked())
    message = OutboxMessage.objects.get()

    def other() -> None:
        handle(message.pk)
        connection.close()

    with transaction.atomic():
        assert outbox_lock(message.pk)
        thread = Thread(target=other)
        thread.start()
        thread.join()
    message.refresh_from_db()
    assert message.attempts == 0
