"""The tables of a first migration are made at once, and each model once."""

from collections.abc import Iterator, Sequence
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter

from backend.core.creating import CreateModels

APP = "made_up"


def model(name: str, points_at: str = "") -> CreateModel:
    fields: list[tuple[str, models.Field[Any, Any]]] = [("id", models.BigAutoField(primary_key=True))]
    if points_at:
        fields.append(("other", models.ForeignKey(f"{APP}.{points_at}", on_delete=models.CASCADE)))
    return CreateModel(name, fields)


def apply(operations: Sequence[Operation]) -> list[tuple[Operation, ProjectState, ProjectState]]:
    """As a migration does: the models are made before the first step, and what is made goes on into the next."""
    state, steps = ProjectState(), []
    assert state.apps
    with connection.schema_editor(atomic=True) as editor:
        for operation in operations:
            before = state.clone()
            operation.state_forwards(APP, state)
            operation.database_forwards(APP, editor, before, state)
            steps.append((operation, before, state.clone()))
    return steps


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith(f"{APP}_")}


@pytest.fixture
def rendered() -> Iterator[list[str]]:
    names: list[str] = []
    render = ModelState.render

    def counted(self: ModelState, apps: Any) -> Any:
        names.append(self.name)
        return render(self, apps)

    with patch.object(ModelState, "render", counted):
        yield names


@pytest.mark.django_db
def test_models_that_point_at_each_other_come_and_go() -> None:
    [(operation, before, after)] = apply([CreateModels([model("Hen", "Egg"), model("Egg", "Hen")])])
    assert tables() == {f"{APP}_hen", f"{APP}_egg"}
    with connection.cursor() as cursor:
        [key] = [
            known["foreign_key"]
            for known in connection.introspection.get_constraints(cursor, f"{APP}_hen").values()
            if known["foreign_key"]
        ]
    assert key == (f"{APP}_egg", "id")
    with connection.schema_editor(atomic=True) as editor:
        operation.database_backwards(APP, editor, after, before)
    assert tables() == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("at_once", "most"), [(True, 10), (False, 55)])
def test_each_model_is_made_once(rendered: list[str], at_once: bool, most: int) -> None:
    chain = [model(f"Link{n}", f"Link{n - 1}" if n else "") for n in range(10)]
    apply([CreateModels(chain)] if at_once else chain)
    assert len(tables()) == 10
    assert len(rendered) == most, "one after the other, each makes those before it once more"


def test_it_can_be_written_into_a_migration() -> None:
    hen = model("Hen")
    text, imports = MigrationWriter.serialize(CreateModels([hen]))
    assert text.startswith("backend.core.creating.CreateModels(")
    assert "name='Hen'" in text
    assert "import backend.core.creating" in imports
    assert CreateModels([hen]).describe() == "Create 1 models"
