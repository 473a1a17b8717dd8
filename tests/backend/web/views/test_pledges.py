import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.core import clock
from funding.enums import CampaignState, PledgeState
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import Campaign, Pledge
from funding.selectors.links import pledge_token
from funding.services.payments import pledge_expire
from funding.services.refunds import refund_request, refund_submit
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.accounts import UserFactory
from tests.funding.scenes import Scene, backer, scene_make

HTMX = {"HX-Request": "true"}
PLEDGE_QUERIES = 3
GUEST: dict[str, Any] = {
    "choice": "2000",
    "backer_name": "Gesine Gast",
    "backer_email": "Gesine@example.org",
    "message": "Viel Erfolg!",
    "language": "en",
    "request_key": "key-1",
}


def start(campaign: Campaign, query: str = "") -> str:
    return f"/kampagnen/{campaign.slug}/unterstuetzen/{query}"


def own(pledge: Pledge, query: str = "") -> str:
    return f"/unterstuetzungen/{pledge_token(pledge)}/{query}"


def match_of(page: str) -> str:
    found = re.search(r'id="match"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert found
    return found[1]


# What the fund would add, before anyone pays


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("choice=2000", ["Sie geben 20\xa0€, der Fonds legt 5\xa0€ dazu:", "25\xa0€ für das Projekt"]),
        ("choice=own&amount=12,50", ["12,50\xa0€", "legt 3,12\xa0€ dazu", "15,62\xa0€ für das Projekt"]),
        ("choice=own&amount=", ["Bitte geben Sie einen Betrag ein"]),
        ("choice=own&amount=-5", ["Bitte geben Sie einen Betrag ein"]),
        ("", ["25\xa0€ für das Projekt"]),
    ],
)
def test_the_quote_for_htmx(scene: Scene, client: Client, query: str, words: list[str]) -> None:
    answer = client.get(f"/kampagnen/{scene.campaign.slug}/aufstockung/?{query}", headers=HTMX)
    text = answer.content.decode()
    assert all(word in text for word in words), text
    assert "<html" not in text
    assert "no-store" in answer["Cache-Control"]


def test_the_quote_without_htmx_is_the_form(scene: Scene, client: Client) -> None:
    answer = client.get(f"/kampagnen/{scene.campaign.slug}/aufstockung/?choice=own&amount=7")
    assert answer.status_code == 302
    assert "8,75\xa0€ für das Projekt" in match_of(text_of(client, answer["Location"]))


@pytest.mark.parametrize(
    ("pool", "words"),
    [
        (320, ["legt 3,20\xa0€ dazu", "23,20\xa0€ für das Projekt", "25\xa0% wären 5\xa0€", "nur noch 3,20\xa0€ frei"]),
        (0, ["Sie geben 20\xa0€:", "20\xa0€ für das Projekt", "aufgebraucht"]),
        (500, ["legt 5\xa0€ dazu", "Im Fonds sind danach noch 0\xa0€ frei."]),
    ],
)
def test_short_money_is_said_honestly(
    gateway: MemoryGateway, db: None, client: Client, pool: int, words: list[str]
) -> None:
    page = match_of(text_of(client, start(scene_make(gateway, pool_minor=pool).campaign)))
    assert all(word in page for word in words), page


def test_no_fund(gateway: MemoryGateway, db: None, client: Client) -> None:
    scene = scene_make(gateway, state="closed")
    assert "kein Fonds etwas dazu" in match_of(text_of(client, start(scene.campaign)))


def test_the_own_team_gets_no_match(scene: Scene) -> None:
    assert "zum Team dieses Projekts" in match_of(text_of(signed_in(scene.lead), start(scene.campaign)))


# The form


def test_a_guest_gives_and_is_led_to_the_payment_page(scene: Scene, client: Client) -> None:
    answer = client.post(start(scene.campaign), GUEST)
    pledge = Pledge.objects.select_related("payment").get()
    assert (answer.status_code, answer["Location"]) == (302, pledge.payment.page_url)
    assert (pledge.amount_minor, pledge.backer_name, pledge.backer_email) == (
        2_000,
        "Gesine Gast",
        "gesine@example.org",
    )
    assert (pledge.language, pledge.message, pledge.is_anonymous) == ("en", "Viel Erfolg!", False)
    assert scene.match(pledge).amount_minor == 500


