"""Connections as browsers keep them, with cookies, CSRF tokens and double clicks."""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import urlencode

from tests.rush.crowd import Visitor

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
IDLE_SECONDS = 5.0
"""What was silent for longer is opened anew: the server may be about to close it."""
NO_ANSWER: Final = 0
NOTHING = http.client.HTTPMessage()


class Asked(NamedTuple):
    """One request as its client saw it."""

    kind: str
    status: int
    began: float
    ended: float
    person: int


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage = NOTHING
    body: bytes = b""

    @property
    def led_to(self) -> str:
        return self.headers.get("Location") or ""


class Line:
    """What one client holds open; it is many visitors, one after the other."""

    def __init__(self, port: int, log: list[Asked]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._port, self._log = port, log
        self._used = self._began = 0.0
        self._second: Line | None = None

    def note(self, who: Visitor, kind: str, began: float) -> None:
        """Something that no server was asked for has come."""
        self._log.append(Asked(kind, HTTPStatus.OK, began, time.monotonic(), who.key))

    def ask(
        self,
        who: Visitor,
        kind: str,
        path: str,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        return self._receive(who, kind) if self._send(who, kind, path, fields, headers) else Answer(NO_ANSWER)

    def submit(
        self, who: Visitor, kind: str, path: str, fields: Mapping[str, str], *, twice: bool = False
    ) -> list[Answer]:
        """Open a form and send it; with `twice` both clicks are under way at the same time."""
        form = self.ask(who, f"{kind}: form", path)
        token = TOKEN.search(form.body)
        if form.status != HTTPStatus.OK or token is None:
            return [form]
        given = {**fields, "csrfmiddlewaretoken": token[1].decode()}
        if not twice:
            return [self.ask(who, kind, path, given)]
        if self._second is None:
            self._second = Line(self._port, self._log)
        both = [line for line in (self, self._second) if line._send(who, kind, path, given)]
        return [line._receive(who, kind) for line in both]

    def close(self) -> None:
        self._connection.close()
        if self._second is not None:
            self._second.close()

    def _send(
        self,
        who: Visitor,
        kind: str,
        path: str,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bool:
        self._began = time.monotonic()
        if self._began - self._used > IDLE_SECONDS:
            self._connection.close()
        sent = {"X-Forwarded-For": who.address, "Accept-Language": "de", **(headers or {})}
        if who.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in who.cookies.items())
        body = None
        if fields is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields).encode()
        try:
            self._connection.request("GET" if body is None else "POST", path, body, sent)
        except (OSError, http.client.HTTPException):
            self._note(who, kind, NO_ANSWER)
            return False
        return True

    def _receive(self, who: Visitor, kind: str) -> Answer:
        try:
            found = self._connection.getresponse()
            answer = Answer(found.status, found.headers, found.read())
        except (OSError, http.client.HTTPException):
            self._connection.close()
            answer = Answer(NO_ANSWER)
        self._used = time.monotonic()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _sign, value = cookie.partition(";")[0].partition("=")
            who.cookies[name] = value
        self._note(who, kind, answer.status)
        return answer

    def _note(self, who: Visitor, kind: str, status: int) -> None:
        self._log.append(Asked(kind, status, self._began, time.monotonic(), who.key))
