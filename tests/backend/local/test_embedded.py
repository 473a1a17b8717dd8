import socket
from pathlib import Path

import psutil
import psycopg
import pytest
from redis import Redis

from backend.local import embedded
from backend.local.embedded import ServiceDidNotStart, end_leftovers, free_port, is_free, start_postgres, start_valkey


def test_a_taken_port_is_not_free() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert not is_free(server.getsockname()[1])
    assert is_free(free_port())


def test_valkey_keeps_its_data_over_a_restart(tmp_path: Path) -> None:
    first = start_valkey(tmp_path)
    Redis.from_url(first.url).set("a", "1")
    first.stop()
    second = start_valkey(tmp_path)
    try:
        assert Redis.from_url(second.url).get("a") == b"1"
    finally:
        second.stop()


@pytest.mark.processes
def test_postgres_is_found_again_after_its_supervisor_was_killed(tmp_path: Path) -> None:
    first = start_postgres(tmp_path, throwaway=True)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept (a int)")
    # As after a killed supervisor: the server still runs on the folder.
    second = start_postgres(tmp_path, throwaway=True)
    try:
        assert first.process.wait(10) is not None
        with psycopg.connect(second.url) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    finally:
        end_leftovers(tmp_path)
        assert second.process.wait(10) is not None


def test_leftovers_of_valkey_are_ended(tmp_path: Path) -> None:
    service = start_valkey(tmp_path)
    end_leftovers(tmp_path)
    assert service.process.wait(10) is not None
    end_leftovers(tmp_path)


def test_a_process_that_is_something_else_now_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "valkey"
    folder.mkdir()
    me = psutil.Process()
    (folder / "valkey.pid").write_text(f"{me.pid}\n")
    end_leftovers(tmp_path)
    assert me.is_running()


def test_a_server_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """After a restart of the machine a number of ours may be that of another PostgreSQL or Valkey."""
    theirs = start_valkey(tmp_path / "theirs")
    try:
        for folder, name in (("valkey", "valkey.pid"), ("postgres", "postmaster.pid")):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / name).write_text(f"{theirs.process.pid}\n")
        end_leftovers(tmp_path)
        assert Redis.from_url(theirs.url).ping()
    finally:
        theirs.stop()


def test_a_service_that_does_not_start_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "START_TIMEOUT_SECONDS", 0.5)
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with pytest.raises(ServiceDidNotStart):
            start_valkey(tmp_path, port=server.getsockname()[1])
    end_leftovers(tmp_path)
