"""The doorbell of the relay: a Redis message after commit. Best effort; without it the relay polls."""

import time
from functools import cache

import structlog
from django.conf import settings
from django.db import connection, transaction
from redis import Redis
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
WAKE_CHANNEL = "gemeinwerk:outbox"
# A broker that is down costs one short wait per pause, not one per request.
PAUSE_SECONDS = 5.0


class _Doorbell:
    quiet_until = 0.0


def wake_after_commit() -> None:
    """Ring once after the caller's transaction, however many rows it writes; never inside it."""
    if not any(entry[1] is wake for entry in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    if time.monotonic() < _Doorbell.quiet_until:
        return
    try:
        _client().publish(WAKE_CHANNEL, "1")
    except (RedisError, OSError) as error:
        _Doorbell.quiet_until = time.monotonic() + PAUSE_SECONDS
        log.warning("relay_not_woken", error=type(error).__name__)


def _client() -> Redis:
    return _connected(settings.REDIS_URL)


@cache
def _connected(url: str) -> Redis:
    return Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=0.5)
