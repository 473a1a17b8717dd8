import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import OperationalError
from redis import Redis

from backend.core.models import Heartbeat, OutboxMessage
from backend.core.outbox import RELAY_BATCH, outbox_claim
from backend.core.stopping import Stop
from backend.core.wake import WAKE_CHANNEL
from backend.local.embedded import Service, free_port, start_valkey
from tests.faults.effects import ask_for_effects
from worker import connections, life, processes
from worker.celery import app
from worker.relay import GATHER_SECONDS, QUEUE_ROOM, Relay

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(tmp_path: Path, settings: LazySettings) -> Iterator[Service]:
    service = start_valkey(tmp_path)
    settings.REDIS_URL = service.url
    before = app.conf["broker_url"]
    app.conf["broker_url"] = service.url
    yield service
    app.conf["broker_url"] = before
    service.stop()


@pytest.fixture
def redis(broker: Service) -> Redis:
    return Redis.from_url(broker.url)


def test_it_hands_out_and_shows_that_it_lives(redis: Redis) -> None:
    ask_for_effects(3)
    relay = Relay()
    assert relay.round() == 3
    assert relay.round() == 0
    assert redis.llen("money") == 3
    assert Heartbeat.objects.get().name == "relay"


def test_a_full_queue_gets_no_more_but_others_do(redis: Redis) -> None:
    redis.rpush("mail", *range(QUEUE_ROOM))
    ask_for_effects(1)
    OutboxMessage.objects.update(queue="mail")
    ask_for_effects(1)
    assert Relay().round() == 1
    assert (redis.llen("mail"), redis.llen("money")) == (QUEUE_ROOM, 1)


def test_without_a_broker_nothing_is_claimed(settings: LazySettings) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    ask_for_effects(1)
    relay = Relay()
    assert relay.round() == 0
    relay._wait()
    assert len(outbox_claim()) == 1


def test_a_broker_that_goes_in_between_gives_all_back(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_for_effects(3)
    calls = []

    def send(*_: Any, **__: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionError

    monkeypatch.setattr(app, "send_task", send)
    assert Relay().round() == 1
    assert len(outbox_claim()) == 2


def test_the_bell_ends_the_wait(redis: Redis, settings: LazySettings) -> None:
    settings.OUTBOX_POLL_MS = 20_000
    relay = Relay()
    relay._subscribe()
    time.sleep(0.05)
    began = time.monotonic()
    redis.publish(WAKE_CHANNEL, "1")
    # The first message may be the confirmation of the subscription.
    relay._wait()
    assert time.monotonic() - began < 10
    relay._hang_up()
    relay._hang_up()


def test_one_round_answers_all_who_rang(redis: Redis, settings: LazySettings) -> None:
    settings.OUTBOX_POLL_MS = 20_000
    relay = Relay()
    bell = relay._subscribe()
    # The confirmation of the subscription.
    bell.get_message(timeout=5)
    for _ring in range(5):
        redis.publish(WAKE_CHANNEL, "1")
    relay._wait()
    assert bell.get_message(timeout=0.05) is None
    relay._hang_up()


@pytest.mark.parametrize(("moved", "gathered"), [(1, True), (RELAY_BATCH - 1, True), (RELAY_BATCH, False)])
def test_what_comes_in_a_moment_leaves_together(moved: int, gathered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    relay = Relay()
    waits: list[float] = []

    def step() -> int:
        if len(rounds) == 1:
            relay.stopping.set()
        rounds.append(moved)
        return moved

    rounds: list[int] = []
    monkeypatch.setattr(relay, "round", step)
    monkeypatch.setattr(connections, "close_old_connections", lambda: None)
    monkeypatch.setattr(relay.stopping, "wait", waits.append)
    relay.run()
    assert waits == ([GATHER_SECONDS] * 2 if gathered else [])


def test_it_runs_until_it_is_told_to_stop_and_survives_the_database(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = Relay()
    steps = iter(["gone", "moved", "stop"])

    def step() -> int:
        match next(steps):
            case "gone":
                raise OperationalError("gone")
            case "stop":
                relay.stopping.set()
        return 1

    monkeypatch.setattr(relay, "round", step)
    monkeypatch.setattr(connections, "close_old_connections", lambda: None)
    monkeypatch.setattr("worker.connections.connections.all", lambda **_: [])
    relay.run()
    assert next(steps, None) is None


class Waiting:
    def __init__(self) -> None:
        self.stopping = Stop()
        self.ended = False

    def run(self) -> None:
        self.stopping.wait(10)
        self.ended = True


def test_a_signal_ends_all_loops_together() -> None:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    first, second = Waiting(), Waiting()
    threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    try:
        processes.run_loops(first, second)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert first.ended
    assert second.ended


@pytest.mark.parametrize(
    ("command", "loops"), [(["relay"], ["Relay"]), (["relay", "--with-beat"], ["Relay", "Beat"]), (["beat"], ["Beat"])]
)
def test_commands_run_their_loops(command: list[str], loops: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    module = f"worker.management.commands.{command[0]}"
    monkeypatch.setattr(f"{module}.run_loops", lambda *given: ran.extend(type(loop).__name__ for loop in given))
    monkeypatch.setattr(f"{module}.keep_one_connection", lambda: None)
    call_command(*command)
    assert ran == loops


def test_the_worker_command_starts_celery_on_the_queues_named(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    module = "worker.management.commands.worker"
    monkeypatch.setattr(f"{module}.app.worker_main", started.append)
    monkeypatch.setattr(f"{module}.keep_one_connection", lambda: None)
    monkeypatch.setattr(f"{module}.show_life_of_worker", lambda: None)
    call_command("worker", "--queues", "money", "--concurrency", "3")
    (arguments,) = started
    assert arguments[arguments.index("--queues") + 1] == "money"
    assert arguments[arguments.index("--concurrency") + 1] == "3"


def test_long_lived_processes_have_no_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"default": {"OPTIONS": {"pool": {"max_size": 4}, "connect_timeout": 5}, "CONN_MAX_AGE": 0}}

    class Handler:
        settings = given

        def close_all(self) -> None:
            pass

    monkeypatch.setattr(connections, "connections", Handler())
    connections.keep_one_connection()
    assert given == {"default": {"OPTIONS": {"connect_timeout": 5}, "CONN_MAX_AGE": connections.KEEP_SECONDS}}


def test_a_fork_forgets_the_parents_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    class Connection:
        connection: object = object()

    one = Connection()
    monkeypatch.setattr("worker.connections.connections.all", lambda **_: [one])
    connections.forget_inherited_connections()
    assert one.connection is None


def test_a_pulse_beats_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[str] = []
    pulse = life._Pulse()

    def beat(name: str) -> None:
        beats.append(name)
        pulse.stopping.set()

    monkeypatch.setattr(life, "heartbeat", beat)
    monkeypatch.setattr(connections, "close_old_connections", lambda: None)
    pulse.run()
    assert beats == ["worker"]


def test_the_pulse_follows_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Pulse:
        stopping = Stop()

        def start(self) -> None:
            seen.append("started")

    monkeypatch.setattr(life, "_Pulse", Pulse)
    monkeypatch.setattr(life, "forget_inherited_connections", lambda: seen.append("forked"))
    connected: dict[str, Any] = {}
    for name in ("worker_ready", "worker_shutting_down", "worker_process_init"):
        monkeypatch.setattr(
            f"worker.life.signals.{name}.connect", lambda act, *, weak, name=name: connected.update({name: act})
        )
    life.show_life_of_worker()
    for act in connected.values():
        act(sender=None)
    assert seen == ["started", "forked"]
    assert Pulse.stopping.is_set()
