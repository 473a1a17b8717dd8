"""What every app's `access.py` is made of: one row by its id or name, and the question whether the viewer may."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from rules.predicates import Predicate

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core.errors import NotAllowed, NotFound
from backend.core.predicates import holds, require

Row = TypeVar("Row", bound=Model)


def by_id(rows: "QuerySet[Row]", public_id: str) -> Row:
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def by_name(rows: "QuerySet[Row]", name: str) -> Row:
    """By slug or public id: addresses for people have the one, programs the other."""
    row = rows.filter(Q(slug=name) | Q(public_id=name)).first()
    if row is None:
        raise NotFound
    return row


def checked(row: Row, viewer: Viewer, rule: Predicate) -> Row:
    require(rule, person_of(viewer), row)
    return row


def hidden_unless(row: Row, viewer: Viewer, rule: Predicate) -> Row:
    """For rows that nobody else may know of."""
    if not holds(rule, person_of(viewer), row):
        raise NotFound
    return row


def signed_in(viewer: Viewer) -> User:
    """The person behind a viewer. Raises NotAllowed for whoever has not signed in."""
    person = person_of(viewer)
    if person is None:
        raise NotAllowed
    return person
