"""How services change plain columns: only what differs, named fields only, with an audit entry."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Invalid, Text
from backend.core.text import clean_for


def texts_among(model: type[models.Model], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return `changes` with every text in it cleaned by its column. Raises Invalid."""
    columns = {name: model._meta.get_field(name) for name in changes}  # noqa: SLF001  Django's public underscore
    texts = {name for name, column in columns.items() if isinstance(column, models.CharField | models.TextField)}
    return {**changes, **clean_for(model, {name: changes[name] for name in texts})}


def write_changes(row: models.Model, changes: Mapping[str, Any], *, actor: User | None, action: str) -> bool:
    """Save what differs in `row`, which the caller has locked, and tell the audit log which fields; whether any did."""
    changed = [name for name, value in changes.items() if getattr(row, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(row, name, changes[name])
    row.save(update_fields=[*changed, "updated_at"])
    audit_add(actor=actor, action=action, row=row, facts={"changed": sorted(changed)})
    return True


def text_as(field: str, model: type[models.Model], column: str, value: object, *, missing: Text | None = None) -> str:
    """Clean `value` by `column` of `model`; faults name `field`. `missing`: what to say of nothing."""
    try:
        text = clean_for(model, {column: value})[column]
    except Invalid as error:
        raise Invalid({field: error.fields[column]}) from None
    if missing is not None and not text:
        raise Invalid({field: missing})
    return text


def require_order(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Invalid({"ends_at": _("The end must be after the beginning.")})


def require_within(field: str, value: int, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Invalid({field: _("Please enter a number from %(least)s to %(most)s.") % {"least": least, "most": most}})


def require_among(field: str, values: Iterable[str], allowed: Iterable[str]) -> None:
    if not set(values) <= set(allowed):
        raise Invalid({field: _("Please choose one of the offered values.")})
