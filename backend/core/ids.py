"""Public ids: a prefix that names the kind and 100 random bits. Integer keys never leave the server."""

import secrets
from typing import Any

from django.db import models
from django.utils.deconstruct import deconstructible

# Crockford's base 32 in lower case: nothing in it is mistaken for another sign when read aloud.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH, KEY_LENGTH = 20, 8


def new_public_id(prefix: str) -> str:
    return f"{prefix}_{''.join(secrets.choice(ALPHABET) for _ in range(LENGTH))}"


def new_key() -> str:
    """A key for a part of something that has a public id itself: 40 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))


@deconstructible
class PublicIdDefault:
    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __call__(self) -> str:
        return new_public_id(self.prefix)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicIdDefault) and other.prefix == self.prefix

    def __hash__(self) -> int:
        return hash(self.prefix)


class PublicIdField(models.CharField[str, str]):
    """`public_id = PublicIdField("spr")`."""

    def __init__(self, prefix: str = "", **kwargs: Any) -> None:
        self.prefix = prefix
        kwargs |= {"max_length": 40, "unique": True, "editable": False, "default": PublicIdDefault(prefix)}
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "unique", "editable", "default"):
            kwargs.pop(key, None)
        return name, path, [self.prefix, *args], kwargs
