from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection, transaction

from backend.core import clock, outbox, wake
from backend.core.checks import InvariantViolation
from backend.core.models import OutboxMessage
from backend.core.outbox import EVENTS, Event, Queue

pytestmark = pytest.mark.django_db
Later = Callable[[timedelta], AbstractContextManager[Any]]


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    topic: ClassVar[str] = "tests.noted"
    queue: ClassVar[Queue] = Queue.MONEY
    number: int


def later(seconds: float) -> AbstractContextManager[Any]:
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=False)


def add(*numbers: int) -> list[OutboxMessage]:
    outbox.outbox_add_many([Noted(number=number) for number in numbers])
    return list(OutboxMessage.objects.order_by("pk"))


def test_an_event_is_a_row_that_gives_the_event_back() -> None:
    outbox.outbox_add(Noted(number=7))
    row = OutboxMessage.objects.get()
    assert (row.topic, row.queue, row.payload) == ("tests.noted", "money", {"number": 7})
    assert EVENTS[row.topic].from_payload(row.payload) == Noted(number=7)


def test_the_same_key_is_dropped_and_none_is_not() -> None:
    for _ in range(2):
        outbox.outbox_add(Noted(number=1), dedupe_key="once")
        outbox.outbox_add(Noted(number=2))
    assert sorted(row.payload["number"] for row in OutboxMessage.objects.all()) == [1, 2, 2]


@pytest.mark.django_db(transaction=True)
def test_a_row_is_written_in_a_transaction_only() -> None:
    with pytest.raises(InvariantViolation):
        outbox.outbox_add(Noted(number=1))
    with pytest.raises(InvariantViolation):
        outbox.outbox_add_many([Noted(number=1)])


def test_a_topic_is_declared_once_and_never_missing() -> None:
    with pytest.raises(InvariantViolation):
        type("Again", (Event,), {"topic": "tests.noted"})
    with pytest.raises(InvariantViolation):
        type("Nameless", (Event,), {})


def test_a_claim_is_a_lease() -> None:
    add(1, 2)
    assert [row.payload["number"] for row in outbox.outbox_claim()] == [1, 2]
    assert outbox.outbox_claim() == []
    with later(61):
        assert len(outbox.outbox_claim()) == 2


def test_a_claim_has_a_limit_and_takes_the_oldest() -> None:
    first, *_rest = add(1, 2, 3)
    assert outbox.outbox_claim(1) == [first]


def test_of_several_queues_the_oldest_go_first() -> None:
    rows = add(1, 2, 3, 4)
    for row, queue in zip(rows, ["mail", "bulk", "money", "mail"], strict=True):
        OutboxMessage.objects.filter(pk=row.pk).update(queue=queue)
    assert [row.pk for row in outbox.outbox_claim(3)] == [row.pk for row in rows[:3]]
    assert [row.pk for row in outbox.outbox_claim(3)] == [rows[3].pk], "what was not claimed has no lease"


def test_what_somebody_waits_for_goes_before_what_is_older() -> None:
    rows = add(1, 2, 3)
    OutboxMessage.objects.filter(pk=rows[2].pk).update(queue="awaited")
    assert [row.pk for row in outbox.outbox_claim(2)] == [rows[2].pk, rows[0].pk]


