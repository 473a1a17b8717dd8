"""Where the sandbox remembers: one SQLite file in the state directory.

SQLite is the simplest thing that survives a killed process and a restart: a request writes its objects, its events, its
webhook deliveries and its idempotent reply in one transaction, so that after SIGKILL either all of them exist or none.
In WAL mode with ``synchronous=NORMAL`` a killed process loses nothing (only a power cut may lose the last moments,
which a sandbox can bear). The server has one thread, so there is one connection and no lock to think about.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

JsonObject = dict[str, Any]
Value = str | int | None

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, account TEXT NOT NULL,
    body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, account, seq);
CREATE TABLE IF NOT EXISTS balances (
    account TEXT NOT NULL, currency TEXT NOT NULL, available INTEGER NOT NULL, pending INTEGER NOT NULL,
    PRIMARY KEY (account, currency));
CREATE TABLE IF NOT EXISTS timers (
    id INTEGER PRIMARY KEY AUTOINCREMENT, due_at INTEGER NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS timers_by_time ON timers (due_at);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, type TEXT NOT NULL, state TEXT NOT NULL,
    due_at REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, status INTEGER, error TEXT,
    after_id INTEGER, fault_id INTEGER);
CREATE INDEX IF NOT EXISTS deliveries_by_time ON deliveries (state, due_at);
CREATE TABLE IF NOT EXISTS replies (
    key TEXT PRIMARY KEY, request TEXT NOT NULL, path TEXT NOT NULL, request_id TEXT NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, scope TEXT NOT NULL, remaining INTEGER, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_TABLES = ("objects", "balances", "timers", "deliveries", "replies", "faults", "facts")


class Store:
    """Objects as JSON bodies under their ids, and the few tables that the machinery needs."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(directory / "sandbox.sqlite3", isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything or nothing; handlers are synchronous, so two of them never meet inside."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Inside a transaction: what is written here vanishes if it raises, the rest of the transaction stays."""
        self._connection.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO attempt")
            raise
        finally:
            self._connection.execute("RELEASE attempt")

    def rows(self, sql: str, *values: Value | float) -> list[sqlite3.Row]:
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Value | float) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def write(self, sql: str, *values: Value | float) -> int:
        """Run a statement and return the id of the row that it inserted (meaningless for others)."""
        return self._connection.execute(sql, values).lastrowid or 0

    def forget_everything(self) -> None:
        for table in _TABLES:
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the tuple above

    def insert(self, body: JsonObject, *, account: str = "") -> JsonObject:
        self.write(
            "INSERT INTO objects (id, kind, account, body) VALUES (?, ?, ?, ?)",
            body["id"],
            body["object"],
            account,
            json.dumps(body),
        )
        return body

    def save(self, body: JsonObject) -> JsonObject:
        self.write("UPDATE objects SET body = ? WHERE id = ?", json.dumps(body), body["id"])
        return body

    def replace(self, body: JsonObject, *, kind: str) -> JsonObject:
        """Leave something else in the place of an object, under a kind of its own."""
        self.write("UPDATE objects SET kind = ?, body = ? WHERE id = ?", kind, json.dumps(body), body["id"])
        return body

    def find(self, object_id: str, *, account: str = "") -> JsonObject | None:
        row = self.row("SELECT body FROM objects WHERE id = ? AND account = ?", object_id, account)
        return None if row is None else load(row["body"])

    def account_of(self, object_id: str) -> str:
        row = self.row("SELECT account FROM objects WHERE id = ?", object_id)
        return "" if row is None else str(row["account"])

    def newest_first(
        self,
        kind: str,
        *,
        account: str = "",
        equal: Mapping[str, Value] | None = None,
        between: Mapping[str, Mapping[str, int]] | None = None,
        like: Mapping[str, Sequence[str]] | None = None,
        after: str | None = None,
        before: str | None = None,
        limit: int = -1,
    ) -> list[JsonObject]:
        """Objects of a kind, newest first.

        ``equal`` compares fields, ``between`` bounds numbers, ``like`` wants one of some patterns with ``*``; fields
        are named by their path, such as ``customer_details.email``.
        """
        where, values = ["kind = ?", "account = ?"], [kind, account]
        bound: list[Value] = list(values)
        for field, value in (equal or {}).items():
            where.append("json_extract(body, ?) = ?")
            bound += [_json_path(field), value]
        for field, bounds in (between or {}).items():
            for operator, number in bounds.items():
                where.append(f"json_extract(body, ?) {_COMPARISONS[operator]} ?")
                bound += [_json_path(field), number]
        for field, patterns in (like or {}).items():
            where.append("(" + " OR ".join("json_extract(body, ?) GLOB ?" for _ in patterns) + ")")
            bound += [part for pattern in patterns for part in (_json_path(field), pattern)]
        order = "DESC"
        if after is not None:
            where.append("seq < (SELECT seq FROM objects WHERE id = ?)")
            bound.append(after)
        if before is not None:
            where.append("seq > (SELECT seq FROM objects WHERE id = ?)")
            bound.append(before)
            order = "ASC"
        condition = " AND ".join(where)
        found = self.rows(
            f"SELECT body FROM objects WHERE {condition} ORDER BY seq {order} LIMIT ?",  # noqa: S608 - fixed words only
            *bound,
            limit,
        )
        bodies = [load(row["body"]) for row in found]
        return bodies if before is None else bodies[::-1]

    def fact(self, name: str, default: str = "") -> str:
        row = self.row("SELECT value FROM facts WHERE name = ?", name)
        return default if row is None else str(row["value"])

    def fact_set(self, name: str, value: str) -> None:
        self.write(
            "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            value,
        )


_COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def _json_path(field: str) -> str:
    return "$" + "".join(f'."{step}"' for step in field.split("."))


def public(body: JsonObject) -> JsonObject:
    """An object as callers see it: what the sandbox keeps for itself begins with an underscore."""
    return {name: value for name, value in body.items() if not name.startswith("_")}


def load(text: str) -> JsonObject:
    body: JsonObject = json.loads(text)
    return body
