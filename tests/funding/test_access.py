"""Who gets which row: hidden ones are not found, seen ones may still not be touched."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from backend.accounts.enums import OrganisationRole
from backend.accounts.models import User
from backend.core.errors import NotAllowed, NotFound
from funding import access
from funding.enums import CampaignState, FundState
from funding.models import Campaign, Fund, Payout
from funding.selectors.links import pledge_token
from funding.services.campaigns import campaign_update_publish
from funding.services.deposits import deposit_record
from funding.services.payouts import payout_request
from funding.services.pledges import Backer
from funding.services.refunds import refund_request
from programmes.enums import ProgrammeRoleKind
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.programmes import ProgrammeRoleFactory
from tests.funding.scenes import Scene

Access = Callable[[Any, str], Any]
ANYBODY = AnonymousUser()


def refused(function: Access, viewer: Any, name: str) -> type[Exception] | None:
    try:
        function(viewer, name)
    except (NotFound, NotAllowed) as error:
        return type(error)
    return None


def organiser(scene: Scene) -> User:
    return ProgrammeRoleFactory.create(programme=scene.campaign.project.cohort.programme).user


@pytest.mark.parametrize("state", list(CampaignState))
def test_a_campaign_is_public_once_it_runs(scene: Scene, state: CampaignState) -> None:
    Campaign.objects.update(state=state, curator_note="x")
    public = state in {CampaignState.RUNNING, CampaignState.ENDED}
    for viewer in (ANYBODY, None, UserFactory.create()):
        for name in (scene.campaign.slug, scene.campaign.public_id):
            assert refused(access.campaign_to_view, viewer, name) is (None if public else NotFound)
        assert refused(access.campaign_to_back, viewer, scene.campaign.slug) is (None if public else NotFound)
        assert refused(access.campaign_to_edit, viewer, scene.campaign.slug) is (NotAllowed if public else NotFound)
    for viewer in (scene.lead, organiser(scene), scene.managers[0]):
        assert access.campaign_to_view(viewer, scene.campaign.slug) == scene.campaign


@pytest.mark.parametrize(
    "function", [access.campaign_to_view, access.fund_to_view, access.pledge_to_view, access.match_to_view,
                 access.payout_to_view, access.deposit_to_view, access.position_to_view, access.payee_to_view,
                 access.update_to_view, access.refund_to_view, access.project_to_fund, access.project_to_onboard,
                 access.payment_to_refund]
)  # fmt: skip
def test_what_does_not_exist_is_not_found(scene: Scene, function: Access) -> None:
    assert refused(function, scene.managers[0], "xxx_0") is NotFound


def test_roles_at_a_campaign(scene: Scene) -> None:
    slug, project = scene.campaign.slug, scene.campaign.project
    curator = ProgrammeRoleFactory.create(programme=project.cohort.programme, role=ProgrammeRoleKind.CURATOR).user
    table: list[tuple[Access, str, set[Any]]] = [
        (access.campaign_to_edit, slug, {scene.lead}),
        (access.campaign_to_curate, slug, {curator}),
        (access.campaign_to_end, slug, {scene.lead}),
        (access.campaign_to_pay_out, slug, {scene.managers[0]}),
        (access.project_to_fund, project.public_id, {scene.lead}),
        (access.project_to_onboard, project.public_id, {scene.lead}),
    ]
    for function, name, allowed in table:
        for viewer in (scene.lead, curator, scene.managers[0], UserFactory.create(), ANYBODY):
            assert refused(function, viewer, name) is (None if viewer in allowed else NotAllowed), function


def test_a_pledge_is_its_backers_and_the_managers_business(scene: Scene) -> None:
    backer = UserFactory.create()
    pledge = scene.paid(2_000, backer=Backer(user=backer))
    for viewer in (backer, scene.managers[0], organiser(scene)):
        assert access.pledge_to_view(viewer, pledge.public_id) == pledge
    for stranger in (UserFactory.create(), ANYBODY, scene.lead):
        assert refused(access.pledge_to_view, stranger, pledge.public_id) is NotFound
        assert access.pledge_to_view(stranger, pledge_token(pledge)) == pledge
    assert refused(access.payment_to_refund, scene.managers[0], pledge.public_id) is None
    assert refused(access.payment_to_refund, backer, pledge.public_id) is NotAllowed
    refund = refund_request(payment=pledge.payment, amount_minor=5, reason="x", actor=scene.managers[0])
    assert access.refund_to_view(backer, refund.public_id) == refund
    assert refused(access.refund_to_view, ANYBODY, refund.public_id) is NotFound


def test_a_draft_of_a_fund_is_hidden(scene: Scene) -> None:
    Fund.objects.update(state=FundState.DRAFT)
    match = scene.position
    speaker = MembershipFactory.create(organisation=scene.fund.organisation, role=OrganisationRole.OWNER).user
    for viewer in (scene.managers[0], speaker):
        assert access.fund_to_view(viewer, scene.fund.slug) == scene.fund
    assert refused(access.fund_to_manage, speaker, scene.fund.slug) is NotAllowed
    assert refused(access.fund_to_view, ANYBODY, scene.fund.slug) is NotFound
    assert match.fund_id == scene.fund.pk


def test_an_open_fund_is_public_and_managed_by_its_managers(scene: Scene) -> None:
    slug = scene.fund.slug
    assert access.fund_to_view(ANYBODY, slug) == scene.fund
    assert access.fund_to_manage(scene.managers[0], slug) == scene.fund
    assert access.fund_to_deposit(scene.lead, slug) == scene.fund
    assert refused(access.fund_to_deposit, ANYBODY, slug) is NotAllowed
    assert refused(access.fund_to_manage, scene.lead, slug) is NotAllowed


def test_organisations_for_which_one_may_found_or_pay_in(scene: Scene) -> None:
    speaker = MembershipFactory.create(role=OrganisationRole.MANAGER)
    name = speaker.organisation.public_id
    assert access.organisation_to_found(speaker.user, name) == speaker.organisation
    for viewer in (scene.lead, ANYBODY):
        assert refused(access.organisation_to_found, viewer, name) is NotAllowed


def test_deposits_are_between_sponsor_and_managers(scene: Scene) -> None:
    speaker = MembershipFactory.create(role=OrganisationRole.MANAGER)
    deposit = deposit_record(
        fund=scene.fund, sponsor=speaker.organisation, amount_minor=1, actor=speaker.user, reference="a"
    )
    name = deposit.public_id
    assert access.deposit_to_view(speaker.user, name) == deposit
    assert refused(access.deposit_to_receive, speaker.user, name) is NotAllowed
    assert access.deposit_to_receive(scene.managers[0], name) == deposit
    assert refused(access.deposit_to_view, scene.lead, name) is NotFound


def test_positions_matches_and_payouts(scene: Scene) -> None:
    pledge = scene.approved(2_000)
    match, position = scene.match(pledge).public_id, scene.position.public_id
    assert access.match_to_view(ANYBODY, match).pledge == pledge
    assert access.match_to_approve(scene.managers[0], match)
    assert refused(access.match_to_approve, scene.lead, match) is NotAllowed
    assert access.position_to_decide(scene.managers[0], position) == scene.position
    assert refused(access.position_to_decide, scene.lead, position) is NotAllowed
    assert refused(access.position_to_view, ANYBODY, position) is NotFound
    scene.payee()
    payout_request(campaign=scene.campaign, actor=scene.managers[0])
    for payout in Payout.objects.all():
        name = payout.public_id
        assert access.payout_to_view(scene.lead, name) == payout
        assert access.payout_to_approve(scene.managers[1], name) == payout
        assert access.payout_to_decline(scene.managers[0], name) == payout
        assert refused(access.payout_to_approve, scene.managers[0], name) is NotAllowed
        assert refused(access.payout_to_decline, scene.lead, name) is NotAllowed
        assert refused(access.payout_to_view, UserFactory.create(), name) is NotFound
    payee = scene.campaign.project.payee_account.public_id
    assert access.payee_to_view(scene.lead, payee)
    assert refused(access.payee_to_view, scene.managers[0], payee) is NotFound


def test_news_are_as_public_as_their_campaign(scene: Scene) -> None:
    update = campaign_update_publish(campaign=scene.campaign, actor=scene.lead, title="Neues", body="x")
    assert access.update_to_view(ANYBODY, update.public_id) == update
    Campaign.objects.update(state=CampaignState.DRAFT)
    assert refused(access.update_to_view, ANYBODY, update.public_id) is NotFound
