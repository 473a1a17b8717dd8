"""What a rule gives, as the beginning of a sentence: every function on every base."""

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.core.money import BASIS_POINTS, Money
from backend.web import formats
from backend.web.match_words import brief
from funding.domain.rule_axes import (
    Base,
    Factor,
    LumpSum,
    MarginalTiers,
    Percentage,
    Quadratic,
    QuadraticForm,
    StepTable,
)
from funding.domain.rule_set import RuleSet

EURO = 100


def function_words(rule: RuleSet, currency: str) -> str:
    """Say what is added to what, without its limits: “The fund adds 25% to every pledge”."""
    match rule.function:
        case Percentage(rate_bp):
            return _percentage(rule.base) % {"rate": formats.percent_bp(rate_bp)}
        case Factor(factor):
            return _factor(rule.base, factor, currency)
        case LumpSum():
            return _lump_sum(rule.base, rule.function, currency)
        case StepTable():
            return _steps(rule.base) % {"steps": _steps_listed(rule.function, rule.base, currency)}
        case MarginalTiers():
            return _tiers(rule.base) % {"bands": _tiers_listed(rule.function, currency)}
        case Quadratic():
            return _quadratic(rule.function, currency)
        case _:
            assert_never(rule.function)


def listed(parts: Sequence[str]) -> str:
    """A, B and C."""
    if len(parts) < 2:  # noqa: PLR2004  one thing needs no "and"
        return "".join(parts)
    return ", ".join(parts[:-1]) + _(" and ") + parts[-1]


def ratio(factor: Fraction) -> str:
    """3:2 for one and a half: exact, whatever the factor."""
    return f"{formats.number(factor.numerator)}:{formats.number(factor.denominator)}"


def _percentage(base: Base) -> str:
    match base:
        case Base.PLEDGE:
            return _("The fund adds %(rate)s to every pledge")
        case Base.BACKER:
            return _("The fund adds %(rate)s to all that one person gives to a campaign")
        case Base.CAMPAIGN:
            return _("The fund adds %(rate)s to all that a campaign raises")
        case Base.GOAL_1:
            return _("The fund gives each campaign %(rate)s of its goal 1")
        case Base.GOAL_2:
            return _("The fund gives each campaign %(rate)s of its goal 2")
        case Base.BACKERS:
            return _("The fund gives each campaign %(rate)s of the number of its backers")


def _factor(base: Base, factor: Fraction, currency: str) -> str:
    if base is Base.BACKERS:
        facts = {"given": _money(factor.numerator, currency), "n": formats.number(factor.denominator)}
        text = ngettext(
            "The fund gives each campaign %(given)s for every person who supports it",
            "The fund gives each campaign %(given)s for every %(n)s people who support it",
            factor.denominator,
        )
        return text % facts
    facts = {
        "ratio": ratio(factor),
        "given": _money(factor.numerator * EURO, currency),
        "per": _money(factor.denominator * EURO, currency),
    }
    texts = {
        Base.PLEDGE: _("The fund matches every pledge %(ratio)s (%(given)s for every %(per)s)"),
        Base.BACKER: _(
            "The fund matches all that one person gives to a campaign %(ratio)s (%(given)s for every %(per)s)"
        ),
        Base.CAMPAIGN: _("The fund matches all that a campaign raises %(ratio)s (%(given)s for every %(per)s)"),
        Base.GOAL_1: _("The fund gives each campaign %(given)s for every %(per)s of its goal 1"),
        Base.GOAL_2: _("The fund gives each campaign %(given)s for every %(per)s of its goal 2"),
    }
    return texts[base] % facts


def _lump_sum(base: Base, function: LumpSum, currency: str) -> str:
    if function.share_bp is not None and function.amount_minor is None and base in {Base.GOAL_1, Base.GOAL_2}:
        text = (
            _("The fund gives each campaign a lump sum of %(share)s of its goal 1, once")
            if base is Base.GOAL_1
            else _("The fund gives each campaign a lump sum of %(share)s of its goal 2, once")
        )
        return text % {"share": formats.percent_bp(function.share_bp)}
    texts = {
        Base.PLEDGE: _("The fund adds %(sum)s to every pledge, whatever its size"),
        Base.BACKER: _("The fund gives a campaign %(sum)s for each person who supports it, whatever the person gives"),
        Base.CAMPAIGN: _("The fund gives each campaign a lump sum of %(sum)s, once"),
        Base.BACKERS: _("The fund gives each campaign that somebody supports a lump sum of %(sum)s, once"),
        Base.GOAL_1: _("The fund gives each campaign a lump sum of %(sum)s, whatever its goal 1 is, once"),
        Base.GOAL_2: _("The fund gives each campaign a lump sum of %(sum)s, whatever its goal 2 is, once"),
    }
    return texts[base] % {"sum": _sum(function, currency)}


