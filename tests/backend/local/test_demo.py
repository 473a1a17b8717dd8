"""The demo's own decisions; that all of it starts is shown by starting it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import LazySettings
from django.core.management import call_command

from backend.accounts.models import User
from backend.accounts.services.api_tokens import token_find
from backend.local import demo, static_files
from backend.local.demo import Demo, DemoDidNotStart, forget, only_one
from backend.local.embedded import free_port
from backend.local.management.commands import prepare_demo
from backend.local.personas import PERSONAS
from backend.settings.env import Env
from tests.factories.accounts import UserFactory


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is given by the environment."""
    monkeypatch.setattr(demo, "read_env", lambda: Env.model_construct(_fields_set=set()))


class Started:
    def __init__(self, url: str) -> None:
        self.url = url
        self.process = type("Process", (), {"pid": os.getpid()})()
        self.stopped = False

    def stop(self, timeout_seconds: float = 1) -> None:
        self.stopped = True


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "start_postgres", lambda _folder: Started("postgresql://own"))
    monkeypatch.setattr(demo, "start_valkey", lambda _folder: Started("redis://own"))


@pytest.mark.usefixtures("bare", "services")
def test_it_brings_everything_and_remembers_what_must_stay(tmp_path: Path) -> None:
    first, second = Demo(tmp_path, 8_000)._settings(), Demo(tmp_path, 8_001)._settings()
    assert (first["DATABASE_URL"], first["REDIS_URL"]) == ("postgresql://own", "redis://own")
    assert first["SITE_URL"] == "http://localhost:8000"
    for name in ("SECRET_KEY", "STRIPE_API_BASE"):
        assert first[name] == second[name]
    assert first["EMAIL_URL"] == f"file:///{tmp_path}/mails"
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("services")
def test_what_the_environment_names_is_used_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"database_url", "redis_url", "stripe_secret_key", "email_url"}
    monkeypatch.setattr(demo, "read_env", lambda: Env.model_construct(_fields_set=given))
    running = Demo(tmp_path, 8_000)
    brought = running._settings()
    assert not {name.upper() for name in given} & set(brought)
    assert running.services == []
    running.environment = brought
    running._start_sandbox()
    assert running.children.running == {}


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "is_free", lambda _port: False)
    with pytest.raises(DemoDidNotStart, match="Port 8000 is taken"):
        Demo(tmp_path, 8_000)._start(0)


@pytest.mark.parametrize("text", ["", "0", "-1", "65536", "web", "²"])
def test_a_port_that_is_none_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(DemoDidNotStart, match="PORT is a number"):
        demo.wanted_port(text)
    assert [demo.wanted_port("1"), demo.wanted_port("65535")] == [1, 65_535]


@pytest.mark.usefixtures("bare", "services")
def test_the_sandbox_moves_when_its_port_was_taken_meanwhile(tmp_path: Path) -> None:
    first = Demo(tmp_path, 8_000)._settings()["STRIPE_API_BASE"]
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", int(first.rpartition(":")[2])))
        stranger.listen()
        second = Demo(tmp_path, 8_000)._settings()["STRIPE_API_BASE"]
    assert first != second
    assert Demo(tmp_path, 8_000)._settings()["STRIPE_API_BASE"] == second


