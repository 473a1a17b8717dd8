"""Every rule is held twice: what Python promises of states, amounts, dates and keys, PostgreSQL must hold, too."""

import ast
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from tests.architecture.sources import PACKAGES, ROOT, Source, broken, calls, sees

OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]
WITH_STATE = [model for model in OURS if "state" in {field.name for field in model._meta.fields}]
# Rows whose state is no course of business with a table of steps.
STATE_WITHOUT_TABLE: dict[str, str] = {
    "funding.BookPledge": "what a fund's book says of a pledge; its steps are the book's own",
}
DATE_PAIRS = [("starts_at", "ends_at"), ("period_start", "period_end"), ("window_starts_at", "window_ends_at")]


def named(one: type[models.Model] | str) -> str:
    return one if isinstance(one, str) else one._meta.label


def states_of(model: type[models.Model]) -> set[str]:
    field = model._meta.get_field("state")
    assert isinstance(field, models.CharField)
    return {str(value) for value, _label in field.flatchoices}


# States.


@pytest.mark.parametrize("model", WITH_STATE, ids=named)
def test_a_state_has_a_table_of_steps(model: type[models.Model]) -> None:
    if named(model) in STATE_WITHOUT_TABLE:
        return
    table = getattr(model, "TRANSITIONS", None)
    assert table is not None, "the model carries its table as TRANSITIONS"
    choices = states_of(model)
    assert set(table) == choices
    assert {target for targets in table.values() for target in targets} <= choices


@pytest.mark.django_db
@pytest.mark.parametrize("model", WITH_STATE, ids=named)
def test_the_database_knows_the_states(model: type[models.Model]) -> None:
    choices = states_of(model)
    assert choices in [states_listed(text) for text in checks_of(model._meta.db_table)]


def states_listed(check: str) -> set[str]:
    """The words that a CHECK over `state` alone lists; empty for any other check."""
    columns = set(re.findall(r"\((\w+)\)::text = ANY", check))
    words = set(re.findall(r"'(\w+)'::character varying", check))
    return words if columns == {"state"} and " OR " not in check and "<>" not in check else set()


def checks_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass",
            [table],
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_list_of_states_is_told_from_other_checks() -> None:
    listed = "CHECK (((state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))"
    assert states_listed(listed) == {"a", "b"}
    assert states_listed("CHECK ((((state)::text <> 'a'::text) OR (version IS NOT NULL)))") == set()
    assert states_listed(listed.replace("(state)", "(kind)")) == set()


# Amounts, rates and dates.


def amount_columns() -> Iterator[tuple[type[models.Model], str]]:
    for model in OURS:
        for field in model._meta.fields:
            if field.name.endswith(("_minor", "_bp")):
                yield model, field.name


# Column → why it may be anything. All others are bounded by a check.
UNBOUNDED_AMOUNTS = {
    "funding.Match.due_before_minor": "what was computed, kept to explain it",
    "funding.Match.due_after_minor": "likewise",
    "funding.Match.pool_before_minor": "likewise",
    "funding.Match.pool_after_minor": "likewise",
    "funding.MatchCause.amount_before_minor": "likewise",
    "funding.MatchCause.amount_after_minor": "likewise",
    "funding.MatchCause.base_after_minor": "likewise",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "column"), list(amount_columns()), ids=named)
def test_an_amount_is_a_whole_number_with_a_bound(model: type[models.Model], column: str) -> None:
    assert isinstance(model._meta.get_field(column), models.IntegerField)
    if f"{named(model)}.{column}" not in UNBOUNDED_AMOUNTS:
        assert bounds(column, checks_of(model._meta.db_table))


def bounds(column: str, checks: list[str]) -> bool:
    return any(re.search(rf"\(?\b{column} >=? '?\(?\w+", check) for check in checks)


def test_a_bound_is_recognized() -> None:
    assert bounds("amount_minor", ["CHECK ((amount_minor > 0))"])
    assert bounds("goal2_minor", ["CHECK (((goal2_minor IS NULL) OR (goal2_minor > goal1_minor)))"])
    assert not bounds("amount_minor", ["CHECK ((other_amount_minor > 0))", "CHECK ((amount_minor <> 1))"])


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=named)
def test_dates_are_in_order(model: type[models.Model]) -> None:
    columns = {field.column for field in model._meta.fields}
    checks = checks_of(model._meta.db_table)
    pairs = [pair for pair in DATE_PAIRS if set(pair) <= columns]
    assert [pair for pair in pairs if not any(ordered(*pair, check) for check in checks)] == []


def ordered(first: str, second: str, check: str) -> bool:
    return bool(re.search(rf"\b{second} >=? \(?{first}\b", check))


def test_an_order_is_recognized() -> None:
    assert ordered("starts_at", "ends_at", "CHECK ((ends_at > starts_at))")
    assert not ordered("starts_at", "ends_at", "CHECK ((ends_at IS NOT NULL) OR (starts_at IS NOT NULL))")


