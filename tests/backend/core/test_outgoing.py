"""What strangers name is fetched from outside only; each refusal has a twin that shows what it keeps away."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import transaction

from backend.core import outgoing
from backend.core.checks import InvariantViolation
from backend.core.outgoing import Fault, NotFetched, checked, fetch, is_outside

HOST = "forge.example"
Answer = Callable[[BaseHTTPRequestHandler], None]
Look = Callable[..., list[tuple[Any, ...]]]


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """Of `HOST`, and what believes it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "certificate.pem"
    pem = made.public_bytes(serialization.Encoding.PEM)
    file.write_bytes(key.private_bytes(serialization.Encoding.PEM, *form) + pem)
    return file, ssl.create_default_context(cadata=pem.decode())


class Server:
    """A real one on this machine, with TLS; what it answers is set by each test."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[tuple[str, str | None, str | None]] = []
        self.answer: Answer = plain(b"# Hallo")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, self.headers["Host"], self.headers["Accept-Encoding"]))
                outer.answer(self)

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        file, self.context = certificate(folder)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(file)
        self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        self.port = self._http.server_address[1]

    @contextmanager
    def running(self) -> Iterator["Server"]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}/README.md"


def plain(content: bytes, kind: str = "text/plain; charset=utf-8", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def moved(to: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to)
        handler.end_headers()

    return answer


def status(code: int) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        handler.end_headers()

    return answer


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("tls")).running() as server:
        yield server


@pytest.fixture
def server(running: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Its name leads to this machine, as a stranger's name may."""
    running.asked.clear()
    running.answer = plain(b"# Hallo")
    leads_to(monkeypatch, {HOST: ["127.0.0.1"]})
    return running


@pytest.fixture
def trusted(server: Server, settings: Any) -> Server:
    settings.OUTGOING_TRUSTED = frozenset({f"{HOST}:{server.port}"})
    return server


def leads_to(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> None:
    real = socket.getaddrinfo

    def look(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        found = names.get(host)
        if found is None:
            # Numbers only: no test asks a name server.
            return real(host, port, *args, **(kwargs | {"flags": socket.AI_NUMERICHOST}))
        address = found.pop(0) if len(found) > 1 else found[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look)


def got(server: Server, address: str = "", **given: Any) -> bytes:
    options: dict[str, Any] = {"most_bytes": 1_000, "kinds": ("text/plain",), "context": server.context} | given
    return fetch(address or server.url, **options).content


def fault_of(server: Server, address: str = "", **given: Any) -> Fault:
    with pytest.raises(NotFetched) as error:
        got(server, address, **given)
    return error.value.fault


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "ftp://example.org/README.md",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//example.org/",
        "example.org/README.md",
        "https:///README.md",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://example.org:22/",
        "https://example.org:8443/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org\\@127.0.0.1/",
        "https://exam_ple.org/",
        "https://[::1%25eth0]/",
        "https://[::1/",
        "https://example.org\r\nHost: x/",
        "https://%31%32%37.0.0.1%00/",
        "",
    ],
)
def test_what_is_no_such_address_is_refused_by_its_letters(address: str) -> None:
    with pytest.raises(NotFetched) as error:
        checked(address)
    assert error.value.fault == Fault.ADDRESS


