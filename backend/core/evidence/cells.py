"""How values stand in a table."""

from datetime import UTC, datetime
from typing import Any

Row = tuple[str, ...]
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> str:
    """Return how a value stands in a table: nothing as an empty cell, times in UTC, lists with spaces between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    return str(value)


def text(value: str) -> str:
    """Return what somebody wrote on one line, so that it does not become a formula of who opens the table."""
    line = " ".join(value.split())
    return f"'{line}" if line.startswith(FORMULAS) else line


def guarded(value: str) -> str:
    """Return what somebody wrote with its lines, so that it does not become a formula; `unguarded` gives it back."""
    return f"'{value}" if value.startswith((*FORMULAS, "'")) else value


def unguarded(value: str) -> str:
    """Return what `guarded` was given."""
    return value.removeprefix("'")


def row(*values: Any) -> Row:
    # Most cells are words and numbers, and there are millions of them.
    return tuple([one if type(one) is str else str(one) if type(one) is int else cell(one) for one in values])
