import csv
import io
import re

import pytest
from django.test import Client

from funding.enums import FundState
from funding.models import Fund
from funding.selectors.funds import fund_waterline
from funding.selectors.matches import matches_explained, matches_sum
from funding.services.payments import pledge_expire
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.funding import CampaignFactory, FundFactory, FundManagerFactory, PositionFactory
from tests.funding.scenes import Scene, backer
from tests.seeded import fill_database

LIST_QUERIES, PAGE_QUERIES, MATCHES_QUERIES, CSV_QUERIES = 4, 16, 5, 3
MATCH_QUERIES = 8


def page_of(fund: Fund, part: str = "") -> str:
    return f"/fonds/{fund.slug}/{part}"


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_many(db: None, client: Client, many: int) -> None:
    FundFactory.create_batch(many)
    assert queries_of(client, "/fonds/") == LIST_QUERIES


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_ask_the_same_for_one_and_for_many(scene: Scene, client: Client, many: int) -> None:
    for number in range(many):
        scene.paid(2_000, backer=backer(email=f"{number}@example.org"))
        PositionFactory.create(fund=scene.fund, campaign=CampaignFactory.create())
    assert queries_of(client, page_of(scene.fund)) == PAGE_QUERIES
    assert queries_of(client, page_of(scene.fund, "aufstockungen/")) == MATCHES_QUERIES
    assert queries_of(client, page_of(scene.fund, "aufstockungen.csv")) == CSV_QUERIES


def test_the_list_says_what_is_free(db: None, client: Client) -> None:
    FundFactory.create(name="Waldfonds", pool_minor=123_456)
    FundFactory.create(name="Leerer Fonds", pool_minor=0)
    FundFactory.create(name="Noch geheim", state=FundState.DRAFT)
    page = text_of(client, "/fonds/")
    assert "1.234,56\xa0€" in page
    assert "0,00\xa0€" in page
    assert "Noch geheim" not in page
    assert "Leerer" not in text_of(client, "/fonds/?q=wald")
    assert "Kein Fonds gefunden." in text_of(client, "/fonds/?q=Zeppelin")


def test_the_layers_add_up_to_what_was_paid_in(scene: Scene, client: Client) -> None:
    scene.payee()
    scene.approved(4_000)
    scene.paid_out()
    scene.approved(8_000)
    scene.paid(1_000)
    scene.pledge(2_000)
    water = fund_waterline(scene.fund)
    parts = {"paid": water.paid, "approved": water.approved, "reserved": water.reserved}
    assert parts == {"paid": 1_000, "approved": 2_000, "reserved": 750}
    page = text_of(client, page_of(scene.fund))
    sums = re.search(r'<dl class="gw-waterline__sums">(.*?)</dl>', page, re.DOTALL)
    assert sums
    shown = [int(re.sub(r"\D", "", text)) for text in re.findall(r'<dd class="gw-number">([^<]+)</dd>', sums[1])]
    assert sum(shown[:-1]) == shown[-1] == water.paid_in
    for part, amount in parts.items():
        assert matches_sum(matches_explained(scene.fund, part=part)) == amount, part
        assert f"?part={part}" in page


def test_the_rule_is_a_sentence(scene: Scene, client: Client) -> None:
    assert "Der Fonds legt zu jeder Unterstützung 25\xa0% dazu" in text_of(client, page_of(scene.fund))
    without = FundFactory.create(rate_bp=0)
    assert "noch keine Regel" in text_of(client, page_of(without))


def test_a_fund_that_is_not_open_yet_is_hidden(scene: Scene, client: Client) -> None:
    hidden = FundFactory.create(state=FundState.DRAFT)
    manager = FundManagerFactory.create(fund=hidden).user
    for part in ("", "aufstockungen/", "aufstockungen.csv"):
        assert client.get(page_of(hidden, part)).status_code == 404
        assert signed_in().get(page_of(hidden, part)).status_code == 404
        assert signed_in(manager).get(page_of(hidden, part)).status_code == 200


def test_every_match_says_why_and_names_no_backer(scene: Scene, client: Client) -> None:
    scene.paid(2_000)
    pledge_expire(pledge_id=scene.pledge(3_000).pk)
    page = text_of(client, page_of(scene.fund, "aufstockungen/"))
    assert "25\xa0% von 20,00\xa0€." in page
    assert "Es waren 7,50\xa0€; sie gingen zurück an den Fonds: nicht rechtzeitig bezahlt." in page
    assert "Gesine" not in page
    assert "Gesine" not in text_of(client, page_of(scene.fund, "aufstockungen.csv"))


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("?part=reserved", 1), ("?part=approved", 1), ("?part=paid", 0), ("?part=x", 2), ("?page=9", 2)],
)
def test_matches_by_part(scene: Scene, client: Client, query: str, count: int) -> None:
    scene.approved(2_000)
    scene.paid(4_000)
    page = text_of(client, page_of(scene.fund, f"aufstockungen/{query}"))
    assert page.count("% von ") == count


