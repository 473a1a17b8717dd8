"""The parts of a rule by name: the same words beside a field, in a comparison and in what is wrong."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from funding.domain.rule_axes import Allocation, Base, QuadraticForm, Reversal, Settlement

Label = StrOrPromise

LABELS: Mapping[str, Label] = {
    "function": _("How it is reckoned"),
    "base": _("What it is reckoned from"),
    "caps.pledge_base_minor": _("At most so much of one pledge counts"),
    "caps.backer_pledges": _("So many pledges of one person to a campaign count"),
    "caps.pledge_match_minor": _("At most for one pledge"),
    "caps.backer_match_minor": _("At most for one person and campaign"),
    "caps.campaign_minor": _("At most for one campaign"),
    "caps.campaign_goal_bp": _("At most for one campaign, in percent of its goal 1"),
    "caps.budget_bp": _("At most so many percent of a campaign's whole sum, the fund's money included"),
    "caps.sponsor_minor": _("At most from one sponsor for one campaign"),
    "caps.pool_bp": _("At most for one campaign, in percent of the money paid in"),
    "gates.starts_at": _("Pledges count from"),
    "gates.ends_at": _("Pledges count until"),
    "gates.raised_minor": _("The campaign has raised at least"),
    "gates.raised_goal_bp": _("The campaign has raised at least so many percent of its goal 1"),
    "gates.raised_of": _("What counts towards the minimum"),
    "gates.backers": _("At least so many different people support the campaign"),
    "gates.successful": _("The campaign has ended with success"),
    "gates.payee_verified": _("The campaign's account was checked"),
    "allocation": _("If the money is not enough for all"),
    "settlement": _("When it is computed"),
    "reversal": _("If a pledge goes back after the payout"),
    "reoffer": _("Offer money that becomes free to earlier pledges that got less than was due"),
    "sepa_hold_days": _("Days that a match on a direct debit waits before it is paid out"),
}

GROUPS: Mapping[str, Label] = {"caps": _("At most"), "gates": _("Only if")}

FUNCTIONS: Mapping[str, Label] = {
    "percentage": _("Percentage"),
    "factor": _("Ratio, like 1:1"),
    "lump_sum": _("Lump sum"),
    "steps": _("Steps: from a threshold on, a fixed amount"),
    "tiers": _("Bands: each part at a rate of its own"),
    "quadratic": _("Quadratic: many small pledges weigh more"),
}
BASES: Mapping[str, Label] = {
    Base.PLEDGE: _("each pledge"),
    Base.BACKER: _("all that one person gives to a campaign"),
    Base.CAMPAIGN: _("all that a campaign raises"),
    Base.GOAL_1: _("goal 1 of the campaign"),
    Base.GOAL_2: _("goal 2 of the campaign"),
    Base.BACKERS: _("the number of people who support the campaign"),
}
FORMS: Mapping[str, Label] = {
    QuadraticForm.PLAIN: _("Plain: all the money is given out"),
    QuadraticForm.SATURATED: _("Saturated: no more than people have given themselves"),
    QuadraticForm.ALPHA: _("Weakened: at most a share of what the formula comes to"),
    QuadraticForm.PAIRWISE: _("Bounded by pairs: people who act together count less"),
}
ALLOCATIONS: Mapping[str, Label] = {
    Allocation.FIRST_COME: _("First come, first served; the last one gets what is left"),
    Allocation.FIRST_COME_WHOLE: _("First come, first served; whole amounts only"),
    Allocation.PRO_RATA: _("Everybody gets less, in proportion"),
    Allocation.PRIORITY: _("First come, first served; the sponsors pay one after the other"),
}
SETTLEMENTS: Mapping[str, Label] = {
    Settlement.AT_PLEDGE: _("At once with each pledge"),
    Settlement.AT_SUCCESS: _("When the campaign has ended with success"),
    Settlement.AT_CLOSE: _("When the fund closes"),
}
REVERSALS: Mapping[str, Label] = {
    Reversal.CLAW_BACK: _("Its match is kept back from the campaign's next payout"),
    Reversal.BEAR: _("The fund bears it"),
    Reversal.RECOMPUTE: _("The managers decide each time"),
}


def label_of(field: str) -> Label:
    """Return the name of a field of a rule set; a part of a function has the function's name."""
    whole = field.partition(".")[0]
    return LABELS.get(field) or LABELS.get(whole) or GROUPS[whole]