def test_addresses_of_the_world_pass() -> None:
    for address in (
        "https://example.org",
        "https://EXAMPLE.org:443/a?b=c",
        "https://müller.example/",
        "https://8.8.8.8/",
    ):
        checked(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "0.0.0.0",  # noqa: S104  as a stranger writes it
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "192.88.99.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:8.8.8.8]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "[fe80::1]",
        "[fc00::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[2001:db8::1]",
    ],
)
def test_what_leads_inside_is_refused_however_it_is_written(
    server: Server, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("it was connected to")

    monkeypatch.setattr(socket, "create_connection", connect)
    assert fault_of(server, f"https://{host}/") in {Fault.INTERNAL, Fault.UNKNOWN_HOST, Fault.ADDRESS}


@pytest.mark.parametrize("address", ["8.8.8.8", "2a01:4f8::1", "2606:4700:4700::1111"])
def test_addresses_of_the_internet_are_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize("name", ["localhost", "localhost.", "db", "intern.example."])
def test_a_name_that_leads_inside_is_refused(server: Server, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, {key: ["10.0.0.7"] for key in ("localhost", "db", "intern.example")})
    assert fault_of(server, f"https://{name}/") == Fault.INTERNAL


def test_one_address_inside_among_others_is_enough(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("8.8.8.8", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: rows)
    assert fault_of(server, "https://both.example/") == Fault.INTERNAL


def test_only_who_is_trusted_may_be_inside_or_at_another_port(server: Server, settings: Any) -> None:
    assert fault_of(server) == Fault.ADDRESS
    settings.OUTGOING_TRUSTED = frozenset({f"other.example:{server.port}"})
    assert fault_of(server) == Fault.ADDRESS
    settings.OUTGOING_TRUSTED = frozenset({f"{HOST}:{server.port}"})
    assert got(server) == b"# Hallo"
    assert server.asked == [("/README.md", f"{HOST}:{server.port}", "identity")]


def test_without_the_check_the_server_inside_would_be_reached(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "PORTS", frozenset({server.port}))
    assert fault_of(server) == Fault.INTERNAL
    assert server.asked == []
    monkeypatch.setattr(outgoing, "is_outside", lambda _address: True)
    assert got(server) == b"# Hallo"


def test_a_name_that_leads_elsewhere_the_second_time_is_asked_once(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the check sees an address outside, whoever looked again would get this machine."""
    to: list[str] = []

    def connect(address: tuple[str, int], *_args: Any, **_kwargs: Any) -> None:
        to.append(address[0])
        raise ConnectionRefusedError

    leads_to(monkeypatch, {HOST: ["8.8.8.8", "127.0.0.1"]})
    monkeypatch.setattr(outgoing, "PORTS", frozenset({server.port}))
    monkeypatch.setattr(socket, "create_connection", connect)
    assert fault_of(server) == Fault.UNREACHABLE
    assert to == ["8.8.8.8"]
    # Each fetch looks anew, and then the name is refused.
    assert fault_of(server) == Fault.INTERNAL


@pytest.mark.parametrize(
    ("to", "fault"),
    [
        ("https://127.0.0.1/", Fault.INTERNAL),
        ("https://169.254.169.254/latest/meta-data/", Fault.INTERNAL),
        ("https://2130706433/", Fault.INTERNAL),
        ("http://forge.example/", Fault.ADDRESS),
        ("//user:x@forge.example/", Fault.ADDRESS),
        ("file:///etc/passwd", Fault.ADDRESS),
        ("/README.md", Fault.BROKEN),
    ],
)
def test_each_redirect_is_checked_anew_and_they_end(trusted: Server, to: str, fault: Fault) -> None:
    trusted.answer = moved(to)
    assert fault_of(trusted) == fault
    assert len(trusted.asked) == (outgoing.REDIRECTS_MOST + 1 if fault == Fault.BROKEN else 1)


def test_a_redirect_to_what_is_fine_is_followed(trusted: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        (plain(b"da") if handler.path == "/da" else moved("/da"))(handler)

    trusted.answer = answer
    assert got(trusted) == b"da"


def test_who_cannot_prove_to_be_the_host_is_not_believed(trusted: Server) -> None:
    assert fault_of(trusted, context=ssl.create_default_context()) == Fault.UNREACHABLE
    assert trusted.asked == []


def test_proxies_of_the_environment_are_not_asked(trusted: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert got(trusted) == b"# Hallo"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (status(404), Fault.NOT_FOUND),
        (status(410), Fault.NOT_FOUND),
        (status(403), Fault.NOT_PUBLIC),
        (status(429), Fault.NOT_PUBLIC),
        (status(500), Fault.BROKEN),
        (status(206), Fault.BROKEN),
        (status(302), Fault.BROKEN),
        (plain(b"<p>x</p>", "text/html"), Fault.NOT_TEXT),
        (plain(b"MZ", "application/octet-stream"), Fault.NOT_TEXT),
        (plain(b"x" * 1_001), Fault.TOO_LARGE),
        (plain(b"", Content_Length="5000000"), Fault.TOO_LARGE),
        (plain(b"x", Content_Length="900"), Fault.BROKEN),
        (plain(gzip.compress(b"x" * 100_000), Content_Encoding="gzip"), Fault.BROKEN),
        (lambda handler: None, Fault.BROKEN),
        (lambda handler: handler.wfile.write(b"SSH-2.0\r\n") and None, Fault.BROKEN),
    ],
)
def test_an_answer_that_is_of_no_use_is_none(trusted: Server, answer: Answer, fault: Fault) -> None:
    trusted.answer = answer
    assert fault_of(trusted) == fault


def test_the_border_of_the_size_is_fine(trusted: Server) -> None:
    trusted.answer = plain(b"x" * 1_000)
    assert len(got(trusted)) == 1_000


@pytest.mark.parametrize("part", ["head", "body"])
def test_who_answers_byte_by_byte_is_not_waited_for(trusted: Server, part: str) -> None:
    """Each byte comes soon enough for one read; all of them together do not."""
    over = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        begin = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
        handler.wfile.write(begin if part == "head" else begin + b"Content-Length: 900\r\n\r\n")
        while not over.wait(0.02):
            handler.wfile.write(b"x")

    trusted.answer = answer
    begun = time.monotonic()
    assert fault_of(trusted, deadline=begun + 0.4) == Fault.TOO_SLOW
    assert time.monotonic() - begun < 2
    over.set()


@pytest.mark.django_db
def test_it_is_refused_within_a_transaction(trusted: Server) -> None:
    with transaction.atomic(), pytest.raises(InvariantViolation):
        got(trusted)
    assert trusted.asked == []
