"""From a rule set to what its form shows, from what was typed to a rule set, and where a problem belongs."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from babel.numbers import get_currency_precision

from backend.core.money import Money
from backend.web.forms.fields import parse_minor
from backend.web.forms.rule_fields import amount_text
from funding.domain.rule_axes import (
    Allocation,
    Base,
    Caps,
    Factor,
    Function,
    Gates,
    LumpSum,
    MarginalTiers,
    Percentage,
    Quadratic,
    QuadraticForm,
    Reversal,
    Settlement,
    Step,
    StepTable,
    Tier,
)
from funding.domain.rule_set import RuleSet

CAPS = {
    "cap_pledge_base": "pledge_base_minor",
    "cap_pledge_match": "pledge_match_minor",
    "cap_backer_match": "backer_match_minor",
    "cap_backer_pledges": "backer_pledges",
    "cap_campaign": "campaign_minor",
    "cap_campaign_goal": "campaign_goal_bp",
    "cap_budget": "budget_bp",
    "cap_sponsor": "sponsor_minor",
    "cap_pool": "pool_bp",
}
GATES = {
    "starts_at": "starts_at",
    "ends_at": "ends_at",
    "raised": "raised_minor",
    "raised_goal": "raised_goal_bp",
    "backers": "backers",
    "successful": "successful",
    "payee_verified": "payee_verified",
}
PLACES = {
    **{f"caps.{part}": name for name, part in CAPS.items()},
    **{f"gates.{part}": name for name, part in GATES.items()},
    "caps": "cap_campaign",
    "gates": "raised",
    "gates.raised_of": "raised",
    "function.rate_bp": "rate",
    "function.factor": "factor",
    "function.amount_minor": "lump_amount",
    "function.share_bp": "lump_share",
    "function.alpha": "alpha",
    "function.bound_minor": "bound",
    "function.steps": "step_0_from",
    "function.tiers": "tier_0_rate",
}
ROW_PARTS = {
    "threshold": "from",
    "amount_minor": "amount",
    "up_to_minor": "to",
    "rate_bp": "rate",
}
STEP, TIER = "step", "tier"


def initial_of(rule: RuleSet, currency: str) -> dict[str, Any]:
    """Return the values of the form that shows `rule`; sent unchanged, they give the equal rule set back."""
    shown: dict[str, Any] = {"function": rule.function_name, "base": rule.base.value}
    shown |= {name: _shown(getattr(rule.caps, part), part, currency) for name, part in CAPS.items()}
    shown |= {name: _shown(getattr(rule.gates, part), part, currency) for name, part in GATES.items()}
    shown |= {name: getattr(rule, name).value for name in ("allocation", "settlement", "reversal")}
    shown |= {"reoffer": rule.reoffer, "sepa_hold_days": rule.sepa_hold_days or None}
    return shown | _function_shown(rule, currency)


def _shown(value: Any, part: str, currency: str) -> Any:
    return Money(value, currency) if value is not None and part.endswith("_minor") else value


def _function_shown(rule: RuleSet, currency: str) -> dict[str, Any]:
    match rule.function:
        case Percentage(rate_bp):
            return {"rate": rate_bp}
        case Factor(factor):
            return {"per_person" if rule.base is Base.BACKERS else "factor": factor}
        case LumpSum(amount_minor, share_bp):
            return {"lump_amount": _shown(amount_minor, "_minor", currency), "lump_share": share_bp}
        case StepTable(steps):
            return _steps_shown(steps, rule.base, currency)
        case MarginalTiers(tiers):
            return _tiers_shown(tiers, currency)
        case Quadratic(form, alpha, bound_minor):
            bound = _shown(bound_minor, "_minor", currency)
            return {"quadratic_form": form.value, "alpha": alpha, "bound": bound}


def _steps_shown(steps: tuple[Step, ...], base: Base, currency: str) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for row, step in enumerate(steps):
        people = base is Base.BACKERS
        shown[f"{STEP}_{row}_from"] = str(step.threshold) if people else amount_text(step.threshold, currency)
        shown[f"{STEP}_{row}_amount"] = Money(step.amount_minor, currency)
    return shown


def _tiers_shown(tiers: tuple[Tier, ...], currency: str) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for row, tier in enumerate(tiers):
        shown[f"{TIER}_{row}_to"] = _shown(tier.up_to_minor, "_minor", currency)
        shown[f"{TIER}_{row}_rate"] = tier.rate_bp
    return shown


def rule_of(clean: Mapping[str, Any], rows: Mapping[str, list[int]], currency: str) -> RuleSet:
    """Return the rule that clean values describe; `rows` are the numbers of the filled rows of steps and of bands."""
    base = Base(clean["base"])
    return RuleSet(
        base=base,
        function=_function(clean, base, rows, currency),
        caps=Caps(**{part: _stored(clean.get(name)) for name, part in CAPS.items()}),
        gates=Gates(**{part: _stored(clean.get(name)) for name, part in GATES.items()}),
        allocation=Allocation(clean["allocation"]),
        settlement=Settlement(clean["settlement"]),
        reversal=Reversal(clean["reversal"]),
        reoffer=clean["reoffer"],
        sepa_hold_days=clean.get("sepa_hold_days") or 0,
    )


def _stored(value: Any) -> Any:
    return value.amount_minor if isinstance(value, Money) else value


def _function(clean: Mapping[str, Any], base: Base, rows: Mapping[str, list[int]], currency: str) -> Function:
    match clean["function"]:
        case "percentage":
            return Percentage(clean["rate"])
        case "factor":
            factor = clean["per_person"] if base is Base.BACKERS else clean["factor"]
            return Factor(Fraction(factor))
        case "lump_sum":
            return LumpSum(_stored(clean.get("lump_amount")), clean.get("lump_share"))
        case "steps":
            steps = [
                Step(
                    threshold_of(clean[f"{STEP}_{row}_from"], base, currency) or 0,
                    _stored(clean[f"{STEP}_{row}_amount"]),
                )
                for row in rows[STEP]
            ]
            return StepTable(tuple(steps))
        case "tiers":
            tiers = [Tier(_stored(clean[f"{TIER}_{row}_to"]), clean[f"{TIER}_{row}_rate"]) for row in rows[TIER]]
            return MarginalTiers(tuple(tiers))
        case _:
            return Quadratic(QuadraticForm(clean["quadratic_form"]), clean.get("alpha"), _stored(clean.get("bound")))


def threshold_of(text: str, base: Base, currency: str) -> int | None:
    """Return a number of people where they are the base, else minor units; None for what is neither."""
    return parse_minor(text, 0 if base is Base.BACKERS else get_currency_precision(currency))


def place_of(field: str, rule: RuleSet, rows: Mapping[str, list[int]]) -> str:
    """Return the name of the form's field that a problem with `field` of `rule` stands beside."""
    if field == "function.factor" and rule.base is Base.BACKERS:
        return "per_person"
    if field == "function" and isinstance(rule.function, LumpSum):
        return "lump_amount"
    for name, kind in (("function.steps.", STEP), ("function.tiers.", TIER)):
        if field.startswith(name):
            number, _dot, part = field.removeprefix(name).partition(".")
            default = "from" if kind == STEP else "to"
            return f"{kind}_{rows[kind][int(number)]}_{ROW_PARTS[part] if part else default}"
    return PLACES.get(field, field)
