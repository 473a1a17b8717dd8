"""A match as a sum on paper: its lines add up, and what came later stands there with its cause."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from backend.core.money import rate_floor
from funding.domain.rule_axes import (
    Caps,
    Factor,
    Function,
    LumpSum,
    MarginalTiers,
    Percentage,
    Step,
    StepTable,
    Tier,
)
from funding.enums import CauseKind, MatchBound
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Match
from funding.selectors.explanation_words import function_words
from funding.selectors.explanations import Explanation, match_explanation
from funding.selectors.ledger_checks import ledger_findings
from funding.services.payments import pledge_expire
from tests.funding.batches import RATE, SHARED, SQUARE, batch_make
from tests.funding.scenes import Scene, backer, scene_make

pytestmark = pytest.mark.django_db


def told(match: Match, *, with_names: bool = False) -> Explanation:
    with translation.override("en"):
        return match_explanation(match, with_names=with_names)


def amounts(explained: Explanation) -> dict[str, int]:
    return {line.code: line.amount_minor for line in explained.lines}


def test_the_lines_of_every_match_add_up(scene: Scene) -> None:
    pledges = [scene.paid(amount, backer=backer(email=f"{amount}@example.org")) for amount in (1_010, 1_010, 333)]
    for pledge in pledges:
        match = scene.match(pledge)
        found = amounts(told(match))
        assert found["base"] == pledge.amount_minor
        assert found["function"] == rate_floor(pledge.amount_minor, 2_500)
        assert found["due_after"] - found["due_before"] == found["step"] == found["match"]
        assert found["pool_before"] - found["match"] == found["pool_after"]
        assert found["match"] == match.amount_minor
    assert [scene.match(pledge).amount_minor for pledge in pledges] == [252, 253, 83]


def test_a_match_that_the_pool_cut_off_says_so(gateway: MemoryGateway) -> None:
    poor = scene_make(gateway, pool_minor=100)
    explained = told(poor.match(poor.paid(2_000)))
    found = amounts(explained)
    assert explained.limit == MatchBound.POOL
    assert (found["step"], found["limit"], found["match"], found["pool_after"]) == (500, 400, 100, 0)
    sentence = next(line.sentence for line in explained.lines if line.code == "limit")
    assert sentence == "Less because of this: the fund has no more free money"


def test_a_match_of_nothing_tells_what_counted(gateway: MemoryGateway) -> None:
    """A pledge that finds the fund empty counts all the same: the sum must not say otherwise."""
    poor = scene_make(gateway, pool_minor=500)
    poor.paid(2_000)
    match = poor.match(poor.paid(1_000))
    found = amounts(told(match))
    assert (found["base"], found["function"], found["step"]) == (1_000, 250, 250)
    assert (found["pool_before"], found["limit"], found["match"]) == (0, 250, 0)
    assert (match.amount_minor, match.base_minor) == (0, 0)
    assert [finding.check.name for finding in ledger_findings() if not finding.holds] == []


def test_a_cap_is_a_line_of_the_sum(gateway: MemoryGateway) -> None:
    capped = scene_make(gateway, caps={"cap_pledge_minor": 300})
    found = amounts(told(capped.match(capped.paid(2_000))))
    assert (found["function"], found["limit"], found["step"], found["match"]) == (500, 200, 300, 300)


def test_a_cap_of_the_campaign_lowers_what_is_due(gateway: MemoryGateway) -> None:
    capped = scene_make(gateway, caps={"cap_campaign_minor": 300})
    lines = [(line.code, line.amount_minor) for line in told(capped.match(capped.paid(2_000))).lines]
    assert lines[1:3] == [("function", 500), ("limit", 200)]
    assert dict(lines)["step"] == dict(lines)["match"] == 300


def test_what_came_later_stands_there_with_its_cause(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    pledge_expire(pledge_id=pledge.pk)
    explained = told(scene.match(pledge))
    (change,) = explained.changes
    assert (change.kind, change.before_minor, change.after_minor) == (CauseKind.EXPIRY, 500, 0)
    assert change.sentence == "payment page ended: from €5.00 to €0.00"
    assert amounts(explained)["match"] == 500
    assert explained.match.amount_minor == 0


def test_who_has_approved_is_named_only_where_it_may_be(scene: Scene) -> None:
    match = scene.match(scene.approved(2_000))
    named, unnamed = told(match, with_names=True), told(match)
    assert [one.by for one in named.approvals] == [manager.shown_name for manager in scene.managers]
    assert [one.by for one in unnamed.approvals] == ["", ""]
    assert {one.amount_minor for one in unnamed.approvals} == {500}


def test_the_payout_says_when_and_by_whom(scene: Scene) -> None:
    scene.payee()
    pledge = scene.approved(2_000)
    assert told(scene.match(pledge)).payout is None
    scene.paid_out()
    named = told(scene.match(pledge), with_names=True).payout
    unnamed = told(scene.match(pledge)).payout
    assert named is not None
    assert unnamed is not None
    assert (named.state, named.amount_minor, named.kept_minor) == ("paid", 500, 0)
    assert (named.asked_by, named.approved_by) == tuple(one.shown_name for one in scene.managers)
    assert named.paid_at is not None
    assert (unnamed.asked_by, unnamed.approved_by, unnamed.is_approved) == ("", "", True)


def test_a_pledge_that_does_not_count_is_one_line(scene: Scene) -> None:
    lead = scene.lead
    match = scene.match(scene.paid(2_000, backer=backer(email=lead.email, user=lead)))
    (line,) = told(match).lines
    assert (line.code, line.amount_minor) == ("not_counted", 0)
    assert "own team" in line.sentence


@pytest.mark.parametrize(
    ("function", "german", "english"),
    [
        (Percentage(2_550), "25,5 % von 20,00 € allein", "25.5% of €20.00 alone"),
        (Factor(Fraction(2)), "2:1 auf 20,00 € allein", "2:1 on €20.00 alone"),
        (LumpSum(100), "Die Regel gibt einen festen Betrag", "The rule gives a fixed sum"),
        (
            MarginalTiers((Tier(1_500, 5_000), Tier(None, 1_000))),
            "50 % der ersten 15,00 €, 10 % der nächsten 5,00 €: So viel wäre es für 20,00 € allein",
            "50% of the first €15.00, 10% of the next €5.00: that would be for €20.00 alone",
        ),
        (
            MarginalTiers((Tier(9_000, 5_000), Tier(None, 1_000))),
            "50 % der ersten 20,00 €: So viel",
            "50% of the first €20.00: that",
        ),
        (
            StepTable((Step(1_000, 200), Step(2_000, 500), Step(2_001, 900))),
            "Nach der Tabelle gilt für 20,00 € allein die Stufe ab 20,00 €",
            "By the table, for €20.00 alone the step from €20.00 on",
        ),
        (
            StepTable((Step(2_001, 200),)),
            "Die Tabelle beginnt bei 20,01 €, also wären es für 20,00 € allein",
            "The table begins at €20.01, so €20.00 alone would be",
        ),
    ],
)
def test_the_rule_is_said_in_both_languages(function: Function, german: str, english: str) -> None:
    for language, words in (("de", german), ("en", english)):
        with translation.override(language):
            said = function_words(function, 2_000, "EUR").replace("\u00a0", " ")
            assert said.startswith(words)


@pytest.mark.parametrize("pledges", [1, 3])
def test_the_number_of_queries_does_not_grow(
    pledges: int, scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(pledges):
        scene.approved(2_000, backer=backer(email=f"{number}@example.org"))
    match = Match.objects.select_related("rule").latest("id")
    with django_assert_num_queries(8):
        told(match, with_names=True)


def test_a_part_of_the_pool_reads_like_a_sum_on_paper(gateway: MemoryGateway) -> None:
    rule = replace(SHARED, caps=Caps(campaign_minor=3_000))
    batch = batch_make(gateway, rule, [[3_000, 1_000], [2_000]], pool_minor=2_500)
    batch.close()
    run = batch.divided()
    explained = told(Match.objects.get(position=batch.scenes[0].position))
    assert explained.divided == run
    found = amounts(explained)
    assert [(code, found[code]) for code in found] == [
        ("all_pledges", 4_000),
        ("claim", 4_000),
        ("limit", 1_000),
        ("most", 3_000),
        ("all_claims", 5_000),
        ("pool_divided", 2_500),
        ("given_out", 2_500),
        ("match", 1_500),
        ("pool_after", 0),
    ]
    assert found["pool_divided"] * found["most"] // found["all_claims"] == found["match"]
    assert explained.lines[0].sentence == "Pledges that count: 2, of people: 2, together"


def test_a_quadratic_part_is_told_by_its_roots(gateway: MemoryGateway) -> None:
    batch = batch_make(gateway, SQUARE, [[100, 400], [900, 400, 100]], pool_minor=1_300)
    batch.close()
    batch.divided()
    found = amounts(told(Match.objects.get(position=batch.scenes[0].position)))
    # (√100 + √400)² = 900 of which 500 are their own; the other weighs (30 + 20 + 10)² less 1,400.
    assert (found["roots_squared"], found["own_gifts"], found["weight"]) == (900, 500, 400)
    assert (found["all_weights"], found["given_out"], found["match"]) == (2_600, 1_300, 200)


def test_a_pledge_matched_at_a_success_is_told_by_itself(gateway: MemoryGateway) -> None:
    batch = batch_make(gateway, RATE, [[4_000, 1_000]], pool_minor=1_100, goal1_minor=4_000)
    batch.scenes[0].end()
    batch.divided(batch.scenes[0].position)
    first, last = Match.objects.order_by("id")
    found = amounts(told(first))
    assert (found["base"], found["function"], found["match"], found["pool_after"]) == (4_000, 1_000, 1_000, 100)
    short = amounts(told(last))
    assert (short["function"], short["limit"], short["match"], short["pool_after"]) == (250, 150, 100, 0)
