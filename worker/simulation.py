"""One step of a simulation, as the outbox asks for it."""

import structlog
from django.db import InterfaceError, OperationalError

from funding.events import SimulationStepDue
from funding.services.simulation_runs import Stopped, simulation_fail, simulation_run

log = structlog.get_logger(__name__)


def simulation_step(event: SimulationStepDue) -> None:
    """Run it. What goes wrong in the arithmetic is told on the page; without the database it is tried again later."""
    try:
        simulation_run(simulation_id=event.simulation_id, step=event.step)
    except Stopped:
        log.info("simulation_stopped", simulation=event.simulation_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # Trying again would compute the same for as long and end the same.
        log.exception("simulation_failed", simulation=event.simulation_id, step=event.step)
        simulation_fail(simulation_id=event.simulation_id)
