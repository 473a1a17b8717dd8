"""Loaded before the settings: starts PostgreSQL and Valkey for this run, unless the environment names others.

Worker processes of xdist inherit the addresses; only the process that started the services stops them.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from backend.local.embedded import Service, start_postgres, start_valkey

running: list[Service] = []
# A folder of its own per run: two runs side by side do not meet.
folder = Path(tempfile.gettempdir()) / f"gemeinwerk-tests-{os.getpid()}"


def start() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        # A keyspace of its own: one worker clears its cache while another counts in his.
        os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{int(worker.removeprefix('gw')) + 1}"
    if worker or os.environ.get("GEMEINWERK_TEST_SERVICES"):
        return
    os.environ["GEMEINWERK_TEST_SERVICES"] = str(os.getpid())
    os.environ.setdefault("MEDIA_ROOT", str(folder / "media"))
    os.environ.setdefault("PRIVATE_ROOT", str(folder / "private"))
    if "DATABASE_URL" not in os.environ:
        running.append(start_postgres(folder, throwaway=True))
        os.environ["DATABASE_URL"] = running[-1].url
    if "REDIS_URL" not in os.environ:
        running.append(start_valkey(folder))
        os.environ["REDIS_URL"] = running[-1].url
    atexit.register(stop)


def stop() -> None:
    run = os.environ["GEMEINWERK_TEST_SERVICES"]
    for lock in Path(tempfile.gettempdir()).glob(f"gemeinwerk-*-{run}.lock"):
        lock.unlink()
    if not any(service.url == os.environ["DATABASE_URL"] for service in running):
        _drop_copies(run)
    while running:
        running.pop().stop()
    shutil.rmtree(folder, ignore_errors=True)


def _drop_copies(run: str) -> None:
    """A server that outlives this run keeps none of the databases that tests.databases made on it."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        for (name,) in server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"%_copy_{run}"]):
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


start()
