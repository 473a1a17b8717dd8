from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.core.models import OutboxMessage
from funding.domain.limits import PLEDGE_MAX_MINOR, PLEDGE_MIN_MINOR
from funding.enums import CampaignState, MatchBound, MatchState, PaymentState, PledgeState, PositionState, ProposalKind
from funding.events import PledgeCreated
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.protocol import GatewayRefused, GatewayUnknown, Page, PageRequest
from funding.models import Campaign, FundCampaign, Match, Pledge
from funding.selectors.links import pledge_token, pledge_url, public_id_of_token
from funding.services.pledges import Backer, pledge_create, pledge_quote, pledge_start
from tests.factories.accounts import UserFactory
from tests.factories.funding import CampaignFactory
from tests.funding.deciding import decided, rule_changed
from tests.funding.scenes import Scene, backer


class Silent(MemoryGateway):
    def create_checkout_page(self, request: PageRequest, *, key: str) -> Page:
        raise GatewayUnknown("500")


class Refusing(MemoryGateway):
    def create_checkout_page(self, request: PageRequest, *, key: str) -> Page:
        raise GatewayRefused("no")


def test_a_pledge_reserves_its_match_and_opens_a_page(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    assert (pledge.state, pledge.payment.state, pledge.sequence) == (PledgeState.PENDING, PaymentState.OPEN, 1)
    assert pledge.payment.page_url
    match = scene.match(pledge)
    assert (match.state, match.amount_minor, match.base_minor) == (MatchState.RESERVED, 500, 2_000)
    assert (scene.water().reserved, scene.water().free) == (500, 999_500)
    scene.position.refresh_from_db()
    assert (scene.position.eligible_minor, scene.position.matched_minor) == (2_000, 500)
    assert OutboxMessage.objects.filter(topic=PledgeCreated.topic, payload={"payment_id": pledge.payment.pk}).exists()


def test_the_quote_says_what_the_pledge_then_brings(scene: Scene) -> None:
    quote = pledge_quote(scene.campaign, 2_000)
    assert (quote.match.amount_minor, quote.total.amount_minor, quote.rate_bp) == (500, 2_500, 2_500)
    assert quote.free_after is not None
    assert quote.free_after.amount_minor == 999_500
    assert scene.match(scene.pledge(2_000)).amount_minor == 500


def test_a_quote_is_honest_when_the_money_is_short(scene: Scene) -> None:
    scene.pledge(3_999_000)
    quote = pledge_quote(scene.campaign, 2_000)
    assert (quote.match.amount_minor, quote.bound) == (250, MatchBound.POOL)
    match = scene.match(scene.pledge(2_000))
    assert (match.amount_minor, match.bound, match.pool_after_minor) == (250, MatchBound.POOL, 0)
    assert pledge_quote(scene.campaign, 2_000).match.amount_minor == 0


def test_without_a_fund_a_pledge_stands_alone(scene: Scene) -> None:
    FundCampaign.objects.update(state=PositionState.SUSPENDED)
    assert pledge_quote(scene.campaign, 2_000).fund is None
    assert not Match.objects.filter(pledge=scene.pledge(2_000)).exists()


def test_a_closed_fund_matches_nothing(scene: Scene) -> None:
    decided(scene.fund, ProposalKind.CLOSE)
    assert pledge_quote(scene.campaign, 2_000).match.amount_minor == 0
    assert not Match.objects.filter(pledge=scene.pledge(2_000)).exists()


def test_a_pledge_from_the_own_team_does_not_count_and_says_why(scene: Scene) -> None:
    by_account = scene.pledge(2_000, backer=Backer(user=scene.lead))
    by_address = scene.pledge(2_000, backer=backer(email=scene.lead.email.upper()))
    for pledge in (by_account, by_address):
        match = scene.match(pledge)
        assert (match.amount_minor, match.bound, match.state) == (0, MatchBound.OWN_TEAM, MatchState.RELEASED)
    quote = pledge_quote(scene.campaign, 2_000, viewer=scene.lead)
    assert (quote.match.amount_minor, quote.bound) == (0, MatchBound.OWN_TEAM)
    assert scene.match(scene.pledge(2_000)).amount_minor == 500


def test_a_paid_pledge_that_did_not_count_stays_so(scene: Scene) -> None:
    pledge = scene.paid(2_000, backer=Backer(user=scene.lead))
    assert pledge.matches.count() == 1
    assert scene.water().reserved == 0


def test_outside_the_window_nothing_counts(scene: Scene) -> None:
    ends = clock.now() + timedelta(days=1)
    rule_changed(scene.fund, rate_bp=2_500, window_ends_at=ends)
    assert pledge_quote(scene.campaign, 2_000).match.amount_minor == 500
    with time_machine.travel(ends, tick=False):
        assert pledge_quote(scene.campaign, 2_000).bound == MatchBound.WINDOW
        assert scene.match(scene.pledge(2_000)).bound == MatchBound.WINDOW


def test_a_new_rule_holds_from_its_sequence_on(scene: Scene) -> None:
    first = scene.match(scene.pledge(2_000))
    rule = rule_changed(scene.fund, rate_bp=5_000)
    second = scene.match(scene.pledge(2_000))
    assert (first.amount_minor, second.amount_minor) == (500, 1_000)
    assert first.sequence < rule.valid_from_sequence <= second.sequence
    scene.position.refresh_from_db()
    position = scene.position
    assert (position.eligible_minor, position.matched_minor, position.carried_minor) == (2_000, 1_500, 500)


@pytest.mark.parametrize("amount", [PLEDGE_MIN_MINOR, PLEDGE_MAX_MINOR])
def test_amounts_at_the_borders(scene: Scene, amount: int) -> None:
    assert scene.pledge(amount).amount_minor == amount


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("amount_minor", {"amount_minor": PLEDGE_MIN_MINOR - 1}),
        ("amount_minor", {"amount_minor": PLEDGE_MAX_MINOR + 1}),
        ("amount_minor", {"amount_minor": -2_000}),
        ("currency", {"currency": "CHF"}),
        ("message", {"message": "x" * 281}),
        ("backer_name", {"backer": backer(name=" \x00 ")}),
        ("backer_name", {"backer": backer(name="x" * 81)}),
        ("backer_email", {"backer": backer(email="nobody")}),
        ("backer_email", {"backer": backer(email="")}),
    ],
)
def test_bad_input_is_said_beside_the_field_and_changes_nothing(
    scene: Scene, field: str, changes: dict[str, object]
) -> None:
    given: dict[str, object] = {"campaign": scene.campaign, "amount_minor": 2_000, "backer": backer(), **changes}
    with pytest.raises(Invalid) as caught:
        pledge_create(**given)  # type: ignore[arg-type]  # wrong on purpose
    assert list(caught.value.fields) == [field]
    assert not Pledge.objects.exists()


