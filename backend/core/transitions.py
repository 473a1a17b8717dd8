"""The one writer of state columns."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.core.audit import Actor, HasPublicId, audit_add
from backend.core.checks import ensure
from backend.core.db import require_transaction
from backend.core.errors import Conflict

Row = TypeVar("Row", bound=models.Model)
Table = Mapping[str, frozenset[str]]
"""State → states that may follow it. A model carries its own as `TRANSITIONS`."""


def transition(
    row: Row,
    *,
    to: str,
    actor: Actor,
    reason: str = "",
    subject: HasPublicId | None = None,
    facts: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    is_locked: bool = False,
) -> Row:
    """Move `row` to state `to`, together with the named field `changes`, and write the audit entry.

    `subject` is whom the `reason` is about, if not `actor`.

    Locks the row and re-reads it, so what the caller saw before may be out of date; with `is_locked` the caller has
    just read it under its lock. Repeating the present state is a
    no-op that returns the row: that is how doubled webhooks are survived. Raises Conflict if the table
    does not allow it.
    """
    require_transaction()
    model = type(row)
    table: Table = model.TRANSITIONS  # type: ignore[attr-defined]  # every model with a state carries its table
    if not is_locked:
        row.refresh_from_db(from_queryset=model._base_manager.select_for_update(no_key=True, of=("self",)))  # noqa: SLF001  Django's public underscore
    before: str = row.state  # type: ignore[attr-defined]  # see above
    ensure(to in table, f"{model.__name__} knows the state {to}")
    if before == to:
        return row
    if to not in table[before]:
        raise Conflict(
            _("This step is not possible any more, or not yet."), code="wrong_state", state=before, wanted=to
        )
    for name, value in {"state": to, **(changes or {})}.items():
        setattr(row, name, value)
    names = ["state", *(changes or {})]
    if any(field.name == "updated_at" for field in model._meta.fields):  # noqa: SLF001  as above
        names.append("updated_at")
    row.save(update_fields=names)
    audit_add(
        actor=actor,
        action=f"{model._meta.label_lower}.{to}",  # noqa: SLF001  as above
        row=row,
        reason=reason,
        subject=subject,
        facts={"from": before, "to": to, **(facts or {})},
    )
    return row
