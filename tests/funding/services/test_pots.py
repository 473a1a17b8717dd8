"""Money that is for something goes there alone: booked, split, explained, followed, given back and moved on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.core import clock
from backend.core.errors import Conflict
from funding.domain.allocation import Earmark
from funding.domain.pots import ANYTHING
from funding.enums import DepositState, MatchBound, ProposalKind
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Deposit
from funding.proof.verifying import verify
from funding.selectors.explanations import match_explanation
from funding.selectors.exposure import exposure
from funding.selectors.fund_package import fund_replay, package_write
from funding.selectors.pots import pots_of
from funding.selectors.sponsored import matches_sponsored, sponsorship_of
from funding.services.deposits import deposit_record, deposit_return
from tests.factories.accounts import OrganisationFactory
from tests.factories.funding import FundFactory, PositionFactory
from tests.factories.programmes import CategoryFactory, ChallengeFactory, ProjectFactory
from tests.funding.deciding import booked, decided
from tests.funding.scenes import Scene, broken, scene_make

EDUCATION, SPORT, BERLIN = (
    Earmark(topics=("bildung",)),
    Earmark(topics=("sport",)),
    Earmark(regions=("DE-BE",)),
)


@pytest.fixture
def scene(db: None, gateway: MemoryGateway) -> Iterator[Scene]:
    """A fund without money yet; its campaign in Berlin answers a challenge about education."""
    category = CategoryFactory.create(slug="bildung", name_de="Bildung")
    CategoryFactory.create(programme=category.programme, slug="sport", name_de="Sport")
    project = ProjectFactory.create(solution__team__challenge=ChallengeFactory.create(category=category))
    made = scene_make(gateway, campaign={"project": project, "region": "DE-BE"}, pool_minor=0)
    yield made
    assert broken() == []


def paid_in(scene: Scene, amount_minor: int, earmark: Earmark = ANYTHING, **more: Any) -> Deposit:
    sponsor = more.pop("sponsor", None) or OrganisationFactory.create()
    count = Deposit.objects.count()
    deposit = deposit_record(
        fund=scene.fund,
        sponsor=sponsor,
        amount_minor=amount_minor,
        actor=scene.managers[0],
        reference=f"SEPA {count}",
        earmark=earmark,
        **more,
    )
    return booked(deposit)


def given(scene: Scene) -> dict[str, int]:
    return {pot.name: pot.given_minor for pot in pots_of(scene.fund) if pot.given_minor}


def test_a_match_takes_from_pots_that_may_go_there(scene: Scene) -> None:
    education, sport = paid_in(scene, 600, EDUCATION), paid_in(scene, 5_000, SPORT)
    berlin, anything = paid_in(scene, 300, BERLIN), paid_in(scene, 300)
    pledge = scene.paid(2_400)
    assert scene.match(pledge).splits == {education.pot: 300, berlin.pot: 150, anything.pot: 150}
    short = scene.match(scene.paid(4_000))
    assert (short.amount_minor, short.bound) == (600, MatchBound.EARMARK)
    assert sport.pot not in given(scene)
    assert scene.water().free == 5_000


def test_the_smaller_priority_is_used_up_first(scene: Scene) -> None:
    first, second = paid_in(scene, 100, EDUCATION, priority=1), paid_in(scene, 1_000, priority=2)
    assert scene.match(scene.paid(400)).splits == {first.pot: 100}
    assert scene.match(scene.paid(400)).splits == {second.pot: 100}


def test_a_sponsor_has_a_pot_for_each_purpose(scene: Scene) -> None:
    sponsor = OrganisationFactory.create()
    for _ in range(2):
        paid_in(scene, 100, EDUCATION, sponsor=sponsor)
        paid_in(scene, 50, sponsor=sponsor)
    assert sorted(pot.paid_in_minor for pot in pots_of(scene.fund)) == [100, 200]


def test_a_match_tells_whose_money_it_is_and_whose_it_could_not_be(scene: Scene) -> None:
    education, sport = paid_in(scene, 600, EDUCATION), paid_in(scene, 5_000, SPORT)
    match = scene.match(scene.paid(400))
    paid_in(scene, 5_000, Earmark(regions=("DE-BY",)))  # Was not there then.
    told = match_explanation(match, with_names=False).pots
    assert [(part.pot.sponsor, part.amount_minor, part.allowed) for part in told] == [
        (education.sponsor, 100, True),
        (sport.sponsor, 0, False),
    ]
    assert [part.purpose for part in told] == ["nur für Bildung", "nur für Sport"]


def test_exposure_says_what_is_free_for_something_only(scene: Scene) -> None:
    paid_in(scene, 300)
    sport = paid_in(scene, 5_000, SPORT)
    assert [(pot.name, pot.free_minor) for pot in exposure(scene.fund).earmarked] == [(sport.pot, 5_000)]


def test_a_sponsor_follows_the_own_money(scene: Scene) -> None:
    sponsor = OrganisationFactory.create()
    paid_in(scene, 300, sponsor=sponsor)
    paid_in(scene, 300, EDUCATION, sponsor=sponsor)
    paid_in(scene, 300)
    other = PositionFactory.create(fund=scene.fund)
    pledge = scene.paid(1_200)
    seen = sponsorship_of(scene.fund, [sponsor])
    assert (seen.paid_in_minor, seen.given_minor, seen.free_minor) == (600, 200, 400)
    assert [(share.campaign, share.own_minor, share.matched_minor) for share in seen.campaigns] == [
        (scene.campaign, 200, 300)
    ]
    assert [(row.pledge, row.own_minor) for row in matches_sponsored(seen)] == [(pledge, 200)]
    nobody = sponsorship_of(scene.fund, [OrganisationFactory.create()])
    assert (nobody.pots, nobody.campaigns, list(matches_sponsored(nobody))) == ([], [], [])
    assert other.matched_minor == 0


def test_a_deposit_goes_back_from_its_own_pot(scene: Scene) -> None:
    sport = paid_in(scene, 500, SPORT)
    education = paid_in(scene, 500, EDUCATION)
    scene.paid(400)
    with pytest.raises(Conflict) as caught:
        deposit_return(deposit=education, actor=scene.managers[0])
    assert caught.value.code == "more_than_is_free"
    assert deposit_return(deposit=sport, actor=scene.managers[0]).state == DepositState.RETURNED


def test_what_is_left_keeps_its_purpose_in_another_fund(scene: Scene) -> None:
    sponsor = OrganisationFactory.create()
    paid_in(scene, 500, SPORT, sponsor=sponsor)
    paid_in(scene, 300, sponsor=sponsor)
    target = FundFactory.create(pool_minor=0)
    decided(scene.fund, ProposalKind.CLOSE)
    decided(scene.fund, ProposalKind.REMAINDER, use="rolled_over", to_fund=target.public_id)
    arrived = {pot.earmark: (pot.sponsor, pot.free_minor) for pot in pots_of(target)}
    assert arrived == {SPORT: (sponsor, 500), ANYTHING: (sponsor, 300)}
    assert not any(pot.free_minor for pot in pots_of(scene.fund))


def test_the_journal_and_its_package_know_the_pots(scene: Scene, tmp_path: Path) -> None:
    paid_in(scene, 600, EDUCATION, priority=1)
    paid_in(scene, 5_000, SPORT)
    scene.paid(400)
    scene.paid(4_000)
    assert fund_replay(scene.fund).holds
    package_write(scene.fund, tmp_path / "out", address="https://example.org", created=clock.now())
    assert verify(tmp_path / "out").holds
