from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from backend.accounts.enums import OrganisationRole
from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Invalid, NotAllowed
from backend.core.models import OutboxMessage
from funding.enums import CampaignState, FundState, PositionState, ProposalKind
from funding.models import Campaign, Fund, FundManager, MatchingRule
from funding.services.funds import (
    fund_campaign_accept,
    fund_campaign_apply,
    fund_campaign_reject,
    fund_create,
    fund_manager_add,
    fund_open,
)
from funding.services.proposals import proposal_make
from funding.services.rule_sets import rule_set
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.funding import CampaignFactory, FundFactory, FundManagerFactory, PositionFactory
from tests.factories.programmes import TeamMemberFactory
from tests.funding.deciding import decided, rule_changed
from tests.funding.scenes import Scene

pytestmark = pytest.mark.django_db
NOW = clock.now()
FIELDS = {"slug": "fonds", "name": "Fonds", "summary": "Legt dazu."}


def founded(**changes: Any) -> tuple[Fund, User]:
    member = MembershipFactory.create(role=OrganisationRole.OWNER)
    fund = fund_create(organisation=member.organisation, actor=member.user, fields={**FIELDS, **changes})
    return fund, member.user


def lead(campaign: Campaign) -> User:
    assert campaign.project.team.created_by is not None
    return campaign.project.team.created_by


def test_from_founding_to_closing() -> None:
    fund, founder = founded()
    with pytest.raises(Conflict) as caught:
        proposal_make(fund=fund, kind=ProposalKind.OPEN, actor=founder)
    assert caught.value.code == "fund_without_rule"
    rule_set(fund=fund, actor=founder, fields={"rate_bp": 2_500})
    with pytest.raises(Conflict) as caught:
        proposal_make(fund=fund, kind=ProposalKind.OPEN, actor=founder)
    assert caught.value.code == "fund_needs_two_managers"
    second = UserFactory.create()
    for _ in range(2):
        fund_manager_add(fund=fund, user=second, actor=founder)
    assert FundManager.objects.filter(fund=fund).count() == 2
    with pytest.raises(Conflict) as caught:
        fund_manager_add(fund=fund, user=UserFactory.create(), actor=founder)
    assert caught.value.code == "second_manager_needed"
    third = UserFactory.create()
    decided(fund, ProposalKind.MANAGER, person=third.public_id)
    assert FundManager.objects.filter(fund=fund, user=third).exists()
    with pytest.raises(Conflict) as caught:
        proposal_make(fund=fund, kind=ProposalKind.MANAGER, actor=third, data={"person": second.public_id})
    assert caught.value.code == "manages_already"
    opening = decided(fund, ProposalKind.OPEN)
    assert fund.state == FundState.OPEN
    assert fund_open(proposal=opening, actor=second).state == FundState.OPEN
    decided(fund, ProposalKind.CLOSE)
    # There was no money in it.
    assert fund.state == FundState.CLOSED
    with pytest.raises(Conflict):
        rule_set(fund=fund, actor=second, fields={"rate_bp": 100})


def test_only_who_speaks_for_the_organisation_founds() -> None:
    member = MembershipFactory.create(role=OrganisationRole.MEMBER)
    with pytest.raises(NotAllowed):
        fund_create(organisation=member.organisation, actor=member.user, fields=FIELDS)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": " "}),
        ("slug", {"slug": "x y"}),
        ("currency", {"currency": "USD"}),
        ("state", {"state": "open"}),
    ],
)
def test_bad_input_is_said_beside_the_field(field: str, changes: dict[str, str]) -> None:
    with pytest.raises(Invalid) as caught:
        founded(**changes)
    assert list(caught.value.fields) == [field]


