"""The way back to one solution a team is closed while a team has two."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db.migrations.exceptions import IrreversibleError

from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def way_back() -> None:
    import_module("programmes.migrations.0016_several_solutions").require_one_each(apps, None)


def test_it_is_open_while_no_team_has_two() -> None:
    make.SolutionFactory.create_batch(2)
    way_back()


def test_it_is_closed_once_a_team_has_two() -> None:
    make.SolutionFactory.create_batch(2, team=make.TeamFactory.create())
    with pytest.raises(IrreversibleError, match="1 teams have several solutions"):
        way_back()
