"""factory_boy's declarations with types: it ships none that mypy could read.

Call factories by `.create(...)`: that is the one way that tells mypy what comes back.
"""

from collections.abc import Callable
from typing import Any

from factory import declarations as untyped


def sequence(function: Callable[[int], object]) -> Any:
    return untyped.Sequence(function)  # type: ignore[no-untyped-call]  # see above


def at_call(function: Callable[[], object]) -> Any:
    return untyped.LazyFunction(function)  # type: ignore[no-untyped-call]  # see above


def of_row(function: Callable[[Any], object]) -> Any:
    return untyped.LazyAttribute(function)  # type: ignore[no-untyped-call]  # see above


def same_as(path: str) -> Any:
    return untyped.SelfAttribute(path)  # type: ignore[no-untyped-call]  # see above


def sub(factory: type | str, **defaults: object) -> Any:
    return untyped.SubFactory(factory, **defaults)  # type: ignore[no-untyped-call]  # see above


def trait(**overrides: object) -> Any:
    return untyped.Trait(**overrides)  # type: ignore[no-untyped-call]  # see above
