"""What a rule may come to cost for one campaign, before anybody knows what it will gather."""

from dataclasses import replace

from funding.domain.formulas import scale, value
from funding.domain.rule_axes import GOAL_BASES, Allocation, Base, LumpSum, StepTable
from funding.domain.rule_set import RuleSet
from funding.domain.standing import Crowd, Facts, campaign_caps


def most_of_campaign(rule: RuleSet, facts: Facts, *, paid_in_minor: int) -> int | None:
    """Return the most that `rule` can ever give to a campaign with these goals, in minor units; None: no limit.

    The tightest of the caps that hold whatever the campaign gathers, and of what the function can reach: a share of a
    goal, a lump sum, the highest step. `paid_in_minor` ≥ 0 is what shares of the pool are of.
    """
    caps = campaign_caps(_without_crowd(rule), Crowd(), facts, paid_in_minor=paid_in_minor)
    reach = _reach(rule, facts)
    return min([*caps.values(), *([] if reach is None else [reach])], default=None)


def shares_what_there_is(rule: RuleSet) -> bool:
    """Return whether everybody gets less in proportion when money is short, so that no claim exceeds the pool."""
    return rule.allocation is Allocation.PRO_RATA


def _without_crowd(rule: RuleSet) -> RuleSet:
    """The cap that grows with the crowd's money limits nothing beforehand."""
    return replace(rule, caps=replace(rule.caps, budget_bp=None))


def _reach(rule: RuleSet, facts: Facts) -> int | None:
    function = rule.function
    if rule.base in GOAL_BASES:
        goal = facts.goal_1_minor if rule.base is Base.GOAL_1 else facts.goal_2_minor or 0
        return value(function, goal) // scale(function)
    if rule.by_unit:
        return None
    if isinstance(function, LumpSum):
        return function.amount_minor
    return function.steps[-1].amount_minor if isinstance(function, StepTable) and function.steps else None
