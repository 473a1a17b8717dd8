"""The rule builder's form: every axis of a rule, and the five pledges that it is tried on."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from backend.core.money import Money
from backend.web.forms.fields import LocalDateTimeField
from backend.web.forms.fund_desk import SigningForm
from backend.web.forms.rule_fields import (
    AmountField,
    CountField,
    PercentField,
    PerPersonField,
    RatioField,
    ShareField,
    ThresholdField,
)
from backend.web.forms.rule_mapping import STEP, TIER, place_of, rule_of, threshold_of
from backend.web.rule_example import OTHERS_MAX, PLACES, Trial, campaign_name
from backend.web.rule_labels import ALLOCATIONS, BASES, FORMS, FUNCTIONS, LABELS, REVERSALS, SETTLEMENTS, Label
from backend.web.rule_problem_words import problem_words
from funding.domain.limits import AMOUNT_MAX_MINOR
from funding.domain.rule_axes import Base, Reversal
from funding.domain.rule_problems import Problem, problems
from funding.domain.rule_set import RuleSet

ROWS_SHOWN = 4
ROWS_MORE = 3
ROWS_MAX = 40
FIELD = "web/fund_desk/rule/field.html"
RARE_LIMITS = ("backer_match", "backer_pledges", "campaign_goal", "budget", "sponsor", "pool")
NO_LIMIT = _("Empty: no limit.")
# Which fields belong to which function; all others always count.
OF_FUNCTION = {
    "percentage": ("rate",),
    "factor": ("factor", "per_person"),
    "lump_sum": ("lump_amount", "lump_share"),
    "steps": (),
    "tiers": (),
    "quadratic": ("quadratic_form", "alpha", "bound"),
}


def _radio(label: Label, choices: Mapping[str, Label], first: str) -> forms.ChoiceField:
    named = [(str(value), text) for value, text in choices.items()]
    return forms.ChoiceField(label=label, choices=named, widget=forms.RadioSelect, initial=first)


def _most(label: str) -> AmountField:
    return AmountField(label=LABELS[label], required=False, max_minor=AMOUNT_MAX_MINOR)


class _Followed(forms.Form):
    """Each field has a place for what is wrong with it, which is told there while somebody types."""

    use_required_attribute = False

    def follow(self) -> None:
        for name, field in self.fields.items():
            setattr(field, "template_name", FIELD)  # noqa: B010  the stubs do not know it
            if not isinstance(field.widget, forms.RadioSelect):
                hint = f"id_{name}_helptext " if field.help_text else ""
                field.widget.attrs["aria-describedby"] = f"{hint}id_{name}_error"


class RuleAxesForm(_Followed):
    """Gives `rule`, where what was typed describes one, and has what is wrong with it beside its fields."""

    function = _radio(LABELS["function"], FUNCTIONS, "percentage")
    rate = PercentField(label=_("How much the fund adds, in percent"))
    factor = RatioField(label=_("Ratio of the fund's money to the pledge"), help_text=_("For example 1:1, 3:2 or 0.5."))
    per_person = PerPersonField(
        label=_("Amount for each person"), help_text=_("For example 5, or 20 / 3 for 20 euros for every 3 people.")
    )
    lump_amount = AmountField(label=_("Amount"), required=False, max_minor=AMOUNT_MAX_MINOR)
    lump_share = PercentField(label=_("Or a share of the goal, in percent"), required=False)
    quadratic_form = _radio(_("Which form of the formula"), FORMS, "plain")
    alpha = ShareField(
        label=_("Weakened: at most so many percent"),
        help_text=_("Empty: all that the formula comes to."),
        required=False,
    )
    bound = AmountField(
        label=_("Bounded by pairs: half as much from this amount on"), required=False, max_minor=AMOUNT_MAX_MINOR
    )
    base = _radio(LABELS["base"], BASES, "pledge")
    cap_pledge_base = _most("caps.pledge_base_minor")
    cap_pledge_match = _most("caps.pledge_match_minor")
    cap_backer_match = _most("caps.backer_match_minor")
    cap_backer_pledges = CountField(label=LABELS["caps.backer_pledges"], required=False)
    cap_campaign = _most("caps.campaign_minor")
    cap_campaign_goal = PercentField(label=LABELS["caps.campaign_goal_bp"], required=False)
    cap_budget = PercentField(label=LABELS["caps.budget_bp"], required=False)
    cap_sponsor = _most("caps.sponsor_minor")
    cap_pool = PercentField(label=LABELS["caps.pool_bp"], required=False)
    raised = AmountField(label=LABELS["gates.raised_minor"], required=False, max_minor=AMOUNT_MAX_MINOR)
    raised_goal = PercentField(label=LABELS["gates.raised_goal_bp"], required=False)
    backers = CountField(label=LABELS["gates.backers"], required=False)
    successful = forms.BooleanField(label=LABELS["gates.successful"], required=False)
    payee_verified = forms.BooleanField(label=LABELS["gates.payee_verified"], required=False)
    starts_at = LocalDateTimeField(label=LABELS["gates.starts_at"], required=False)
    ends_at = LocalDateTimeField(label=LABELS["gates.ends_at"], required=False)
    settlement = _radio(LABELS["settlement"], SETTLEMENTS, "at_pledge")
    allocation = _radio(LABELS["allocation"], ALLOCATIONS, "first_come")
    reversal = _radio(LABELS["reversal"], REVERSALS, "bear")
    reoffer = forms.BooleanField(label=LABELS["reoffer"], required=False)
    sepa_hold_days = CountField(label=LABELS["sepa_hold_days"], required=False)

    def __init__(self, *args: Any, currency: str = "EUR", more: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.currency, self.rule, self.found = currency, None, list[Problem]()
        self.rows: Mapping[str, list[int]] = {}
        self.step_rows = self._add_rows(STEP, more=more)
        self.tier_rows = self._add_rows(TIER, more=more)
        self.follow()

    rule: RuleSet | None
    """What was typed, whether or not it makes sense; None where it cannot be read."""

    def _add_rows(self, kind: str, *, more: bool) -> range:
        """As many rows as were sent or are filled, and some to fill in."""
        pattern = re.compile(rf"{kind}_(\d{{1,2}})_")
        names = [*(self.data if self.is_bound else ()), *self.initial]
        numbers = [int(found[1]) for name in names if (found := pattern.match(str(name)))]
        count = max([ROWS_SHOWN, *(number + 1 + (0 if self.is_bound else 1) for number in numbers)])
        rows = range(min(ROWS_MAX, count + (ROWS_MORE if more else 0)))
        for row in rows:
            named = {"n": row + 1}
            if kind == STEP:
                self.fields[f"{STEP}_{row}_from"] = ThresholdField(label=_("Step %(n)s: from") % named, required=False)
                self.fields[f"{STEP}_{row}_amount"] = AmountField(
                    label=_("Step %(n)s: amount") % named, required=False, max_minor=AMOUNT_MAX_MINOR
                )
            else:
                self.fields[f"{TIER}_{row}_to"] = AmountField(
                    label=_("Band %(n)s: up to") % named, required=False, max_minor=AMOUNT_MAX_MINOR
                )
                self.fields[f"{TIER}_{row}_rate"] = PercentField(label=_("Band %(n)s: percent") % named, required=False)
        return rows

    @property
    def steps(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"{STEP}_{row}_from"], self[f"{STEP}_{row}_amount"]) for row in self.step_rows]

    @property
    def tiers(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"{TIER}_{row}_to"], self[f"{TIER}_{row}_rate"]) for row in self.tier_rows]

    @property
    def rare_limits_used(self) -> bool:
        """What is folded away is unfolded where it says something."""
        return self._used(*(f"cap_{name}" for name in RARE_LIMITS))

    @property
    def rare_gates_used(self) -> bool:
        return self._used("starts_at", "ends_at", "payee_verified")

    @property
    def rare_ends_used(self) -> bool:
        return self._used("reoffer", "sepa_hold_days") or self["reversal"].value() != Reversal.BEAR

    def _used(self, *names: str) -> bool:
        return any(self[name].value() or self[name].errors for name in names)

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        self._forget_what_is_not_asked(clean)
        rows = {STEP: self._filled(clean, STEP), TIER: self._filled(clean, TIER)}
        self._check_rows(clean, rows)
        if not self.errors:
            self.rows, self.rule = rows, rule_of(clean, rows, self.currency)
            self.found = problems(self.rule)
            for problem in self.found:
                self.add_error(self.place_of(problem.field), problem_words(problem, self.currency))
        return clean

    def place_of(self, part: str) -> str | None:
        """Return the name of the field that a part of `rule` was typed into; None for the rule as a whole."""
        name = place_of(part, self.rule, self.rows) if self.rule else ""
        return name if name in self.fields else None

    def _forget_what_is_not_asked(self, clean: dict[str, Any]) -> None:
        """What another function would need is not shown, so it may be empty or nonsense."""
        function, by_people = clean.get("function"), clean.get("base") == Base.BACKERS
        asked = set(OF_FUNCTION.get(str(function), ()))
        asked -= {"factor"} if by_people else {"per_person"}
        others = {name for names in OF_FUNCTION.values() for name in names} - asked
        others |= {name for name in self.fields if name.startswith(f"{STEP}_") and function != "steps"}
        others |= {name for name in self.fields if name.startswith(f"{TIER}_") and function != "tiers"}
        for name in others:
            self.errors.pop(name, None)

    def _filled(self, clean: Mapping[str, Any], kind: str) -> list[int]:
        rows, first, second = (self.step_rows, "from", "amount") if kind == STEP else (self.tier_rows, "to", "rate")
        return [row for row in rows if any(clean.get(f"{kind}_{row}_{part}") is not None for part in (first, second))]

    def _check_rows(self, clean: Mapping[str, Any], rows: Mapping[str, list[int]]) -> None:
        """A row with one half of what it needs."""
        if clean.get("function") == "steps" and clean.get("base"):
            for row in rows[STEP]:
                text = clean.get(f"{STEP}_{row}_from")
                if text is None or threshold_of(text, Base(clean["base"]), self.currency) is None:
                    self.add_error(f"{STEP}_{row}_from", _("Please say where this step begins."))
                self._needs(clean, f"{STEP}_{row}_amount", _("Please say what is given from here on."))
        if clean.get("function") == "tiers":
            for row in rows[TIER]:
                self._needs(clean, f"{TIER}_{row}_rate", _("Please say at how many percent; 0 is nothing."))

    def _needs(self, clean: Mapping[str, Any], name: str, text: Label) -> None:
        if clean.get(name) is None and name not in self.errors:
            self.add_error(name, str(text))


class RuleForm(RuleAxesForm, SigningForm):
    """A rule that is proposed, with what whoever proposes it says."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("note", "acting_for"):
            if name in self.fields:
                self.fields[name] = self.fields.pop(name)


