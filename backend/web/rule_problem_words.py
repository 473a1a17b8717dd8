"""What is wrong with a rule, as sentences that say what would be right; they stand beside the field they concern."""

from typing import Any

from django.utils.translation import gettext as _

from backend.core.money import Money
from backend.web import formats
from backend.web.match_words import brief
from backend.web.rule_labels import label_of
from funding.domain.rule_problems import Problem


def problem_words(problem: Problem, currency: str = "EUR") -> str:
    """Say `problem` in the language of the moment."""
    if problem.code == "out_of_range":
        return _out_of_range(problem, currency)
    return _texts()[problem.code] % _facts(problem.facts, currency)


def _facts(facts: dict[str, Any], currency: str) -> dict[str, str]:
    said = {name: str(value) for name, value in facts.items()}
    said |= {name: brief(Money(value, currency)) for name, value in facts.items() if name.endswith("_minor")}
    if "wider" in facts:
        said["wider"] = str(label_of(facts["wider"]))
    return said


def _out_of_range(problem: Problem, currency: str) -> str:
    least, most = problem.facts["least"], problem.facts["most"]
    if problem.field == "function.factor":
        return _("Please name a ratio above zero, at most %(most)s:1.") % {"most": formats.number(most)}
    if problem.field == "function.alpha":
        return _("Please name a share above zero, at most 100 percent.")
    if problem.field.endswith("_minor"):
        said = {"least": brief(Money(least, currency)), "most": brief(Money(most, currency))}
    elif problem.field.endswith("_bp"):
        said = {"least": formats.percent_bp(least), "most": formats.percent_bp(most)}
    else:
        said = {"least": formats.number(least), "most": formats.number(most)}
    return _("Please name a value from %(least)s to %(most)s.") % said


def _texts() -> dict[str, str]:
    return {**_of_functions(), **_of_quadratic_rules(), **_of_caps_and_gates(), **_of_settlement()}


def _of_functions() -> dict[str, str]:
    return {
        "rate_of_a_count": _(
            "A percentage of a number of people is no amount of money. Please choose a ratio, a lump sum or steps, or"
            " another base."
        ),
        "table_of_a_fixed_base": _(
            "A goal stays the same, however much is given, so steps and bands make no sense with it. Please choose a"
            " percentage or a lump sum, or another base."
        ),
        "lump_sum_needs_one_amount": _("Please name either an amount or a share of the goal."),
        "share_without_goal": _("A share of the goal needs a goal as its base. Please choose one, or name an amount."),
        "lump_sum_ignores_goal": _(
            "An amount does not depend on the goal. Please choose another base, or name a share of the goal."
        ),
        "no_steps": _("Please name at least one step."),
        "steps_not_rising": _("Step %(step)s has to begin later and give more than the one before."),
        "no_tiers": _("Please name at least one band with more than 0 percent."),
        "tiers_not_rising": _("Band %(tier)s has to end above the one before; only the last one may be open."),
    }


def _of_quadratic_rules() -> dict[str, str]:
    return {
        "quadratic_needs_backers_sums": _(
            "The quadratic formula looks at what each person gives in total. Please choose that as the base."
        ),
        "quadratic_before_close": _(
            "The quadratic formula compares all campaigns, so it can only be computed when the fund closes."
        ),
        "quadratic_is_pro_rata": _("The quadratic formula divides all the money in proportion. Please choose that."),
        "quadratic_has_no_match_of_one_backer": _(
            "With the quadratic formula nobody's pledge has a match of its own, so this limit has to stay empty."
        ),
        "option_of_another_form": _("This belongs to another form of the formula. Please leave it empty."),
        "alpha_above_one": _("More than 100 percent of what the formula comes to would fund beyond its ideal."),
        "pairwise_without_bound": _("Please name the amount from which pairs of people count half as much."),
    }


def _of_caps_and_gates() -> dict[str, str]:
    return {
        "cap_without_pledges": _("With this base no single pledge is counted, so this limit has to stay empty."),
        "cap_without_backers": _(
            "With this base nobody's pledge has a match of its own: please leave this limit empty."
        ),
        "cap_above_wider_cap": _("%(cap_minor)s are never reached, since “%(wider)s” is %(wider_minor)s."),
        "window_ends_before_it_starts": _("The end must be after the beginning."),
        "match_opens_own_gate": _(
            "The fund's own money would open the gate for itself. Only what people give may count towards the minimum."
        ),
        "goal_without_gate": _(
            "A goal stands from the first day on, so the money would be due before anybody has given anything. Please"
            " name a minimum."
        ),
        "lump_sum_without_cap": _(
            "Whoever divides a gift into many would get the lump sum as often. Please limit what a campaign gets."
        ),
        "lump_sum_without_gate": _(
            "The first cent would bring the whole lump sum. Please name a minimum or compute at the success."
        ),
    }


def _of_settlement() -> dict[str, str]:
    return {
        "pro_rata_before_close": _(
            "Nobody knows the shares before all have given. Dividing in proportion works only when the fund closes."
        ),
        "reoffer_without_reservations": _(
            "Only money that was set aside with a pledge can become free again. Without that, leave this out."
        ),
        "promise_above_pool": _("%(promised_minor)s are promised, but the fund has only %(pool_minor)s."),
    }