SIGNALLED = """
import sys, time
from pathlib import Path
from backend.local import demo
run = demo.Demo(Path(sys.argv[1]), demo.free_port())
run._settings = lambda: {}
run.children.start = lambda name, command, environment: start(name, ["-c", "import time; time.sleep(60)"], environment)
start = demo.Children.start.__get__(run.children)
run.run()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_way_to_end_it_ends_all_of_it_at_once(tmp_path: Path, number: signal.Signals) -> None:
    # Nobody reads what it says, as when the terminal has gone. It is at the longest step of a first start.
    reader, writer = os.pipe()
    supervisor = subprocess.Popen([sys.executable, "-c", SIGNALLED, str(tmp_path)], stdout=writer, stderr=writer)
    os.close(writer)
    register = tmp_path / "processes.json"
    deadline = time.monotonic() + 20
    while not register.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    started = [psutil.Process(pid) for pid, _since in json.loads(register.read_text())]
    os.close(reader)
    supervisor.send_signal(number)
    supervisor.wait(10)
    assert len(started) == 1
    assert not psutil.wait_procs(started, 5)[1]


def test_only_one_demo_runs_on_a_folder(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(DemoDidNotStart, match="running already"), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


def test_forgetting_removes_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "secret").write_text("x")
    forget(folder)
    assert not folder.exists()
    forget(folder)


@pytest.mark.usefixtures("bare", "services")
def test_it_starts_watches_and_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    running = Demo(tmp_path, free_port())
    sleeper = ["-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(running, "_prepare", lambda: (tmp_path / "keys.json").write_text(json.dumps([KEY])))
    monkeypatch.setattr(running, "_start_sandbox", lambda: None)
    monkeypatch.setattr(running, "_own_commands", lambda: {"web": sleeper, "short": ["-c", "pass"]})
    monkeypatch.setattr(running, "_wait_until_ready", lambda: None)
    monkeypatch.setattr("backend.local.demo.signal.signal", lambda *_: None)
    again: list[str] = []
    watch = running._start_again

    def watch_once() -> None:
        running.children.running["short"].wait(10)
        watch()
        again.extend(running.children.running)
        running.stopping.set()

    monkeypatch.setattr(running, "_start_again", watch_once)
    running.run()
    out = capsys.readouterr().out
    assert again == ["web", "short"]
    assert "short has ended and is started again" in out
    assert "fund manager         frieda@example.org     http://x" in out
    assert "MB resident in all processes" in out
    assert all(service.stopped for service in running.services)  # type: ignore[attr-defined]  # they are this test's own
    assert running.children.running == {}


KEY = {"role": "fund manager", "email": "frieda@example.org", "link": "http://x", "token": "gw_x"}


def test_a_failed_preparation_shows_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = Demo(tmp_path, 8_000)
    monkeypatch.setattr("backend.local.demo.sys.executable", "/bin/false")
    with pytest.raises(DemoDidNotStart, match="Preparing the database failed"):
        running._prepare()


def test_who_waits_too_long_is_told_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "READY_SECONDS", 0.1)
    with pytest.raises(DemoDidNotStart, match="missing: an answer"):
        Demo(tmp_path, free_port())._wait_until_ready()


@pytest.mark.parametrize(("arguments", "ran"), [(["forget"], "forget"), ([], "run")])
def test_the_command_says_in_a_sentence_what_is_wrong(
    arguments: list[str], ran: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any) -> None:
        raise DemoDidNotStart("No luck.")

    monkeypatch.setattr(demo, "FOLDER", tmp_path)
    monkeypatch.setattr(demo, "forget", lambda _folder: None)
    monkeypatch.setattr(Demo, "run", fail)
    assert demo.main(arguments) == (0 if ran == "forget" else 1)
    assert ("No luck." in capsys.readouterr().err) == (ran == "run")


@pytest.mark.django_db
def test_keys_are_kept_while_they_work() -> None:
    for persona in PERSONAS[:2]:
        UserFactory.create(email=persona.email)
    first = prepare_demo.keys({})
    tokens = {entry["email"]: entry["token"] for entry in first}
    assert [entry["email"] for entry in first] == [persona.email for persona in PERSONAS[:2]]
    assert [entry["token"] for entry in prepare_demo.keys(tokens)] == list(tokens.values())
    renewed = prepare_demo.keys(dict.fromkeys(tokens, "gw_forgotten"))
    assert all(token_find(clear=entry["token"]) for entry in renewed)
    assert "gw_forgotten" not in json.dumps(renewed)


@pytest.mark.django_db
def test_preparing_runs_all_steps_and_writes_the_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    persona = PERSONAS[0].email

    def note(name: str, **_: Any) -> None:
        steps.append(name)
        if name == "seed":
            UserFactory.create(email=persona)

    monkeypatch.setattr(prepare_demo, "call_command", note)
    monkeypatch.setattr(prepare_demo, "static_files_collect", lambda: steps.append("static files"))
    monkeypatch.setattr(
        "backend.local.management.commands.prepare_demo.subprocess.run",
        lambda command, **_: steps.append(Path(command[1]).name),
    )
    target = tmp_path / "keys.json"
    for _ in range(2):
        call_command("prepare_demo", str(target))
    again = ["translations.py", "migrate", "static files"]
    # What is complete is not seeded a second time.
    assert steps == [*again, "seed", *again]
    # An empty database, named by DATABASE_URL since, gets its content although there are keys of another one.
    User.objects.filter(email=persona).delete()
    call_command("prepare_demo", str(target))
    assert steps[-4:] == [*again, "seed"]
    assert [entry["email"] for entry in json.loads(target.read_text())] == [persona]
    assert target.stat().st_mode & 0o077 == 0


def test_static_files_are_collected_when_a_source_changed(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    collected: list[str] = []
    monkeypatch.setattr(static_files, "call_command", lambda name, **_: collected.append(name))
    assert static_files.static_files_collect()
    assert not static_files.static_files_collect()
    monkeypatch.setattr(static_files, "_fingerprint", lambda: "changed")
    assert static_files.static_files_collect()
    assert collected == ["collectstatic", "collectstatic"]
