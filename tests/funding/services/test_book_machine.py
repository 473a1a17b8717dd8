"""Random rule sets and random events through the services: every truth after every step, and the replay of the journal.

`BOOK_MACHINE_STEPS` asks for a long run, and `BOOK_MACHINE_FROM` for one that begins with a later seed, so that it can
be done in pieces; what was done is told at the end.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from random import Random
from types import SimpleNamespace

import pytest

from funding.domain.rule_axes import Allocation, Base, Gates, LumpSum, Settlement, Step, StepTable
from funding.domain.rule_set import RuleSet
from funding.gateways.memory_gateway import MemoryGateway
from tests.funding.batches import batch_make
from tests.funding.book_machine import LENGTH, Machine, machine
from tests.funding.drawn_rules import FORMS, SCARCE, SQUARE, kind_of
from tests.funding.machine_summary import NAME, machine_lines

STEPS = int(os.environ.get("BOOK_MACHINE_STEPS", "600"))
FIRST = int(os.environ.get("BOOK_MACHINE_FROM", "0"))
STAIRS = replace(SCARCE, function=StepTable((Step(500, 300), Step(1_000, 900))))
LUMP = replace(SCARCE, base=Base.GOAL_1, function=LumpSum(share_bp=5_000), gates=Gates(raised_minor=500))


def shared(rule: RuleSet) -> RuleSet:
    return replace(rule, allocation=Allocation.PRO_RATA, settlement=Settlement.AT_CLOSE)


DIVIDED = (
    *(replace(SQUARE, function=form) for form in FORMS),
    shared(SCARCE),
    shared(STAIRS),
    replace(STAIRS, settlement=Settlement.AT_CLOSE),
    replace(STAIRS, settlement=Settlement.AT_SUCCESS),
    shared(LUMP),
    replace(LUMP, settlement=Settlement.AT_SUCCESS),
)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(FIRST, FIRST + max(1, STEPS // LENGTH)))
def test_the_services_do_what_the_book_says(
    seed: int, gateway: MemoryGateway, record_property: Callable[[str, object], None]
) -> None:
    running = machine(seed, gateway)
    try:
        for _ in range(min(STEPS, LENGTH)):
            running.step()
        running.finish()
    finally:
        record_property(NAME, {"seed": seed, "steps": running.steps, **running.seen})


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [2725])
def test_what_long_runs_have_found_stays_mended(seed: int, gateway: MemoryGateway) -> None:
    """2725: a division for a whole campaign is no match of one pledge, whose cap it was held against."""
    running = machine(seed, gateway)
    for _ in range(LENGTH):
        running.step()
    running.finish()


@pytest.mark.django_db
@pytest.mark.parametrize("rule", DIVIDED, ids=kind_of)
def test_every_kind_of_division_gives_money(rule: RuleSet, gateway: MemoryGateway) -> None:
    batch = batch_make(gateway, rule, [[600, 500, 100], [400, 200]], pool_minor=1_000, goal1_minor=1_000)
    running = Machine(Random(0), batch.scenes, divided=True)  # noqa: S311  numbers for a test
    for scene in batch.scenes:
        scene.end()
    running.finish()
    assert running.seen[f"divided: {kind_of(rule)}"] > 0


def test_what_many_runs_did_is_told_in_few_lines() -> None:
    first = {"seed": 3, "steps": 40, "pledge": 30, "refund refused: disputed": 1, "divide: asked": 2}
    second = {"seed": 4, "steps": 40, "pledge": 1, "divided: quadratic plain at_close": 2, "remainder: returned": 1}
    reports = [SimpleNamespace(user_properties=[(NAME, one), ("other", 1)]) for one in (first, second)]
    assert machine_lines(reports) == [
        "book machine: 80 steps in 2 runs, seeds 3 to 4",
        "  done: pledge 31",
        "  refused: refund disputed 1",
        "  divide: asked 2",
        "  divided: quadratic plain at_close 2",
        "  remainder: returned 1",
    ]
    assert machine_lines([SimpleNamespace(user_properties=[])]) == []
