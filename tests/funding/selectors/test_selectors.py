"""What lists, pages and queues show; and that a list costs the same for one row as for three."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.core import clock
from backend.core.next_items import NextItem
from funding.enums import CampaignState, FundState, PositionState
from funding.models import Campaign, MatchingRule, Payout
from funding.selectors import campaigns, figures, funds
from funding.selectors.exposure import exposure
from funding.selectors.next import next_items
from funding.services.campaigns import campaign_update_publish
from funding.services.deposits import deposit_record
from funding.services.payouts import payout_request
from funding.services.pledges import Backer
from funding.services.refunds import refund_request, refund_submit
from programmes.enums import ProgrammeRoleKind
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.funding import CampaignFactory, FundFactory, PositionFactory
from tests.factories.programmes import ProgrammeRoleFactory
from tests.funding.scenes import Scene, backer


def queries(act: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_figures_count_what_was_paid_less_what_went_back(scene: Scene) -> None:
    scene.paid(2_000)
    scene.paid(2_000)
    person = UserFactory.create()
    pledge = scene.paid(4_000, backer=Backer(user=person))
    scene.pledge(9_000)
    refund = refund_request(payment=pledge.payment, amount_minor=1_000, reason="x", actor=scene.managers[0])
    refund_submit(refund_id=refund.pk)
    (shown,) = campaigns.campaigns_figures([scene.campaign]).values()
    assert (shown.crowd_minor, shown.fund_minor, shown.backers, shown.total_minor) == (7_000, 1_750, 2, 8_750)
    live = figures.live_figures()
    assert (live.campaigns, live.pledges, live.crowd_minor, live.fund_minor, live.total_minor) == (
        1, 3, 7_000, 1_750, 8_750,
    )  # fmt: skip


def test_a_campaign_without_backers_shows_zeros(scene: Scene) -> None:
    assert campaigns.campaigns_figures([scene.campaign])[scene.campaign.pk] == campaigns.CampaignFigures()


def test_the_page_of_a_campaign(scene: Scene) -> None:
    campaign_update_publish(campaign=scene.campaign, actor=scene.lead, title="Neues", body="x")
    scene.paid(2_000, is_anonymous=True)
    scene.pledge(2_000)
    page = campaigns.campaign_page(scene.campaign)
    assert (len(page.updates), len(page.pledges), page.position) == (1, 1, scene.position)
    assert page.pledges[0].shown_name == ""


@pytest.mark.django_db
def test_public_campaigns_running_first_then_ended() -> None:
    now = clock.now()
    ended = CampaignFactory.create(state=CampaignState.ENDED, starts_at=now - timedelta(9), ends_at=now)
    late = CampaignFactory.create(title="Reparaturbus", ends_at=now + timedelta(9))
    soon = CampaignFactory.create(ends_at=now + timedelta(1))
    CampaignFactory.create(state=CampaignState.DRAFT)
    assert list(campaigns.campaigns_public()) == [soon, late, ended]
    assert list(campaigns.campaigns_public(state="ended")) == [ended]
    assert list(campaigns.campaigns_public(query="reparaturbusse")) in ([late], [])
    assert list(campaigns.campaigns_public(query="Reparatur")) == [late]
    assert list(campaigns.campaigns_of_project(late.project)) == [late]


def test_lists_cost_the_same_for_one_row_as_for_three(scene: Scene) -> None:
    def look() -> None:
        rows = list(campaigns.campaigns_public())
        campaigns.campaigns_figures(rows)
        list(funds.matches_public(scene.fund))
        list(campaigns.pledges_of_campaign(scene.campaign))
        list(funds.approvals_queue(scene.managers[0]))
        funds.fund_page(scene.fund)
        next_items(scene.managers[0])

    scene.paid(2_000)
    alone = queries(look)
    for _ in range(2):
        CampaignFactory.create()
        scene.paid(2_000)
    assert queries(look) == alone


def test_the_waterline_adds_up_in_every_state(scene: Scene) -> None:
    scene.approved(2_000)
    scene.payee()
    scene.paid_out()
    scene.approved(4_000)
    scene.paid(8_000)
    scene.pledge(16_000)
    water = scene.water()
    assert (water.paid, water.approved, water.reserved, water.free) == (500, 1_000, 6_000, 992_500)
    assert water.adds_up
    page = funds.fund_page(scene.fund)
    (line,) = page.positions
    assert (line.matched_minor, line.paid_minor) == (7_500, 500)
    assert page.rule is not None
    assert [(row.pk, given) for row, given in page.sponsors] == [(scene.fund.deposits.get().sponsor_id, 1_000_000)]
    seen = exposure(scene.fund)
    assert (seen.waiting_payment, seen.waiting_approval, seen.claimable, seen.short_by) == (4_000, 2_000, None, 0)


@pytest.mark.django_db
def test_exposure_knows_what_may_still_be_claimed() -> None:
    fund = FundFactory.create(pool_minor=1_000, caps={"cap_campaign_minor": 800})
    for state in (CampaignState.RUNNING, CampaignState.RUNNING, CampaignState.ENDED):
        PositionFactory.create(fund=fund, campaign=CampaignFactory.create(state=state))
    assert (exposure(fund).claimable, exposure(fund).short_by) == (1_600, 600)
    rule = MatchingRule.objects.get(fund=fund)
    assert (funds.goal_claim(rule, 3_000), funds.goal_claim(rule, 4_000)) == (750, 800)
    bare = FundFactory.create(rate_bp=0, pool_minor=0)
    assert exposure(bare).claimable is None


def test_what_waits_adds_up_to_what_is_reserved(scene: Scene) -> None:
    scene.pledge(400)
    for pledge in (scene.paid(800), scene.approved(1_600)):
        scene.gateway.dispute(pledge.payment.checkout_session_id)
        scene.refresh(pledge)
    found = exposure(scene.fund)
    assert (found.waiting_payment, found.waiting_approval, found.waterline.reserved) == (100, 200, 300)


def test_lists_of_a_fund(scene: Scene) -> None:
    draft = FundFactory.create(state=FundState.DRAFT)
    assert draft not in funds.funds_public()
    assert list(funds.funds_public(query=scene.fund.name)) == [scene.fund]
    assert list(funds.funds_managed_by(scene.managers[0])) == [scene.fund]
    assert list(funds.funds_open_for(scene.campaign.project)) == [scene.fund]
    assert list(funds.positions_of_fund(scene.fund, state=PositionState.ACCEPTED)) == [scene.position]
    assert not funds.positions_of_fund(scene.fund, state=PositionState.APPLIED).exists()
    sponsor = MembershipFactory.create()
    deposit = deposit_record(
        fund=scene.fund, sponsor=sponsor.organisation, amount_minor=5, actor=scene.managers[0], reference="b"
    )
    assert list(funds.deposits_of_sponsor(sponsor.user)) == [deposit]
    assert deposit in funds.deposits_of_fund(scene.fund)
    pledge = scene.paid(2_000)
    assert list(funds.matches_of_campaign(scene.position)) == [scene.match(pledge)]
    refund = refund_request(payment=pledge.payment, amount_minor=5, reason="x", actor=scene.managers[0])
    assert list(funds.refunds_of_fund(scene.fund)) == [refund]


def test_payouts_wait_for_the_second_person(scene: Scene) -> None:
    scene.approved(2_000)
    scene.payee()
    payout_request(campaign=scene.campaign, actor=scene.managers[0])
    assert list(funds.payouts_queue(scene.managers[0])) == []
    assert funds.payouts_queue(scene.managers[1]).count() == 2
    assert funds.payouts_of_fund(scene.fund).count() == Payout.objects.count()
    assert funds.payouts_of_fund(scene.fund, state="paid").count() == 0
    assert campaigns.payouts_of_campaign(scene.campaign).count() == 2
    assert not funds.payouts_queue(UserFactory.create()).exists()


def kinds(items: list[NextItem]) -> set[str]:
    return {item.kind for item in items}


def test_what_waits_for_managers(scene: Scene) -> None:
    scene.approved(2_000)
    scene.paid(2_000)
    scene.payee()
    payout_request(campaign=scene.campaign, actor=scene.managers[0])
    deposit_record(
        fund=scene.fund, sponsor=OrganisationFactory.create(), amount_minor=5, actor=scene.managers[0], reference="c"
    )
    PositionFactory.create(fund=scene.fund, state=PositionState.APPLIED)
    items = next_items(scene.managers[1])
    assert kinds(items) == {
        "funding.matches_approve", "funding.payout_approve", "funding.deposit_receive", "funding.position_decide",
    }  # fmt: skip
    assert next(item.about for item in items if item.kind == "funding.matches_approve") == "1"
    assert "funding.payout_approve" not in kinds(next_items(scene.managers[0]))


def test_what_waits_for_the_team_backers_and_curators(scene: Scene) -> None:
    assert kinds(next_items(scene.lead)) == {"funding.payee_set_up"}
    person = UserFactory.create()
    scene.pledge(2_000, backer=Backer(user=person))
    assert kinds(next_items(person)) == {"funding.pledge_pay"}
    programme = scene.campaign.project.cohort.programme
    curator = ProgrammeRoleFactory.create(programme=programme, role=ProgrammeRoleKind.CURATOR).user
    Campaign.objects.update(state=CampaignState.SUBMITTED)
    assert kinds(next_items(curator)) == {"funding.campaign_curate"}
    for state, kind in ((CampaignState.DRAFT, "submit"), (CampaignState.DECLINED, "revise")):
        Campaign.objects.update(state=state, curator_note="x")
        assert kinds(next_items(scene.lead)) == {f"funding.campaign_{kind}"}


def test_search_finds_campaigns_and_funds(scene: Scene) -> None:
    Campaign.objects.update(title="Hilfekarte")
    assert [hit.kind for hit in figures.search("Hilfekarte")] == ["campaign"]
    assert [(hit.kind, hit.ref) for hit in figures.search(scene.fund.name)] == [("fund", scene.fund.slug)]
    assert figures.search("  ") == []


def test_pledges_of_a_campaign_and_of_a_person(scene: Scene) -> None:
    person = UserFactory.create()
    paid, waiting = scene.paid(2_000, backer=Backer(user=person)), scene.pledge(2_000, backer=backer())
    assert list(campaigns.pledges_of_campaign(scene.campaign)) == [waiting, paid]
    assert list(campaigns.pledges_of_campaign(scene.campaign, state="pending")) == [waiting]
    assert list(campaigns.pledges_public(scene.campaign)) == [paid]
    assert list(campaigns.pledges_of(person)) == [paid]
