"""The live example: what it shows is what the fund's book says, and why."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given, settings

from backend.web.rule_example import Example, Trial, example_of, trial_for
from funding.domain.rule_axes import Allocation, Base, Caps, Factor, Gates, LumpSum, Percentage, Settlement
from funding.domain.rule_set import RuleSet
from funding.domain.rule_templates import TEMPLATES
from tests.backend.web.test_rule_sentences import CODE
from tests.funding.domain.rules import NOON, QUARTER, sound_rule

USUAL = Trial()


def matches(example: Example) -> list[int | None]:
    return [row.match_minor for row in example.rows]


def said(rule: RuleSet, trial: Trial = USUAL) -> list[str]:
    with translation.override("de"):
        return [row.why.replace("\xa0", " ") for row in example_of(rule, trial).rows]


def test_a_quarter_of_each_pledge_until_the_money_runs_out() -> None:
    short = replace(USUAL, pool_minor=10_000)
    assert matches(example_of(QUARTER, USUAL)) == [1_250, 4_000, 500, 750, 10_000]
    assert matches(example_of(QUARTER, short)) == [1_250, 4_000, 500, 750, 3_500]
    assert said(QUARTER, short)[-1] == "25 % von 400 €; im Fonds waren nur noch 35 €"
    with translation.override("de"):
        left = example_of(QUARTER, short).left.replace("\xa0", " ")
    assert left == "Von 100 € im Fonds gehen 100 € an Kampagnen, 0 € bleiben übrig."


def test_a_cap_on_the_base_is_said_with_the_part_that_counts() -> None:
    assert matches(example_of(TEMPLATES["double"], replace(USUAL, pool_minor=100_000)))[-1] == 25_000
    assert said(TEMPLATES["double"], replace(USUAL, pool_minor=100_000))[-1] == (
        "1:1 auf 250 €; von jeder Unterstützung zählen höchstens 250 €"
    )


def test_who_opens_a_gate_brings_the_match_of_those_before() -> None:
    gated = replace(QUARTER, gates=Gates(raised_minor=20_000))
    assert matches(example_of(gated, USUAL)) == [1_250, 4_000, 500, 750, 10_000]
    assert said(gated)[0] == "25 % von 50 €; nachträglich, weil die Bedingungen jetzt erfüllt sind"
    closed = replace(QUARTER, gates=Gates(backers=3))
    assert matches(example_of(closed, USUAL)) == [0, 0, 0, 0, 0]
    assert said(closed)[0].endswith("sobald sie von mindestens 3 verschiedenen Personen unterstützt wird")
    helped = example_of(closed, replace(USUAL, others=1))
    assert matches(helped) == [1_250, 4_000, 500, 750, 10_000]
    assert helped.others


def test_a_campaign_that_is_matched_as_a_whole_has_a_row_of_its_own() -> None:
    example = example_of(TEMPLATES["lump_sum"], replace(USUAL, pool_minor=500_000))
    assert matches(example) == [None] * 5 + [200_000, 200_000]
    failed = example_of(TEMPLATES["lump_sum"], replace(USUAL, pool_minor=500_000, goal_minor=30_000))
    assert matches(failed)[-2:] == [0, 200_000]
    assert "nicht erreicht" in said(TEMPLATES["lump_sum"], replace(USUAL, goal_minor=30_000))[-2]


def test_what_is_shared_at_the_close_is_shared_in_proportion() -> None:
    shared = TEMPLATES["shared_at_close"]
    example = example_of(shared, replace(USUAL, pool_minor=11_000))
    assert matches(example)[-2:] == [4_000, 7_000]
    assert said(shared, replace(USUAL, pool_minor=11_000))[-1].endswith("darum bekommen alle anteilig weniger")


def test_whole_amounts_only_are_said() -> None:
    whole = replace(QUARTER, allocation=Allocation.FIRST_COME_WHOLE)
    assert matches(example_of(whole, replace(USUAL, pool_minor=10_000)))[-1] == 0
    assert said(whole, replace(USUAL, pool_minor=10_000))[-1].endswith("im Fonds war nicht mehr der ganze Betrag")


def test_a_window_far_away_is_no_obstacle() -> None:
    assert matches(example_of(replace(QUARTER, gates=Gates(starts_at=NOON)), USUAL))[0] == 1_250
    assert matches(example_of(replace(QUARTER, gates=Gates(ends_at=NOON)), USUAL))[0] == 1_250


def test_a_pledge_of_nothing_is_no_pledge() -> None:
    example = example_of(QUARTER, replace(USUAL, amounts_minor=(0, 0, 0, 0, 100)))
    assert [row.amount_minor for row in example.rows] == [100]


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_gives_something_in_its_own_example(name: str) -> None:
    rule = TEMPLATES[name]
    example = example_of(rule, trial_for(rule))
    assert sum(match or 0 for match in matches(example)) > 0


def test_a_trial_is_as_large_as_the_rule() -> None:
    assert trial_for(QUARTER) == USUAL
    assert trial_for(TEMPLATES["bands"]).amounts_minor[0] == 100_000
    assert trial_for(TEMPLATES["steps"]).others == 23
    huge = RuleSet(base=Base.CAMPAIGN, function=LumpSum(10**11), gates=Gates(raised_minor=10**11))
    assert trial_for(huge).amounts_minor == USUAL.amounts_minor
    assert trial_for(replace(QUARTER, function=Factor(Fraction(3)))).pool_minor == 120_000


@settings(max_examples=60, deadline=None)
@given(sound_rule())
def test_any_sound_rule_has_an_example_that_adds_up(rule: RuleSet) -> None:
    with translation.override("de"):
        example = example_of(rule, trial_for(rule))
        text = " ".join(row.why for row in example.rows)
    assert not CODE.search(text), text
    given_minor = sum(match or 0 for match in matches(example))
    assert 0 <= given_minor <= trial_for(rule).pool_minor
    whole = rule.settlement is not Settlement.AT_PLEDGE and (not rule.by_unit or rule.allocation is Allocation.PRO_RATA)
    assert (None in matches(example)) == whole


def test_limits_that_bind_are_named() -> None:
    capped = replace(QUARTER, caps=Caps(pledge_match_minor=2_000))
    assert said(capped)[1] == "25 % von 160 €; höchstens 20 € je Unterstützung"
    campaign = replace(QUARTER, function=Percentage(5_000), caps=Caps(campaign_minor=10_000))
    assert "höchstens 100 € je Kampagne" in said(campaign)[1]