def _sum(function: LumpSum, currency: str) -> str:
    """A rule that is not finished says so where its amount will stand."""
    parts = []
    if function.amount_minor is not None:
        parts.append(_money(function.amount_minor, currency))
    if function.share_bp is not None:
        parts.append(_("%(share)s of a goal") % {"share": formats.percent_bp(function.share_bp)})
    return listed(parts) or _("an amount that is still to be named")


def _steps(base: Base) -> str:
    match base:
        case Base.PLEDGE:
            return _("The fund adds to every pledge in steps by its size: %(steps)s")
        case Base.BACKER:
            return _("The fund adds in steps to all that one person gives to a campaign: %(steps)s")
        case Base.CAMPAIGN:
            return _("The fund gives each campaign in steps by what it raises: %(steps)s")
        case Base.BACKERS:
            return _("The fund gives each campaign in steps by how many people support it: %(steps)s")
        case Base.GOAL_1:
            return _("The fund gives each campaign in steps by its goal 1: %(steps)s")
        case Base.GOAL_2:
            return _("The fund gives each campaign in steps by its goal 2: %(steps)s")


def _steps_listed(function: StepTable, base: Base, currency: str) -> str:
    found = [
        _("%(amount)s from %(least)s on")
        % {"amount": _money(step.amount_minor, currency), "least": threshold_words(step.threshold, base, currency)}
        for step in function.steps
    ]
    return listed(found) or _("steps that are still to be named")


def threshold_words(threshold: int, base: Base, currency: str) -> str:
    """A step begins at so much money, or at so many people."""
    if base is not Base.BACKERS:
        return _money(threshold, currency)
    return ngettext("%(n)s person", "%(n)s people", threshold) % {"n": formats.number(threshold)}


def _tiers(base: Base) -> str:
    match base:
        case Base.PLEDGE:
            return _("The fund adds to every pledge %(bands)s")
        case Base.BACKER:
            return _("Of all that one person gives to a campaign, the fund adds %(bands)s")
        case Base.CAMPAIGN:
            return _("Of all that a campaign raises, the fund adds %(bands)s")
        case Base.BACKERS:
            return _("Of the number of its backers, the fund gives each campaign %(bands)s")
        case Base.GOAL_1:
            return _("Of its goal 1, the fund gives each campaign %(bands)s")
        case Base.GOAL_2:
            return _("Of its goal 2, the fund gives each campaign %(bands)s")


def _tiers_listed(function: MarginalTiers, currency: str) -> str:
    parts, below = [], 0
    for number, tier in enumerate(function.tiers):
        rate = formats.percent_bp(tier.rate_bp) if tier.rate_bp else _("nothing")
        if tier.up_to_minor is None:
            text = _("%(rate)s of all that is above") if number else _("%(rate)s of everything")
            parts.append(text % {"rate": rate})
            continue
        width = tier.up_to_minor - below
        text = _("%(rate)s of the next %(width)s") if number else _("%(rate)s of the first %(width)s")
        # Bands that do not rise are refused; until they are mended, each says where it ends.
        if width <= 0:
            text, width = _("%(rate)s up to %(width)s"), tier.up_to_minor
        parts.append(text % {"rate": rate, "width": _money(width, currency)})
        below = max(below, tier.up_to_minor)
    if function.tiers and function.tiers[-1].up_to_minor is not None:
        parts.append(_("nothing of what is above"))
    return listed(parts) or _("bands that are still to be named")


def _quadratic(function: Quadratic, currency: str) -> str:
    plain = _(
        "The fund shares its money out so that many small pledges weigh more than a few large ones (quadratic formula)"
    )
    match function.form:
        case QuadraticForm.PLAIN:
            return plain
        case QuadraticForm.SATURATED:
            return plain + _(", and gives no more than people have given themselves")
        case QuadraticForm.ALPHA:
            text = _(", at most %(alpha)s of what the formula comes to")
            return plain + text % {"alpha": alpha_words(function.alpha)}
        case QuadraticForm.PAIRWISE:
            bound = function.bound_minor
            named = _("an amount that is still to be named") if bound is None else _money(bound, currency)
            text = _(", where two people who support the same campaigns count half as much from %(bound)s on")
            return plain + text % {"bound": named}


def alpha_words(alpha: Fraction | None) -> str:
    """50 % where it is a whole number of basis points, 1/3 else; no alpha is all of it."""
    share = Fraction(1) if alpha is None else alpha
    exact = share * BASIS_POINTS
    return formats.percent_bp(exact.numerator) if exact.denominator == 1 else str(share)


def _money(amount_minor: int, currency: str) -> str:
    return brief(Money(amount_minor, currency))