def test_matches_of_one_campaign(scene: Scene, client: Client) -> None:
    scene.paid(2_000)
    page = text_of(client, page_of(scene.fund, f"aufstockungen/?campaign={scene.campaign.slug}"))
    assert page.count("% von ") == 1
    assert "noch keine Aufstockung" in text_of(client, page_of(scene.fund, "aufstockungen/?campaign=other"))


def test_the_table_to_download(scene: Scene, client: Client) -> None:
    scene.campaign.title = "=HYPERLINK(1)"
    scene.campaign.save()
    scene.paid(1_250)
    answer = client.get(page_of(scene.fund, "aufstockungen.csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{scene.fund.slug}-aufstockungen.csv"'
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert head[2] == "Kampagne"
    assert len(rows) == 1
    assert rows[0][2] == "'=HYPERLINK(1)"
    assert rows[0][3:7] == ["12,50", "25,00", "3,12", "EUR"]
    assert rows[0][9:11] == ["10000,00", "9996,88"]
    client.cookies["django_language"] = "en"
    english = client.get(page_of(scene.fund, "aufstockungen.csv")).content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(english)))[2] == "Campaign"
    assert ",12.50,25.00,3.12,EUR," in english


def test_in_an_invented_year_every_part_opens_to_its_sum(transactional_db: None) -> None:
    fill_database()
    for fund in Fund.objects.all():
        water = fund_waterline(fund)
        assert water.adds_up
        for part in ("paid", "approved", "reserved"):
            assert matches_sum(matches_explained(fund, part=part)) == getattr(water, part), (fund.slug, part)


def read(client: Client, address: str, language: str = "de") -> str:
    """What stands on a page, without its tags."""
    answer = client.get(address, headers={"accept-language": language})
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("\xa0", " ").split())


def test_each_match_has_a_page_that_reads_like_a_sum(scene: Scene, client: Client) -> None:
    match = scene.match(scene.approved(1_010))
    address = page_of(scene.fund, f"aufstockungen/{match.public_id}/")
    assert address in text_of(client, page_of(scene.fund, "aufstockungen/"))
    page = read(client, address)
    assert "25 % von 10,10 € allein wären, auf ganze Cent abgerundet 2,52 €" in page
    assert "Die Aufstockung 2,52 €" in page
    assert "jemand, der den Fonds verwaltet · 2,52 €" in page
    assert "Gesine" not in page
    for manager in scene.managers:
        assert manager.shown_name not in page
        assert manager.shown_name in read(signed_in(scene.managers[0]), address)
    assert "How match no." in read(client, address, language="en")


def test_a_match_stands_with_its_own_fund_alone(scene: Scene, client: Client) -> None:
    match = scene.match(scene.paid(1_010))
    other = FundFactory.create()
    assert client.get(page_of(other, f"aufstockungen/{match.public_id}/")).status_code == 404
    assert client.get(page_of(scene.fund, "aufstockungen/mat_nothing/")).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_match_asks_the_same_for_one_and_for_many(scene: Scene, client: Client, many: int) -> None:
    for number in range(many):
        match = scene.match(scene.approved(2_000, backer=backer(email=f"{number}@example.org")))
    assert queries_of(client, page_of(scene.fund, f"aufstockungen/{match.public_id}/")) == MATCH_QUERIES


@pytest.mark.parametrize("many", [1, 3])
def test_the_sum_of_a_campaign_is_that_of_its_matches(scene: Scene, client: Client, many: int) -> None:
    scene.paid(99_00, backer=backer(user=scene.lead))
    for number in range(many):
        scene.paid(1_010, backer=backer(email=f"{number}@example.org"))
    assert "Wie kommt dieser Betrag zustande?" in text_of(client, page_of(scene.fund))
    address = page_of(scene.fund, f"aufstockungen/?campaign={scene.campaign.slug}")
    page = read(client, address)
    counted, matched = {1: ("10,10", "2,52"), 3: ("30,30", "7,57")}[many]
    assert f"nach den Regeln ihrer Zeit {counted} €" in page
    assert f"Zusammen aufgestockt {matched} €" in page
    assert "1 Unterstützung: eine Unterstützung aus dem eigenen Team zählt nicht" in page
    assert queries_of(client, address) == MATCHES_QUERIES + 1
