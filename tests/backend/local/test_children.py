import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from backend.local.children import Children, resident_bytes

# Starts a child of its own and waits; with "stubborn" it does not listen to SIGTERM. It is ready when the child is:
# only then do both have the size that they keep.
PROGRAM = """
import signal, subprocess, sys, time
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(
    [sys.executable, "-c", "import time; print(1, flush=True); time.sleep(60)"], stdout=subprocess.PIPE
)
child.stdout.readline()
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    children = Children(tmp_path)
    yield children
    children.stop()


def start(children: Children, *arguments: str) -> psutil.Process:
    children.start("program", ["-c", PROGRAM, *arguments], os.environ)
    log = children.folder / "program.log"
    deadline = time.monotonic() + 10
    while "ready" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)
    return psutil.Process(children.running["program"].pid)


def family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, 5)[1]


@pytest.mark.parametrize("arguments", [[], ["stubborn"]])
def test_stopping_ends_all_of_it(children: Children, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.local.children.STOP_SECONDS", 0.5)
    started = family(start(children, *arguments))
    assert len(started) == 2
    began = time.monotonic()
    children.stop()
    assert time.monotonic() - began < 5
    assert gone(started)
    assert not children.register.exists()


def test_who_comes_after_a_killed_supervisor_ends_what_it_left(children: Children) -> None:
    started = family(start(children))
    successor = Children(children.folder)
    assert successor.end_leftovers() == 1
    assert gone(started)
    assert successor.end_leftovers() == 0


def test_a_number_that_went_to_somebody_else_is_left_alone(children: Children) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    try:
        children.register.write_text(json.dumps([[stranger.pid, 1.0], [2**22 - 1, 1.0]]))
        assert children.end_leftovers() == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_unreadable_register_is_none(children: Children) -> None:
    children.register.write_text("{")
    assert children.end_leftovers() == 0


def test_what_has_ended_is_named(children: Children) -> None:
    process = start(children)
    assert children.ended() == []
    os.killpg(process.pid, signal.SIGKILL)
    children.running["program"].wait(5)
    assert children.ended() == ["program"]


def test_memory_counts_each_process_once(children: Children) -> None:
    process = start(children)
    once = resident_bytes([process.pid])
    child = process.children()[0].pid
    assert 0 < process.memory_info().rss <= once
    assert resident_bytes([process.pid, child]) == pytest.approx(once, rel=0.2)
    assert resident_bytes([2**22 - 1]) == 0
