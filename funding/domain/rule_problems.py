"""Which rule sets make no sense, and why: stable codes with the field and the facts. Sentences are made elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import pairwise
from typing import Any, NamedTuple

from backend.core.money import BASIS_POINTS
from funding.domain.limits import AMOUNT_MAX_MINOR, RATE_MAX_BP
from funding.domain.rule_axes import (
    GOAL_BASES,
    PLEDGED_BASES,
    Allocation,
    Base,
    Factor,
    LumpSum,
    MarginalTiers,
    Percentage,
    Quadratic,
    QuadraticForm,
    Raised,
    Settlement,
    Step,
    StepTable,
    Tier,
)
from funding.domain.rule_set import RuleSet

HOLD_DAYS_MAX = 400
"""SEPA direct debits can be returned for 13 months."""


class Problem(NamedTuple):
    code: str
    field: str
    facts: dict[str, Any]


def problems(rule: RuleSet, pool_minor: int | None = None) -> list[Problem]:
    """Return what is wrong with `rule`; nothing if it may be kept. With `pool_minor` ≥ 0 promises are held against it.

    When a number by itself is out of its range only that is told: combinations of wrong numbers say nothing.
    """
    ranges = list(_ranges(rule))
    if ranges:
        return ranges
    found = [problem for check in CHECKS for problem in check(rule)]
    if pool_minor is not None:
        found += _promises(rule, pool_minor)
    return found


def _ranges(rule: RuleSet) -> Iterator[Problem]:
    for where, number, most in (*_numbers(rule), *_function_numbers(rule)):
        if number is not None and not 0 < number <= most:
            yield Problem("out_of_range", where, {"value": number, "least": 1, "most": most})
    if not 0 <= rule.sepa_hold_days <= HOLD_DAYS_MAX:
        facts = {"value": rule.sepa_hold_days, "least": 0, "most": HOLD_DAYS_MAX}
        yield Problem("out_of_range", "sepa_hold_days", facts)
    if isinstance(rule.function, Factor):
        factor = rule.function.factor
        ceiling = AMOUNT_MAX_MINOR if rule.base is Base.BACKERS else RATE_MAX_BP // BASIS_POINTS
        if not 0 < factor <= ceiling or factor.denominator > AMOUNT_MAX_MINOR:
            yield Problem("out_of_range", "function.factor", {"value": str(factor), "least": 0, "most": ceiling})


Number = tuple[str, int | None, int]


def _numbers(rule: RuleSet) -> Iterator[Number]:
    for one in fields(rule.caps):
        yield f"caps.{one.name}", getattr(rule.caps, one.name), _most(one.name)
    yield "gates.raised_minor", rule.gates.raised_minor, AMOUNT_MAX_MINOR
    yield "gates.raised_goal_bp", rule.gates.raised_goal_bp, RATE_MAX_BP
    yield "gates.backers", rule.gates.backers, AMOUNT_MAX_MINOR


def _function_numbers(rule: RuleSet) -> Iterator[Number]:
    match rule.function:
        case Percentage(rate_bp):
            yield "function.rate_bp", rate_bp, RATE_MAX_BP
        case LumpSum(amount_minor, share_bp):
            yield "function.amount_minor", amount_minor, AMOUNT_MAX_MINOR
            yield "function.share_bp", share_bp, RATE_MAX_BP
        case Quadratic(bound_minor=bound_minor):
            yield "function.bound_minor", bound_minor, AMOUNT_MAX_MINOR
        case StepTable(steps):
            for number, step in enumerate(steps):
                yield f"function.steps.{number}.threshold", step.threshold, AMOUNT_MAX_MINOR
                yield f"function.steps.{number}.amount_minor", step.amount_minor, AMOUNT_MAX_MINOR
        case MarginalTiers(tiers):
            for number, tier in enumerate(tiers):
                yield f"function.tiers.{number}.up_to_minor", tier.up_to_minor, AMOUNT_MAX_MINOR
                # A tier of nothing is meant: 50 % up to 1,000, nothing of the next 4,000, 10 % above.
                yield f"function.tiers.{number}.rate_bp", tier.rate_bp or None, RATE_MAX_BP


def _most(cap: str) -> int:
    if cap == "budget_bp":
        return BASIS_POINTS - 1
    if cap == "pool_bp":
        return BASIS_POINTS
    return RATE_MAX_BP if cap.endswith("_bp") else AMOUNT_MAX_MINOR


def _function(rule: RuleSet) -> Iterator[Problem]:
    function, base = rule.function, rule.base
    facts = {"base": base.value, "function": rule.function_name}
    if isinstance(function, Percentage | MarginalTiers) and base is Base.BACKERS:
        yield Problem("rate_of_a_count", "base", facts)
    if isinstance(function, StepTable | MarginalTiers) and base in GOAL_BASES:
        yield Problem("table_of_a_fixed_base", "base", facts)
    match function:
        case LumpSum():
            yield from _lump_sum(function, base)
        case StepTable(steps):
            yield from _steps(steps)
        case MarginalTiers(tiers):
            yield from _tiers(tiers)


def _lump_sum(function: LumpSum, base: Base) -> Iterator[Problem]:
    if (function.amount_minor is None) == (function.share_bp is None):
        yield Problem("lump_sum_needs_one_amount", "function", {})
    elif function.share_bp is not None and base not in GOAL_BASES:
        yield Problem("share_without_goal", "base", {"base": base.value})
    elif function.amount_minor is not None and base in GOAL_BASES:
        yield Problem("lump_sum_ignores_goal", "base", {"base": base.value})


def _steps(steps: tuple[Step, ...]) -> Iterator[Problem]:
    if not steps:
        yield Problem("no_steps", "function.steps", {})
    for number, (low, high) in enumerate(pairwise(steps), 1):
        if high.threshold <= low.threshold or high.amount_minor <= low.amount_minor:
            yield Problem("steps_not_rising", f"function.steps.{number}", {"step": number + 1})


def _tiers(tiers: tuple[Tier, ...]) -> Iterator[Problem]:
    if not tiers or not any(tier.rate_bp for tier in tiers):
        yield Problem("no_tiers", "function.tiers", {})
    for number, (low, high) in enumerate(pairwise(tiers), 1):
        if low.up_to_minor is None or (high.up_to_minor is not None and high.up_to_minor <= low.up_to_minor):
            yield Problem("tiers_not_rising", f"function.tiers.{number}", {"tier": number + 1})


def _quadratic(rule: RuleSet) -> Iterator[Problem]:
    function = rule.function
    if not isinstance(function, Quadratic):
        return
    if rule.base is not Base.BACKER:
        yield Problem("quadratic_needs_backers_sums", "base", {"base": rule.base.value})
    if rule.settlement is not Settlement.AT_CLOSE:
        yield Problem("quadratic_before_close", "settlement", {"settlement": rule.settlement.value})
    if rule.allocation is not Allocation.PRO_RATA:
        yield Problem("quadratic_is_pro_rata", "allocation", {"allocation": rule.allocation.value})
    if rule.caps.backer_match_minor is not None:
        yield Problem("quadratic_has_no_match_of_one_backer", "caps.backer_match_minor", {})
    yield from _form(function)


def _form(function: Quadratic) -> Iterator[Problem]:
    form, alpha = function.form, function.alpha
    if alpha is not None and form is not QuadraticForm.ALPHA:
        yield Problem("option_of_another_form", "function.alpha", {"form": form.value})
    if alpha is not None and alpha > 1:
        yield Problem("alpha_above_one", "function.alpha", {"alpha": str(alpha)})
    if alpha is not None and alpha <= 0:
        yield Problem("out_of_range", "function.alpha", {"value": str(alpha), "least": 0, "most": 1})
    if function.bound_minor is not None and form is not QuadraticForm.PAIRWISE:
        yield Problem("option_of_another_form", "function.bound_minor", {"form": form.value})
    if function.bound_minor is None and form is QuadraticForm.PAIRWISE:
        yield Problem("pairwise_without_bound", "function.bound_minor", {})


def _caps(rule: RuleSet) -> Iterator[Problem]:
    caps = rule.caps
    if rule.base not in PLEDGED_BASES:
        for name in ("pledge_base_minor", "backer_pledges"):
            if getattr(caps, name) is not None:
                yield Problem("cap_without_pledges", f"caps.{name}", {"base": rule.base.value})
    if caps.pledge_match_minor is not None and rule.base is not Base.PLEDGE:
        yield Problem("cap_without_pledges", "caps.pledge_match_minor", {"base": rule.base.value})
    if caps.backer_match_minor is not None and not rule.by_unit:
        yield Problem("cap_without_backers", "caps.backer_match_minor", {"base": rule.base.value})
    # From the narrow to the wide: a narrow cap that is not below a wide one can never bind.
    nested = ("pledge_match_minor", "backer_match_minor", "campaign_minor")
    given = [(name, getattr(caps, name)) for name in nested if getattr(caps, name) is not None]
    if caps.sponsor_minor is not None and caps.campaign_minor is not None and caps.sponsor_minor > caps.campaign_minor:
        facts = {"cap_minor": caps.sponsor_minor, "wider": "caps.campaign_minor", "wider_minor": caps.campaign_minor}
        yield Problem("cap_above_wider_cap", "caps.sponsor_minor", facts)
    for (narrow, low), (wide, high) in pairwise(given):
        if low > high:
            facts = {"cap_minor": low, "wider": f"caps.{wide}", "wider_minor": high}
            yield Problem("cap_above_wider_cap", f"caps.{narrow}", facts)


def _gates(rule: RuleSet) -> Iterator[Problem]:
    gates, minimum = rule.gates, rule.gates.raised_minor is not None or rule.gates.raised_goal_bp is not None
    if gates.starts_at is not None and gates.ends_at is not None and gates.ends_at <= gates.starts_at:
        yield Problem("window_ends_before_it_starts", "gates.ends_at", {})
    if gates.raised_of is Raised.CROWD_AND_MATCH:
        yield Problem("match_opens_own_gate", "gates.raised_of", {})
    has_gate = minimum or gates.backers is not None or gates.successful or rule.settlement is Settlement.AT_SUCCESS
    if rule.base in GOAL_BASES and not has_gate:
        yield Problem("goal_without_gate", "gates", {"base": rule.base.value})
    if not isinstance(rule.function, LumpSum) or rule.base in GOAL_BASES:
        return
    caps = rule.caps
    capped = caps.campaign_minor is not None or caps.campaign_goal_bp is not None or caps.budget_bp is not None
    if rule.by_unit and not capped:
        yield Problem("lump_sum_without_cap", "caps", {"base": rule.base.value})
    if not rule.by_unit and not has_gate:
        yield Problem("lump_sum_without_gate", "gates", {"base": rule.base.value})


def _settlement(rule: RuleSet) -> Iterator[Problem]:
    facts = {"settlement": rule.settlement.value, "allocation": rule.allocation.value}
    quadratic = isinstance(rule.function, Quadratic)
    if rule.allocation is Allocation.PRO_RATA and rule.settlement is not Settlement.AT_CLOSE and not quadratic:
        yield Problem("pro_rata_before_close", "settlement", facts)
    if rule.reoffer and rule.settlement is not Settlement.AT_PLEDGE:
        yield Problem("reoffer_without_reservations", "reoffer", facts)


def _promises(rule: RuleSet, pool_minor: int) -> Iterator[Problem]:
    promised = [("caps.campaign_minor", rule.caps.campaign_minor)]
    promised.append(("caps.pledge_match_minor", rule.caps.pledge_match_minor))
    promised.append(("caps.backer_match_minor", rule.caps.backer_match_minor))
    match rule.function:
        case LumpSum(amount_minor=amount_minor):
            promised.append(("function.amount_minor", amount_minor))
        case StepTable(steps):
            most = steps[-1].amount_minor if steps else None
            promised.append((f"function.steps.{len(steps) - 1}.amount_minor", most))
    for field, amount in promised:
        if amount is not None and amount > pool_minor:
            yield Problem("promise_above_pool", field, {"promised_minor": amount, "pool_minor": pool_minor})


CHECKS: tuple[Callable[[RuleSet], Iterator[Problem]], ...] = (_function, _quadratic, _caps, _gates, _settlement)