# Keys and indexes.


def foreign_keys() -> Iterator[tuple[type[models.Model], str]]:
    for model in OURS:
        for field in model._meta.fields:
            if isinstance(field, models.ForeignKey):
                yield model, field.column


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "column"), list(foreign_keys()), ids=named)
def test_a_foreign_key_can_be_followed_backwards(model: type[models.Model], column: str) -> None:
    assert leads_an_index(model._meta.db_table, column)


def leads_an_index(table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
            " WHERE i.indrelid = %s::regclass AND i.indpred IS NULL AND a.attname = %s",
            [table, column],
        )
        return cursor.fetchone() is not None


@pytest.mark.django_db
def test_a_column_without_an_index_is_seen() -> None:
    assert leads_an_index("funding_pledge", "campaign_id")
    assert not leads_an_index("funding_pledge", "message")


def test_public_ids_tell_their_kind() -> None:
    public = [model for model in OURS if issubclass(model, PublicModel)]
    prefixes: dict[str, type[models.Model]] = {}
    for model in public:
        field = next(field for field in model._meta.fields if field.name == "public_id")
        assert isinstance(field, PublicIdField)
        assert prefixes.setdefault(field.prefix, model) is model, f"{field.prefix} stands for two kinds"
    assert len(prefixes) == len(public) > 30


# Twice the same index is paid for with every write.


@pytest.mark.django_db
@pytest.mark.parametrize("model", OURS, ids=named)
def test_no_index_is_there_twice(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, indkey::text, coalesce(pg_get_expr(indpred, indrelid), ''),"
            " coalesce(pg_get_expr(indexprs, indrelid), ''), indoption::text, indclass::text FROM pg_index"
            " WHERE indrelid = %s::regclass",
            [model._meta.db_table],
        )
        rows = cursor.fetchall()
    assert [(one[0], other[0]) for one, other in combinations(rows, 2) if one[1:] == other[1:]] == []


# Migrations.


def migrations() -> tuple[Source, ...]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("migrations/*.py"))]
    return tuple(Source(path.relative_to(ROOT).as_posix(), Path(path).read_text()) for path in paths)


def extensions(source: Source) -> Iterator[str]:
    """The PostgreSQL of the demo has none to offer."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if re.search(r"(?i)create\s+extension|\w*Extension\(|contrib\.postgres\.operations", line):
            yield f"{number}: {line.strip()}"


def one_way(source: Source) -> Iterator[str]:
    for name, call in calls(source.tree):
        last = name.rsplit(".", 1)[-1]
        reverse = {"RunSQL": "reverse_sql", "RunPython": "reverse_code"}.get(last)
        if reverse and len(call.args) < 2 and reverse not in {word.arg for word in call.keywords}:
            yield f"{call.lineno}: {last} has no way back"


def test_migrations_need_no_extension() -> None:
    assert broken(extensions, migrations()) == []


def test_migrations_have_a_way_back() -> None:
    assert broken(one_way, migrations()) == []


@pytest.mark.parametrize(
    "text",
    [
        "RunSQL('CREATE EXTENSION pg_trgm', '')",
        "RunSQL('create  extension if not exists citext', '')",
        "TrigramExtension()",
        "from django.contrib.postgres.operations import UnaccentExtension",
    ],
)
def test_an_extension_is_seen(text: str) -> None:
    assert sees(extensions, text, "funding/migrations/0009_example.py")


def test_a_migration_without_a_way_back_is_seen() -> None:
    assert sees(one_way, "migrations.RunSQL('DROP TABLE x')")
    assert sees(one_way, "migrations.RunPython(fill)")
    assert not sees(one_way, "migrations.RunSQL(CREATE, DROP)")
    assert not sees(one_way, "migrations.RunPython(fill, reverse_code=empty)")


@pytest.mark.django_db
def test_every_sql_migration_goes_both_ways() -> None:
    """Of each app the reverses are run, the latest first, and then the way forward again.

    A first migration goes back with its tables, and cannot while they are there.
    """
    steps = [source for source in migrations() if "RunSQL" in source.text and "/0001_" not in source.path]
    assert steps
    with connection.cursor() as cursor:
        for app in {source.path.partition("/")[0] for source in steps}:
            of_app = sorted((one for one in steps if one.path.startswith(f"{app}/")), key=lambda one: one.path)
            with transaction.atomic():
                for source in reversed(of_app):
                    cursor.execute(sql_of(source)[1], None)
                for source in of_app:
                    cursor.execute(sql_of(source)[0], None)


def sql_of(source: Source) -> tuple[str, str]:
    texts = {
        node.targets[0].id: node.value.value
        for node in source.tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }
    return texts["CREATE"], texts["DROP"]
