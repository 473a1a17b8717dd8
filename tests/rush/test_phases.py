"""Whose CPU a phase counts: what lives, what was waited for, and what was killed meanwhile."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any, cast

import pytest

from tests.faults.stage import Process, Stage
from tests.rush import phases
from tests.rush.phases import Phases, cpu_of

BUSY = "import time\nwhile time.process_time() < 0.3: pass\n"
REST = "print(flush=True)\ntime.sleep(60)"
WORK = BUSY + REST
PARENT = f"import subprocess, sys, time\nsubprocess.run([sys.executable, '-c', {BUSY!r}])\n{REST}"


class Played:
    """As much of a stage as is asked."""

    def __init__(self) -> None:
        self.processes: list[Process] = []
        self.valkey = self

    @property
    def process(self) -> Any:
        return self.processes[0].popen


def working(code: str) -> Process:
    popen = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert popen.stdout is not None
    popen.stdout.readline()
    return Process(popen, Path("7-worker.log"))


def test_a_child_that_was_waited_for_counts() -> None:
    process = working(PARENT)
    try:
        assert cpu_of(process.popen.pid) >= 0.3
        assert cpu_of(process.popen.pid, children=False) < cpu_of(process.popen.pid)
    finally:
        process.kill()
    assert cpu_of(process.popen.pid) == 0


def test_what_was_killed_is_kept_and_what_was_before_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Phases, "_postmaster", lambda _self: 0)
    stage = Played()
    measured = Phases(cast(Stage, stage))
    stage.processes.append(working(WORK))
    with measured.phase("working"):
        stage.processes.append(working(WORK))
        measured.ends(stage.processes[0])
        stage.processes[0].kill()
    with measured.phase("resting"):
        time.sleep(0.01)
    stage.processes[1].kill()
    first, second = measured.done
    assert first.cpu["worker"] == pytest.approx(0.3, abs=0.2)
    assert second.cpu["worker"] < 0.1
    assert first.seconds > second.seconds >= 0.01
    assert phases.CLIENTS in first.cpu
