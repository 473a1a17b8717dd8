"""A small webhook receiver that verifies signatures with the official library and remembers what came."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import stripe

from tests.funding.sandbox.server import WEBHOOK_SECRET


class Receiver:
    """Events in order of arrival; ``statuses`` are answered first, 200 afterwards."""

    def __init__(self, *, secret: str = WEBHOOK_SECRET) -> None:
        self.secret = secret
        self.events: list[stripe.Event] = []
        self.rejected: list[str] = []
        self.statuses: list[int] = []
        self.url = ""

    def take(self, body: bytes, signature: str) -> int:
        if self.statuses:
            return self.statuses.pop(0)
        try:
            event = stripe.Webhook.construct_event(body, signature, self.secret)
        except stripe.SignatureVerificationError as problem:
            self.rejected.append(str(problem))
            return 400
        self.events.append(event)
        return 200

    def types(self) -> list[str]:
        return [event.type for event in self.events]

    def of(self, kind: str, *, about: str | None = None) -> list[stripe.Event]:
        """What came of one type, if asked for about one object only."""
        found = [event for event in list(self.events) if event.type == kind]
        return [event for event in found if about is None or event.data.object["id"] == about]

    def wait_for(self, kind: str, *, about: str | None = None, times: int = 1, seconds: float = 8.0) -> stripe.Event:
        """The latest event of a type, once it has come so many times."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.of(kind, about=about)
            if len(found) >= times:
                return found[-1]
            time.sleep(0.02)
        raise AssertionError(f"no {times} × {kind}; there were {self.types()}, rejected {self.rejected}")


@contextmanager
def running_receiver(*, secret: str = WEBHOOK_SECRET, port: int = 0) -> Iterator[Receiver]:
    receiver = Receiver(secret=secret)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(body, self.headers["Stripe-Signature"]))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Stay quiet in tests."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