def test_strangers_manage_nothing() -> None:
    fund, stranger = FundFactory.create(), UserFactory.create()
    for act in (
        lambda: proposal_make(fund=fund, kind=ProposalKind.OPEN, actor=stranger),
        lambda: proposal_make(fund=fund, kind=ProposalKind.CLOSE, actor=stranger),
        lambda: fund_manager_add(fund=fund, user=stranger, actor=stranger),
        lambda: rule_set(fund=fund, actor=stranger, fields={"rate_bp": 100}),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("rate_bp", {"rate_bp": 0}),
        ("rate_bp", {"rate_bp": 99}),
        ("rate_bp", {"rate_bp": 100_001}),
        ("cap_campaign_minor", {"rate_bp": 100, "cap_campaign_minor": 0}),
        ("cap_pledge_minor", {"rate_bp": 100, "cap_pledge_minor": -1}),
        ("cap_pledge_minor", {"rate_bp": 100, "cap_campaign_minor": 10, "cap_pledge_minor": 11}),
        ("window_ends_at", {"rate_bp": 100, "window_starts_at": NOW, "window_ends_at": NOW}),
        ("version", {"rate_bp": 100, "version": 7}),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(field: str, fields: dict[str, Any]) -> None:
    manager = FundManagerFactory.create()
    with pytest.raises(Invalid) as caught:
        rule_set(fund=manager.fund, actor=manager.user, fields=fields)
    assert list(caught.value.fields) == [field]


def test_rules_are_numbered_and_never_changed() -> None:
    manager = FundManagerFactory.create()
    window = {"window_starts_at": clock.now(), "window_ends_at": clock.now() + timedelta(days=1)}
    second = FundManagerFactory.create(fund=manager.fund).user
    rule = rule_changed(manager.fund, rate_bp=5_000, **window)
    assert (rule.version, rule.approved_by, rule.valid_from_sequence) == (2, second, 3)
    assert {name: getattr(rule, name) for name in window} == window
    with pytest.raises(DatabaseError), transaction.atomic():
        MatchingRule.objects.filter(pk=rule.pk).update(version=7)


def test_a_campaign_applies_and_is_taken_in(scene: Scene) -> None:
    campaign = CampaignFactory.create()
    position = fund_campaign_apply(fund=scene.fund, campaign=campaign, actor=lead(campaign))
    assert fund_campaign_apply(fund=scene.fund, campaign=campaign, actor=lead(campaign)) == position
    manager = scene.managers[0]
    accepted = fund_campaign_accept(position=position, actor=manager, note="Passt.")
    assert (accepted.state, accepted.accepted_by, accepted.decision_note) == (PositionState.ACCEPTED, manager, "Passt.")
    assert fund_campaign_accept(position=position, actor=manager).decision_note == "Passt."
    assert OutboxMessage.objects.filter(topic="funding.fund_accepted").count() == 1


def test_a_rejection_has_a_reason_and_may_be_asked_again(scene: Scene) -> None:
    campaign = CampaignFactory.create()
    position = fund_campaign_apply(fund=scene.fund, campaign=campaign, actor=lead(campaign))
    with pytest.raises(Invalid):
        fund_campaign_reject(position=position, actor=scene.managers[0], note="\x8d")
    for _ in range(2):
        assert fund_campaign_reject(position=position, actor=scene.managers[0], note="x").state == "rejected"
    assert fund_campaign_apply(fund=scene.fund, campaign=campaign, actor=lead(campaign)).state == "applied"


def test_what_does_not_fit_cannot_apply(scene: Scene) -> None:
    campaign = CampaignFactory.create()
    with pytest.raises(NotAllowed):
        fund_campaign_apply(fund=scene.fund, campaign=campaign, actor=UserFactory.create())
    closed, foreign = FundFactory.create(state=FundState.DRAFT), FundFactory.create(currency="CHF")
    for fund, code in ((closed, "fund_not_open"), (foreign, "currency_differs")):
        with pytest.raises(Conflict) as caught:
            fund_campaign_apply(fund=fund, campaign=campaign, actor=lead(campaign))
        assert caught.value.code == code
    over = CampaignFactory.create(state=CampaignState.ENDED)
    with pytest.raises(Conflict):
        fund_campaign_apply(fund=scene.fund, campaign=over, actor=lead(over))


def test_one_fund_tops_a_campaign_up(scene: Scene) -> None:
    other = FundManagerFactory.create()
    position = PositionFactory.create(fund=other.fund, campaign=scene.campaign, state=PositionState.APPLIED)
    with pytest.raises(Conflict) as caught:
        fund_campaign_accept(position=position, actor=other.user)
    assert caught.value.code == "another_fund"


def test_nobody_takes_in_the_own_project(scene: Scene) -> None:
    position = PositionFactory.create(fund=scene.fund, state=PositionState.APPLIED)
    inside = TeamMemberFactory.create(team=position.campaign.project.team).user
    FundManagerFactory.create(fund=scene.fund, user=inside)
    for actor in (inside, UserFactory.create()):
        with pytest.raises(NotAllowed):
            fund_campaign_accept(position=position, actor=actor)
        with pytest.raises(NotAllowed):
            fund_campaign_reject(position=position, actor=actor, note="x")
