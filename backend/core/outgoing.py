"""The one way to fetch what strangers name: something outside, and never something inside, whatever a name leads to.

A name is looked up once, all that it leads to is checked, and the connection goes to the very address that was checked.
Proxies that the environment names are not asked: they would look the name up again, where nobody checks.
"""

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urljoin

import httpcore
import httpx
from django.conf import settings

from backend.core.db import refuse_transaction

PORTS: Final = frozenset({443})
REDIRECTS_MOST: Final = 3
ADDRESSES_MOST: Final = 4
SECONDS: Final = 20.0
"""For all of it: names, connections, redirects, and the last byte."""
STEP_SECONDS: Final = 5.0
HOST: Final = re.compile(rb"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
GLOBAL_UNICAST: Final = ipaddress.ip_network("2000::/3")
# What carries another address inside (6to4, Teredo and its kin), or stands in books only.
NOT_OUTSIDE: Final = tuple(
    ipaddress.ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)
MOVED: Final = frozenset({301, 302, 303, 307, 308})
OK, UNAUTHORISED, FORBIDDEN, NOT_FOUND, GONE, TOO_MANY = 200, 401, 403, 404, 410, 429


class Fault(StrEnum):
    """Why something was not fetched."""

    ADDRESS = "address"
    """It is no https address of a host, at the usual port and without a password."""
    INTERNAL = "internal"
    """It leads into a network that is nobody's business outside."""
    UNKNOWN_HOST = "unknown_host"
    UNREACHABLE = "unreachable"
    """Nobody answers there, or somebody who cannot prove to be it."""
    NOT_FOUND = "not_found"
    NOT_PUBLIC = "not_public"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    NOT_TEXT = "not_text"
    """It is another kind of file than those that were asked for."""
    BROKEN = "broken"
    """What came back is no answer that one could use."""


class NotFetched(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Fetched:
    url: str
    """Where it was in the end."""
    content: bytes


def fetch(
    address: str,
    *,
    most_bytes: int,
    kinds: Collection[str],
    deadline: float | None = None,
    context: ssl.SSLContext | None = None,
) -> Fetched:
    """GET `address`, which a stranger has named; outside any transaction. Raises NotFetched.

    `kinds`: media types that are taken. `deadline`: when to give up, by `time.monotonic()`. `context`: whose
    certificates are believed, if not those that browsers believe.
    """
    refuse_transaction()
    until = time.monotonic() + SECONDS if deadline is None else deadline
    backend = _CheckedBackend(until)
    with httpcore.ConnectionPool(ssl_context=context, network_backend=backend) as pool:
        for _hop in range(REDIRECTS_MOST + 1):
            url = checked(address)
            try:
                found = _ask(pool, url, most_bytes, kinds)
            except httpcore.TimeoutException:
                raise NotFetched(Fault.TOO_SLOW) from None
            except httpcore.NetworkError:
                raise NotFetched(Fault.UNREACHABLE) from None
            except httpcore.ProtocolError:
                raise NotFetched(Fault.BROKEN) from None
            if isinstance(found, bytes):
                return Fetched(str(url), found)
            address = urljoin(str(url), found)
    raise NotFetched(Fault.BROKEN)


def checked(address: str) -> httpx.URL:
    """Return the parts of an address that may be fetched, as far as its letters tell. Raises NotFetched."""
    try:
        url = httpx.URL(address)
        literal = _literal(url.host)
    except (httpx.InvalidURL, ValueError):
        raise NotFetched(Fault.ADDRESS) from None
    host = url.raw_host.rstrip(b".")
    port = url.port or 443
    is_fine = url.scheme == "https" and not url.userinfo and (literal is not None or HOST.fullmatch(host) is not None)
    if not is_fine or not (port in PORTS or _is_trusted(host.decode(), port)):
        raise NotFetched(Fault.ADDRESS)
    return url


def is_outside(address: str) -> bool:
    """Whether an IP address is one of the public internet: no network of ours, and none that hides one of ours."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip not in GLOBAL_UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in NOT_OUTSIDE)


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Raises ValueError where it looks like one and is none, or names a network of this machine."""
    if "%" in host:
        raise ValueError(host)
    if ":" in host:
        return ipaddress.IPv6Address(host)
    try:
        return ipaddress.IPv4Address(host)
    except ValueError:
        return None


def _is_trusted(host: str, port: int) -> bool:
    """Named by whoever runs this site, in a settings module of its own: a code forge of the house, for example."""
    return f"{host}:{port}" in settings.OUTGOING_TRUSTED


def _resolved(host: str, port: int) -> list[str]:
    """Look a host up, once. If only one of its addresses is inside, none is used."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(Fault.UNKNOWN_HOST) from None
    addresses = list(dict.fromkeys(str(row[4][0]) for row in rows))
    if not _is_trusted(host, port) and not all(is_outside(address) for address in addresses):
        raise NotFetched(Fault.INTERNAL)
    return addresses[:ADDRESSES_MOST]


def _ask(pool: httpcore.ConnectionPool, url: httpx.URL, most_bytes: int, kinds: Collection[str]) -> "bytes | str":
    """Return the content, or where it has moved to. The parts that were checked are the parts that are asked for."""
    target = httpcore.URL(
        scheme=b"https", host=url.raw_host.rstrip(b"."), port=url.port or 443, target=url.raw_path or b"/"
    )
    headers: list[tuple[bytes | str, bytes | str]] = [
        ("Accept", ", ".join(kinds)),
        # Nothing is unpacked here, so a small answer stays small.
        ("Accept-Encoding", "identity"),
        ("User-Agent", f"Gemeinwerk (+{settings.SITE_URL})"),
    ]
    step = dict.fromkeys(("connect", "read", "write", "pool"), STEP_SECONDS)
    with pool.stream("GET", target, headers=headers, extensions={"timeout": step}) as response:
        given = {name.decode("ascii", "replace").lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in MOVED and given.get("location"):
            return given["location"]
        _require_usable(response.status, given, most_bytes, kinds)
        return _content(response.iter_stream(), most_bytes)


def _require_usable(status: int, given: dict[str, str], most_bytes: int, kinds: Collection[str]) -> None:
    if status in {NOT_FOUND, GONE}:
        raise NotFetched(Fault.NOT_FOUND)
    if status in {UNAUTHORISED, FORBIDDEN, TOO_MANY}:
        raise NotFetched(Fault.NOT_PUBLIC)
    if status != OK or given.get("content-encoding", "identity").lower() != "identity":
        raise NotFetched(Fault.BROKEN)
    if given.get("content-type", "").partition(";")[0].strip().lower() not in kinds:
        raise NotFetched(Fault.NOT_TEXT)
    length = given.get("content-length", "")
    if length.isdigit() and int(length) > most_bytes:
        raise NotFetched(Fault.TOO_LARGE)


def _content(pieces: Iterable[bytes], most_bytes: int) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > most_bytes:
            raise NotFetched(Fault.TOO_LARGE)
    return bytes(content)


class _CheckedBackend(httpcore.NetworkBackend):
    """Opens connections for all requests and redirects of one fetch, to what has just been checked."""

    def __init__(self, until: float) -> None:
        self._until, self._plain = until, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        for address in _resolved(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, _left(self._until, timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return _BoundedStream(stream, self._until)
        raise httpcore.ConnectError


class _BoundedStream(httpcore.NetworkStream):
    """Ends in time, also where a byte comes now and then: else each would begin the waiting anew."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, _left(self._until, timeout))
        return _BoundedStream(inner, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float, timeout: float | None) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)