def test_what_waits_for_a_full_queue_is_not_passed_by() -> None:
    OutboxMessage.objects.bulk_create(
        OutboxMessage(topic="tests.noted", queue="mail", payload={}, dedupe_key=str(number)) for number in range(2_000)
    )
    add(1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE core_outboxmessage")
    moment = clock.now()
    # Indexes are taken even for few rows.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        given: list[Any] = [["bulk", "money"], moment, moment, 200, 200]
        cursor.execute(f"EXPLAIN (ANALYZE) {outbox.WAITING_FOR_UPDATE}", given)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "outbox_queue_to_relay" in plan
    assert "Rows Removed" not in plan


def test_only_queues_with_room_are_claimed() -> None:
    add(1)
    assert outbox.outbox_claim(queues=["mail", "bulk"]) == []
    assert len(outbox.outbox_claim(queues=["money"])) == 1


def test_what_could_not_be_handed_out_is_free_at_once() -> None:
    rows = add(1)
    outbox.outbox_claim()
    outbox.outbox_release([row.pk for row in rows])
    assert len(outbox.outbox_claim()) == 1


def test_handing_out_wears_nothing_out_but_beginning_does(settings: LazySettings) -> None:
    settings.OUTBOX_MAX_ATTEMPTS = 2
    (row,) = add(1)
    for step in range(5):
        with later(61 * (step + 1)):
            assert len(outbox.outbox_claim()) == 1
    for _ in range(2):
        assert outbox.outbox_begin(row.pk) is not None
    with later(900):
        assert outbox.outbox_claim() == []
    row.refresh_from_db()
    assert row.dead_at is not None
    assert row.error.startswith("each attempt ended without an answer")


def test_what_is_handled_is_not_begun_again() -> None:
    (row,) = add(1)
    begun = outbox.outbox_begin(row.pk)
    assert begun is not None
    assert begun.attempts == 1
    outbox.outbox_mark_handled(begun)
    assert outbox.outbox_begin(row.pk) is None
    outbox.outbox_mark_failed(row.pk, "too late")
    row.refresh_from_db()
    assert row.error == ""


@pytest.mark.parametrize(("attempts", "wait"), [(1, 2), (2, 4), (9, 512), (10, 600), (11, 600)])
def test_failures_wait_longer_each_time(attempts: int, wait: int) -> None:
    (row,) = add(1)
    OutboxMessage.objects.update(attempts=attempts)
    outbox.outbox_mark_failed(row.pk, "ValueError: no")
    assert outbox.outbox_claim() == []
    with later(wait - 1):
        assert outbox.outbox_claim() == []
    with later(wait + 1):
        assert [claimed.error for claimed in outbox.outbox_claim()] == ["ValueError: no"]


def test_the_last_failure_parks_it_until_somebody_asks(settings: LazySettings) -> None:
    settings.OUTBOX_MAX_ATTEMPTS = 3
    first, second = add(1, 2)
    OutboxMessage.objects.update(attempts=3)
    for row in (first, second):
        outbox.outbox_mark_failed(row.pk, "no")
    assert OutboxMessage.objects.filter(dead_at__isnull=False).count() == 2
    assert outbox.outbox_begin(first.pk) is None
    assert outbox.outbox_retry([first.pk]) == 1
    assert outbox.outbox_retry() == 1
    assert len(outbox.outbox_claim()) == 2


def test_old_and_handled_is_forgotten() -> None:
    old, fresh, _waiting = add(1, 2, 3)
    OutboxMessage.objects.filter(pk=old.pk).update(handled_at=clock.now() - timedelta(days=2))
    OutboxMessage.objects.filter(pk=fresh.pk).update(handled_at=clock.now())
    assert outbox.outbox_prune(timedelta(days=1)) == 1
    assert OutboxMessage.objects.count() == 2


def test_many_rows_ring_once_and_only_after_commit(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        add(1, 2)
        outbox.outbox_add(Noted(number=3))
    assert callbacks == [wake.wake]
    assert connection.in_atomic_block


def test_a_silent_broker_is_asked_once_per_pause(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Nobody:
        def publish(self, *_: object) -> None:
            asked.append(1)
            raise ConnectionError

    monkeypatch.setattr(wake, "_client", Nobody)
    monkeypatch.setattr(wake._Doorbell, "quiet_until", 0.0)
    wake.wake()
    wake.wake()
    assert asked == [1]
    assert wake._Doorbell.quiet_until > 0
    monkeypatch.setattr(wake._Doorbell, "quiet_until", 0.0)


def test_the_bell_is_heard(settings: LazySettings) -> None:
    client: Any = wake._client()
    listener = client.pubsub(ignore_subscribe_messages=True)
    listener.subscribe(wake.WAKE_CHANNEL)
    listener.get_message(timeout=1)
    wake._Doorbell.quiet_until = 0.0
    wake.wake()
    assert listener.get_message(timeout=2)["data"] == b"1"
    listener.close()
