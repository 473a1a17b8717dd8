"""A cache that is missed, not mourned: with Redis down every look-up is a miss and every write is dropped."""

from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    def _try(self, name: str, fallback: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), name)(*args, **kwargs)
        except (RedisError, OSError) as error:
            log.warning("cache_unavailable", operation=name, error=type(error).__name__)
            return fallback

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try("get", default, key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None, **_: Any) -> None:
        self._try("set", None, key, value, timeout, version)

    def add(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        # "Added" is the safe answer: rate limits let people pass rather than lock everybody out.
        return bool(self._try("add", True, key, value, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._try("delete", False, key, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        result: dict[Any, Any] = self._try("get_many", {}, keys, version)
        return result

    def set_many(self, data: Any, timeout: Any = 300, version: int | None = None) -> list[Any]:
        result: list[Any] = self._try("set_many", [], data, timeout, version)
        return result

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._try("incr", delta, key, delta, version))
