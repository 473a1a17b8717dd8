import pytest
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisConnectionError

from backend.core.cache import ForgivingRedisCache
from backend.local.embedded import free_port


@pytest.fixture
def orphan() -> ForgivingRedisCache:
    return ForgivingRedisCache(f"redis://127.0.0.1:{free_port()}/0", {})


def test_it_is_a_cache() -> None:
    cache.set("a", 1)
    assert cache.get("a") == 1
    assert cache.add("a", 2) is False
    assert cache.incr("a") == 2
    cache.set_many({"b": 2})
    assert cache.get_many(["a", "b"]) == {"a": 2, "b": 2}
    assert cache.delete("a") is True
    assert cache.get("a", "nothing") == "nothing"


def test_without_redis_everything_is_a_miss(orphan: ForgivingRedisCache) -> None:
    orphan.set("a", 1)
    assert orphan.get("a", "nothing") == "nothing"
    assert orphan.add("a", 1) is True
    assert orphan.delete("a") is False
    assert orphan.get_many(["a"]) == {}
    assert orphan.set_many({"a": 1}) == []
    assert orphan.incr("a", 3) == 3


def test_a_cache_that_does_not_forgive_raises() -> None:
    with pytest.raises(RedisConnectionError):
        RedisCache(f"redis://127.0.0.1:{free_port()}/0", {}).get("a")
