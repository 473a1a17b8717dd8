"""A real sandbox process for tests, here and elsewhere.

with running_sandbox(tmp_path, webhook_url="http://127.0.0.1:8000/webhooks/stripe/") as sandbox:
client = sandbox.client()                      # the official library
sandbox.control.post("/balance", amount=10_000)  # the control door
sandbox.pay(session_id, card="4000000000000002")
"""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import stripe

API_KEY = "sk_test_sandbox"
WEBHOOK_SECRET = "whsec_sandbox"
_ROOT = Path(__file__).parents[3]
_START_SECONDS = 10.0
JsonObject = dict[str, Any]
# Spoken to over plain HTTP: to read the certificates of the world for each client took longer than most tests.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
http_get = partial(httpx.get, verify=PLAIN, trust_env=False)
http_post = partial(httpx.post, verify=PLAIN, trust_env=False)


class Control:
    """The control door; answers are parsed, refusals raise."""

    def __init__(self, base_url: str) -> None:
        self._client = httpx.Client(base_url=f"{base_url}/_control", timeout=10, trust_env=False, verify=PLAIN)

    def is_up(self) -> bool:
        try:
            self._client.get(self._client.base_url.copy_with(path="/healthz"), timeout=1)
        except httpx.TransportError:
            return False
        return True

    def post(self, path: str, /, **given: object) -> JsonObject:
        return self._read(self._client.post(path, json=given))

    def get(self, path: str, /, **query: str) -> JsonObject:
        return self._read(self._client.get(path, params=query))

    def delete(self, path: str) -> JsonObject:
        return self._read(self._client.delete(path, headers={"Content-Type": "application/json"}))

    def close(self) -> None:
        self._client.close()

    def _read(self, answer: httpx.Response) -> JsonObject:
        answer.raise_for_status()
        parsed: JsonObject = answer.json()
        return parsed


@dataclass
class SandboxServer:
    """One server process and its state directory; it can be killed and started again on the same port."""

    state: Path
    port: int
    options: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.control = Control(self.base_url)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, *, retries: int = 0, api_key: str = API_KEY) -> stripe.StripeClient:
        return stripe.StripeClient(api_key, base_addresses={"api": self.base_url}, max_network_retries=retries)

    def pay(self, session_id: str, **how: str) -> JsonObject:
        """Pay a checkout session without its page: ``card=``, ``iban=``, ``challenge=``, ``email=``."""
        return self.control.post(f"/checkout/sessions/{session_id}/pay", **how)

    def start(self) -> None:
        arguments = [part for name, value in self.options.items() for part in (f"--{name.replace('_', '-')}", value)]
        command = [
            sys.executable,
            "-m",
            "funding.sandbox",
            "--port",
            str(self.port),
            "--state",
            str(self.state),
            *arguments,
        ]
        environment = {"PATH": os.environ.get("PATH", ""), **_coverage_variables()}
        self.process = subprocess.Popen(command, cwd=_ROOT, env=environment)
        self._wait_until_up()

    def _wait_until_up(self) -> None:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                message = f"the sandbox ended with {self.process.returncode}"
                raise RuntimeError(message)
            if self.control.is_up():
                return
            time.sleep(0.03)
        message = "the sandbox did not start in time"
        raise RuntimeError(message)

    def kill(self) -> None:
        """SIGKILL: nothing is said goodbye to."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=5)
        self.process = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_sandbox(state: Path, *, webhook_url: str = "", **options: str | float) -> Iterator[SandboxServer]:
    """Run a sandbox on a free port; ``options`` are its arguments, such as ``instant_funds="no"`` or ``fee_bp=0``."""
    given = {name: str(value) for name, value in options.items()}
    if webhook_url:
        given["webhook_url"] = webhook_url
    server = SandboxServer(state, free_port(), given)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        server.control.close()


def _coverage_variables() -> dict[str, str]:
    """Let coverage follow into the process where the test run measures it."""
    return {name: value for name, value in os.environ.items() if name.startswith(("COV_", "COVERAGE_"))}