def test_somebody_with_an_account_leaves_no_address(scene: Scene) -> None:
    person = UserFactory.create(display_name="Clara")
    browser = signed_in(person)
    page = text_of(browser, start(scene.campaign))
    assert person.email in page
    assert "backer_email" not in page
    browser.post(start(scene.campaign), GUEST | {"is_anonymous": "on", "choice": "own", "amount": "7"})
    pledge = Pledge.objects.get()
    assert (pledge.backer, pledge.backer_email, pledge.backer_name) == (person, "", "")
    assert (pledge.amount_minor, pledge.is_anonymous) == (700, True)


def test_a_double_click_gives_once(scene: Scene, client: Client) -> None:
    first, second = (client.post(start(scene.campaign), GUEST)["Location"] for _ in range(2))
    assert first == second
    assert Pledge.objects.count() == 1


def test_another_amount_in_the_same_form_is_another_pledge(scene: Scene, client: Client) -> None:
    for choice in ("2000", "5000"):
        client.post(start(scene.campaign), GUEST | {"choice": choice})
    assert sorted(Pledge.objects.values_list("amount_minor", flat=True)) == [2_000, 5_000]


def test_a_form_sent_again_after_its_page_has_ended_leads_to_the_own_page(scene: Scene, client: Client) -> None:
    client.post(start(scene.campaign), GUEST)
    pledge_expire(pledge_id=Pledge.objects.get().pk)
    pledge = Pledge.objects.get()
    assert pledge.state == PledgeState.EXPIRED
    assert client.post(start(scene.campaign), GUEST)["Location"] == own(pledge)


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": "own", "amount": "0"},
        {"choice": "own", "amount": "99999999"},
        {"choice": "77"},
        {"backer_name": ""},
        {"backer_name": "\x00"},
        {"backer_email": "kein-at"},
        {"message": "x" * 281},
        {"language": "fr"},
        {"request_key": ""},
    ],
)
def test_what_is_wrong_stands_beside_its_field(scene: Scene, client: Client, wrong: dict[str, str]) -> None:
    answer = client.post(start(scene.campaign), GUEST | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "gw-summary" in page
    assert Pledge.objects.count() == 0
    kept = {"backer_name": "Gesine Gast", "backer_email": "Gesine@example.org", "message": "Viel Erfolg!"}
    assert all(text in page for name, text in kept.items() if name not in wrong)


def test_a_preview_keeps_what_was_typed_and_gives_nothing(scene: Scene, client: Client) -> None:
    given = GUEST | {"choice": "own", "amount": "40", "backer_name": "", "preview": "1"}
    answer = client.post(start(scene.campaign), given)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "gw-summary" not in page
    assert "50\xa0€ für das Projekt" in match_of(page)
    assert all(text in page for text in ('value="40"', "Gesine@example.org", "Viel Erfolg!", 'value="key-1"'))
    assert Pledge.objects.count() == 0


def test_the_form_may_lead_to_the_provider_alone(scene: Scene, client: Client, settings: Any) -> None:
    settings.STRIPE_API_BASE = "http://127.0.0.1:9999/v1"
    policy = client.get(start(scene.campaign))["Content-Security-Policy"]
    assert "form-action 'self' http://127.0.0.1:9999;" in f"{policy};"
    assert "9999" not in client.get(f"/kampagnen/{scene.campaign.slug}/")["Content-Security-Policy"]


def test_a_campaign_that_has_ended_takes_nothing(scene: Scene, client: Client) -> None:
    with clock.at(scene.campaign.ends_at):
        assert client.get(start(scene.campaign))["Location"] == f"/kampagnen/{scene.campaign.slug}/"
        assert client.post(start(scene.campaign), GUEST).status_code == 302
    assert Pledge.objects.count() == 0


def test_a_hidden_campaign_is_not_found(scene: Scene, client: Client) -> None:
    Campaign.objects.filter(pk=scene.campaign.pk).update(state=CampaignState.DRAFT)
    assert client.get(start(scene.campaign)).status_code == 404
    assert client.post(start(scene.campaign), GUEST).status_code == 404


# The backer's page


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_many(scene: Scene, client: Client, many: int) -> None:
    pledges = [scene.paid(2_000, backer=backer(email=f"{number}@example.org")) for number in range(many)]
    assert queries_of(client, own(pledges[0])) == PLEDGE_QUERIES


def test_only_who_has_the_link_sees_it(scene: Scene, client: Client) -> None:
    pledge = scene.paid(2_000)
    text = text_of(client, own(pledge))
    assert "Gesine Gast" in text
    assert f"/fonds/{scene.fund.slug}/aufstockungen/{scene.match(pledge).public_id}/" in text
    for name in (pledge.public_id, f"{pledge_token(pledge)[:-1]}x", "plg_0", "x.y"):
        assert client.get(f"/unterstuetzungen/{name}/").status_code == 404, name
        assert signed_in().get(f"/unterstuetzungen/{name}/").status_code == 404, name


def test_somebody_with_an_account_sees_the_own_pledges_by_number(scene: Scene) -> None:
    person = UserFactory.create()
    pledge = scene.paid(2_000, backer=backer(user=person))
    assert "angekommen" in text_of(signed_in(person), f"/unterstuetzungen/{pledge.public_id}/")


def test_it_is_for_no_search_engine_and_no_cache(scene: Scene, client: Client) -> None:
    answer = client.get(own(scene.paid(2_000)))
    assert "no-store" in answer["Cache-Control"]
    assert 'name="robots" content="noindex"' in answer.content.decode()


def test_what_was_given_and_added_adds_up(scene: Scene, client: Client) -> None:
    page = text_of(client, own(scene.paid(2_000)))
    for words in (
        "20,00\xa0€",
        "25\xa0% von 20,00\xa0€.",
        "5,00\xa0€",
        "25,00\xa0€",
        "Ihre Unterstützung ist angekommen",
    ):
        assert words in page
    assert "hx-get" not in page.partition("<main")[2]


def test_before_the_payment(scene: Scene, client: Client) -> None:
    pledge = scene.pledge(2_000)
    page = text_of(client, own(pledge))
    assert f'href="{pledge.payment.page_url}"' in page
    assert "reserviert, bis Sie gezahlt haben" in page
    assert "Zu zahlen bis" in page
    assert "Sie haben die Zahlungsseite verlassen" in text_of(client, own(pledge, "?zahlung=abgebrochen"))


def test_a_hope_is_no_proof(scene: Scene, client: Client) -> None:
    page = text_of(client, own(scene.pledge(2_000), "?zahlung=erledigt"))
    assert "Ihre Zahlung ist unterwegs" in page
    assert "angekommen" not in page.replace("ob die Zahlung angekommen ist", "")


def test_news_come_by_themselves_and_only_when_there_are_any(scene: Scene, client: Client) -> None:
    pledge = scene.pledge(2_000)
    page = text_of(client, own(pledge, "?zahlung=erledigt"))
    found = re.search(r'hx-get="([^"]+)"', page.partition("<main")[2])
    assert found
    poll = found[1].replace("&amp;", "&")
    assert client.get(poll, headers=HTMX).status_code == 204
    scene.pay(pledge)
    answer = client.get(poll, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-announce="Danke! Ihre Unterstützung ist angekommen."' in text
    assert "hx-get" not in text
    assert "<html" not in text
    assert "angekommen" in text_of(client, own(pledge, "?zahlung=erledigt"))


def test_what_was_not_paid_in_time_was_not_given(scene: Scene, client: Client) -> None:
    pledge = scene.pledge(3_550)
    pledge_expire(pledge_id=pledge.pk)
    page = text_of(client, own(pledge))
    assert "nicht rechtzeitig bezahlt" in page
    assert "Für das Projekt" not in page
    assert "choice=own&amp;amount=35.50" in page
    assert "44,37\xa0€ für das Projekt" in text_of(client, start(pledge.campaign, "?choice=own&amount=35.50"))


def test_the_way_to_the_payment_page_ends_with_it(scene: Scene, client: Client) -> None:
    pledge = scene.pledge(2_000)
    with clock.at(clock.now() + timedelta(minutes=40)):
        assert pledge.payment.page_url not in text_of(client, own(pledge))


def test_what_came_back_is_taken_off(scene: Scene, client: Client) -> None:
    pledge = scene.paid(2_000)
    refund = refund_request(payment=pledge.payment, amount_minor=500, reason="Wunsch", actor=scene.managers[0])
    refund_submit(refund_id=refund.pk)
    page = text_of(client, own(scene.refresh(pledge)))
    assert "einen Teil Ihres Geldes zurückbekommen" in page
    for words in ("20,00\xa0€", "−5,00\xa0€", "25\xa0% von 15,00\xa0€.", "3,75\xa0€", "18,75\xa0€"):
        assert words in page
