"""One step of a simulation, as the outbox asks for it."""

from functools import partial

import structlog

from funding.events import SimulationStepDue
from funding.services.simulation_runs import Stopped, simulation_fail, simulation_run
from worker.computing import failing_openly

log = structlog.get_logger(__name__)


def simulation_step(event: SimulationStepDue) -> None:
    """Run it. What goes wrong in the arithmetic is told on the page."""
    key = event.simulation_id
    with failing_openly(
        "simulation_failed", partial(simulation_fail, simulation_id=key), simulation=key, step=event.step
    ):
        try:
            simulation_run(simulation_id=key, step=event.step)
        except Stopped:
            log.info("simulation_stopped", simulation=key)
