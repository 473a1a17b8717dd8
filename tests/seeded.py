"""The invented platform for tests that walk through it: seeded once a run, then copied within the server."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from backend.core import clock
from backend.core.models import OutboxMessage
from funding.selectors.book import VERSIONS

RUN = os.environ.get("GEMEINWERK_TEST_SERVICES", "alone")


def fill_database() -> None:
    """Make the test's own database hold what `gemeinwerk seed` writes. Only for tests that may commit."""
    VERSIONS.clear()  # of the database that goes
    name = str(connection.settings_dict["NAME"])
    template = f"{name.partition('_gw')[0]}_seeded_{RUN}"
    with _one_at_a_time(), _server() as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            connections.close_all()
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            _copy(server, template, name)
        else:
            call_command("seed", verbosity=0)
            # What happened to invented people was told long ago: else each test waits for some hundred mails.
            OutboxMessage.objects.filter(handled_at=None).update(handled_at=clock.now())
            connections.close_all()
            _copy(server, name, template)


def _copy(server: "psycopg.Connection[tuple[object, ...]]", source: str, target: str) -> None:
    # Beside a browser, Django keeps a second connection for the asynchronous side of the same thread.
    server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    server.execute(statement.format(sql.Identifier(target), sql.Identifier(source)))


@contextmanager
def _server() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    there = connection.settings_dict
    with psycopg.connect(
        host=there["HOST"] or None,
        port=there["PORT"] or None,
        user=there["USER"] or None,
        password=there["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as server:
        yield server


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / f"gemeinwerk-seeded-{RUN}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
