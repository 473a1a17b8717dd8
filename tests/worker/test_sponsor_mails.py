"""What sponsors are told about their money: how much of it, for which purpose, in both languages."""

from collections.abc import Iterator

import pytest

from backend.accounts.enums import OrganisationRole
from backend.accounts.models import Organisation
from backend.core.evidence.codec import encode
from backend.notifications.models import Message
from backend.notifications.texts import text_of
from funding import events
from funding.domain.allocation import Earmark
from funding.enums import PayoutKind, ProposalKind
from funding.gateways import gateway_override
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Deposit, Payout, RemainderShare
from funding.selectors.sponsored import payout_shares
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.factories.funding import DepositFactory
from tests.funding.deciding import decided
from tests.funding.scenes import Scene, scene_make
from worker.notify import notify

pytestmark = pytest.mark.django_db
BERLIN = Earmark(regions=("DE-BE",))


@pytest.fixture
def scene(gateway: MemoryGateway) -> Scene:
    """A fund without money yet, and its campaign in Berlin."""
    return scene_make(gateway, pool_minor=0, campaign={"region": "DE-BE", "title": "Bus"})


@pytest.fixture
def gateway() -> Iterator[MemoryGateway]:
    with gateway_override(MemoryGateway()) as made:
        assert isinstance(made, MemoryGateway)
        yield made


def sponsor(name: str, first_name: str) -> Organisation:
    made = OrganisationFactory.create(name=name)
    MembershipFactory.create(organisation=made, user__email=f"{first_name}@example.org", role=OrganisationRole.OWNER)
    return made


def paid_in(scene: Scene, owner: Organisation, amount_minor: int, earmark: Earmark | None = None) -> Deposit:
    data = encode(earmark) if earmark else {}
    return DepositFactory.create(fund=scene.fund, sponsor=owner, amount_minor=amount_minor, earmark=data)


def payout_of_fund(scene: Scene) -> Payout:
    scene.approved(4_000)
    scene.payee()
    scene.paid_out()
    return Payout.objects.get(kind=PayoutKind.MATCH)


def told(first_name: str, language: str = "de") -> list[tuple[str, list[tuple[str, str]]]]:
    rows = Message.objects.filter(recipient__email=f"{first_name}@example.org").order_by("id")
    texts = [text_of(row, language) for row in rows]
    return [(text.subject, text.facts) for text in texts]


def test_each_sponsor_is_told_of_the_own_money_and_what_it_is_for(scene: Scene) -> None:
    """1,000 cents left the fund: 600 and 200 of one sponsor, 200 of another, none of the one who pays for Bavaria."""
    city, bank, far = sponsor("Stadt", "clara"), sponsor("Bank", "ben"), sponsor("Fern", "fee")
    paid_in(scene, city, 3_000, BERLIN)
    paid_in(scene, city, 1_000)
    paid_in(scene, bank, 1_000)
    paid_in(scene, far, 9_000, Earmark(regions=("DE-BY",)))
    payout = payout_of_fund(scene)
    assert {share.sponsor.name: share.own_minor for share in payout_shares(payout)} == {"Stadt": 800, "Bank": 200}
    for occasion in ("now", "again"):
        notify(events.PayoutPaid(payout_id=payout.pk), occasion)
    ((subject, facts),) = told("clara")
    assert subject == "Ihr Geld ist angekommen: 8,00 € für Bus"
    assert facts[-3:] == [
        ("Von Ihrem Geld", "6,00\u00a0€, nur im Land Berlin"),
        ("Von Ihrem Geld", "2,00\u00a0€"),
        ("Anteil des Fonds insgesamt", "10,00\u00a0€"),
    ]
    ((_subject, facts),) = told("clara", "en")
    assert facts[-3] == ("Of your money", "€6.00, only in Berlin")
    assert [subject for subject, _facts in told("ben", "en")] == ["Your money has arrived: €2.00 for Bus"]
    assert told("fee") == []


def test_what_the_fund_keeps_for_a_claim_is_kept_of_all(scene: Scene) -> None:
    paid_in(scene, sponsor("Stadt", "clara"), 3_000, BERLIN)
    paid_in(scene, sponsor("Bank", "ben"), 1_000)
    payout = payout_of_fund(scene)
    payout.kept_minor = 200
    assert {share.sponsor.name: share.own_minor for share in payout_shares(payout)} == {"Stadt": 600, "Bank": 200}


def test_who_speaks_for_two_sponsors_hears_of_each(scene: Scene) -> None:
    city, bank = sponsor("Stadt", "clara"), OrganisationFactory.create(name="Bank")
    MembershipFactory.create(organisation=bank, user=city.memberships.get().user, role=OrganisationRole.OWNER)
    for owner in (city, bank):
        paid_in(scene, owner, 1_000)
    notify(events.PayoutPaid(payout_id=payout_of_fund(scene).pk), "now")
    assert len(told("clara")) == 2


def test_a_deposit_and_what_is_left_of_it_name_the_purpose(scene: Scene) -> None:
    city = sponsor("Stadt", "clara")
    deposit = paid_in(scene, city, 3_000, BERLIN)
    notify(events.DepositReceived(deposit_id=deposit.pk), "now")
    notify(events.DepositReturned(deposit_id=deposit.pk), "now")
    decided(scene.fund, ProposalKind.CLOSE)
    decided(scene.fund, ProposalKind.REMAINDER, use="returned")
    notify(events.RemainderReturned(share_id=RemainderShare.objects.get().pk), "now")
    words = [dict(facts) for _subject, facts in told("clara")]
    assert [one.get("Wofür das Geld ist") or one.get("Wofür das Geld war") for one in words] == [
        "nur im Land Berlin"
    ] * 3
    assert dict(told("clara", "en")[2][1])["What the money was for"] == "only in Berlin"


def test_money_for_anything_names_no_purpose(scene: Scene) -> None:
    deposit = paid_in(scene, sponsor("Stadt", "clara"), 3_000)
    notify(events.DepositReceived(deposit_id=deposit.pk), "now")
    ((_subject, facts),) = told("clara")
    assert [label for label, _value in facts] == ["Fonds", "Betrag", "Referenz"]
