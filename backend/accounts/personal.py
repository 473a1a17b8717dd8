"""The shape in which each package hands over what it holds about one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class PersonalData:
    tables: Mapping[str, Rows]
    """Name of a kind of thing → its rows as plain values, with public ids and without integer keys."""
    files: Mapping[str, FieldFile] = field(default_factory=dict)
    """Name within the archive → file."""


def rows(queryset: "QuerySet[Any]", *fields: str) -> Rows:
    return list(queryset.order_by("pk").values(*fields))
