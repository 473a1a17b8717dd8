"""The desk of fund managers and sponsors: who sees it, what it does, how many queries it takes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.accounts.models import User
from funding.domain.rule_templates import TEMPLATES
from funding.enums import DepositState, MatchState, PayoutState, PositionState
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Deposit, Fund, FundManager, FundProposal, Payout, Refund
from tests.backend.web.forms.test_rules import typed
from tests.backend.web.visitors import text_of
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.funding import DepositFactory, FundFactory, FundManagerFactory, PositionFactory
from tests.factories.programmes import CategoryFactory
from tests.funding.scenes import Scene, broken, scene_make

pytestmark = pytest.mark.django_db
PARTS = (
    *("approvals", "campaigns", "deposits", "payouts", "pledges", "rule", "managers", "trail"),
    *("decisions", "settings", "deputies", "closing"),
)


@pytest.fixture
def scene(gateway: MemoryGateway) -> Scene:
    return scene_make(gateway)


@pytest.fixture
def browser(scene: Scene) -> Client:
    return signed_in(scene.managers[0])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *args: Any) -> str:
    return reverse(f"web:{name}", args=args)


def test_every_part_opens_for_its_managers_alone(scene: Scene, browser: Client) -> None:
    scene.paid(2_000)
    stranger = signed_in(UserFactory.create())
    for name in ("fund-desk", *(f"fund-{part}" for part in PARTS)):
        address = page(name, scene.fund.slug)
        assert browser.get(address).status_code == 200, name
        assert stranger.get(address).status_code == 403, name
        assert Client().get(address).status_code == 302, name


def test_a_hidden_fund_is_not_found_by_strangers(scene: Scene) -> None:
    hidden = FundFactory.create(state="draft")
    assert signed_in(UserFactory.create()).get(page("fund-desk", hidden.slug)).status_code == 404


def test_the_list_names_own_funds_only(scene: Scene, browser: Client) -> None:
    other = FundFactory.create()
    text = browser.get(page("fund-desks")).content.decode()
    assert scene.fund.name in text
    assert other.name not in text


def test_two_managers_approve_and_the_books_hold(scene: Scene, browser: Client) -> None:
    match = scene.match(scene.paid(2_000))
    address = page("fund-approvals", scene.fund.slug)
    assert "5,00" in browser.get(address).content.decode()
    assert browser.post(address, {"match": match.public_id, "note": "geprüft"}).status_code == 302
    match.refresh_from_db()
    assert match.state == MatchState.CONFIRMED
    assert match.public_id not in browser.get(address).content.decode()
    second = signed_in(scene.managers[1])
    assert "geprüft" in second.get(address).content.decode()
    second.post(address, {"match": match.public_id})
    match.refresh_from_db()
    assert match.state == MatchState.APPROVED
    assert broken() == []


def test_nothing_ticked_is_said_and_changes_nothing(scene: Scene, browser: Client) -> None:
    match = scene.match(scene.paid(2_000))
    answer = browser.post(page("fund-approvals", scene.fund.slug), {}, follow=True)
    assert [str(message) for message in answer.context["messages"]]
    assert match.approvals.count() == 0


def test_a_match_of_another_fund_is_not_approved_from_here(
    scene: Scene, gateway: MemoryGateway, browser: Client
) -> None:
    foreign = scene_make(gateway)
    match = foreign.match(foreign.paid(2_000))
    assert browser.post(page("fund-approvals", scene.fund.slug), {"match": match.public_id}).status_code in {302, 403}
    assert match.approvals.count() == 0


def test_a_deposit_is_announced_confirmed_and_given_back(scene: Scene, browser: Client) -> None:
    sponsor = OrganisationFactory.create()
    list_page = page("fund-deposits", scene.fund.slug)
    given = {"sponsor": sponsor.public_id, "amount": "1.250,50", "reference": "Gemeinsinn 7"}
    assert browser.post(list_page, given).status_code == 302
    deposit = Deposit.objects.get(sponsor=sponsor)
    assert (deposit.amount_minor, deposit.state) == (125_050, DepositState.ANNOUNCED)
    steps = (
        ("deposit-receive", DepositState.ANNOUNCED, DepositState.RECEIVED),
        ("deposit-return", DepositState.RETURNED, DepositState.RETURNED),
    )
    for step, proposed, state in steps:
        assert browser.get(page(step, deposit.public_id)).status_code == 200
        assert browser.post(page(step, deposit.public_id)).status_code == 302
        deposit.refresh_from_db()
        assert deposit.state == proposed
        agreed(scene)
        deposit.refresh_from_db()
        assert deposit.state == state
    assert broken() == []


def agreed(scene: Scene) -> None:
    """The second manager agrees to whatever waits, on its page."""
    for proposal in scene.fund.proposals.filter(state="proposed"):
        address = page("proposal", proposal.public_id)
        assert signed_in(scene.managers[1]).post(address, {"note": "geprüft"}).status_code == 302


@pytest.mark.parametrize("amount", ["", "0", "-5", "viel", "1,2345", "999999999999"])
def test_a_wrong_amount_is_said_beside_the_field_and_kept(scene: Scene, browser: Client, amount: str) -> None:
    sponsor = OrganisationFactory.create()
    before = Deposit.objects.count()
    given = {"sponsor": sponsor.public_id, "amount": amount, "reference": "behalten"}
    answer = browser.post(page("fund-deposits", scene.fund.slug), given)
    assert answer.status_code == 422
    assert answer.context["form"].errors.get("amount")
    assert "behalten" in answer.content.decode()
    assert Deposit.objects.count() == before


def test_a_payout_needs_another_person(scene: Scene, browser: Client) -> None:
    scene.approved(2_000)
    scene.payee()
    list_page = page("fund-payouts", scene.fund.slug)
    assert browser.post(list_page, {"campaign": scene.campaign.public_id}).status_code == 302
    crowd, match = Payout.objects.order_by("kind")
    assert {crowd.amount_minor, match.amount_minor} >= {500}
    browser.post(page("payout", crowd.public_id))
    crowd.refresh_from_db()
    assert crowd.state == PayoutState.REQUESTED
    assert "auszahlen?" in text_of(browser, page("payout", crowd.public_id))
    signed_in(scene.managers[1]).post(page("payout", crowd.public_id))
    crowd.refresh_from_db()
    assert crowd.state == PayoutState.APPROVED
    text = text_of(browser, page("payout", crowd.public_id))
    assert "auszahlen?" not in text
    assert f"an „{scene.campaign.title}“" in text
    stop = page("payout-decline", match.public_id)
    assert browser.post(stop, {"reason": ""}).status_code == 422
    assert browser.post(stop, {"reason": "Bitte erst den Vertrag"}).status_code == 302
    match.refresh_from_db()
    assert match.state == PayoutState.FAILED
    assert broken() == []


def test_nothing_to_pay_is_said(scene: Scene, browser: Client) -> None:
    answer = browser.post(page("fund-payouts", scene.fund.slug), {"campaign": scene.campaign.public_id}, follow=True)
    assert [str(message) for message in answer.context["messages"]]
    assert not Payout.objects.exists()


def test_a_pledge_is_paid_back_with_a_reason(scene: Scene, browser: Client) -> None:
    pledge = scene.paid(2_000)
    assert pledge.public_id in browser.get(page("fund-pledges", scene.fund.slug)).content.decode()
    address = page("pledge-refund", pledge.public_id)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"amount": "20,01", "reason": "Irrtum"}).status_code == 422
    assert browser.post(address, {"amount": "20", "reason": ""}).status_code == 422
    assert browser.post(address, {"amount": "20", "reason": "Irrtum"}).status_code == 302
    assert Refund.objects.get().amount_minor == 2_000


def test_a_campaign_is_taken_in_or_refused_with_a_reason(scene: Scene, browser: Client) -> None:
    positions = [PositionFactory.create(fund=scene.fund, state=PositionState.APPLIED) for _ in range(2)]
    accept, reject = (page("position-decide", row.public_id) for row in positions)
    assert browser.get(accept).status_code == 200
    assert browser.post(accept, {"do": "accept", "note": ""}).status_code == 302
    assert browser.post(reject, {"do": "reject", "note": ""}).status_code == 422
    assert browser.post(reject, {"do": "reject", "note": "Passt nicht"}).status_code == 302
    for row in positions:
        row.refresh_from_db()
    assert [row.state for row in positions] == [PositionState.ACCEPTED, PositionState.REJECTED]


def test_a_manager_is_added_by_address(scene: Scene, browser: Client) -> None:
    address, newcomer = page("fund-managers", scene.fund.slug), UserFactory.create()
    assert browser.post(address, {"email": "niemand@example.org"}).status_code == 422
    assert browser.post(address, {"email": newcomer.email.upper()}).status_code == 302
    proposal = FundProposal.objects.get(fund=scene.fund, kind="manager")
    assert newcomer.shown_name in browser.get(page("proposal", proposal.public_id)).content.decode()
    assert not FundManager.objects.filter(fund=scene.fund, user=newcomer).exists()
    agree = page("proposal", proposal.public_id)
    assert signed_in(scene.managers[1]).post(agree, {}).status_code == 302
    assert FundManager.objects.filter(fund=scene.fund, user=newcomer).exists()
    assert browser.post(address, {"email": newcomer.email}).status_code == 422


def test_a_fund_is_founded_opened_and_closed() -> None:
    owner = MembershipFactory.create(role="owner")
    browser = signed_in(owner.user)
    given = {"name": "Stadtfonds", "slug": "stadtfonds", "summary": "Für alle", "language": "de"}
    answer = browser.post(page("fund-new"), {**given, "organisation": owner.organisation.public_id})
    assert answer["Location"] == page("fund-desk", "stadtfonds")
    assert browser.post(page("fund-open", "stadtfonds")).status_code == 422
    fund = Fund.objects.get()
    second = signed_in(FundManagerFactory.create(fund=fund, user=UserFactory.create()).user)
    browser.post(page("fund-rule-build", "stadtfonds"), typed(TEMPLATES["quarter"]))
    for step, state in (("fund-open", "open"), ("fund-close", "closed")):
        assert browser.get(page(step, "stadtfonds")).status_code == 200
        waiting = browser.post(page(step, "stadtfonds"))["Location"]
        assert "fund-desk" not in waiting
        assert second.post(waiting, {}).status_code == 302
        fund.refresh_from_db()
        assert fund.state == state


def test_the_trail_names_people_and_steps(scene: Scene, browser: Client) -> None:
    match = scene.match(scene.approved(2_000))
    text = browser.get(page("fund-trail", scene.fund.slug)).content.decode()
    assert match.public_id in text
    assert scene.managers[1].shown_name in text
    assert "funding." not in text


def test_a_sponsor_follows_the_own_money(scene: Scene) -> None:
    owner = MembershipFactory.create(role="owner")
    browser = signed_in(owner.user)
    assert browser.get(page("sponsor")).status_code == 200
    address = page("deposit-announce", scene.fund.slug)
    given = {"sponsor": owner.organisation.public_id, "amount": "500", "reference": "Spende 1"}
    assert browser.post(address, given).status_code == 302
    assert Deposit.objects.get(sponsor=owner.organisation).amount_minor == 50_000
    assert "500,00" in browser.get(page("sponsor")).content.decode()


def test_money_is_announced_for_something(scene: Scene, browser: Client) -> None:
    """What is chosen comes back if something else is wrong, and then stands in the list and in the second question."""
    category = CategoryFactory.create(slug="bildung", name_de="Bildung")
    given = {
        "sponsor": OrganisationFactory.create().public_id,
        "amount": "500",
        "reference": "Nur für Schulen",
        "topics": [category.slug],
        "regions": ["DE-BE"],
        "starts_at": "2027-01-01",
        "ends_at": "2026-12-31",
        "priority": "2",
    }
    address = page("fund-deposits", scene.fund.slug)
    again = browser.post(address, given)
    assert again.status_code == 422
    assert 'value="bildung"' in again.content.decode()
    assert "checked" in again.content.decode()
    assert browser.post(address, given | {"ends_at": "2027-12-31"}).status_code == 302
    deposit = Deposit.objects.get(reference="Nur für Schulen")
    words = "nur für Bildung, im Land Berlin, ab dem 1. Januar 2027, vor dem 1. Januar 2028"
    assert f"{words} · Reihenfolge 2" in browser.get(address).content.decode()
    asked = browser.get(page("deposit-receive", deposit.public_id)).content.decode()
    assert f"Das Geld ist {words}." in asked


def test_a_sponsor_sees_campaigns_and_matches_with_the_own_money(scene: Scene) -> None:
    owner = MembershipFactory.create(role="owner")
    browser, address = signed_in(owner.user), page("sponsor-use", scene.fund.slug)
    assert browser.get(address).status_code == 403
    DepositFactory.create(fund=scene.fund, sponsor=owner.organisation, amount_minor=1_000_000)
    scene.paid(9_872)  # Two sponsors of the same sum halve 24.68.
    shown = browser.get(address).content.decode()
    assert f"Wo Ihr Geld in „{scene.fund.name}“ ist" in shown
    assert shown.count(scene.campaign.title) == 2
    assert shown.count("12,34\xa0€") == 5  # In the first sentence, of its pot, of its campaign, in all, of its match.


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_sponsor_takes_a_fixed_number_of_queries(scene: Scene, count: int) -> None:
    owner = MembershipFactory.create(role="owner")
    for number in range(count):
        deposit = DepositFactory.create(fund=scene.fund, sponsor=owner.organisation, priority=number)
        position = PositionFactory.create(fund=scene.fund)
        replace(scene, campaign=position.campaign).paid(1_000 * (number + 1))
        assert deposit.priority == number
    browser = signed_in(owner.user)
    browser.get(page("sponsor-use", scene.fund.slug))
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(page("sponsor-use", scene.fund.slug)).status_code == 200
    assert len(queries) == 10


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("fund-approvals", 10), ("fund-campaigns", 8), ("fund-payouts", 10), ("fund-pledges", 7), ("fund-trail", 9)],
)
def test_lists_take_a_constant_number_of_queries(
    *,
    scene: Scene,
    browser: Client,
    django_assert_num_queries: Callable[[int], Any],
    name: str,
    queries: int,
    count: int,
) -> None:
    for _ in range(count):
        scene.approved(2_000)
        scene.paid(1_000)
    with django_assert_num_queries(queries):
        assert browser.get(page(name, scene.fund.slug)).status_code == 200


def test_of_many_approvals_each_that_is_not_noted_is_named(scene: Scene, browser: Client) -> None:
    waiting, reserved = scene.match(scene.paid(2_000)), scene.match(scene.pledge(2_000))
    sent = {"match": [waiting.public_id, reserved.public_id]}
    answer = browser.post(page("fund-approvals", scene.fund.slug), sent, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said[0] == "Ihre Freigabe für 1 Aufstockung ist vermerkt."
    assert said[1].startswith(f"Nicht vermerkt: Nummer {reserved.sequence}, „")
    assert waiting.approvals.count() == 1
    assert reserved.approvals.count() == 0
