"""Two relays at the same time."""

import pytest

from tests.faults.effects import all_handled, ask_for_effects, effects, once_each
from tests.faults.stage import Stage

pytestmark = pytest.mark.processes
COUNT = 60


def test_two_relays_hand_each_message_out_once(stage: Stage) -> None:
    ask_for_effects(COUNT)
    # A lease longer than the test: whatever is handed out twice was claimed twice.
    stage.relay(OUTBOX_LEASE_SECONDS="60")
    stage.relay(OUTBOX_LEASE_SECONDS="60")
    stage.wait_until(lambda: stage.redis().llen("money") >= COUNT, "all is handed out")
    assert stage.redis().llen("money") == COUNT
    stage.worker(concurrency=2)
    stage.wait_until(all_handled, "everything is handled")
    assert effects() == once_each(COUNT)


def test_without_a_lease_messages_are_handed_out_again(stage: Stage) -> None:
    ask_for_effects(COUNT)
    stage.relay(TWIN="no_lease")
    stage.wait_until(lambda: stage.redis().llen("money") > COUNT, "more is handed out than there is")
