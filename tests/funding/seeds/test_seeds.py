"""The invented year: lively, true to the cent, and the same after a second run."""

import pytest

import funding.seeds
from funding.enums import CampaignState, MatchBound, MatchState, PayoutState, PledgeState
from funding.ledger.models import Posting
from funding.models import (
    AllocationRun,
    ApprovalRun,
    Campaign,
    Fund,
    FundPackage,
    FundProposal,
    Match,
    Payout,
    Pledge,
    PledgeCase,
)
from funding.seeds import people
from funding.selectors.fund_package import fund_replay
from funding.selectors.funds import approvals_queue, fund_waterline
from tests.funding.books import assert_stored_as_replayed
from tests.funding.scenes import broken
from tests.seeded import fill_database


@pytest.mark.django_db(transaction=True)
def test_the_seeds_tell_a_lively_year_and_a_second_run_changes_nothing() -> None:
    fill_database()
    first = _counts()
    assert {"draft", "submitted", "running", "ended"} <= set(Campaign.objects.values_list("state", flat=True))
    assert first["pledges"] >= 60
    assert first["packages"] == Fund.objects.exclude(state="draft").count() > 0
    states = set(Match.objects.values_list("state", flat=True))
    assert {MatchState.CONFIRMED, MatchState.APPROVED, MatchState.PAID, MatchState.RELEASED} <= states
    assert Match.objects.filter(bound=MatchBound.OWN_TEAM, amount_minor=0).exists()
    assert Pledge.objects.filter(state=PledgeState.REFUNDED).count() == 2
    assert Pledge.objects.filter(state=PledgeState.EXPIRED).count() == 1
    cases = set(PledgeCase.objects.values_list("kind", "state"))
    assert {("same_means", "excluded"), ("many_from_one", "open"), ("by_hand", "open"), ("by_hand", "counted")} == cases
    assert Match.objects.filter(bound=MatchBound.SPONSOR_STAFF, amount_minor=0).exists()
    assert approvals_queue(people.person("felix")).filter(given=1).exists()
    assert approvals_queue(people.person("felix")).filter(given=0).exists()
    assert {PayoutState.PAID, PayoutState.REQUESTED} == set(Payout.objects.values_list("state", flat=True))
    division = AllocationRun.objects.get()
    assert (division.state, len(division.parts), division.left_minor) == ("ready", 3, 0)
    assert 0 < division.amount_minor < sum(line.claim_minor for line in division.parts)
    assert FundProposal.objects.get(kind="allocation").state == "proposed"
    claimed = Match.objects.get(claim_minor__gt=0)
    assert (claimed.position.fund, claimed.state) == (division.fund, MatchState.PAID)
    assert set(ApprovalRun.objects.values_list("state", "noted")) == {("done", 2)}
    village = fund_waterline(Fund.objects.get(slug="dorf-fonds"))
    assert village.free < village.paid_in // 10
    assert all(fund_waterline(fund).adds_up for fund in Fund.objects.all())
    assert broken() == []
    for fund in Fund.objects.exclude(state="draft"):
        replayed = fund_replay(fund)
        assert ([finding.what() for finding in replayed.findings.rows], replayed.events > 0) == ([], True)
        assert_stored_as_replayed(fund)
    assert set(Campaign.objects.filter(state="ended").values_list("outcome", flat=True)) == {"kept", "successful"}

    for stage in ("campaigns", "payouts"):
        funding.seeds.seed(stage)
    assert _counts() == first


@pytest.mark.django_db
def test_without_projects_nothing_is_seeded() -> None:
    funding.seeds.seed("campaigns")
    assert _counts() == {"campaigns": 0, "pledges": 0, "payouts": 0, "packages": 0, "postings": 0}
    assert not Campaign.objects.filter(state=CampaignState.RUNNING).exists()


def _counts() -> dict[str, int]:
    return {
        "campaigns": Campaign.objects.count(),
        "pledges": Pledge.objects.count(),
        "payouts": Payout.objects.count(),
        "packages": FundPackage.objects.count(),
        "postings": Posting.objects.count(),
    }
