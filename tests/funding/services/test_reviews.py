"""Who does not count: known at the pledge, or shown by the payment."""

from datetime import timedelta

import pytest

from backend.accounts.models import User
from backend.core import clock
from funding.enums import CaseKind, CaseState, CauseKind, DepositState, MatchBound, MatchState, PayoutState, PledgeState
from funding.models import Match, PayeeAccount, Payout, PledgeCase
from funding.selectors.cases import BURST_WINDOW, MEANS_PLEDGES_USUAL, who_counts
from funding.selectors.quotes import pledge_quote
from funding.services import reviews
from funding.services.approvals import match_approve
from funding.services.cases import case_decide
from funding.services.payees import payee_refresh
from funding.services.payouts import payout_request
from funding.services.pledges import Backer
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.funding import DepositFactory, PayeeAccountFactory
from tests.factories.programmes import TeamMemberFactory
from tests.funding.scenes import Scene, backer, scene_make


def guest(email: str) -> Backer:
    return backer(email=email)


def sponsor_person(scene: Scene) -> User:
    deposit = scene.fund.deposits.get()
    return MembershipFactory.create(organisation=deposit.sponsor).user


# Known at the pledge.


def test_a_member_of_a_sponsor_does_not_count(scene: Scene) -> None:
    person = sponsor_person(scene)
    assert pledge_quote(scene.campaign, 1_000, viewer=person).bound == MatchBound.SPONSOR_STAFF
    by_account = scene.pledge(1_000, backer=Backer(user=person))
    by_address = scene.pledge(1_000, backer=guest(person.email.upper()))
    for pledge in (by_account, by_address):
        match = scene.match(pledge)
        assert (match.amount_minor, match.bound, match.state) == (0, MatchBound.SPONSOR_STAFF, MatchState.RELEASED)


@pytest.mark.parametrize(
    ("state", "bound"),
    [(DepositState.ANNOUNCED, MatchBound.SPONSOR_STAFF), (DepositState.RETURNED, MatchBound.NONE)],
)
def test_whose_money_is_expected_is_a_sponsor_and_whose_went_back_is_none(
    scene: Scene, state: DepositState, bound: MatchBound
) -> None:
    deposit = DepositFactory.create(fund=scene.fund, state=state)
    person = MembershipFactory.create(organisation=deposit.sponsor).user
    assert scene.match(scene.pledge(1_000, backer=Backer(user=person))).bound == bound


def test_a_sponsor_of_another_fund_counts(scene: Scene) -> None:
    person = sponsor_person(scene_make(scene.gateway))
    assert scene.match(scene.pledge(1_000, backer=Backer(user=person))).bound == MatchBound.NONE


@pytest.mark.parametrize("email", ["lea@example.org", "LEA@example.org", "lea+x@example.org"])
def test_a_guest_with_an_address_of_the_team_does_not_count(scene: Scene, email: str) -> None:
    TeamMemberFactory.create(team=scene.campaign.project.team, user=UserFactory.create(email="lea@example.org"))
    assert scene.match(scene.pledge(1_000, backer=guest(email))).bound == MatchBound.OWN_TEAM


def test_a_card_of_the_team_that_is_known_counts_at_the_pledge(scene: Scene) -> None:
    scene.paid(1_000, backer=Backer(user=scene.lead), card="lead")
    scene.paid(1_000, backer=guest("a@example.org"), card="lead")
    again = scene.pledge(1_000, backer=guest("a@example.org"))
    assert scene.match(again).bound == MatchBound.SAME_MEANS


# Shown by the payment.


