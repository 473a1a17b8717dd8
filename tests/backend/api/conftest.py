from tests.architecture.conftest import built_world, world

__all__ = ["built_world", "world"]
