"""Several funds on one campaign: each policy, the ceiling, and that both books hold whatever happens afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from backend.core import clock
from backend.core.errors import Conflict, Invalid, NotAllowed
from backend.core.models import AuditEntry
from funding.domain.rule_axes import Base, Gates, Percentage, Reversal
from funding.domain.rule_set import RuleSet, to_data
from funding.enums import CaseState, MatchBound, MatchState, PositionState, ProposalKind, Stacking
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import BookPledge, Fund, FundCampaign, Match, Pledge, ProgrammeStacking
from funding.proof.verifying import verify
from funding.selectors.book import book_stored
from funding.selectors.fund_package import fund_replay, package_write
from funding.selectors.quotes import pledge_quote
from funding.services.cases import case_decide, case_open
from funding.services.funds import fund_campaign_accept
from funding.services.journal import TAKEN_IN
from funding.services.offers import fund_offer_again
from funding.services.payments import pledge_expire
from funding.services.pledges import Backer, pledge_create
from funding.services.refunds import refund_request, refund_submit
from funding.services.stacking import stacking_declare
from tests.factories.accounts import UserFactory
from tests.factories.funding import (
    DepositFactory,
    FundFactory,
    FundManagerFactory,
    MatchingRuleFactory,
    PositionFactory,
)
from tests.factories.programmes import ProgrammeRoleFactory
from tests.funding.deciding import decided, rule_changed
from tests.funding.scenes import Scene, backer, broken, scene_make

GATED = RuleSet(base=Base.PLEDGE, function=Percentage(1_000), gates=Gates(backers=2), reversal=Reversal.BEAR)


@dataclass
class Shared:
    """A campaign with two funds: the first, public, adds 25 %, the second 10 %."""

    scene: Scene
    second: FundCampaign
    funds: list[Fund] = field(default_factory=list)

    def parts(self, pledge: Pledge) -> list[int]:
        """What the matches of a pledge hold, by fund."""
        sums = dict.fromkeys((fund.pk for fund in self.funds), 0)
        for match in Match.objects.filter(pledge=pledge).select_related("position"):
            sums[match.position.fund_id] += match.amount_minor
        return [sums[fund.pk] for fund in self.funds]

    def bounds(self, pledge: Pledge) -> list[str]:
        rows = Match.objects.filter(pledge=pledge).order_by("position__fund_id", "id")
        return [match.bound for match in rows]


def declared(scene: Scene, policy: Stacking, ceiling_bp: int | None = None) -> ProgrammeStacking:
    role = ProgrammeRoleFactory.create(programme=scene.campaign.project.cohort.programme)
    return stacking_declare(programme=role.programme, policy=policy, ceiling_bp=ceiling_bp, actor=role.user)


def shared(scene: Scene, policy: Stacking = Stacking.ADD, ceiling_bp: int | None = None, **second: Any) -> Shared:
    declared(scene, policy, ceiling_bp)
    Fund.objects.filter(pk=scene.fund.pk).update(public_money=True)
    scene.fund.refresh_from_db()
    fund = FundFactory.create(**{"rate_bp": 1_000, "rank": 1, **second})
    return Shared(scene, PositionFactory.create(fund=fund, campaign=scene.campaign), [scene.fund, fund])


@pytest.fixture
def scene(db: None, gateway: MemoryGateway, tmp_path: Path) -> Iterator[Scene]:
    """Whatever a test does: the ledger adds up, each book follows from its own journal, and its package proves it."""
    made = scene_make(gateway)
    yield made
    assert broken() == []
    for fund in Fund.objects.filter(positions__campaign=made.campaign, positions__book__isnull=False):
        assert fund_replay(fund).holds, fund
        folder = tmp_path / fund.slug
        package_write(fund, folder, address="https://example.org", created=clock.now())
        assert verify(folder).holds, fund


@pytest.mark.parametrize(
    ("policy", "second", "parts", "bounds"),
    [
        (Stacking.ADD, {}, [500, 200], ["", ""]),
        (Stacking.FIRST, {}, [500, 0], ["", MatchBound.STACKING]),
        (Stacking.BEST, {"rate_bp": 4_000}, [0, 800], [MatchBound.STACKING, ""]),
        (Stacking.PRIORITY, {"rate_bp": 4_000}, [500, 300], ["", MatchBound.STACKING]),
    ],
)
def test_each_policy(
    scene: Scene, policy: Stacking, second: dict[str, Any], parts: list[int], bounds: list[str]
) -> None:
    both = shared(scene, policy, **second)
    quote = pledge_quote(scene.campaign, 2_000)
    assert sorted(one.match.amount_minor for one in quote.funds) == sorted(parts)
    assert quote.match.amount_minor == sum(parts)
    pledge = scene.paid(2_000)
    assert both.parts(pledge) == parts
    assert both.bounds(pledge) == bounds


def test_the_order_of_funds_is_what_they_say_of_themselves(scene: Scene) -> None:
    both = shared(scene, Stacking.FIRST)
    for fund, rank in zip(both.funds, (2, 1), strict=True):
        Fund.objects.filter(pk=fund.pk).update(rank=rank)
    assert both.parts(scene.paid(2_000)) == [0, 200]


def test_the_first_without_money_lets_the_next_give(scene: Scene) -> None:
    both = shared(scene, Stacking.FIRST)
    scene.pledge(4_000_000)
    assert both.parts(scene.paid(2_000)) == [0, 200]


def test_public_money_keeps_below_its_ceiling(scene: Scene) -> None:
    """10 % of all public: a ninth of the crowd's 2,000 is 222; the private fund adds what its rule says."""
    both = shared(scene, Stacking.ADD, 1_000)
    pledge = scene.paid(2_000)
    assert both.parts(pledge) == [222, 200]
    assert both.bounds(pledge) == [MatchBound.CEILING, ""]
    # Of 9,000 a ninth is 1,000, of which 222 are given.
    assert both.parts(scene.paid(7_000)) == [778, 700]


