"""The rule builder's form: every rule can be shown and sent back, and what is wrong stands beside its field."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings

from backend.web.forms.rule_mapping import initial_of
from backend.web.forms.rules import RuleForm, TrialForm
from backend.web.rule_example import Trial, trial_for
from funding.domain.rule_axes import Allocation, Base, Factor, Gates, MarginalTiers, Percentage, Step, StepTable, Tier
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet
from funding.domain.rule_templates import TEMPLATES
from tests.funding.domain.rules import NOON, QUARTER, any_rule, sound_rule
from tests.funding.domain.test_rule_problems import WRONG


def typed(rule: RuleSet, **changes: str) -> dict[str, str]:
    """What a browser sends for the form that shows `rule`."""
    return sent_by(RuleForm(initial=initial_of(rule, "EUR"))) | changes


def sent_by(form: Any) -> dict[str, str]:
    sent = {}
    for field in form:
        value = field.value()
        if value is None or value is False or value == "":
            continue
        shown = field.field.widget.format_value(value) if hasattr(field.field.widget, "format_value") else value
        sent[field.name] = "on" if value is True else shown[0] if isinstance(shown, list) else str(shown)
    return sent


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_rule_that_is_shown_and_sent_back_is_the_same(language: str) -> None:
    with translation.override(language):

        @settings(max_examples=75, deadline=None)
        @given(sound_rule())
        def check(rule: RuleSet) -> None:
            form = RuleForm(typed(rule))
            assert form.is_valid(), form.errors
            assert form.rule == rule

        check()


@settings(max_examples=75, deadline=None)
@given(any_rule())
def test_problems_of_any_rule_are_said_beside_fields(rule: RuleSet) -> None:
    with translation.override("de"):
        form = RuleForm(typed(rule))
        valid = form.is_valid()
    assert form.rule == rule
    assert form.found == problems(rule)
    assert valid == (not form.found)
    assert None not in form.errors
    assert "__all__" not in form.errors


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_makes_sense_and_can_be_edited(name: str) -> None:
    assert problems(TEMPLATES[name]) == []
    form = RuleForm(typed(TEMPLATES[name]))
    assert form.is_valid(), form.errors
    assert form.rule == TEMPLATES[name]


PLACES = {
    "lump_sum_needs_one_amount": "lump_amount",
    "no_steps": "step_0_from",
    "steps_not_rising": "step_1_from",
    "tiers_not_rising": "tier_1_to",
    "quadratic_before_close": "settlement",
    "cap_above_wider_cap": "cap_pledge_match",
    "goal_without_gate": "raised",
    "lump_sum_without_cap": "cap_campaign",
}


@pytest.mark.parametrize("code", PLACES)
def test_a_problem_stands_beside_the_field_that_it_concerns(code: str) -> None:
    rule = next(rule for rule, found, field in WRONG if found == code and field != "caps.sponsor_minor")
    form = RuleForm(typed(rule))
    assert not form.is_valid()
    assert PLACES[code] in form.errors


def test_an_empty_row_between_steps_is_no_step_and_problems_find_the_right_row() -> None:
    table = typed(RuleSet(base=Base.BACKERS, function=StepTable((Step(25, 50_000),))))
    form = RuleForm(table | {"step_2_from": "50", "step_2_amount": "400"})
    assert not form.is_valid()
    assert list(form.errors) == ["step_2_from"]
    sound = RuleForm(table | {"step_2_from": "50", "step_2_amount": "1.000"})
    assert sound.is_valid(), sound.errors
    assert sound.rule is not None
    assert sound.rule.function == StepTable((Step(25, 50_000), Step(50, 100_000)))


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"step_0_from": "25"}, "step_0_amount"),
        ({"step_0_amount": "500"}, "step_0_from"),
        ({"step_0_from": "viele", "step_0_amount": "5"}, "step_0_from"),
    ],
)
def test_half_a_step_is_asked_for_its_other_half(row: dict[str, str], field: str) -> None:
    base = typed(RuleSet(base=Base.BACKERS, function=StepTable(())))
    form = RuleForm(base | row)
    assert not form.is_valid()
    assert field in form.errors


def test_a_band_without_a_rate_is_asked_for_it_and_nothing_is_a_rate() -> None:
    sent = typed(RuleSet(base=Base.CAMPAIGN, function=MarginalTiers((Tier(100_000, 5_000),))))
    assert list(RuleForm(sent | {"tier_1_to": "2.000"}).errors) == ["tier_1_rate"]
    form = RuleForm(sent | {"tier_1_to": "2.000", "tier_1_rate": "0", "tier_2_rate": "10"})
    assert form.is_valid(), form.errors
    assert form.rule is not None
    assert form.rule.function == MarginalTiers((Tier(100_000, 5_000), Tier(200_000, 0), Tier(None, 1_000)))


def test_what_another_function_would_need_may_be_empty_or_nonsense() -> None:
    form = RuleForm(typed(QUARTER, factor="Unsinn", step_0_from="x", tier_0_rate="viel", per_person="?"))
    assert form.is_valid(), form.errors
    assert form.rule == QUARTER
    turned = RuleForm(typed(QUARTER, function="factor"))
    assert list(turned.errors) == ["factor"]
    assert turned.rule is None


@pytest.mark.parametrize(
    ("text", "factor"), [("1:1", Fraction(1)), ("3/2", Fraction(3, 2)), ("0,5", Fraction(1, 2)), ("2", Fraction(2))]
)
def test_a_ratio_is_read_as_people_write_it(text: str, factor: Fraction) -> None:
    form = RuleForm(typed(QUARTER, function="factor", factor=text))
    assert form.is_valid(), form.errors
    assert form.rule is not None
    assert form.rule.function == Factor(factor)


@pytest.mark.parametrize("text", ["1:0", "eins zu eins", "-1", "1:", "0,123"])
def test_what_is_no_ratio_is_said(text: str) -> None:
    assert list(RuleForm(typed(QUARTER, function="factor", factor=text)).errors) == ["factor"]


@pytest.mark.parametrize(("text", "rate_bp"), [("25", 2_500), ("12,5", 1_250), ("12.5 %", 1_250), ("1.000", 100_000)])
def test_a_percentage_is_read_as_people_write_it(text: str, rate_bp: int) -> None:
    form = RuleForm(typed(QUARTER, rate=text))
    assert form.is_valid(), form.errors
    assert form.rule == replace(QUARTER, function=Percentage(rate_bp))


@pytest.mark.parametrize("text", ["", "0", "1.000,01", "ein Viertel", "-5", "9" * 31])
def test_a_wrong_percentage_is_said_beside_it(text: str) -> None:
    assert list(RuleForm(typed(QUARTER, rate=text)).errors) == ["rate"]


def test_a_window_is_in_the_zone_of_the_event() -> None:
    window = replace(QUARTER, gates=Gates(starts_at=NOON, ends_at=NOON + timedelta(days=9)))
    sent = typed(window)
    assert sent["starts_at"] == "2026-03-20T13:00"
    assert RuleForm(sent).is_valid()
    ended = RuleForm(sent | {"ends_at": sent["starts_at"]})
    assert list(ended.errors) == ["ends_at"]


def test_more_rows_are_there_when_asked_for_and_no_more_than_anybody_needs() -> None:
    few = typed(QUARTER, step_0_from="1")
    assert len(RuleForm(few).step_rows) == 4
    assert len(RuleForm(few, more=True).step_rows) == 7
    assert len(RuleForm(few | {"step_99_from": "1"}).step_rows) == 40
    assert len(RuleForm(few | {"step_999999_from": "1"}).step_rows) == 4


def test_pro_rata_of_the_quadratic_template_cannot_be_undone_by_half() -> None:
    form = RuleForm(typed(TEMPLATES["quadratic"], allocation=Allocation.FIRST_COME.value))
    assert list(form.errors) == ["allocation"]


def test_a_trial_is_read_back_and_its_amounts_are_bounded() -> None:
    trial = trial_for(TEMPLATES["steps"])
    form = TrialForm(sent_by(TrialForm(trial=trial)), trial=Trial())
    assert form.is_valid(), form.errors
    assert form.trial == trial
    many = TrialForm(sent_by(TrialForm(trial=trial)) | {"trial_others": "100000", "trial_0": ""}, trial=trial)
    assert many.is_valid()
    assert many.trial.others == 500
    assert many.trial.amounts_minor[0] == 0
    assert not TrialForm({}, trial=trial).is_valid()
