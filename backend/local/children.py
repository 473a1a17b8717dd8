"""Child processes of the demo: started together, ended together, found again after their supervisor was killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import psutil

STOP_SECONDS = 7.0


class Children:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.register = folder / "processes.json"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        """Start a child in a session of its own, so that Ctrl-C reaches only the supervisor, which ends it in order."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, *command], env=dict(environment), stdout=log, stderr=log, start_new_session=True
            )
        self._remember()

    def ended(self) -> list[str]:
        return [name for name, process in self.running.items() if process.poll() is not None]

    def stop(self) -> None:
        """Ask all to end, wait, and kill what is left of their groups."""
        for process in self.running.values():
            _signal_group(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
        for process in self.running.values():
            _signal_group(process.pid, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
        self.running.clear()
        self.register.unlink(missing_ok=True)

    def end_leftovers(self) -> int:
        """End what a killed supervisor left behind; return how many."""
        try:
            known = json.loads(self.register.read_text())
        except (OSError, ValueError):
            return 0
        left = [pid for pid, started in known if _is_same_process(pid, started)]
        for pid in left:
            _signal_group(pid, signal.SIGTERM)
        _wait_for_end(left)
        for pid in left:
            _signal_group(pid, signal.SIGKILL)
        self.register.unlink(missing_ok=True)
        return len(left)

    def _remember(self) -> None:
        entries = []
        for process in self.running.values():
            with contextlib.suppress(psutil.NoSuchProcess):
                entries.append((process.pid, psutil.Process(process.pid).create_time()))
        self.register.write_text(json.dumps(entries))


def resident_bytes(pids: Iterable[int]) -> int:
    """Memory of these processes and all that they started, as the system counts it for each."""
    family: set[psutil.Process] = set()
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            parent = psutil.Process(pid)
            family |= {parent, *parent.children(recursive=True)}
    return sum(_resident(process) for process in family)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _is_same_process(pid: int, started: float) -> bool:
    """A number may have gone to somebody else; the time of its start tells."""
    try:
        return abs(psutil.Process(pid).create_time() - started) < 1
    except psutil.NoSuchProcess:
        return False


def _wait_for_end(pids: Iterable[int]) -> None:
    processes = []
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            processes.append(psutil.Process(pid))
    psutil.wait_procs(processes, STOP_SECONDS)
