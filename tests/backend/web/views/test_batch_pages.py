"""Where a fund decides later, its pages say so: before a pledge, after it, on the fund's and on the match's own."""

from typing import Any

import pytest
from django.test import Client

from funding.events import PledgeConfirmed
from funding.models import Match
from funding.selectors.links import pledge_token
from funding.services.estimates import funds_estimate_due
from tests.backend.web.visitors import signed_in, text_of
from tests.funding.batches import RATE, SHARED, SQUARE, batch_make
from worker.notices.campaigns import pledge_confirmed

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> str:
    return text_of(client, address).replace("\xa0", " ")


LATER = "Was der Fonds dazulegt, wird beim Abschluss des Fonds für alle Kampagnen auf einmal berechnet."


def test_before_the_division_everything_is_called_an_estimate(gateway: Any, client: Client) -> None:
    batch = batch_make(gateway, SHARED, [[3_000], [1_000]], pool_minor=2_000)
    scene = batch.scenes[0]
    page = f"/kampagnen/{scene.campaign.slug}/"
    assert LATER in read(client, page)
    assert "Schätzung" not in read(client, page)
    funds_estimate_due()
    assert "insgesamt etwa 15 €. Das ist eine Schätzung, keine Zusage." in read(client, page)
    fund = read(client, f"/fonds/{batch.fund.slug}/")
    assert f"{LATER} Nach heutigem Stand erhielte diese Kampagne insgesamt etwa 5 €." in fund
    desk = read(signed_in(scene.lead), f"/kampagnen/{scene.campaign.slug}/verwaltung/")
    assert "Nach heutigem Stand erhielte diese Kampagne" in desk
    pledge = scene.campaign.pledges.get()
    assert LATER in read(client, f"/unterstuetzungen/{pledge_token(pledge)}/")
    told = PledgeConfirmed(pledge_id=pledge.pk)
    assert [notice.context["later"] for notice in pledge_confirmed(told)] == ["at_close", "at_close"]


def test_after_the_division_the_match_reads_like_a_calculation(gateway: Any, client: Client) -> None:
    batch = batch_make(gateway, SQUARE, [[100, 400], [900, 400, 100]], pool_minor=1_300)
    scene = batch.scenes[0]
    batch.close()
    batch.divided()
    pledge = scene.campaign.pledges.latest("id")
    receipt = read(client, f"/unterstuetzungen/{pledge_token(pledge)}/")
    assert "Ihre Unterstützung hat gezählt: Der Fonds hat der Kampagne insgesamt 2 € gegeben." in receipt
    match = Match.objects.get(position=scene.position)
    paper = read(client, f"/fonds/{batch.fund.slug}/aufstockungen/{match.public_id}/")
    for words in ("Stand, als das Geld verteilt wurde", "zusammengezählt und quadriert", "9,00 €", "4,00 €", "26,00 €"):
        assert words in paper
    listed = read(client, f"/fonds/{batch.fund.slug}/aufstockungen/")
    assert "2,00" in listed
    csv = client.get(f"/fonds/{batch.fund.slug}/aufstockungen.csv").getvalue().decode()
    assert len(csv.splitlines()) == 3


def test_a_rate_at_success_is_decided_when_the_campaign_ends(gateway: Any, client: Client) -> None:
    batch = batch_make(gateway, RATE, [[4_000]], pool_minor=2_000, goal1_minor=4_000)
    page = read(client, f"/kampagnen/{batch.scenes[0].campaign.slug}/")
    assert "wird berechnet, wenn die Kampagne mit Erfolg zu Ende gegangen ist" in page