def test_two_public_funds_share_what_the_ceiling_leaves(scene: Scene) -> None:
    both = shared(scene, Stacking.ADD, 1_000, public_money=True)
    assert both.parts(scene.paid(2_000)) == [159, 63]
    assert sum(FundCampaign.objects.values_list("matched_minor", flat=True)) == 222


def test_what_goes_back_goes_back_to_both(scene: Scene) -> None:
    both = shared(scene, Stacking.PRIORITY, rate_bp=4_000)
    pledge = scene.paid(2_000)
    refund = refund_request(payment=pledge.payment, amount_minor=1_000, reason="x", actor=scene.managers[0])
    refund_submit(refund_id=refund.pk)
    scene.refresh(pledge)
    # Half of what the first adds, and what the second adds to the half within what was left to it.
    assert both.parts(pledge) == [250, 300]
    refund = refund_request(payment=pledge.payment, amount_minor=1_000, reason="x", actor=scene.managers[0])
    refund_submit(refund_id=refund.pk)
    scene.refresh(pledge)
    assert both.parts(pledge) == [0, 0]


def test_what_was_not_paid_is_free_in_both(scene: Scene) -> None:
    both = shared(scene)
    pledge = scene.pledge(2_000)
    pledge_expire(pledge_id=pledge.pk)
    assert both.parts(pledge) == [0, 0]
    assert {book_stored(fund.pk).given_minor for fund in both.funds} == {0}


def test_a_lost_dispute_takes_from_both(scene: Scene) -> None:
    both = shared(scene)
    pledge = scene.paid(2_000)
    scene.gateway.dispute(pledge.payment.checkout_session_id)
    scene.refresh(pledge)
    assert set(Match.objects.values_list("state", flat=True)) == {MatchState.FROZEN}
    scene.lost(pledge)
    assert both.parts(pledge) == [0, 0]


def test_a_case_is_one_fund_s_own(scene: Scene) -> None:
    """The second fund goes on; whoever is excluded here and counts again gets what is left beside it."""
    both = shared(scene, Stacking.PRIORITY, rate_bp=4_000)
    pledge = scene.paid(2_000)
    case = case_open(pledge=pledge, position=scene.position, actor=scene.managers[0], note="?")
    states = dict(Match.objects.values_list("position", "state"))
    assert states == {scene.position.pk: MatchState.FROZEN, both.second.pk: MatchState.CONFIRMED}
    decision: dict[str, Any] = {"actor": scene.managers[0], "note": "Klar."}
    case_decide(case=case, verdict=CaseState.EXCLUDED, reason=MatchBound.SECOND_ACCOUNT, **decision)
    assert both.parts(pledge) == [0, 300]
    case.refresh_from_db()
    case_decide(case=case, verdict=CaseState.COUNTED, **decision)
    assert both.parts(pledge) == [200, 300]


def test_what_becomes_free_respects_what_was_left_to_a_fund(scene: Scene) -> None:
    """The first gives all of the 500 that are the largest claim: nothing of it falls to the second later."""
    rule = RuleSet(base=Base.PLEDGE, function=Percentage(1_000), reversal=Reversal.BEAR, reoffer=True)
    fund = FundFactory.create(rate_bp=0, pool_minor=50)
    MatchingRuleFactory.create(fund=fund, known=rule)
    declared(scene, Stacking.PRIORITY)
    Fund.objects.filter(pk=fund.pk).update(rank=1)
    both = Shared(scene, PositionFactory.create(fund=fund, campaign=scene.campaign), [scene.fund, fund])
    pledge = scene.paid(2_000)
    assert both.parts(pledge) == [500, 0]
    DepositFactory.create(fund=fund, amount_minor=10_000)
    assert fund_offer_again(fund_id=fund.pk) == 0
    assert both.parts(pledge) == [500, 0]


def test_an_own_team_counts_for_none(scene: Scene) -> None:
    both = shared(scene)
    pledge = scene.paid(2_000, backer=Backer(user=scene.lead))
    assert both.parts(pledge) == [0, 0]
    assert set(both.bounds(pledge)) == {MatchBound.OWN_TEAM}


