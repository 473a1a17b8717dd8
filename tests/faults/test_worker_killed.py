"""A worker dies in the middle of its work."""

from pathlib import Path

import pytest

from backend.core.models import OutboxMessage
from tests.faults.effects import all_handled, ask_for_effects, effects, once_each
from tests.faults.stage import Stage
from tests.faults.twins import DIRECT
from worker.celery import app

pytestmark = pytest.mark.processes
COUNT = 30


def test_a_killed_worker_loses_and_doubles_nothing(stage: Stage) -> None:
    first = stage.worker(concurrency=2, EFFECT_SECONDS="0.1")
    stage.relay()
    ask_for_effects(COUNT)
    stage.wait_until(lambda: len(effects()) >= 3, "some work is done")
    first.kill()
    assert len(effects()) < COUNT, "it was killed in the middle"
    stage.worker(concurrency=2)
    stage.wait_until(all_handled, "everything is handled")
    assert effects() == once_each(COUNT)


def test_without_the_outbox_the_task_in_hand_is_lost(stage: Stage, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    worker = stage.worker(concurrency=1, EFFECT_SECONDS="5")
    with app.connection_for_write(stage.valkey.url) as broker:
        app.send_task(DIRECT, args=[1, str(begun)], queue="money", connection=broker)
    stage.wait_until(begun.exists, "the task has begun")
    worker.kill()
    stage.worker(concurrency=1)
    with app.connection_for_write(stage.valkey.url) as broker:
        app.send_task(DIRECT, args=[2], queue="money", connection=broker)
    stage.wait_until(lambda: effects()[2], "the next task is done")
    assert effects()[1] == 0


def test_a_crash_between_effect_and_mark_doubles_it_if_they_are_two_steps(stage: Stage) -> None:
    ask_for_effects(1)
    stage.relay()
    crashing = stage.worker(TWIN="two_steps", FAILPOINT="tests.between")
    stage.wait_until(lambda: effects()[0], "the effect is there")
    crashing.kill()
    stage.worker(TWIN="two_steps")
    stage.wait_until(all_handled, "the message is handled")
    assert effects()[0] > 1


def test_a_message_delivered_many_times_is_handled_once(stage: Stage) -> None:
    ask_for_effects(1)
    stage.relay()
    stage.worker(concurrency=2, EFFECT_SECONDS="0.3")
    stage.wait_until(lambda: stage.redis().exists("unacked") or effects(), "it is being worked on")
    key = OutboxMessage.objects.get().pk
    with app.connection_for_write(stage.valkey.url) as broker:
        for _ in range(5):
            app.send_task("worker.handle_message", args=[key], queue="money", connection=broker)
    stage.wait_until(all_handled, "the message is handled")
    stage.wait_until(lambda: not stage.redis().exists("unacked") and not stage.redis().llen("money"), "all are taken")
    assert effects() == once_each(1)
