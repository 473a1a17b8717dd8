"""What this package needs to know of a person. The user model stands above it and fits this shape."""

from typing import Any, Protocol


class Person(Protocol):
    pk: Any
    public_id: Any
    email: Any
    language: Any
    is_active: Any
