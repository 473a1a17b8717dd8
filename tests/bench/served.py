"""The web server as the demo runs it, with the payment sandbox beside it, and clients that use it."""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, Lock, Thread

from django.conf import settings

from backend.local.embedded import free_port
from tests.funding.sandbox.server import running_sandbox

COLLECT = "import django; django.setup(); from backend.local import static_files; static_files.static_files_collect()"
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Client:
    """One connection that is kept, as a browser keeps it."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = dict(headers or {})

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        self._connection.request(method, path, body, self._headers | dict(headers or {}))
        answer = self._connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    def close(self) -> None:
        self._connection.close()


@contextmanager
def served() -> Iterator[int]:
    """Run the server with what the demo gives it; yield its port. Limits of requests a minute are off."""
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="gemeinwerk-bench-") as name,
        running_sandbox(Path(name), webhook_url=f"http://127.0.0.1:{port}/webhooks/stripe/") as sandbox,
    ):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.bench.served_settings",
            "STRIPE_API_BASE": sandbox.base_url,
            "STRIPE_SECRET_KEY": "sk_test_sandbox",
            "STRIPE_WEBHOOK_SECRET": "whsec_sandbox",
            "SITE_URL": f"http://127.0.0.1:{port}",
            # Sessions made here are read there.
            "SECRET_KEY": settings.SECRET_KEY,
            "PYTHONWARNINGS": "ignore",
        }
        subprocess.run([sys.executable, "-c", COLLECT], env=environment, check=True)
        server = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
        server += ["--workers", "2", "--blocking-threads", "2", "--log-level", "warning", "backend.wsgi:application"]
        process = subprocess.Popen([sys.executable, *server], env=environment)
        try:
            _wait_until_up(port)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _wait_until_up(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if Client(port).ask("GET", "/healthz").status == http.HTTPStatus.OK:
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.05)


Act = Callable[[Client, int], Answer]


def together(port: int, act: Act, numbers: Sequence[int], *, clients: int) -> tuple[float, list[Answer]]:
    """Let so many clients take one number after the other; return acts per second, and all answers."""
    left, lock, answers = iter(numbers), Lock(), list[Answer]()
    start = Barrier(clients + 1)

    def work() -> None:
        client = Client(port)
        start.wait(60)
        while (number := _next(left, lock)) is not None:
            answers.append(act(client, number))
        client.close()

    threads = [Thread(target=work) for _number in range(clients)]
    for thread in threads:
        thread.start()
    start.wait(60)
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if len(answers) != len(numbers):
        raise RuntimeError(f"{len(numbers) - len(answers)} of {len(numbers)} requests had no answer")
    return len(numbers) / seconds, answers


def _next(left: Iterator[int], lock: Lock) -> int | None:
    with lock:
        return next(left, None)
