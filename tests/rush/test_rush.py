"""The kick-off in small: every process is real, one worker is killed, Valkey forgets everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.stage import Stage, stage_in
from tests.rush.acts import CODE, FOUND, JOIN, LEAVE, REGISTER, RELOAD
from tests.rush.invariants import broken
from tests.rush.plan import Plan, plan_for
from tests.rush.play import Rush

pytestmark = pytest.mark.processes
SMALL = Plan(
    people=60,
    capacity=40,
    hall=12,
    connections=20,
    tail_seconds=1,
    reloaders=5,
    reloads=3,
    kills=1,
    lease_seconds=2,
    web_processes=1,
)


@pytest.fixture
def stage(transactional_db: None, tmp_path: Path) -> Iterator[Stage]:
    with stage_in(tmp_path) as stage:
        yield stage


def test_a_rush_breaks_nothing(stage: Stage) -> None:
    played = Rush(SMALL, stage, lambda _what, _done, _added: None).play()
    assert {name: faults for name, faults in broken(played.seen).items() if faults} == {}, played.output[-5_000:]
    kinds = {asked.kind for asked in played.seen.answers}
    assert {REGISTER, LEAVE, FOUND, JOIN, RELOAD, f"{CODE}: code"} <= kinds
    assert 304 in {asked.status for asked in played.seen.answers}
    assert len(played.seen.registering) > SMALL.people, "some clicked twice"
    assert played.seen.killed > 0
    assert {"registered", "waiting", "cancelled"} == {place.state for place in played.seen.places}
    assert any(topic.endswith("promoted") for topic in {row.topic for row in played.seen.outbox})


@pytest.mark.parametrize(("people", "capacity"), [(42_968, 28_361), (85_936, 56_722), (1_000, 660), (120, 79)])
def test_fewer_people_want_fewer_places(people: int, capacity: int) -> None:
    plan = plan_for(people)
    assert (plan.people, plan.capacity) == (people, capacity)
    assert plan.hall < people
    assert plan.teams + plan.leaving < capacity
