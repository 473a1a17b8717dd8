"""One step in the worker: what is told on the page, and what is tried again."""

from typing import Any

import pytest
from django.db import OperationalError

from funding.enums import SimulationState
from funding.events import SimulationStepDue
from funding.models import Simulation
from funding.services.simulation_runs import Stopped
from tests.funding.conftest import gateway, scene
from tests.funding.scenes import Scene
from tests.funding.services.test_simulations import create
from worker import simulation
from worker.simulation import simulation_step

__all__ = ["gateway", "scene"]


def raising(error: Exception) -> Any:
    def run(**_options: Any) -> None:
        raise error

    return run


def test_a_step_is_run(scene: Scene) -> None:
    made = create(scene)
    simulation_step(SimulationStepDue(simulation_id=made.pk, step=0))
    assert len(Simulation.objects.get(pk=made.pk).outcomes) == 1


@pytest.mark.parametrize(
    ("error", "state", "problem"),
    [(ValueError("x"), SimulationState.FAILED, "error"), (Stopped(), SimulationState.RUNNING, "")],
)
def test_what_goes_wrong_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, error: Exception, state: str, problem: str
) -> None:
    made = create(scene)
    monkeypatch.setattr(simulation, "simulation_run", raising(error))
    simulation_step(SimulationStepDue(simulation_id=made.pk, step=0))
    made.refresh_from_db()
    assert (made.state, made.problem) == (state, problem)


def test_without_the_database_it_is_tried_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    made = create(scene)
    monkeypatch.setattr(simulation, "simulation_run", raising(OperationalError()))
    with pytest.raises(OperationalError):
        simulation_step(SimulationStepDue(simulation_id=made.pk, step=0))
    made.refresh_from_db()
    assert made.state == SimulationState.RUNNING