def test_a_fund_that_is_suspended_is_not_asked_and_follows_down(scene: Scene) -> None:
    both = shared(scene, Stacking.FIRST)
    first = scene.paid(2_000)
    FundCampaign.objects.filter(pk=scene.position.pk).update(state=PositionState.SUSPENDED)
    assert both.parts(scene.paid(2_000)) == [0, 200]
    refund = refund_request(payment=first.payment, amount_minor=2_000, reason="x", actor=scene.managers[0])
    refund_submit(refund_id=refund.pk)
    scene.refresh(first)
    assert both.parts(first) == [0, 0]


# Who is taken in


def applied(scene: Scene, **fund: Any) -> tuple[FundCampaign, Any]:
    made = FundFactory.create(**fund)
    manager = FundManagerFactory.create(fund=made).user
    return PositionFactory.create(fund=made, campaign=scene.campaign, state=PositionState.APPLIED), manager


def test_a_second_fund_needs_the_programme_s_word(scene: Scene) -> None:
    position, manager = applied(scene)
    with pytest.raises(Conflict) as caught:
        fund_campaign_accept(position=position, actor=manager)
    assert caught.value.code == "another_fund"
    with pytest.raises(IntegrityError, match="several funds"), transaction.atomic():
        FundCampaign.objects.filter(pk=position.pk).update(state=PositionState.ACCEPTED)
    declared(scene, Stacking.ADD)
    assert fund_campaign_accept(position=position, actor=manager).state in TAKEN_IN


def test_a_rule_that_gives_later_does_not_share(scene: Scene) -> None:
    declared(scene, Stacking.ADD)
    position, manager = applied(scene, rate_bp=0)
    MatchingRuleFactory.create(fund=position.fund, known=GATED)
    with pytest.raises(Conflict) as caught:
        fund_campaign_accept(position=position, actor=manager)
    assert (caught.value.code, caught.value.facts["parts"]) == ("rule_not_shareable", ["gates.backers"])
    PositionFactory.create(fund=FundFactory.create(), campaign=scene.campaign)
    with pytest.raises(Conflict):
        rule_changed(scene.fund, definition=to_data(GATED))


def test_a_rule_of_before_that_gives_later_does_not_share(scene: Scene) -> None:
    """Its pledges keep it, whatever holds for new ones."""
    rule_changed(scene.fund, definition=to_data(GATED))
    scene.pledge(2_000)
    rule_changed(scene.fund, definition=to_data(replace(GATED, gates=Gates())))
    declared(scene, Stacking.ADD)
    position, manager = applied(scene)
    with pytest.raises(Conflict) as caught:
        fund_campaign_accept(position=position, actor=manager)
    assert caught.value.code == "rule_not_shareable"


def test_the_programme_declares_it_and_may_change_it(scene: Scene) -> None:
    row = declared(scene, Stacking.ADD)
    again = stacking_declare(programme=row.programme, policy=Stacking.FIRST, ceiling_bp=7_500, actor=row.declared_by)
    assert (again.pk, again.policy, again.ceiling_bp) == (row.pk, Stacking.FIRST, 7_500)
    assert stacking_declare(
        programme=row.programme, policy=Stacking.FIRST, ceiling_bp=7_500, actor=row.declared_by
    ).pk == row.pk  # fmt: skip
    assert AuditEntry.objects.filter(action="funding.stacking_declared").count() == 2
    with pytest.raises(NotAllowed):
        stacking_declare(programme=row.programme, policy=Stacking.ADD, actor=UserFactory.create())
    for wrong in ({"policy": "all"}, {"policy": "add", "ceiling_bp": 0}, {"policy": "add", "ceiling_bp": 10_000}):
        with pytest.raises(Invalid):
            stacking_declare(programme=row.programme, actor=row.declared_by, **wrong)


def test_two_managers_say_whose_money_it_is_and_where_the_fund_stands(scene: Scene) -> None:
    decided(scene.fund, ProposalKind.SETTINGS, public_money=True, rank=3)
    assert (scene.fund.public_money, scene.fund.rank) == (True, 3)
    for wrong in ({"rank": 100}, {"public_money": "yes"}):
        with pytest.raises(Invalid):
            decided(scene.fund, ProposalKind.SETTINGS, **wrong)


# What it costs


def test_one_fund_alone_asks_nobody_and_says_nothing(scene: Scene) -> None:
    pledge = scene.pledge(2_000)
    assert BookPledge.objects.get(pledge=pledge).at_most_minor is None


@pytest.mark.parametrize("before", [0, 3])
def test_two_funds_take_a_fixed_number_of_statements(scene: Scene, before: int) -> None:
    shared(scene, Stacking.PRIORITY)
    for number in range(before):
        scene.pledge(2_000, backer=backer(email=f"{number}@example.org"))
    pledge_create(campaign=scene.campaign, amount_minor=2_000, backer=backer(email="warm@example.org"))
    with CaptureQueriesContext(connection) as queries:
        pledge_create(campaign=scene.campaign, amount_minor=2_000, backer=backer(email="one@example.org"))
    own = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(own) == 29
