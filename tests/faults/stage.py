"""Real processes on a broker of their own and the test's database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import psutil
import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection
from redis import Redis

from backend.local.embedded import Service, free_port, start_valkey
from tests.faults import process
from tests.faults.forked import Forked, own_database_url

DEADLINE_SECONDS = 40.0
Popen: TypeAlias = "subprocess.Popen[bytes] | Forked"


class Process:
    def __init__(self, popen: Popen, log: Path) -> None:
        self.popen = popen
        self.log = log

    def kill(self) -> None:
        """End it and everything it started as a power cut would."""
        with_children = [self.psutil(), *self.psutil().children(recursive=True)] if self.popen.poll() is None else []
        for one in with_children:
            one.kill()
        self.popen.wait(10)

    def stop(self) -> None:
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)
            try:
                self.popen.wait(8)
            except (subprocess.TimeoutExpired, TimeoutError):
                self.kill()

    def psutil(self) -> psutil.Process:
        return psutil.Process(self.popen.pid)

    def output(self) -> str:
        return self.log.read_text(errors="replace")


class Mailbox:
    """What the mail server accepted, as raw bytes."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.answer = "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        if self.answer.startswith("250"):
            self.mails.append(envelope.original_content or b"")
        return self.answer


class Stage:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.valkey: Service = start_valkey(folder)
        self.processes: list[Process] = []
        self.smtp: Controller | None = None
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "backend.settings.test",
            "DATABASE_URL": own_database_url(),
            "REDIS_URL": self.valkey.url,
            "OUTBOX_LEASE_SECONDS": "2",
            "OUTBOX_POLL_MS": "50",
        }

    def start(self, *command: str, **environment: str) -> Process:
        """Start one of our commands (`relay`, `worker` …) with the tests' events known to it."""
        log = self._log(command[0])
        return self._keep(Forked(process.run, *command, env=self.environment | environment, output=log), log)

    def start_module(self, module: str, *command: str, **environment: str) -> Process:
        log = self._log(module)
        with log.open("wb") as output:
            popen = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", module, *command],
                env=self.environment | environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        return self._keep(popen, log)

    def _log(self, name: str) -> Path:
        return self.folder / f"{len(self.processes)}-{name}.log"

    def _keep(self, popen: Popen, log: Path) -> Process:
        self.processes.append(Process(popen, log))
        return self.processes[-1]

    def worker(self, concurrency: int = 1, **environment: str) -> Process:
        return self.start("worker", "--concurrency", str(concurrency), **environment)

    def relay(self, **environment: str) -> Process:
        return self.start("relay", **environment)

    def mail_server(self, mailbox: Mailbox) -> Controller:
        self.smtp = Controller(mailbox, hostname="127.0.0.1", port=free_port())
        self.smtp.start()
        self.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{self.smtp.port}"
        return self.smtp

    def redis(self) -> Redis:
        return Redis.from_url(self.valkey.url)

    def restart_valkey_empty(self) -> None:
        self.stop_valkey()
        (self.folder / "valkey" / "dump.rdb").unlink(missing_ok=True)
        self.valkey = start_valkey(self.folder, port=urlsplit(self.valkey.url).port)

    def stop_valkey(self) -> None:
        self.valkey.process.kill()
        self.valkey.process.wait(10)

    def close(self) -> None:
        for one in self.processes:
            one.kill()
        self.valkey.stop()
        if self.smtp is not None:
            self.smtp.stop()

    def wait_until(self, condition: Callable[[], object], what: str, seconds: float = DEADLINE_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                logs = "\n".join(f"--- {one.log.name}\n{one.output()[-3_000:]}" for one in self.processes)
                raise AssertionError(f"waited {seconds} s in vain until {what}\n{logs}")
            time.sleep(0.03)


def drop_database_connections() -> int:
    """End every other connection to the test's database, as a failing server or network would; return how many."""
    with psycopg.connect(own_database_url(), autocommit=True) as admin:
        own = connection.connection.info.backend_pid if connection.connection else 0
        rows = admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
            [own],
        ).fetchall()
    return len(rows)


@contextmanager
def stage_in(folder: Path) -> Iterator[Stage]:
    stage = Stage(folder)
    before = settings.REDIS_URL
    settings.REDIS_URL = stage.valkey.url
    try:
        yield stage
    finally:
        stage.close()
        settings.REDIS_URL = before
