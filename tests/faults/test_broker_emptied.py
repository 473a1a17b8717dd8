"""Redis loses everything it held."""

import pytest

from tests.faults.effects import all_handled, ask_for_effects, effects, once_each
from tests.faults.stage import Stage
from tests.faults.twins import DIRECT
from worker.celery import app

pytestmark = pytest.mark.processes
COUNT = 20


def test_an_emptied_broker_loses_and_doubles_nothing(stage: Stage) -> None:
    stage.relay()
    ask_for_effects(COUNT)
    stage.wait_until(lambda: stage.redis().llen("money") == COUNT, "all is handed out")
    stage.redis().flushall()
    stage.worker()
    stage.wait_until(all_handled, "everything is handled")
    assert effects() == once_each(COUNT)


def test_a_broker_that_restarts_empty_is_waited_for(stage: Stage) -> None:
    relay, worker = stage.relay(), stage.worker(EFFECT_SECONDS="0.05")
    ask_for_effects(COUNT)
    stage.wait_until(lambda: len(effects()) >= 2, "some work is done")
    stage.stop_valkey()
    ask_for_effects(COUNT, first=COUNT)
    stage.restart_valkey_empty()
    stage.wait_until(all_handled, "everything is handled")
    assert effects() == once_each(2 * COUNT)
    assert relay.popen.poll() is None
    assert worker.popen.poll() is None


def test_without_the_outbox_all_is_lost(stage: Stage) -> None:
    with app.connection_for_write(stage.valkey.url) as broker:
        for number in range(COUNT):
            app.send_task(DIRECT, args=[number], queue="money", connection=broker)
        assert stage.redis().llen("money") == COUNT
        stage.redis().flushall()
        stage.worker()
        app.send_task(DIRECT, args=[COUNT], queue="money", connection=broker)
    stage.wait_until(lambda: effects()[COUNT], "the worker works")
    assert len(effects()) == 1
