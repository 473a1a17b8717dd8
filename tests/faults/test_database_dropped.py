"""The database drops every connection, again and again."""

from functools import partial

import pytest

from tests.faults.effects import all_handled, ask_for_effects, effects, once_each
from tests.faults.stage import Stage, drop_database_connections

pytestmark = pytest.mark.processes
COUNT = 24


def at_least(count: int) -> bool:
    return len(effects()) >= count


def test_dropped_connections_lose_and_double_nothing(stage: Stage) -> None:
    relay, worker = stage.relay(), stage.worker(concurrency=2, EFFECT_SECONDS="0.1")
    ask_for_effects(COUNT)
    for done in (2, 6, 10):
        stage.wait_until(partial(at_least, done), f"{done} are done")
        assert drop_database_connections() >= 2, "relay and workers were connected"
    stage.wait_until(all_handled, "everything is handled")
    assert effects() == once_each(COUNT)
    assert relay.popen.poll() is None
    assert worker.popen.poll() is None


def test_a_connection_dropped_between_effect_and_mark_doubles_it_if_they_are_two_steps(stage: Stage) -> None:
    stage.relay()
    stage.worker(TWIN="two_steps", PAUSE_BETWEEN="1.5")
    ask_for_effects(1)
    stage.wait_until(lambda: effects()[0] == 1, "the effect is there, the mark is not")
    drop_database_connections()
    stage.wait_until(all_handled, "the message is handled")
    assert effects()[0] > 1
