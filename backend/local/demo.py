"""`python -m backend.local.demo`: a living platform with everything it needs, until Ctrl-C.

`… forget` ends what a killed demo left behind and removes its data.
"""

import fcntl
import json
import os
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from backend.core.stopping import Stop
from backend.local.children import Children, resident_bytes
from backend.local.embedded import (
    Service,
    ServiceDidNotStart,
    end_leftovers,
    free_port,
    is_free,
    start_postgres,
    start_valkey,
)
from backend.local.running import settings_keep
from backend.settings.env import LOCAL_DIR, read_env

FOLDER = LOCAL_DIR / "demo"
READY_SECONDS = 120.0
MEGABYTE = 1024 * 1024
HIGHEST_PORT = 65_535


class DemoDidNotStart(Exception):
    pass


class Demo:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.children = Children(folder)
        self.services: list[Service] = []
        self.stopping = Stop()
        self.commands: dict[str, list[str]] = {}
        self.environment: dict[str, str] = {}

    def run(self) -> None:
        """Start everything, say so, and stay until told to stop."""
        began = time.monotonic()
        # A closed terminal must not leave processes behind either.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            self._start(began)
            while not self.stopping.wait(1.0):
                self._start_again()
        finally:
            # Nobody may be there to read it any more; that is no reason not to stop.
            with suppress(OSError):
                print("\nStopping …", flush=True)
            self.stop()

    def stop(self) -> None:
        self.children.stop()
        for service in reversed(self.services):
            service.stop(timeout_seconds=3)

    def _start(self, began: float) -> None:
        self.children.end_leftovers()
        if not is_free(self.port):
            raise DemoDidNotStart(f"Port {self.port} is taken. Choose another one: make demo PORT=8001")
        print("Starting …", flush=True)
        brought = self._settings()
        self.environment = os.environ | brought
        settings_keep(self.folder, brought)
        self._start_sandbox()
        self._prepare()
        if self.stopping.is_set():
            return
        for name, command in self._own_commands().items():
            self.commands[name] = command
            self.children.start(name, command, self.environment)
        self._wait_until_ready()
        if not self.stopping.is_set():
            self._tell(time.monotonic() - began)

    def _settings(self) -> dict[str, str]:
        """What the children are told. Whatever the environment names is used instead of what the demo brings."""
        given = read_env().model_fields_set
        brought = {
            "DJANGO_SETTINGS_MODULE": "backend.settings.dev",
            "DEMO_SIGN_IN": "true",
            "DATABASE_POOL_MAX": "4",
            "SITE_URL": f"http://localhost:{self.port}",
            "SECRET_KEY": self._kept("secret", lambda: secrets.token_urlsafe(48)),
            "MEDIA_ROOT": str(self.folder / "media"),
            "PRIVATE_ROOT": str(self.folder / "private"),
            "EMAIL_URL": f"file:///{self.folder / 'mails'}",
        }
        brought = {name: value for name, value in brought.items() if name.lower() not in given}
        if "database_url" not in given:
            self.services.append(start_postgres(self.folder))
            brought["DATABASE_URL"] = self.services[-1].url
        if "redis_url" not in given:
            self.services.append(start_valkey(self.folder))
            brought["REDIS_URL"] = self.services[-1].url
        if "stripe_secret_key" not in given and "stripe_api_base" not in given:
            port = self._sandbox_port()
            brought |= {
                "STRIPE_API_BASE": f"http://localhost:{port}",
                "STRIPE_SECRET_KEY": "sk_test_demo",
                "STRIPE_WEBHOOK_SECRET": "whsec_demo",
            }
        return brought

    def _sandbox_port(self) -> int:
        """The same as last time, so that links to payment pages stay good, unless somebody else has taken it."""
        port = int(self._kept("sandbox.port", lambda: str(free_port())))
        if not is_free(port):
            (self.folder / "sandbox.port").unlink()
            port = int(self._kept("sandbox.port", lambda: str(free_port())))
        return port

    def _kept(self, name: str, make: Any) -> str:
        """A value that stays the same from one start to the next."""
        path = self.folder / name
        if not path.exists():
            path.write_text(make())
            path.chmod(0o600)
        return path.read_text()

    def _start_sandbox(self) -> None:
        base = self.environment.get("STRIPE_API_BASE", "")
        if not base.startswith("http://localhost:") or self.environment.get("STRIPE_SECRET_KEY") != "sk_test_demo":
            return
        port = base.rsplit(":", 1)[1]
        self.commands["sandbox"] = [
            *("-m", "funding.sandbox", "--port", port, "--state", str(self.folder / "sandbox")),
            *("--api-key", "sk_test_demo", "--webhook-secret", "whsec_demo", "--public-url", base),
            *("--webhook-url", f"http://127.0.0.1:{self.port}/webhooks/stripe/"),
            # The funds' deposits, which in reality an operator transfers to the provider.
            *("--opening-balance", "100000000"),
        ]
        # The webhook goes to a host name that the platform allows.
        self.children.start("sandbox", self.commands["sandbox"], self.environment)

    def _prepare(self) -> None:
        target = self.folder / "keys.json"
        # Truncated: it tells of this start only.
        (self.folder / "prepare.log").write_bytes(b"")
        self.children.start("prepare", ["-m", "backend", "prepare_demo", str(target)], self.environment)
        preparing = self.children.running["prepare"]
        while preparing.poll() is None:
            if self.stopping.wait(0.1):
                return
        del self.children.running["prepare"]
        if preparing.returncode:
            log_text = (self.folder / "prepare.log").read_text(errors="replace")
            raise DemoDidNotStart(f"Preparing the database failed:\n{log_text[-3_000:]}")

    def _own_commands(self) -> dict[str, list[str]]:
        server = ["-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", str(self.port)]  # noqa: S104  in a container the published port comes from outside
        server += ["--workers", "2", "--blocking-threads", "2", "--no-ws", "--workers-kill-timeout", "3"]
        return {
            "web": [*server, "--log-level", "warning", "backend.wsgi:application"],
            "worker": ["-m", "backend", "worker"],
            "relay": ["-m", "backend", "relay", "--with-beat"],
        }

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        missing: object = "an answer"
        while not self.stopping.wait(0.2):
            try:
                answer = httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=3)
                missing = answer.json()["missing"]
                if answer.is_success:
                    return
            except (httpx.HTTPError, ValueError, KeyError):
                pass
            if time.monotonic() > deadline:
                raise DemoDidNotStart(
                    f"Not ready after {READY_SECONDS:.0f} s, missing: {missing}; see {self.folder}/*.log"
                )

    def _start_again(self) -> None:
        for name in self.children.ended():
            print(f"{name} has ended and is started again; see {self.folder}/{name}.log", flush=True)
            self.children.start(name, self.commands[name], self.environment)

    def _tell(self, seconds: float) -> None:
        address = self.environment["SITE_URL"]
        print(f"\nGemeinwerk runs: {address}   (mails: {address}/demo/mails/)\n")
        for entry in json.loads((self.folder / "keys.json").read_text()):
            print(f"  {entry['role']:20} {entry['email']:22} {entry['link']}")
            print(f"  {'':20} {'API token':22} {entry['token']}")
        pids = [process.pid for process in self.children.running.values()]
        pids += [os.getpid(), *(service.process.pid for service in self.services)]
        megabytes = resident_bytes(pids) // MEGABYTE
        print(f"\nReady after {seconds:.0f} s, {megabytes} MB resident in all processes. Ctrl-C stops it.", flush=True)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder; the lock goes with the process, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DemoDidNotStart(f"The demo in {folder} is running already.") from error
        yield


def forget(folder: Path) -> None:
    with ExitStack() as stack:
        if folder.exists():
            stack.enter_context(only_one(folder))
        Children(folder).end_leftovers()
        end_leftovers(folder)
    shutil.rmtree(folder, ignore_errors=True)


def wanted_port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT:
        return int(text)
    raise DemoDidNotStart(f"PORT is a number from 1 to {HIGHEST_PORT}, not {text!r}.")


def main(arguments: list[str]) -> int:
    try:
        if arguments == ["forget"]:
            forget(FOLDER)
            return 0
        with only_one(FOLDER):
            Demo(FOLDER, wanted_port(os.environ.get("PORT", "8000"))).run()
    except (DemoDidNotStart, ServiceDidNotStart) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
