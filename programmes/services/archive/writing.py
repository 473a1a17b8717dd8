"""Rows brought to the state that a source asks for, in bulk; what is so already is not touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models

from backend.core import clock
from programmes.services.archive.reading import Report

Row = TypeVar("Row", bound=models.Model)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Wanted(Generic[Row]):
    """A row as the source has it. `once`: values for a new row that later imports leave alone."""

    key: Any
    values: Mapping[str, Any]
    once: Mapping[str, Any]


def bring_about(
    model: type[Row], existing: Mapping[Any, Row], wanted: Sequence[Wanted[Row]], report: Report
) -> dict[Any, Row]:
    """Create what is not among `existing` (row by key) and update what differs; return all wanted rows by key."""
    known = dict(existing)
    fresh: dict[Any, Row] = {}
    changed: list[Row] = []
    names: set[str] = set()
    for want in wanted:
        row = known.get(want.key)
        if row is None:
            fresh[want.key] = model(**want.values, **want.once)
            continue
        differing = {name for name, value in want.values.items() if getattr(row, name) != value}
        if differing:
            for name in differing:
                setattr(row, name, want.values[name])
            names |= differing
            changed.append(row)
    model._default_manager.bulk_create(list(fresh.values()), batch_size=BATCH)  # noqa: SLF001  Django's public underscore
    if changed:
        _update(model, changed, names)
    report.created += len(fresh)
    report.updated += len(changed)
    report.unchanged += len(wanted) - len(fresh) - len(changed)
    return {want.key: known.get(want.key) or fresh[want.key] for want in wanted}


def _update(model: type[Row], changed: Sequence[Row], names: set[str]) -> None:
    if any(column.name == "updated_at" for column in model._meta.fields):  # noqa: SLF001  Django's public underscore
        for row in changed:
            setattr(row, "updated_at", clock.now())  # noqa: B010  the column is known by name only
        names = names | {"updated_at"}
    model._default_manager.bulk_update(changed, sorted(names), batch_size=BATCH)  # noqa: SLF001  Django's public underscore
