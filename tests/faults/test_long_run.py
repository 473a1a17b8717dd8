"""A worker that is killed again and again leaves the same ledger as one that is left alone.

A small run by default; `LONG_RUN=500 LONG_KILLS=20` in the environment make it a long one.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from backend.core.models import OutboxMessage
from funding.enums import PaymentState
from funding.events import PledgeCreated
from tests.faults.long_script import LongRun, gifts_drawn
from tests.faults.stage import Stage
from tests.funding.books import assert_stored_as_replayed
from tests.funding.sandbox.server import API_KEY, WEBHOOK_SECRET, SandboxServer, running_sandbox

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
PLEDGES, KILLS = int(os.environ.get("LONG_RUN", "12")), int(os.environ.get("LONG_KILLS", "2"))
SEED = 20_261_126
# Longer than it takes to see that a message is marked.
PAUSE = "1"
# A message waits at most this long until its effect; a kill falls anywhere in it.
MOMENT_SECONDS = 0.05


@pytest.fixture
def sandbox(stage: Stage, live_server: Any, settings: Any, tmp_path: Path) -> Iterator[SandboxServer]:
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    with running_sandbox(tmp_path / "sandbox", webhook_url=f"{live_server.url}/webhooks/stripe/") as server:
        given = {"STRIPE_API_BASE": server.base_url, "STRIPE_SECRET_KEY": API_KEY}
        given |= {"STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET, "SITE_URL": live_server.url}
        for name, value in given.items():
            setattr(settings, name, value)
        stage.environment |= given
        stage.relay()
        yield server


def moments(run: LongRun, messages: int, kills: int) -> list[Callable[[], bool]]:
    """One moment at random in each of as many equal parts of the work, and within the message that is then in hand."""
    chance, part = random.Random(SEED), messages // (kills + 1)  # noqa: S311  a fixed seed is the point

    def reached(done: int, pause: float) -> bool:
        if run.messages() < done:
            return False
        time.sleep(pause)
        return True

    drawn = [(number * part + chance.randrange(part), chance.random() * MOMENT_SECONDS) for number in range(kills)]
    return [partial(reached, done, pause) for done, pause in drawn]


def test_a_worker_killed_at_random_moments_leaves_the_same_ledger(stage: Stage, sandbox: SandboxServer) -> None:
    gifts = gifts_drawn(PLEDGES, SEED)
    calm = LongRun("calm", gifts, stage, sandbox)
    calm.play()
    expected = calm.facts()

    killed = LongRun("killed", gifts, stage, sandbox)
    killed.kill_when = moments(killed, calm.messages(), KILLS)
    killed.play()

    assert len(killed.caught) == KILLS
    assert any(killed.caught), "some died with work in their hands"
    assert killed.facts() == expected
    for run in (calm, killed):
        assert_stored_as_replayed(run.scene.fund)
    call_command("ledger", "check")


def test_a_worker_that_marks_before_it_acts_loses_what_it_had_in_hand(stage: Stage, sandbox: SandboxServer) -> None:
    gifts = gifts_drawn(4, SEED)
    run = LongRun("twin", gifts, stage, sandbox)
    marked = OutboxMessage.objects.filter(topic=PledgeCreated.topic, handled_at__isnull=False)
    run.kill_when = [marked.exists]
    run.start(TWIN="marked_first", PAUSE_BETWEEN=PAUSE)
    run.give(gifts)
    run.stop()
    assert run.caught == [0], "when it died, nothing seemed to be in its hands"
    states = Counter(run.pledges().values_list("payment__state", flat=True))
    assert states[PaymentState.OPEN] < len(gifts), "somebody never gets a payment page"
    assert states.keys() == {PaymentState.OPEN, PaymentState.CREATED}
