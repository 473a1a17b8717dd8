"""A campaign's claim against the pots that may go to it: taken in, refused or warned about, and which pot is short."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from backend.accounts.models import Organisation
from backend.core import clock
from backend.core.errors import Conflict
from backend.core.evidence.codec import encode
from funding.domain.allocation import Earmark
from funding.domain.pots import ANYTHING
from funding.domain.rule_axes import Base, Caps, Percentage
from funding.domain.rule_set import RuleSet
from funding.enums import Admission, CampaignState, PositionState
from funding.models import Fund, FundCampaign
from funding.selectors.exposure import claims_with, exposure
from funding.selectors.shortage_words import shortage_sentences
from funding.services.funds import fund_campaign_accept
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.funding import (
    CampaignFactory,
    DepositFactory,
    FundFactory,
    FundManagerFactory,
    MatchingRuleFactory,
    PositionFactory,
)
from tests.factories.programmes import CategoryFactory, ChallengeFactory, ProjectFactory

pytestmark = pytest.mark.django_db
BERLIN, BAVARIA = Earmark(regions=("DE-BE",)), Earmark(regions=("DE-BY",))


def fund_of(cap_minor: int, *deposits: tuple[int, Earmark, int], **settings: Any) -> Fund:
    """A campaign gets at most `cap_minor`; each deposit is an amount, a purpose and a priority."""
    fund = FundFactory.create(pool_minor=0, caps={"cap_campaign_minor": cap_minor}, **settings)
    for amount, earmark, priority in deposits:
        paid_in(fund, amount, earmark, priority)
    return fund


def paid_in(
    fund: Fund, amount: int, earmark: Earmark = ANYTHING, priority: int = 0, sponsor: Organisation | None = None
) -> None:
    data = {} if earmark == ANYTHING else encode(earmark)
    sponsor = sponsor or OrganisationFactory.create()
    DepositFactory.create(fund=fund, sponsor=sponsor, amount_minor=amount, earmark=data, priority=priority)


def asking(fund: Fund, region: str, **campaign: Any) -> FundCampaign:
    row = CampaignFactory.create(region=region, **campaign)
    return PositionFactory.create(fund=fund, campaign=row, state=PositionState.APPLIED)


def taken_in(fund: Fund, region: str, **campaign: Any) -> FundCampaign:
    return PositionFactory.create(fund=fund, campaign=CampaignFactory.create(region=region, **campaign))


def short(fund: Fund, position: FundCampaign) -> list[tuple[int, int, int, bool]]:
    """Claims, free, missing and whether that is certain."""
    found = claims_with(fund, position).short
    return [(one.claims_minor, one.free_minor, one.missing_minor, one.certain) for one in found]


def test_money_for_berlin_does_not_pay_for_bavaria() -> None:
    """10,000 are free and 2,000 are claimed, and yet 500 are missing."""
    fund = fund_of(1_000, (500, BAVARIA, 0), (9_500, BERLIN, 0))
    assert short(fund, asking(fund, "DE-BY")) == [(1_000, 500, 500, True)]
    assert short(fund, asking(fund, "DE-BE")) == []
    assert short(fund, asking(fund, "DE-HH")) == [(1_000, 0, 1_000, True)]


def test_what_is_short_elsewhere_is_none_of_a_campaigns_business() -> None:
    fund = fund_of(1_000, (500, BAVARIA, 0), (9_500, BERLIN, 0))
    taken_in(fund, "DE-BY")
    berlin = asking(fund, "DE-BE")
    assert claims_with(fund, berlin).covered
    assert exposure(fund).short_by == 500
    paid_in(fund, 100)
    assert not claims_with(fund, berlin).covered, "by way of money for anything it is"


def test_every_set_of_campaigns_counts() -> None:
    """800 for Berlin, 800 for Bavaria and 1,000 for all are enough for two campaigns of 1,000, and not for three."""
    fund = fund_of(1_000, (800, BERLIN, 0), (800, BAVARIA, 0), (1_000, ANYTHING, 1))
    taken_in(fund, "DE-BE")
    taken_in(fund, "DE-BY")
    assert exposure(fund).short == []
    assert short(fund, asking(fund, "DE-HH")) == [(3_000, 2_600, 400, True)]


def test_in_which_order_pots_are_drawn_on_decides_whether_it_is_enough_for_sure() -> None:
    same = fund_of(1_000, (1_000, BERLIN, 0), (1_000, ANYTHING, 0))
    taken_in(same, "DE-BE")
    assert short(same, asking(same, "DE-BY")) == [(1_000, 1_000, 1_000, False)]
    narrow_first = fund_of(1_000, (1_000, BERLIN, 0), (1_000, ANYTHING, 1))
    taken_in(narrow_first, "DE-BE")
    assert short(narrow_first, asking(narrow_first, "DE-BY")) == []


def test_what_is_matched_already_is_claimed_no_more() -> None:
    fund = fund_of(1_000, (1_000, BERLIN, 0))
    FundCampaign.objects.filter(pk=taken_in(fund, "DE-BE").pk).update(matched_minor=300)
    assert short(fund, asking(fund, "DE-BE")) == [(1_700, 1_000, 700, True)]


def test_money_with_an_end_is_relied_on_only_by_who_ends_before() -> None:
    now = clock.now()
    fund = fund_of(1_000, (1_000, Earmark(ends_at=now + timedelta(days=10)), 0))
    assert short(fund, asking(fund, "", ends_at=now + timedelta(days=9))) == []
    assert short(fund, asking(fund, "", ends_at=now + timedelta(days=11))) == [(1_000, 0, 1_000, False)]
    over = fund_of(1_000, (1_000, Earmark(ends_at=now - timedelta(days=1)), 0))
    assert short(over, asking(over, "")) == [(1_000, 0, 1_000, True)]


def test_what_one_sponsor_may_give_is_a_limit_on_what_the_pot_covers() -> None:
    fund = FundFactory.create(rate_bp=0, pool_minor=0)
    caps = Caps(campaign_minor=1_000, sponsor_minor=600)
    MatchingRuleFactory.create(fund=fund, known=RuleSet(base=Base.PLEDGE, function=Percentage(2_500), caps=caps))
    paid_in(fund, 5_000)
    paid_in(fund, 300)
    assert short(fund, asking(fund, "")) == [(1_000, 5_300, 100, True)]


def test_a_sponsor_with_two_pots_gives_no_more_than_one_sponsor_may() -> None:
    fund = FundFactory.create(rate_bp=0, pool_minor=0)
    caps = Caps(campaign_minor=1_000, sponsor_minor=600)
    MatchingRuleFactory.create(fund=fund, known=RuleSet(base=Base.PLEDGE, function=Percentage(2_500), caps=caps))
    sponsor = OrganisationFactory.create()
    paid_in(fund, 5_000, sponsor=sponsor)
    paid_in(fund, 5_000, BERLIN, sponsor=sponsor)
    position = asking(fund, "DE-BE")
    assert short(fund, position) == [], "what it may not give is no claim"
    paid_in(fund, 399)
    assert short(fund, position) == [(1_000, 10_399, 1, False)]


def test_the_topic_of_a_campaign_that_asks_is_looked_up() -> None:
    category = CategoryFactory.create(slug="bildung", name_de="Bildung")
    project = ProjectFactory.create(solution__team__challenge=ChallengeFactory.create(category=category))
    fund = fund_of(1_000, (1_000, Earmark(topics=("bildung",)), 0))
    assert short(fund, asking(fund, "", project=project)) == []
    assert short(fund, asking(fund, "")) == [(1_000, 0, 1_000, True)]


def test_a_refusal_says_which_pot_is_short() -> None:
    fund = fund_of(100_000, (50_000, BAVARIA, 0), (950_000, BERLIN, 0), admission=Admission.REFUSE)
    manager = FundManagerFactory.create(fund=fund, user=UserFactory.create()).user
    bavaria, berlin = asking(fund, "DE-BY", title="Bergwacht"), asking(fund, "DE-BE")
    with pytest.raises(Conflict) as caught:
        fund_campaign_accept(position=bavaria, actor=manager)
    assert caught.value.code == "claims_exceed_pool"
    assert "Bergwacht" in str(caught.value)
    assert "nur im Land Bayern" in str(caught.value)
    assert caught.value.facts["missing_minor"] == 50_000
    assert fund_campaign_accept(position=berlin, actor=manager).state == PositionState.ACCEPTED


def test_the_sentences_name_the_money_who_needs_it_and_what_is_missing() -> None:
    fund = fund_of(100_000, (50_000, BAVARIA, 0), (200_000, BERLIN, 0))
    for pot in fund.deposits.all():
        pot.sponsor.name = f"Stiftung {pot.amount_minor}"
        pot.sponsor.save()
    bavaria = asking(fund, "DE-BY", title="Bergwacht")
    with translation.override("en"):
        (sentence,) = shortage_sentences(claims_with(fund, bavaria).short, "EUR")
        assert sentence == (
            "Only this money may go to “Bergwacht”: Stiftung 50000 (only in Bavaria). Of it €500.00 are free and "
            "€1,000.00 could be claimed, so €500.00 are missing."
        )
        nobody = asking(fund, "DE-HH", title="Hafen")
        assert shortage_sentences(claims_with(fund, nobody).short, "EUR") == ["No money of the fund may go to “Hafen”."]
        whole = fund_of(100_000, (50_000, ANYTHING, 0))
        assert shortage_sentences(claims_with(whole, asking(whole, "")).short, "EUR") == [
            "All together could still claim €1,000.00; €500.00 are free, so €500.00 are missing."
        ]


def test_the_exposure_of_a_fund_takes_no_query_for_each_campaign(django_assert_num_queries: Any) -> None:
    fund = fund_of(1_000, (1_000, BERLIN, 0), (500, ANYTHING, 1))
    for count in (1, 3):
        for _ in range(count):
            taken_in(fund, "DE-BE", state=CampaignState.RUNNING)
        with django_assert_num_queries(13):
            exposure(fund)
