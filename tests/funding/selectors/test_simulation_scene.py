"""A fund's past as a scene: what was paid and counts, in two queries, with nothing that names anybody."""

import pytest
from pytest_django import DjangoAssertNumQueries

from funding.domain.simulation import simulate
from funding.domain.simulation_scene import SceneCampaign
from funding.enums import CaseState, MatchBound
from funding.models import Match
from funding.selectors import simulation_scene
from funding.selectors.rules import rule_now
from funding.selectors.simulation_scene import fund_scene
from funding.services.cases import case_decide, case_open
from tests.funding.scenes import Scene, backer


def test_the_present_rule_over_the_past_gives_what_was_matched(
    scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = scene.paid(2_000)
    scene.paid(1_010, backer=backer(email="other@example.org"))
    scene.paid(333)
    scene.pledge(5_000)
    with django_assert_num_queries(2):
        past = fund_scene(scene.fund)
    assert [(one.campaign, one.backer, one.amount_minor) for one in past.pledges] == [
        (0, 0, 2_000),
        (0, 1, 1_010),
        (0, 0, 333),
    ]
    assert past.campaigns == (
        SceneCampaign(scene.campaign.title, scene.campaign.goal1_minor, scene.campaign.goal2_minor),
    )
    assert past.pledges[0].at == first.created_at
    assert past.pledges[0].at.tzinfo is not None
    assert "example.org" not in repr(past)
    present = rule_now(scene.fund)
    assert present is not None
    found = simulate(past, present.rule_set, 10_000_000)
    paid = Match.objects.exclude(pledge__state="pending")
    assert found.campaigns[0].match_minor == sum(one.amount_minor for one in paid) == 835


def test_what_went_back_or_does_not_count_is_left_out(scene: Scene) -> None:
    counted, excluded = scene.paid(2_000), scene.paid(3_000, backer=backer(email="other@example.org"))
    case = case_open(pledge=excluded, position=scene.position, actor=scene.managers[0], note="Same address")
    decision = {"note": "Looked at", "answer_de": "", "answer_en": ""}
    case_decide(
        case=case, actor=scene.managers[0], verdict=CaseState.EXCLUDED, reason=MatchBound.SAME_MEANS, **decision
    )
    assert [one.amount_minor for one in fund_scene(scene.fund).pledges] == [counted.amount_minor]
    case.refresh_from_db()
    case_decide(case=case, actor=scene.managers[0], verdict=CaseState.COUNTED, reason=MatchBound.NONE, **decision)
    assert [one.amount_minor for one in fund_scene(scene.fund).pledges] == [2_000, 3_000]


def test_the_latest_are_kept_where_there_are_too_many(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation_scene, "PLEDGES_MAX", 2)
    for amount in (2_000, 1_000, 500):
        scene.paid(amount)
    assert [one.amount_minor for one in fund_scene(scene.fund).pledges] == [1_000, 500]
