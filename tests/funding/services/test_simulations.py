"""Simulations from the question to the shared address: who may, what is refused, what is kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from backend.core.errors import Conflict, Invalid, LimitReached, NotAllowed, NotFound
from backend.core.models import OutboxMessage
from funding import access
from funding.domain.rule_axes import Percentage
from funding.domain.simulation_scene import Preset, SceneCampaign, ScenePledge
from funding.domain.simulation_scene import Scene as Past
from funding.domain.simulation_scene import draw as draw_scene
from funding.enums import SimulationSource, SimulationState
from funding.events import SimulationStepDue
from funding.models import Simulation
from funding.services import simulation_runs, simulations
from funding.services.simulation_runs import Stopped, simulation_fail, simulation_run
from funding.services.simulations import (
    Asked,
    drawing_of,
    simulation_cancel,
    simulation_create,
    simulation_delete,
    simulation_share,
    simulation_unshare,
    simulations_expire,
)
from tests.factories.accounts import UserFactory
from tests.funding.domain.rules import QUARTER
from tests.funding.scenes import Scene

TENTH = replace(QUARTER, function=Percentage(1_000))
SMALL = {"pledges": 40, "campaigns": 3}


def asked(**changes: Any) -> Asked:
    given = {"source": SimulationSource.DRAWN, "rules": [("A", QUARTER), ("B", TENTH)], "pool_minor": 20_000}
    return Asked(**{**given, "orders": 2, "numbers": SMALL, **changes})


def create(scene: Scene, **changes: Any) -> Simulation:
    return simulation_create(fund=scene.fund, actor=scene.managers[0], name="Frühjahr", asked=asked(**changes))


def run_all(made: Simulation) -> Simulation:
    for step in range(len(made.rules)):
        simulation_run(simulation_id=made.pk, step=step)
    return Simulation.objects.get(pk=made.pk)


def test_two_rules_are_run_one_after_the_other(scene: Scene) -> None:
    made = create(scene)
    messages = OutboxMessage.objects.filter(topic=SimulationStepDue.topic).order_by("id")
    assert [row.payload for row in messages] == [{"simulation_id": made.pk, "step": 0}]
    simulation_run(simulation_id=made.pk, step=0)
    made.refresh_from_db()
    assert (made.state, made.progress_percent, len(made.outcomes)) == (SimulationState.RUNNING, 50, 1)
    assert [row.payload["step"] for row in messages.all()] == [0, 1]
    simulation_run(simulation_id=made.pk, step=0)
    simulation_run(simulation_id=made.pk, step=1)
    made.refresh_from_db()
    assert (made.state, made.progress_percent, len(made.outcomes)) == (SimulationState.READY, 100, 2)
    quarter, tenth = made.results
    assert quarter.given_minor == 20_000 > tenth.given_minor > 0
    assert made.about["pledges"] == 40
    assert [name for name, _rule in made.rule_sets] == ["A", "B"]


def test_the_past_of_the_fund_is_looked_at_once_and_not_kept(scene: Scene) -> None:
    scene.paid(2_000)
    made = create(scene, source=SimulationSource.PAST, numbers=None)
    simulation_run(simulation_id=made.pk, step=0)
    scene.paid(9_000)
    simulation_run(simulation_id=made.pk, step=1)
    made.refresh_from_db()
    assert [one.campaigns[0].match_minor for one in made.results] == [500, 200]
    assert (made.about["pledges"], bytes(made.scene)) == (1, b"")


def test_a_table_is_kept_to_be_run_again(scene: Scene) -> None:
    past = Past((SceneCampaign("K", 100),), (ScenePledge(timezone.now(), 0, 0, 4_000),))
    made = run_all(create(scene, source=SimulationSource.TABLE, table=past, numbers=None))
    assert made.results[0].campaigns[0].match_minor == 1_000
    assert made.scene


def test_a_fund_without_a_past_is_told_so(scene: Scene) -> None:
    made = create(scene, source=SimulationSource.PAST, numbers=None)
    simulation_run(simulation_id=made.pk, step=0)
    made.refresh_from_db()
    assert (made.state, made.problem) == (SimulationState.FAILED, "no_pledges")


def test_one_that_was_stopped_in_the_middle_ends_there(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation_runs, "EVERY_NANOSECONDS", 0)
    made = create(scene)

    def stopping(drawing: Any) -> Any:
        simulation_cancel(simulation=made, actor=scene.managers[1])
        return draw_scene(drawing)

    monkeypatch.setattr(simulation_runs, "draw", stopping)
    with pytest.raises(Stopped):
        simulation_run(simulation_id=made.pk, step=0)
    made.refresh_from_db()
    assert (made.state, made.outcomes) == (SimulationState.CANCELLED, [])
    simulation_fail(simulation_id=made.pk)
    simulation_run(simulation_id=made.pk, step=0)
    made.refresh_from_db()
    assert made.state == SimulationState.CANCELLED


def test_two_workers_at_one_step_keep_one_outcome(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    made = create(scene)

    def faster(drawing: Any) -> Any:
        monkeypatch.setattr(simulation_runs, "draw", draw_scene)
        simulation_run(simulation_id=made.pk, step=0)
        return draw_scene(drawing)

    monkeypatch.setattr(simulation_runs, "draw", faster)
    with pytest.raises(Stopped):
        simulation_run(simulation_id=made.pk, step=0)
    made.refresh_from_db()
    assert len(made.outcomes) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rules": []}, "rules"),
        ({"rules": [("A", QUARTER)] * 5}, "rules"),
        ({"rules": [("A", replace(QUARTER, function=Percentage(0)))]}, "rules"),
        ({"pool_minor": 0}, "pool_minor"),
        ({"orders": 101}, "orders"),
        ({"orders": -1}, "orders"),
        ({"seed": 0}, "seed"),
        ({"numbers": {"pledges": 200_001}}, "pledges"),
        ({"numbers": {"campaigns": 0}}, "campaigns"),
        ({"numbers": {"weeks": 3}}, "weeks"),
        ({"source": SimulationSource.TABLE}, "table"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(scene: Scene, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        create(scene, **changes)
    assert list(caught.value.fields) == [field]


def test_a_simulation_has_a_name(scene: Scene) -> None:
    with pytest.raises(Invalid) as caught:
        simulation_create(fund=scene.fund, actor=scene.managers[0], name=" \n", asked=asked())
    assert list(caught.value.fields) == ["name"]


def test_how_many_run_and_are_kept_is_limited(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_others = (create(scene) for _ in range(3))
    with pytest.raises(LimitReached):
        create(scene)
    simulation_cancel(simulation=first, actor=scene.managers[0])
    create(scene)
    Simulation.objects.update(state=SimulationState.CANCELLED)
    monkeypatch.setattr(simulations, "KEPT_MAX", 4)
    with pytest.raises(LimitReached):
        create(scene)


def test_a_drawn_scene_begins_on_the_day_it_was_asked_for(scene: Scene) -> None:
    made = create(scene, preset=Preset.RUSH, seed=9)
    drawing = drawing_of(made)
    assert (drawing.pledges, drawing.campaigns, drawing.days, drawing.seed) == (40, 3, 14, 9)
    assert drawing.starts_at <= made.created_at < drawing.starts_at + timedelta(days=1)


def test_only_managers_of_the_fund_do_any_of_this(scene: Scene) -> None:
    made, stranger = create(scene), UserFactory.create()
    with pytest.raises(NotAllowed):
        simulation_create(fund=scene.fund, actor=stranger, name="x", asked=asked())
    for act in (simulation_cancel, simulation_delete, simulation_share, simulation_unshare):
        with pytest.raises(NotAllowed):
            act(simulation=made, actor=stranger)
    with pytest.raises(NotFound):
        access.simulation_to_view(stranger, made.public_id)
    assert access.simulation_to_view(scene.managers[1], made.public_id) == made


def test_an_address_is_shared_until_it_is_taken_back_replaced_or_old(scene: Scene) -> None:
    made, manager = create(scene), scene.managers[0]
    with pytest.raises(Conflict):
        simulation_share(simulation=made, actor=manager)
    made = run_all(made)
    _row, first = simulation_share(simulation=made, actor=manager)
    assert access.simulation_by_secret(first) == made
    assert not Simulation.objects.filter(share_digest__contains=first).exists()
    _row, second = simulation_share(simulation=made, actor=manager)
    assert access.simulation_by_secret(second) == made
    gone(first)
    simulation_unshare(simulation=made, actor=manager)
    simulation_unshare(simulation=made, actor=manager)
    gone(second)
    gone("")
    row, third = simulation_share(simulation=made, actor=manager)
    Simulation.objects.filter(pk=row.pk).update(share_ends_at=timezone.now())
    gone(third)


def gone(secret: str) -> None:
    with pytest.raises(NotFound):
        access.simulation_by_secret(secret)


def test_what_is_deleted_or_old_is_gone(scene: Scene) -> None:
    deleted, old, kept = (create(scene) for _ in range(3))
    simulation_delete(simulation=deleted, actor=scene.managers[0])
    simulation_run(simulation_id=deleted.pk, step=0)
    Simulation.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=401))
    assert simulations_expire() == 1
    assert list(Simulation.objects.all()) == [kept]