class NamedRuleForm(RuleAxesForm):
    """A rule that is compared with others, by the name that it has there."""

    name = forms.CharField(
        label=_("Name in the comparison"), help_text=_("Short: it stands above a column."), max_length=60
    )


class TrialForm(_Followed):
    """The pledges that the rule is tried on."""

    trial_pool = AmountField(label=_("Money in the fund"), max_minor=AMOUNT_MAX_MINOR)
    trial_goal = AmountField(label=_("Goal 1 of both campaigns"), max_minor=AMOUNT_MAX_MINOR)
    trial_others = CountField(label=_("So many others have given 10 euros to each before"), required=False)

    def __init__(self, *args: Any, trial: Trial, currency: str = "EUR", **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["trial_pool"] = Money(trial.pool_minor, currency)
        self.initial["trial_goal"] = Money(trial.goal_minor, currency)
        self.initial["trial_others"] = trial.others or None
        for row, amount in enumerate(trial.amounts_minor):
            self.initial[f"trial_{row}"] = Money(amount, currency) if amount else None
        for row, (who, campaign) in enumerate(PLACES):
            label = _("%(who)s gives to: %(campaign)s") % {"who": who, "campaign": campaign_name(campaign)}
            self.fields[f"trial_{row}"] = AmountField(label=label, required=False, max_minor=10**10)
        self.follow()
        self.order_fields([*(f"trial_{row}" for row in range(len(PLACES))), "trial_pool", "trial_goal", "trial_others"])

    def clean_trial_others(self) -> int:
        return min(OTHERS_MAX, self.cleaned_data["trial_others"] or 0)

    @property
    def trial(self) -> Trial:
        """Only of a valid form."""
        clean = self.cleaned_data
        amounts = (clean[f"trial_{row}"] for row in range(len(PLACES)))
        return Trial(
            amounts_minor=tuple(amount.amount_minor if amount else 0 for amount in amounts),
            pool_minor=clean["trial_pool"].amount_minor,
            goal_minor=clean["trial_goal"].amount_minor,
            others=clean["trial_others"],
        )
