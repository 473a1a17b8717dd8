"""Writes without the ORM, and how many statements something takes."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery
from django.test.utils import CaptureQueriesContext

Statement = tuple[str, Sequence[Any]]


def insert(row: models.Model) -> Statement:
    """The INSERT that Django would send for `row`, with its key as given."""
    query = InsertQuery(type(row))
    query.insert_values(type(row)._meta.concrete_fields, [row])
    ((text, values),) = query.get_compiler(connection=connection).as_sql()
    return text, values


def run(statements: Sequence[Statement]) -> None:
    """All in one transaction, one round trip each."""
    with transaction.atomic(), connection.cursor() as cursor:
        for text, values in statements:
            cursor.execute(text, values)


def count_statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)