def test_control_characters_are_dropped(scene: Scene) -> None:
    pledge = scene.pledge(2_000, backer=backer(name="Zoë\x00 <b>"), message="Hallo\r\n\x1bWelt")
    assert (pledge.backer_name, pledge.message) == ("Zoë <b>", "Hallo Welt")


@pytest.mark.parametrize("state", [state for state in CampaignState if state != CampaignState.RUNNING])
def test_only_a_running_campaign_takes_money(scene: Scene, state: CampaignState) -> None:
    Campaign.objects.update(state=state, curator_note="x")
    with pytest.raises(Conflict) as caught:
        scene.pledge(2_000)
    assert caught.value.code == "campaign_not_running"


def test_not_before_its_beginning_nor_from_its_end_on(scene: Scene) -> None:
    with time_machine.travel(scene.campaign.starts_at - timedelta(seconds=1), tick=False), pytest.raises(Conflict):
        scene.pledge(2_000)
    with time_machine.travel(scene.campaign.ends_at, tick=False), pytest.raises(Conflict):
        scene.pledge(2_000)
    with time_machine.travel(scene.campaign.ends_at - timedelta(seconds=1), tick=False):
        assert scene.pledge(2_000).pk


def test_a_double_click_gives_once(scene: Scene) -> None:
    first = scene.pledge(2_000, request_key="form-1")
    second = scene.pledge(2_000, request_key="form-1")
    assert first.pk == second.pk
    assert Pledge.objects.count() == 1
    assert scene.water().reserved == 500


def test_a_key_stands_for_one_amount(scene: Scene) -> None:
    first = scene.pledge(2_000, request_key="form-1")
    with pytest.raises(Invalid) as caught:
        scene.pledge(2_001, request_key="form-1")
    assert caught.value.code == "idempotency_mismatch"
    assert Pledge.objects.get() == first
    assert scene.water().reserved == 500


def test_of_someone_with_an_account_no_name_or_address_is_kept(scene: Scene) -> None:
    person = UserFactory.create(display_name="Clara")
    pledge = scene.pledge(2_000, backer=Backer(user=person, name="x", email="y@example.org"))
    assert (pledge.backer_id, pledge.backer_name, pledge.backer_email) == (person.pk, "", "")
    assert (pledge.shown_name, pledge.address) == ("Clara", person.email)
    pledge.is_anonymous = True
    assert pledge.shown_name == ""
    guest = scene.pledge(2_000)
    assert (guest.shown_name, guest.address) == ("Gesine Gast", "gesine@example.org")


def test_a_silent_provider_leaves_the_pledge_waiting(scene: Scene) -> None:
    with gateway_override(Silent()):
        pledge = pledge_start(campaign=scene.campaign, amount_minor=2_000, backer=backer())
    assert (pledge.payment.page_url, pledge.state) == ("", PledgeState.PENDING)
    assert scene.water().reserved == 500


def test_a_refusal_ends_the_pledge_and_frees_the_match(scene: Scene) -> None:
    with gateway_override(Refusing()):
        pledge = pledge_start(campaign=scene.campaign, amount_minor=2_000, backer=backer())
    assert (pledge.state, pledge.payment.state) == (PledgeState.FAILED, PaymentState.FAILED)
    assert (scene.water().reserved, scene.water().free) == (0, 1_000_000)


def test_the_signed_link_leads_to_its_pledge_alone(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    assert public_id_of_token(pledge_token(pledge)) == pledge.public_id
    assert public_id_of_token(pledge_token(pledge) + "x") == ""
    assert public_id_of_token(pledge.public_id) == ""
    assert pledge_token(pledge) in pledge_url(pledge)


@pytest.mark.django_db
def test_a_pledge_costs_a_fixed_number_of_statements(
    scene: Scene, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pledge_create(campaign=scene.campaign, amount_minor=2_000, backer=backer())
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            pledge_create(campaign=scene.campaign, amount_minor=2_000, backer=backer())
        own = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
        assert len(own) == 14, own


def test_other_campaigns_are_numbered_apart(scene: Scene) -> None:
    scene.pledge(2_000)
    other = pledge_start(campaign=CampaignFactory.create(), amount_minor=2_000, backer=backer())
    assert other.sequence == 1
    assert scene.pledge(2_000).sequence == 2
