"""Every state × target of every model with a table: allowed, refused, or nothing to do; and the audit entry."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from backend.core.errors import Conflict
from backend.core.models import AuditEntry
from backend.core.transitions import transition

WITH_STATE: list[Any] = [model for model in apps.get_models() if hasattr(model, "TRANSITIONS")]


def pairs() -> Iterator[Any]:
    for model in WITH_STATE:
        for before in model.TRANSITIONS:
            for to in model.TRANSITIONS:
                yield pytest.param(model, str(before), str(to), id=f"{model.__name__}-{before}-{to}")


def row_in(monkeypatch: pytest.MonkeyPatch, model: Any, state: str) -> tuple[Any, list[list[str]]]:
    """A row without its table: `transition` locks, re-reads and saves, and here that is noted only."""
    saved: list[list[str]] = []
    row = model(pk=1, state=state)
    monkeypatch.setattr(model, "refresh_from_db", lambda _row, **_options: None)
    monkeypatch.setattr(model, "save", lambda _row, update_fields: saved.append(list(update_fields)))
    return row, saved


def test_both_packages_have_tables() -> None:
    assert {model._meta.app_label for model in WITH_STATE} >= {"programmes", "funding"}


@pytest.mark.parametrize("model", WITH_STATE)
def test_a_table_names_exactly_the_states_of_its_column(model: Any) -> None:
    states = {str(value) for value, _label in model._meta.get_field("state").choices}
    assert {str(state) for state in model.TRANSITIONS} == states
    assert {str(to) for targets in model.TRANSITIONS.values() for to in targets} <= states


@pytest.mark.parametrize("model", [m for m in WITH_STATE if m._meta.get_field("state").has_default()])
def test_every_state_can_be_reached_from_where_a_row_begins(model: Any) -> None:
    reached: set[str] = set()
    waiting = [str(model._meta.get_field("state").default)]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += [str(to) for to in model.TRANSITIONS[state]]
    assert {str(state) for state in model.TRANSITIONS} - reached == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "before", "to"), list(pairs()))
def test_every_pair_of_states(monkeypatch: pytest.MonkeyPatch, model: Any, before: str, to: str) -> None:
    row, saved = row_in(monkeypatch, model, before)
    if to == before:
        assert transition(row, to=to, actor=None) is row
        assert saved == []
        assert not AuditEntry.objects.exists()
    elif to in model.TRANSITIONS[before]:
        transition(row, to=to, actor=None)
        assert row.state == to
        assert saved[0][0] == "state"
        assert AuditEntry.objects.get().facts == {"from": before, "to": to}
    else:
        with pytest.raises(Conflict) as caught:
            transition(row, to=to, actor=None)
        assert caught.value.code == "wrong_state"
        assert (row.state, saved) == (before, [])
