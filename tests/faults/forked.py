"""Processes forked from one that has everything loaded: they start in milliseconds, where others take seconds of work.

Each reads the environment anew, as if it had been started with it.
"""

import importlib
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.faults.process", "tests.faults.money_run", "tests.faults.pieces_run"])
SECONDS = 60
SETTINGS = ("env", "base", "integrations", "logs", "test")


class Forked:
    """What `subprocess.Popen` offers, as far as tests ask for it."""

    def __init__(self, work: Callable[..., None], *given: object, env: Mapping[str, str], output: Path | None) -> None:
        if output is not None:
            output.touch()
        # What is loaded first reads the environment once, and wants to find this worker's database there.
        with mock.patch.dict(os.environ, env):
            self._process = FORKS.Process(target=_begin, args=(dict(env), output, work, *given))
            self._process.start()

    @property
    def pid(self) -> int:
        pid = self._process.pid
        assert pid is not None
        return pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, seconds: float) -> int:
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise TimeoutError(self._process)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


def exit_code_of(work: Callable[[], None], **changes: str) -> int:
    """Run `work` in a process of its own with these settings; below zero it is the signal that ended it."""
    known = os.environ | {
        "DJANGO_SETTINGS_MODULE": "backend.settings.test",
        "DATABASE_URL": own_database_url(),
        "OUTBOX_LEASE_SECONDS": "1",
    }
    process = Forked(work, env=known | changes, output=None)
    try:
        return process.wait(SECONDS)
    except TimeoutError:
        process.send_signal(signal.SIGKILL)
        raise


def own_database_url() -> str:
    """The address of the database that this test run made for itself."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


def _begin(environment: dict[str, str], output: Path | None, work: Callable[..., None], *given: object) -> None:
    os.setsid()
    if output is not None:
        with output.open("wb") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", buffering=1, closefd=False) for number in (1, 2))
        warnings.simplefilter("ignore")
    os.environ.clear()
    os.environ.update(environment)
    _read_settings_anew()
    work(*given)


def _read_settings_anew() -> None:
    from django.conf import settings

    modules = [importlib.reload(importlib.import_module(f"backend.settings.{name}")) for name in SETTINGS]
    for name, value in vars(modules[-1]).items():
        if name.isupper():
            setattr(settings, name, value)
