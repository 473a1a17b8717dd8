"""What the API shows of a row. Declared once, as a serializer; lists read just those columns.

A list of rows costs one query for the columns named here and a dictionary a row: no instances, no field machinery. That
holds while every field is a plain column; a shape with computed parts is filled from instances.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext
from rest_framework import serializers


class Shape(serializers.Serializer[Any]):
    """Subclasses name their fields; `source` follows relations with dots, as in `sprint.public_id`."""


class Ref(serializers.CharField):
    """The public id of a row that this one refers to: `sprint = Ref("sprint")`."""

    def __init__(self, relation: str, **kwargs: Any) -> None:
        super().__init__(source=f"{relation}.public_id", read_only=True, **kwargs)


class Converted(serializers.CharField):
    """A column that is shown by `to_representation`, in lists too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)


class ImageUrl(Converted):
    """The public address of an uploaded picture, or null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> str | None:  # type: ignore[override]  # null is an answer here
        name = str(value) if value else ""
        return urljoin(f"{settings.SITE_URL}/", default_storage.url(name)) if name else None


class PersonName(Converted):
    """The name that a person shows to others: `name = PersonName("user")`."""

    def __init__(self, relation: str, **kwargs: Any) -> None:
        super().__init__(source=f"{relation}.display_name", **kwargs)

    def to_representation(self, value: Any) -> str:
        return str(value) or gettext("Someone without a name yet")


class Worked(serializers.CharField):
    """Something that a row works out itself, so it needs the instance: `name = Worked(source="shown_name")`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)


class WorkedNumber(serializers.IntegerField):
    """A whole number that a row works out itself, so it needs the instance."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)


Converter = Callable[[Any], Any]
COMPUTED = (Worked, WorkedNumber, serializers.BaseSerializer, serializers.SerializerMethodField)


@cache
def columns_of(shape: type[Shape]) -> tuple[tuple[str, str, Converter | None], ...] | None:
    """Return (name, column, converter) of each field, or None if instances are needed."""
    plan = []
    for name, field in shape().fields.items():
        if isinstance(field, COMPUTED):
            return None
        converter = field.to_representation if isinstance(field, Converted) else None
        plan.append((name, str(field.source).replace(".", "__"), converter))
    return tuple(plan)


def shape_rows(shape: type[Shape], rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Shape instances, dataclasses or, where the shape is plain, dictionaries of columns."""
    plan = columns_of(shape)
    items = list(rows)
    if plan is None or not items or not isinstance(items[0], dict):
        return [dict(shape(item).data) for item in items]
    return [
        {name: (convert(row[column]) if convert else row[column]) for name, column, convert in plan} for row in items
    ]