def test_a_payment_with_the_teams_card_ends_the_match(scene: Scene) -> None:
    scene.paid(1_000, backer=Backer(user=scene.lead), card="lead")
    pledge = scene.pledge(2_000, backer=guest("a@example.org"))
    free = scene.water().free
    assert scene.match(pledge).amount_minor == 500
    scene.pay(pledge, card="lead")
    pledge.refresh_from_db()
    match, case = scene.match(pledge), PledgeCase.objects.get()
    assert pledge.state == PledgeState.CONFIRMED
    assert (match.state, match.amount_minor, match.bound) == (MatchState.RELEASED, 0, MatchBound.SAME_MEANS)
    assert scene.water().free == free + 500
    cause = match.causes.get(kind=CauseKind.EXCLUSION)
    assert (cause.ref, cause.amount_before_minor, cause.amount_after_minor) == (case.public_id, 500, 0)
    assert (case.kind, case.state, case.pledge) == (CaseKind.SAME_MEANS, CaseState.EXCLUDED, pledge)
    decision = case.decisions.get()
    assert (decision.decided_by, decision.reason) == (None, MatchBound.SAME_MEANS)
    assert decision.answer_en.startswith("The fund")
    assert decision.answer_de.startswith("Der Fonds")


def test_a_payment_of_the_team_ends_matches_that_were_paid_before_with_its_card(scene: Scene) -> None:
    before = scene.approved(2_000, backer=guest("a@example.org"), card="lead")
    other = scene.approved(4_000, backer=guest("b@example.org"), card="own")
    scene.payee()
    payout_request(campaign=scene.campaign, actor=scene.managers[0])
    scene.paid(1_000, backer=Backer(user=scene.lead), card="lead")
    assert scene.match(before).state == MatchState.RELEASED
    assert (scene.match(other).state, scene.match(other).payout) == (MatchState.APPROVED, None)
    assert set(Payout.objects.values_list("kind", "state")) == {
        ("match", PayoutState.FAILED),
        ("crowd", PayoutState.REQUESTED),
    }


def test_what_has_been_paid_out_stays(scene: Scene) -> None:
    before = scene.approved(2_000, backer=guest("a@example.org"), card="lead")
    scene.payee()
    scene.paid_out()
    scene.paid(1_000, backer=Backer(user=scene.lead), card="lead")
    assert scene.match(before).state == MatchState.PAID
    assert not PledgeCase.objects.exists()


def test_the_teams_card_is_known_from_another_campaign(scene: Scene) -> None:
    scene_make(scene.gateway).paid(1_000, backer=Backer(user=scene.lead), card="lead")
    pledge = scene.paid(2_000, backer=guest("a@example.org"), card="lead")
    assert scene.match(pledge).bound == MatchBound.SAME_MEANS


def test_a_payment_from_the_payees_bank_account_ends_the_match(scene: Scene) -> None:
    account = PayeeAccountFactory.create(project=scene.campaign.project)
    scene.gateway.verify(account.gateway_account_id, iban_fingerprint="project")
    payee_refresh(payee=account)
    assert len(PayeeAccount.objects.get().means) == 1
    assert "project" not in PayeeAccount.objects.get().means
    paid_by = {name: scene.paid(1_000, backer=guest(f"{name}@example.org"), iban=name) for name in ("project", "else")}
    assert scene.match(paid_by["project"]).bound == MatchBound.SAME_MEANS
    assert scene.match(paid_by["else"]).state == MatchState.CONFIRMED


def test_a_payment_with_a_card_of_a_sponsor_ends_the_match(scene: Scene) -> None:
    scene.paid(1_000, backer=Backer(user=sponsor_person(scene)), card="sponsor")
    pledge = scene.paid(1_000, backer=guest("a@example.org"), card="sponsor")
    assert scene.match(pledge).bound == MatchBound.SPONSOR_STAFF


def test_rounding_is_made_good_as_after_a_refund(scene: Scene) -> None:
    """7 pledges of 10.10 and one of 3.33 are 25 % of the sum, whoever of them is excluded."""
    scene.paid(100, backer=Backer(user=scene.lead), card="lead")
    pledges = [scene.pledge(1_010, backer=guest(f"{n}@example.org")) for n in range(8)]
    scene.pay(pledges[0], card="lead")
    for pledge in pledges[1:]:
        scene.pay(pledge)
    scene.position.refresh_from_db()
    assert scene.position.eligible_minor == 7_070
    assert scene.position.matched_minor == 1_767


