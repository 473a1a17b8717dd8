"""Long-lived single-threaded processes keep one database connection each, and survive that it is dropped."""

from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connections

log = structlog.get_logger(__name__)
Result = TypeVar("Result")
KEEP_SECONDS = 300


def keep_one_connection() -> None:
    """Replace the web's pool by a kept connection: a pool has threads, and threads do not survive the worker's fork."""
    connections.close_all()
    for given in connections.settings.values():
        given.get("OPTIONS", {}).pop("pool", None)
        given["CONN_MAX_AGE"] = KEEP_SECONDS


def forget_inherited_connections() -> None:
    """After a fork: the parent's connections stay the parent's; closing them here would end them there."""
    for connection in connections.all(initialized_only=True):
        connection.connection = None


def survive(step: Callable[[], Result], otherwise: Result) -> Result:
    """Run one step of a loop; with the database gone return `otherwise`, and reconnect at the next step."""
    try:
        close_old_connections()
        return step()
    except (OperationalError, InterfaceError) as error:
        log.warning("database_unavailable", error=type(error).__name__)
        for connection in connections.all(initialized_only=True):
            connection.close()
        return otherwise
