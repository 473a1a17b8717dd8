"""Databases of one run of the tests: made once, then copied within the server."""

import fcntl
import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

Server = psycopg.Connection[tuple[object, ...]]
RUN = os.environ.get("GEMEINWERK_TEST_SERVICES", "alone")


def template(what: str) -> str:
    """The name of a copy that this run keeps; one that outlives it, `tests.services` drops by that name."""
    return f"{str(connection.settings_dict['NAME']).partition('_gw')[0]}_{what}_copy_{RUN}"


def migrated() -> str:
    """The database from which each worker's own is copied: migrations take as long as a hundred tests."""
    name, own = template("migrated"), connection.settings_dict["NAME"]
    with one_at_a_time(), server() as there:
        if not exists(there, name):
            there.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            try:
                connections.close_all()
                connection.settings_dict["NAME"] = name
                # Each step makes all models anew, which the collector would look through again and again.
                gc.disable()
                call_command("migrate", verbosity=0, interactive=False)
            finally:
                gc.enable()
                connections.close_all()
                connection.settings_dict["NAME"] = own
    return name


def exists(there: Server, name: str) -> bool:
    return there.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def copy(there: Server, source: str, target: str) -> None:
    # Beside a browser, Django keeps a second connection for the asynchronous side of the same thread.
    there.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    there.execute(statement.format(sql.Identifier(target), sql.Identifier(source)))


@contextmanager
def server() -> Iterator[Server]:
    known = connection.settings_dict
    with psycopg.connect(
        host=known["HOST"] or None,
        port=known["PORT"] or None,
        user=known["USER"] or None,
        password=known["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as there:
        yield there


@contextmanager
def one_at_a_time(what: str = "databases") -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / f"gemeinwerk-{what}-{RUN}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
