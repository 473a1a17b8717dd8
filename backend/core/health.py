"""`/healthz`: this process answers. `/readyz`: everything that the platform needs answers, or what does not."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse
from psycopg_pool import PoolTimeout
from redis import Redis
from redis.exceptions import RedisError

from backend.core import clock
from backend.core.jobs import jobs_late
from backend.core.models import Heartbeat, OutboxMessage

HEARTBEATS = ("relay", "worker", "beat")
HEARTBEAT_MAX_AGE = timedelta(seconds=30)


def healthz(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def readyz(_request: HttpRequest) -> JsonResponse:
    missing = missing_parts()
    facts: dict[str, Any] = {"status": "missing" if missing else "ok", "missing": missing, **alarms(missing)}
    return JsonResponse(facts, status=503 if missing else 200)


def alarms(missing: Collection[str] = ()) -> dict[str, Any]:
    """What an operator should look at although the platform answers: late jobs, messages that failed for good."""
    if "database" in missing:
        return {}
    return {"late_jobs": jobs_late(), "dead_messages": OutboxMessage.objects.filter(dead_at__isnull=False).count()}


def missing_parts() -> list[str]:
    return [*_missing_database_parts(), *_missing_redis()]


def _missing_database_parts() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        alive = Heartbeat.objects.filter(at__gte=clock.now() - HEARTBEAT_MAX_AGE).values_list("name", flat=True)
        return [name for name in HEARTBEATS if name not in set(alive)]
    except (DatabaseError, InterfaceError, PoolTimeout):
        return ["database", *HEARTBEATS]


def _missing_redis() -> list[str]:
    client = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        client.ping()
    except (RedisError, OSError):
        return ["redis"]
    finally:
        client.close()
    return []


def heartbeat(name: str) -> None:
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=clock.now())], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )
