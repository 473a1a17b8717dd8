"""The steps of a simulation, one rule each, so that what a killed worker leaves undone is one step."""

import time
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from backend.core import clock
from backend.core.evidence.codec import encode
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from funding.domain.simulation import simulate
from funding.domain.simulation_book import WHOLE
from funding.domain.simulation_packing import scene_pack, scene_unpack
from funding.domain.simulation_scene import Scene, draw
from funding.enums import SimulationSource, SimulationState
from funding.events import SimulationStepDue
from funding.models import Simulation
from funding.selectors.simulation_scene import fund_scene
from funding.services.simulations import drawing_of

EVERY_NANOSECONDS = 500_000_000
NO_PLEDGES = "no_pledges"
ERROR = "error"


class Stopped(Exception):
    """Somebody has stopped or deleted the simulation, or another worker was faster."""


def simulation_run(*, simulation_id: int, step: int) -> None:
    """Run one rule and ask for the next; a step that is done already is left alone, so repeating it is safe.

    Works outside any transaction and tells twice a second how far it is. Raises Stopped.
    """
    row = Simulation.objects.select_related("fund").filter(pk=simulation_id, state=SimulationState.RUNNING).first()
    if row is None or len(row.outcomes) != step:
        return
    scene = _scene(row)
    if not scene.pledges:
        simulation_fail(simulation_id=row.pk, problem=NO_PLEDGES)
        return
    rules = row.rule_sets
    tell = _teller(row.pk, step, len(rules))
    _name, rule = rules[step]
    inputs = row.inputs
    outcome = simulate(scene, rule, row.pool_minor, orders=inputs["orders"], seed=inputs["seed"], progress=tell)
    _keep(row, step, [*row.outcomes, encode(outcome)], scene)


def _scene(row: Simulation) -> Scene:
    """The same for every step: what the fund has seen is looked at once, and kept."""
    zone = ZoneInfo(settings.EVENT_TIME_ZONE)
    if row.source == SimulationSource.DRAWN:
        return draw(drawing_of(row))
    if row.source == SimulationSource.PAST and not row.scene:
        scene = fund_scene(row.fund)
        Simulation.objects.filter(pk=row.pk, state=SimulationState.RUNNING).update(scene=scene_pack(scene))
        return scene
    return scene_unpack(bytes(row.scene), zone)


def _teller(simulation_id: int, step: int, steps: int) -> Callable[[int], None]:
    told_at = 0

    def tell(part: int) -> None:
        nonlocal told_at
        if time.monotonic_ns() - told_at < EVERY_NANOSECONDS:
            return
        told_at = time.monotonic_ns()
        percent = min(99, (step * WHOLE + part) * 100 // (steps * WHOLE))
        waiting = Simulation.objects.filter(pk=simulation_id, state=SimulationState.RUNNING)
        if not waiting.update(progress_percent=percent):
            raise Stopped

    return tell


@transaction.atomic
def _keep(row: Simulation, step: int, outcomes: list[Any], scene: Scene) -> None:
    locked = Simulation.objects.select_for_update(no_key=True).filter(pk=row.pk, state=SimulationState.RUNNING).first()
    if locked is None or len(locked.outcomes) != step:
        raise Stopped
    about = {
        "pledges": len(scene.pledges),
        "backers": scene.backers,
        "campaigns": len(scene.campaigns),
        "crowd_minor": scene.crowd_minor,
        "first_day": scene.pledges[0].at.date().isoformat(),
        "last_day": scene.pledges[-1].at.date().isoformat(),
    }
    if len(outcomes) < len(row.rules):
        percent = 100 * len(outcomes) // len(row.rules)
        Simulation.objects.filter(pk=row.pk).update(outcomes=outcomes, about=about, progress_percent=percent)
        outbox_add(SimulationStepDue(simulation_id=row.pk, step=step + 1), dedupe_key=f"{row.pk}:{step + 1}")
        return
    changes: dict[str, Any] = {"outcomes": outcomes, "about": about, "progress_percent": 100, "ready_at": clock.now()}
    if row.source == SimulationSource.PAST:
        # What the fund has seen can be looked at again; nothing of it is kept twice.
        changes["scene"] = b""
    transition(locked, to=SimulationState.READY, actor=None, changes=changes)


@transaction.atomic
def simulation_fail(*, simulation_id: int, problem: str = ERROR) -> None:
    """Say that it could not be computed, and why, as a stable word. One that does not run any more stays as it is."""
    rows = Simulation.objects.select_for_update(no_key=True)
    row = rows.filter(pk=simulation_id, state=SimulationState.RUNNING).first()
    if row is not None:
        transition(row, to=SimulationState.FAILED, actor=None, changes={"problem": problem})
