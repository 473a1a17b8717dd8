"""Simulations: asked for by a manager, run by a worker, kept, shared by an address that nobody can guess."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached, NotFound
from backend.core.outbox import outbox_add
from backend.core.predicates import require
from backend.core.transitions import transition
from funding.domain.limits import AMOUNT_MAX_MINOR
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet, to_data
from funding.domain.simulation import ORDERS_MAX
from funding.domain.simulation_packing import scene_pack
from funding.domain.simulation_scene import (
    CAMPAIGNS_MAX,
    DAYS_MAX,
    PLEDGES_MAX,
    PRESETS,
    Drawing,
    Preset,
    Scene,
)
from funding.domain.texts import plain_line
from funding.enums import SimulationSource, SimulationState
from funding.events import SimulationStepDue
from funding.models import Fund, Simulation
from funding.rules import can_manage_fund
from funding.selectors.simulations import share_digest

RULES_MAX = 4
NAME_MAX = 120
RUNNING_MAX = 3
KEPT_MAX = 100
SEED_MAX = 1_000_000
SHARED_FOR = timedelta(days=90)
KEPT_FOR = timedelta(days=400)
NUMBERS = {"pledges": (1, PLEDGES_MAX), "campaigns": (1, CAMPAIGNS_MAX), "days": (1, DAYS_MAX)}
"""What of a preset can be asked for otherwise, with the least and the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a simulation is asked for. `table` are pledges of a table, `numbers` what is other than in the preset."""

    source: SimulationSource
    rules: Sequence[tuple[str, RuleSet]]
    pool_minor: int
    orders: int = 10
    seed: int = 1
    preset: Preset = Preset.QUIET
    numbers: Mapping[str, int] | None = None
    table: Scene | None = None


@transaction.atomic
def simulation_create(*, fund: Fund, actor: User, name: str, asked: Asked) -> Simulation:
    """Ask for a simulation; a worker runs one rule after the other. Locks the fund, so that the limits hold.

    Raises NotAllowed, Invalid, LimitReached (three run already, or a hundred are kept).
    """
    require(can_manage_fund, actor, fund)
    _check(name, asked)
    row = Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
    kept = Simulation.objects.filter(fund=row)
    if kept.filter(state=SimulationState.RUNNING).count() >= RUNNING_MAX:
        raise LimitReached(_("Three simulations of this fund run already. Please wait for one of them, or stop it."))
    if kept.count() >= KEPT_MAX:
        raise LimitReached(_("This fund keeps 100 simulations already. Please delete one that nobody needs any more."))
    made = Simulation.objects.create(
        fund=row,
        requested_by=actor,
        name=plain_line(name)[:NAME_MAX],
        source=asked.source,
        rules=[{"name": plain_line(label)[:NAME_MAX], "rule": to_data(rule)} for label, rule in asked.rules],
        inputs=_inputs(asked),
        scene=scene_pack(asked.table) if asked.table else b"",
    )
    audit_add(actor=actor, action="funding.simulation_asked", row=made, facts={"source": str(asked.source)})
    outbox_add(SimulationStepDue(simulation_id=made.pk, step=0), dedupe_key=f"{made.pk}:0")
    return made


def _inputs(asked: Asked) -> dict[str, Any]:
    inputs: dict[str, Any] = {"pool_minor": asked.pool_minor, "orders": asked.orders, "seed": asked.seed}
    if asked.source == SimulationSource.DRAWN:
        inputs |= {"preset": str(asked.preset), "numbers": dict(asked.numbers or {})}
    return inputs


def drawing_of(simulation: Simulation) -> Drawing:
    """What is drawn for a simulation: it begins on the day on which it was asked for."""
    zone = ZoneInfo(settings.EVENT_TIME_ZONE)
    day = clock.day_of(simulation.created_at)
    inputs = simulation.inputs
    drawing = Drawing(starts_at=datetime.combine(day, time(), zone), **PRESETS[Preset(inputs["preset"])])
    return replace(drawing, seed=inputs["seed"], **inputs["numbers"])


def _check(name: str, asked: Asked) -> None:
    wrong: dict[str, str] = {}
    if not plain_line(name):
        wrong["name"] = _("Please give it a name.")
    if not 1 <= len(asked.rules) <= RULES_MAX:
        wrong["rules"] = _("Please choose between one and four rules.")
    elif nonsense := [label for label, rule in asked.rules if problems(rule)]:
        wrong["rules"] = _("“%(rule)s” makes no sense as a rule.") % {"rule": nonsense[0]}
    if not 0 < asked.pool_minor <= AMOUNT_MAX_MINOR:
        wrong["pool_minor"] = _("Please say how much money there is, above zero.")
    ranges = {"orders": (asked.orders, 0, ORDERS_MAX), "seed": (asked.seed, 1, SEED_MAX)}
    ranges |= {key: (value, *NUMBERS.get(key, (1, 0))) for key, value in (asked.numbers or {}).items()}
    for key, (value, least, most) in ranges.items():
        if not least <= value <= most:
            wrong[key] = _("Please name a number from %(least)s to %(most)s.") % {"least": least, "most": most}
    if (asked.source == SimulationSource.TABLE) != (asked.table is not None):
        wrong["table"] = _("Please add a table of pledges.")
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def simulation_cancel(*, simulation: Simulation, actor: User) -> Simulation:
    """Stop it; the worker sees that at its next step. Repeating it changes nothing. Raises NotAllowed, Conflict."""
    require(can_manage_fund, actor, simulation)
    return transition(simulation, to=SimulationState.CANCELLED, actor=actor)


@transaction.atomic
def simulation_delete(*, simulation: Simulation, actor: User) -> None:
    """Forget it with its pledges and its shared address; one that runs is stopped by that. Raises NotAllowed."""
    require(can_manage_fund, actor, simulation)
    # On the fund's account: what is deleted is no longer among what the fund has.
    audit_add(
        actor=actor,
        action="funding.simulation_deleted",
        row=simulation.fund,
        facts={"simulation": simulation.public_id},
    )
    Simulation.objects.filter(pk=simulation.pk).delete()


@transaction.atomic
def simulation_share(*, simulation: Simulation, actor: User) -> tuple[Simulation, str]:
    """Return it with the secret of a new address, good for 90 days; an earlier address ends with that.

    The secret is kept nowhere. Raises NotAllowed, Conflict (not computed).
    """
    require(can_manage_fund, actor, simulation)
    row = _locked(simulation)
    if row.state != SimulationState.READY:
        raise Conflict(_("Only what has been computed can be shared."), code="simulation_not_ready")
    secret = secrets.token_urlsafe(24)
    row.share_digest, row.share_ends_at = share_digest(secret), clock.now() + SHARED_FOR
    row.save(update_fields=["share_digest", "share_ends_at", "updated_at"])
    audit_add(actor=actor, action="funding.simulation_shared", row=row)
    return row, secret


@transaction.atomic
def simulation_unshare(*, simulation: Simulation, actor: User) -> Simulation:
    """Let the shared address end now. Repeating it changes nothing. Raises NotAllowed."""
    require(can_manage_fund, actor, simulation)
    row = _locked(simulation)
    if row.share_digest:
        row.share_digest, row.share_ends_at = "", None
        row.save(update_fields=["share_digest", "share_ends_at", "updated_at"])
        audit_add(actor=actor, action="funding.simulation_unshared", row=row)
    return row


def _locked(simulation: Simulation) -> Simulation:
    row = Simulation.objects.select_for_update(no_key=True).filter(pk=simulation.pk).first()
    if row is None:
        raise NotFound
    return row


def simulations_expire() -> int:
    """Forget what was computed 400 days ago and more; return how many. Repeating it is safe."""
    return Simulation.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()[0]
