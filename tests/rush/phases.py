"""How long each part of a rush took, and who worked meanwhile: on a shared machine CPU says more than the clock."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import psutil
from django.db import connection

from tests.faults.stage import Process, Stage

CLIENTS, DATABASE = "clients", "database"


class Phase(NamedTuple):
    name: str
    seconds: float
    cpu: dict[str, float]
    """CPU seconds by part of the platform; the clients are with the mail server, which this process runs, too."""


@dataclass
class Phases:
    stage: Stage
    done: list[Phase] = field(default_factory=list)
    _roots: dict[str, int] = field(default_factory=dict)
    _ended: dict[str, float] = field(default_factory=dict)

    def ends(self, process: Process) -> None:
        """Keep what a process has used that is about to be killed: nobody can ask it afterwards."""
        name = _name(process)
        self._ended[name] = self._ended.get(name, 0.0) + cpu_of(process.popen.pid)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        began, before = time.monotonic(), self._cpu()
        yield
        after = self._cpu()
        used = {part: seconds - before.get(part, 0.0) for part, seconds in after.items()}
        self.done.append(Phase(name, time.monotonic() - began, used))

    def _cpu(self) -> dict[str, float]:
        found = {CLIENTS: cpu_of(os.getpid(), children=False), DATABASE: cpu_of(self._postmaster())}
        found["valkey"] = cpu_of(self.stage.valkey.process.pid)
        for process in self.stage.processes:
            if process.popen.poll() is None:
                name = _name(process)
                found[name] = found.get(name, 0.0) + cpu_of(process.popen.pid)
        return {name: seconds + self._ended.get(name, 0.0) for name, seconds in found.items()}

    def _postmaster(self) -> int:
        if DATABASE not in self._roots:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                parent = psutil.Process(cursor.fetchone()[0]).parent()
            assert parent is not None
            self._roots[DATABASE] = parent.pid
        return self._roots[DATABASE]


def cpu_of(pid: int, *, children: bool = True) -> float:
    """CPU seconds of a process; with those of its children that live or were waited for."""
    try:
        root = psutil.Process(pid)
        times = root.cpu_times()
        if not children:
            return times.user + times.system
        living = root.children(recursive=True)
    except psutil.NoSuchProcess:
        return 0.0
    used = times.user + times.system + times.children_user + times.children_system
    for child in living:
        try:
            times = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        used += times.user + times.system + times.children_user + times.children_system
    return used


def _name(process: Process) -> str:
    """`2-worker.log` is one of the workers."""
    return process.log.stem.partition("-")[2]
