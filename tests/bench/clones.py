"""Many rows like one that the services have written: to see what size costs, not to be true."""

from django.db import connection, models

CLONE = """
INSERT INTO {table} SELECT (jsonb_populate_record(one, {changed})).*
  FROM {table} one, generate_series(%s::bigint, %s::bigint) AS n WHERE one.{key} = %s
"""


def clone(row: models.Model, first: int, count: int, **changed: str) -> None:
    """Write `count` rows like `row`; `changed` are columns as SQL, in which `n` is `first` and up."""
    meta = type(row)._meta
    facts = ", ".join(f"'{column}', {sql}" for column, sql in changed.items())
    text = CLONE.format(table=meta.db_table, changed=f"jsonb_build_object({facts})", key=meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(text, [first, first + count - 1, row.pk])


def analyse(*kinds: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        for kind in kinds:
            cursor.execute(f"VACUUM ANALYZE {kind._meta.db_table}")
