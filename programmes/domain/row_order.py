"""The order of parts that people compose step by step: questions of a form, sections of a document."""

from typing import Protocol, TypeVar


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


Part = TypeVar("Part", bound=Keyed)


def moved(parts: tuple[Part, ...], key: str, step: int) -> tuple[Part, ...]:
    """One place up (-1) or down (1); at the end of the row, and for a key that is not in it, nothing changes."""
    place = next((number for number, part in enumerate(parts) if part.key == key), None)
    if place is None or not 0 <= place + step < len(parts):
        return parts
    row = list(parts)
    row[place], row[place + step] = row[place + step], row[place]
    return tuple(row)
