"""The sentences of a sum on paper, in the reader's language; the amounts stand beside them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.core.errors import Text
from backend.notifications.formats import money, percent
from funding.domain.rule_axes import Factor, Function, LumpSum, MarginalTiers, Percentage, StepTable

LINES: Mapping[str, Text] = {
    "not_counted": gettext_lazy("This pledge brings nothing: %(why)s."),
    "base": gettext_lazy("Of the pledge counts"),
    "base_of_all": gettext_lazy("Of all pledges together counts"),
    "due_after": gettext_lazy("With it, due to the campaign in all"),
    "due_before": gettext_lazy("Less what was due to it in all before"),
    "step": gettext_lazy("So due because of this pledge"),
    "pool_before": gettext_lazy("Free in the fund at that moment, number %(number)s in its order"),
    "limit": gettext_lazy("Less because of this: %(why)s"),
    "match": gettext_lazy("The match"),
    "pool_after": gettext_lazy("Free in the fund after it"),
}


BATCH: Mapping[str, Text] = {
    "all_pledges": gettext_lazy("Pledges that count: %(gifts)s, of people: %(backers)s, together"),
    "claim": gettext_lazy("By the rule, the campaign's claim"),
    "limit": gettext_lazy("Less because of this: %(why)s"),
    "most": gettext_lazy("So its claim is"),
    "all_claims": gettext_lazy("All claims together, of %(campaigns)s campaigns"),
    "roots_squared": gettext_lazy("The square roots of what each person gave, added up and squared"),
    "own_gifts": gettext_lazy("Less what they gave themselves"),
    "weight": gettext_lazy("So much the campaign weighs"),
    "all_weights": gettext_lazy("All %(campaigns)s campaigns weigh together"),
    "capped": gettext_lazy("The most it may get: %(why)s"),
    "pool_divided": gettext_lazy("Free in the fund before the division"),
    "given_out": gettext_lazy("Given out of it to all campaigns together"),
    "match": gettext_lazy("The campaign's part of it"),
    "pool_after": gettext_lazy("Free in the fund after it"),
}
"""A division among campaigns: in proportion, and the left-over cents go to the largest remainders."""


def batch_words(code: str, facts: Mapping[str, object]) -> str:
    return str(BATCH[code]) % facts


def line_words(code: str, why: str, number: int) -> str:
    return str(LINES[code]) % {"why": why, "number": number}


def function_words(function: Function, base_minor: int, currency: str) -> str:
    """Say what the rule makes of this pledge alone. Cents are rounded on the sum of the campaign, not here."""
    base = money(base_minor, currency)
    if isinstance(function, Percentage):
        rate = percent(function.rate_bp)
        return _("%(rate)s of %(base)s alone would be, rounded down to whole cents") % {"rate": rate, "base": base}
    if isinstance(function, Factor):
        factor = f"{function.factor.numerator}:{function.factor.denominator}"
        return _("%(factor)s on %(base)s alone would be, rounded down") % {"factor": factor, "base": base}
    if isinstance(function, MarginalTiers):
        return _("%(parts)s: that would be for %(base)s alone, rounded down") % {
            "parts": _tiers(function, base_minor, currency),
            "base": base,
        }
    if isinstance(function, StepTable):
        return _step(function, base_minor, currency)
    if isinstance(function, LumpSum):
        return _("The rule gives a fixed sum, whatever the pledge: for %(base)s, too") % {"base": base}
    return _("By the rule, %(base)s alone would be, rounded down") % {"base": base}


def _tiers(function: MarginalTiers, base_minor: int, currency: str) -> str:
    """Each part of the base with its rate, as far as the base reaches."""
    parts, below = [], 0
    for tier in function.tiers:
        upper = base_minor if tier.up_to_minor is None else min(base_minor, tier.up_to_minor)
        if upper > below:
            facts = {"rate": percent(tier.rate_bp), "part": money(upper - below, currency)}
            parts.append((_("%(rate)s of the next %(part)s") if below else _("%(rate)s of the first %(part)s")) % facts)
        below = max(below, upper)
    return ", ".join(parts)


def _step(function: StepTable, base_minor: int, currency: str) -> str:
    reached = [step.threshold for step in function.steps if step.threshold <= base_minor]
    facts = {"base": money(base_minor, currency)}
    if not reached:
        facts["first"] = money(min(step.threshold for step in function.steps), currency)
        return _("The table begins at %(first)s, so %(base)s alone would be") % facts
    facts["step"] = money(max(reached), currency)
    return _("By the table, for %(base)s alone the step from %(step)s on") % facts


def change_words(cause: str, before_minor: int, after_minor: int, currency: str) -> str:
    facts = {"cause": cause, "before": money(before_minor, currency), "after": money(after_minor, currency)}
    if before_minor == after_minor:
        return _("%(cause)s: it stays at %(after)s") % facts
    return _("%(cause)s: from %(before)s to %(after)s") % facts
