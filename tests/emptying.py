"""After a test that committed: empty the tables that hold something, instead of making all of them anew."""

from django.db import ProgrammingError, connection, transaction
from django.test import TransactionTestCase
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

# What the migrations wrote, and Django would write once more after its own flush.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
_flush = getattr(TransactionTestCase, "_fixture_teardown")  # noqa: B009  no public name, and none for the types


def _empty(self: TransactionTestCase) -> None:
    try:
        _delete_everything()
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        # Who may not pass by the triggers takes Django's way, which truncates.
        _flush(self)


def _delete_everything() -> None:
    tables = sorted({*connection.introspection.table_names()} - KEPT)
    holding = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in tables
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(holding)
        for (name,) in cursor.fetchall():
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


def put_in_place() -> None:
    setattr(TransactionTestCase, "_fixture_teardown", _empty)  # noqa: B010  as above