def test_a_late_payment_with_the_teams_card_gets_no_match(scene: Scene) -> None:
    scene.paid(1_000, backer=Backer(user=scene.lead), card="lead")
    pledge = scene.pledge(2_000, backer=guest("a@example.org"))
    scene.gateway.fail(pledge.payment.checkout_session_id)
    scene.refresh(pledge)
    scene.pay(pledge, card="lead")
    assert Match.objects.filter(pledge=pledge).count() == 2
    assert (scene.match(pledge).bound, scene.match(pledge).amount_minor) == (MatchBound.SAME_MEANS, 0)


def test_what_a_manager_has_counted_is_not_excluded_again(scene: Scene) -> None:
    scene.paid(1_000, backer=Backer(user=scene.lead), card="lead")
    pledge = scene.paid(2_000, backer=guest("a@example.org"), card="lead")
    case_decide(
        case=PledgeCase.objects.get(), actor=scene.managers[0], verdict=CaseState.COUNTED, note="Vereinskarte",
        answer_de="Zählt.", answer_en="Counts.",
    )  # fmt: skip
    assert (scene.match(pledge).state, scene.match(pledge).amount_minor) == (MatchState.CONFIRMED, 500)
    scene.paid(1_000, backer=Backer(user=scene.lead), card="lead")
    assert scene.match(pledge).state == MatchState.CONFIRMED


# Odd, so a person looks at it.


def test_many_pledges_from_one_card_are_looked_at(scene: Scene) -> None:
    pledges = [scene.paid(1_000, backer=guest(f"{n}@example.org"), card="one") for n in range(MEANS_PLEDGES_USUAL + 1)]
    *before, last = (scene.match(pledge).state for pledge in pledges)
    assert set(before) == {MatchState.CONFIRMED}
    assert last == MatchState.FROZEN
    case = PledgeCase.objects.get()
    assert (case.kind, case.state, case.opened_by) == (CaseKind.MANY_FROM_ONE, CaseState.OPEN, None)


@pytest.fixture
def usual(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(reviews, "BURST_PEOPLE_USUAL", 4)
    return 4


def test_unusually_many_new_guests_are_looked_at(scene: Scene, usual: int) -> None:
    pledges = [scene.paid(500, backer=guest(f"{n}@example.org")) for n in range(usual)]
    assert not PledgeCase.objects.exists()
    scene.paid(700, backer=guest("other-amount@example.org"))
    scene.paid(500, backer=Backer(user=UserFactory.create()))
    assert not PledgeCase.objects.exists()
    pledges.append(scene.paid(500, backer=guest("last@example.org")))
    assert PledgeCase.objects.get().kind == CaseKind.BURST
    assert scene.match(pledges[-1]).state == MatchState.FROZEN


def test_who_comes_after_the_window_is_usual(scene: Scene, usual: int) -> None:
    for n in range(usual):
        scene.paid(500, backer=guest(f"{n}@example.org"))
    with clock.at(clock.now() + BURST_WINDOW + timedelta(seconds=30)):
        scene.paid(500, backer=guest("last@example.org"))
    assert not PledgeCase.objects.exists()


# Said in numbers.


def test_a_campaign_is_told_numbers_with_reasons(scene: Scene) -> None:
    scene.paid(1_000, backer=Backer(user=scene.lead), card="lead")
    scene.paid(1_000, backer=guest("a@example.org"), card="lead")
    scene.paid(1_000, backer=Backer(user=sponsor_person(scene)))
    for n in range(MEANS_PLEDGES_USUAL + 1):
        scene.paid(1_000, backer=guest(f"{n}@example.com"), card="one")
    scene.paid(1_000, backer=guest("b@example.org"))
    counts = who_counts(scene.campaign)
    assert counts.people == 4
    assert counts.qualifying == 2
    assert counts.held == 1
    assert counts.excluded == (
        (MatchBound.OWN_TEAM, 1),
        (MatchBound.SPONSOR_STAFF, 1),
        (MatchBound.SAME_MEANS, 1),
    )


def test_an_approved_match_of_another_is_untouched(scene: Scene) -> None:
    pledge = scene.paid(2_000, backer=guest("a@example.org"), card="own")
    match_approve(match=scene.match(pledge), actor=scene.managers[0])
    scene.paid(1_000, backer=Backer(user=scene.lead), card="lead")
    assert scene.match(pledge).state == MatchState.CONFIRMED
