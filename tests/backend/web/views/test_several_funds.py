"""Several funds on one campaign, as people see it: declared, said before the pledge, on its page, in each match."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from funding.enums import Stacking
from funding.models import Fund, FundProposal, ProgrammeStacking
from funding.selectors.links import pledge_token
from tests.backend.api.client import ApiClient
from tests.backend.web.visitors import signed_in, text_of
from tests.factories.funding import FundFactory, PositionFactory
from tests.factories.programmes import ProgrammeRoleFactory
from tests.funding.scenes import Scene


@pytest.fixture
def organiser(scene: Scene) -> Any:
    return ProgrammeRoleFactory.create(programme=scene.campaign.project.cohort.programme)


@pytest.fixture
def second(scene: Scene, organiser: Any) -> Fund:
    """It would add 40 %, and the first adds 25 % already."""
    ProgrammeStacking.objects.create(
        programme=organiser.programme, policy=Stacking.PRIORITY, ceiling_bp=9_000, declared_by=organiser.user
    )
    fund = FundFactory.create(name="Stadtfonds", rate_bp=4_000, rank=1)
    PositionFactory.create(fund=fund, campaign=scene.campaign)
    return fund


def test_organisers_declare_how_funds_add(organiser: Any) -> None:
    browser, address = signed_in(organiser.user), reverse("web:organiser-stacking", args=[organiser.programme.slug])
    assert browser.post(address, {"policy": "all"}).status_code == 422
    assert browser.post(address, {"policy": "first", "ceiling_percent": "75"}).status_code == 302
    declared = ProgrammeStacking.objects.get(programme=organiser.programme)
    assert (declared.policy, declared.ceiling_bp) == (Stacking.FIRST, 7_500)
    assert 'value="75"' in text_of(browser, address)


def test_the_page_and_the_quote_name_both_funds(scene: Scene, second: Fund, client: Client) -> None:
    page = text_of(client, f"/kampagnen/{scene.campaign.slug}/")
    assert "Wo mehrere Fonds eine Kampagne aufstocken: einer nach dem anderen" in page
    assert "Öffentliches Geld ist höchstens 90\xa0%" in page
    assert page.count(reverse("web:fund", args=[second.slug])) == 1
    quote = text_of(client, f"/kampagnen/{scene.campaign.slug}/unterstuetzen/?choice=2000")
    assert "Sie geben 20\xa0€, die Fonds legen 8\xa0€ dazu:" in quote
    assert f"„{scene.fund.name}“ legt 5\xa0€ dazu." in quote
    assert "„Stadtfonds“ legt 3\xa0€ dazu: andere Fonds stocken diese Kampagne auch auf." in quote


def test_the_receipt_and_each_match_show_both_parts(scene: Scene, second: Fund, client: Client) -> None:
    pledge = scene.paid(2_000)
    receipt = text_of(client, f"/unterstuetzungen/{pledge_token(pledge)}/")
    assert scene.fund.name in receipt
    assert "Stadtfonds" in receipt
    assert "28,00\xa0€" in receipt
    match = pledge.matches.get(position__fund=second)
    told = text_of(client, reverse("web:fund-match", args=[second.slug, match.public_id]))
    assert "Weniger, denn: andere Fonds stocken diese Kampagne auch auf" in told
    assert "Was andere Fonds wegen derselben Unterstützung dazulegen" in told
    assert "5,00\xa0€" in told


def test_a_fund_says_whose_money_it_has_and_where_it_stands(scene: Scene) -> None:
    browser = signed_in(scene.managers[0])
    address = reverse("web:fund-settings", args=[scene.fund.slug])
    given = {"solo_below": "", "admission": "warn", "public_money": "on", "rank": "2"}
    assert browser.post(address, given).status_code == 302
    proposal = FundProposal.objects.get()
    assert (proposal.payload["public_money"], proposal.payload["rank"]) == (True, 2)
    shown = text_of(browser, reverse("web:proposal", args=[proposal.public_id]))
    assert "Sein Geld ist öffentliches Geld. Neben anderen Fonds hat er den Platz 2." in shown


def test_programs_read_and_declare_the_same(scene: Scene, second: Fund, organiser: Any) -> None:
    campaign, programme = scene.campaign.public_id, organiser.programme.public_id
    quote = ApiClient().get(f"campaigns/{campaign}/quote/?amount_minor=2000").json()
    assert quote["match_minor"] == 800
    parts = {part["fund"]: (part["match_minor"], part["bound"]) for part in quote["funds"]}
    assert parts == {scene.fund.public_id: (500, ""), second.public_id: (300, "stacking")}
    pledge = scene.paid(2_000)
    funds = ApiClient().get(f"campaigns/{campaign}/").json()["funds"]
    assert [(row["fund"], row["matched_minor"]) for row in funds] == [
        (scene.fund.public_id, 500),
        (second.public_id, 300),
    ]
    match = pledge.matches.get(position__fund=second)
    others = ApiClient().get(f"matches/{match.public_id}/explanation/").json()["others"]
    assert [(row["fund"], row["amount_minor"]) for row in others] == [(scene.fund.public_id, 500)]
    client = ApiClient(organiser.user)
    declared = client.put(f"programmes/{programme}/stacking/", {"policy": "best"}).json()["stacking"]
    assert declared == {"policy": "best", "ceiling_bp": None}
    assert ApiClient().get(f"programmes/{programme}/stacking/").json()["stacking"] == declared
