import pytest

from backend.core.errors import Conflict, NotAllowed, Unavailable
from funding.enums import PayeeState
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import AccountFacts, GatewayRefused, GatewayUnknown
from funding.models import PayeeAccount
from funding.services.payees import payee_onboard, payee_refresh
from tests.factories.programmes import ProjectFactory, TeamMemberFactory
from tests.funding.scenes import Scene


class Silent(MemoryGateway):
    def create_account(self, *, reference: str, title: str, email: str, key: str) -> AccountFacts:
        raise GatewayUnknown("500")

    def account_state(self, account_id: str) -> AccountFacts:
        raise GatewayUnknown("500")


class Refusing(MemoryGateway):
    def create_account(self, *, reference: str, title: str, email: str, key: str) -> AccountFacts:
        raise GatewayRefused("Your platform is not set up.", code="account_invalid")

    def account_state(self, account_id: str) -> AccountFacts:
        raise GatewayRefused("No such account", code="resource_missing")


def test_the_lead_is_sent_to_the_provider_and_comes_back_verified(scene: Scene) -> None:
    project = scene.campaign.project
    page = payee_onboard(project=project, actor=scene.lead)
    assert payee_onboard(project=project, actor=scene.lead) == page
    payee = PayeeAccount.objects.get()
    assert (payee.state, len(scene.gateway.accounts)) == (PayeeState.ONBOARDING, 1)
    assert payee_refresh(payee=payee).state == PayeeState.ONBOARDING
    scene.gateway.verify(payee.gateway_account_id)
    assert payee_refresh(payee=payee).state == PayeeState.VERIFIED
    assert payee_refresh(payee=payee).state == PayeeState.VERIFIED
    scene.gateway.verify(payee.gateway_account_id, can_be_paid=False)
    assert payee_refresh(payee=payee).state == PayeeState.RESTRICTED
    assert payee_refresh(payee=payee).state == PayeeState.RESTRICTED


def test_details_that_do_not_suffice_restrict_at_once(scene: Scene) -> None:
    payee_onboard(project=scene.campaign.project, actor=scene.lead)
    payee = PayeeAccount.objects.get()
    scene.gateway.verify(payee.gateway_account_id, can_be_paid=False)
    assert payee_refresh(payee=payee).state == PayeeState.RESTRICTED


def test_only_the_lead(scene: Scene) -> None:
    member = TeamMemberFactory.create(team=scene.campaign.project.team).user
    with pytest.raises(NotAllowed):
        payee_onboard(project=scene.campaign.project, actor=member)


def test_silence_is_told(scene: Scene) -> None:
    with gateway_override(Silent()):
        with pytest.raises(Unavailable):
            payee_onboard(project=scene.campaign.project, actor=scene.lead)
        payee = PayeeAccount.objects.get()
        assert payee_refresh(payee=payee).state == PayeeState.NEW
    payee_onboard(project=scene.campaign.project, actor=scene.lead)
    with gateway_override(Silent()), pytest.raises(Unavailable):
        payee_refresh(payee=PayeeAccount.objects.get())


def test_a_refusal_is_told_and_can_be_tried_again(scene: Scene) -> None:
    project = scene.campaign.project
    with gateway_override(Refusing()), pytest.raises(Conflict) as caught:
        payee_onboard(project=project, actor=scene.lead)
    assert (caught.value.code, PayeeAccount.objects.get().state) == ("payee_refused", PayeeState.NEW)
    payee_onboard(project=project, actor=scene.lead)
    with gateway_override(Refusing()), pytest.raises(Unavailable):
        payee_refresh(payee=PayeeAccount.objects.get())


@pytest.mark.django_db
def test_an_account_belongs_to_one_project(scene: Scene) -> None:
    payee_onboard(project=scene.campaign.project, actor=scene.lead)
    other = ProjectFactory.create()
    assert other.team.created_by is not None
    payee_onboard(project=other, actor=other.team.created_by)
    assert len(set(PayeeAccount.objects.values_list("gateway_account_id", flat=True))) == 2
