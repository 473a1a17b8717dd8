"""The pages that people see."""

import re
from typing import Literal
from urllib.parse import urlsplit

import httpx
import pytest
import stripe
from stripe.params import AccountLinkCreateParams

from tests.funding.sandbox.receiver import Receiver
from tests.funding.sandbox.scenes import paid_intent, session_params
from tests.funding.sandbox.server import API_KEY, SandboxServer

CARD = {"method": "card", "email": "mira@example.org", "number": "4242424242424242", "expiry": "12/34", "cvc": "123"}
GERMAN = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}


def opened(client: stripe.StripeClient, locale: Literal["auto", "de"] = "auto") -> tuple[stripe.checkout.Session, str]:
    session = client.v1.checkout.sessions.create({**session_params(125_000), "locale": locale})
    return session, str(session.url)


def test_the_page_is_german_for_german_readers(client: stripe.StripeClient) -> None:
    _session, url = opened(client)
    page = httpx.get(url, headers=GERMAN)
    assert page.status_code == 200
    assert '<html lang="de">' in page.text
    assert "1.250,00\N{NO-BREAK SPACE}€ bezahlen" in page.text
    assert "Testseite" in page.text
    assert 'href="http://shop.example/back"' in page.text


@pytest.mark.parametrize("headers", [{}, {"Accept-Language": "fr"}, {"Accept-Language": "en-GB,de"}])
def test_the_page_is_english_for_others(client: stripe.StripeClient, headers: dict[str, str]) -> None:
    page = httpx.get(opened(client)[1], headers=headers)
    assert '<html lang="en">' in page.text
    assert "Pay €1,250.00" in page.text
    assert "Test page" in page.text


def test_the_locale_of_the_session_goes_before(client: stripe.StripeClient) -> None:
    assert '<html lang="de">' in httpx.get(opened(client, locale="de")[1], headers={"Accept-Language": "en"}).text


def test_the_page_loads_nothing_foreign_and_runs_no_script(client: stripe.StripeClient) -> None:
    _session, url = opened(client)
    page = httpx.get(url)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://shop.example" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "<script" not in page.text
    assert "style=" not in page.text
    parts = urlsplit(url)
    style = httpx.get(f"{parts.scheme}://{parts.netloc}/c/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text


def test_every_field_has_a_label_and_every_error_its_field(client: stripe.StripeClient) -> None:
    _session, url = opened(client)
    page = httpx.post(url, data={"method": "card"}, headers=GERMAN)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    for name in ("email", "number", "expiry", "cvc"):
        assert f'<label for="{name}">' in page.text
        assert f'id="{name}-error"' in page.text
    described = re.findall(r'aria-describedby="([^"]+)"', page.text)
    assert all(f'id="{target}"' in page.text for group in described for target in group.split())
    assert page.text.count('aria-invalid="true"') == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "mira"), ("number", "4242424242424241"), ("number", ""), ("expiry", "13/34"), ("expiry", "01/20"),
        ("expiry", "soon"), ("cvc", "12"), ("cvc", "12345"),
    ],
)  # fmt: skip
def test_wrong_input_is_told_beside_its_field_and_pays_nothing(
    client: stripe.StripeClient, field: str, value: str
) -> None:
    session, url = opened(client)
    page = httpx.post(url, data={**CARD, field: value})
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert client.v1.checkout.sessions.retrieve(session.id).payment_intent is None


def test_what_was_typed_stays_but_never_a_card_number(client: stripe.StripeClient) -> None:
    page = httpx.post(
        opened(client)[1], data={**CARD, "cvc": "", "holder": '<b>"Mira"</b>', "number": "5105105105105100"}
    )
    assert "mira@example.org" in page.text
    assert "&lt;b&gt;&quot;Mira&quot;&lt;/b&gt;" in page.text
    assert "5105105105105100" not in page.text


def test_a_decline_is_said_and_the_next_card_pays(client: stripe.StripeClient, receiver: Receiver) -> None:
    session, url = opened(client)
    declined = httpx.post(url, data={**CARD, "number": "4000000000009995"}, headers=GERMAN)
    assert declined.status_code == 402
    assert "nicht genug Geld" in declined.text
    first = client.v1.checkout.sessions.retrieve(session.id)
    assert first.status == "open"

    assert httpx.post(url, data=CARD).status_code == 303

    after = client.v1.checkout.sessions.retrieve(session.id)
    assert (after.status, after.payment_intent) == ("complete", first.payment_intent)
    assert after.customer_details is not None
    assert after.customer_details.email == "mira@example.org"
    receiver.wait_for("payment_intent.payment_failed", about=str(first.payment_intent))
    receiver.wait_for("checkout.session.completed", about=session.id)


def test_a_real_card_is_refused(client: stripe.StripeClient) -> None:
    page = httpx.post(opened(client)[1], data={**CARD, "number": "5105105105105100"})
    assert page.status_code == 402
    assert "not a test card" in page.text


def test_a_double_click_pays_once(client: stripe.StripeClient) -> None:
    session, url = opened(client)
    answers = [httpx.post(url, data=CARD) for _ in range(2)]
    assert [answer.headers["location"] for answer in answers] == [f"http://shop.example/done?id={session.id}"] * 2
    assert httpx.get(url).status_code == 303
    assert len(client.v1.charges.list().data) == 1


def test_an_expired_page_says_so_and_leads_back(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    session, url = opened(client)
    sandbox.control.post(f"/checkout/sessions/{session.id}/expire")
    for page in (httpx.get(url, headers=GERMAN), httpx.post(url, data=CARD, headers=GERMAN)):
        assert page.status_code == 410
        assert "abgelaufen" in page.text
        assert "http://shop.example/back" in page.text


@pytest.mark.parametrize("path", ["/c/pay/cs_test_none", "/c/challenge/pi_none", "/c/onboarding/link_none"])
def test_unknown_pages_are_404(sandbox: SandboxServer, path: str) -> None:
    for answer in (httpx.get(sandbox.base_url + path), httpx.post(sandbox.base_url + path)):
        assert answer.status_code == 404
        assert "does not exist" in answer.text


def test_direct_debit_has_a_page_of_its_own(client: stripe.StripeClient) -> None:
    session, url = opened(client)
    page = httpx.get(url, params={"method": "sepa_debit"}, headers=GERMAN)
    assert '<label for="iban">' in page.text
    assert 'aria-current="page"' in page.text
    form = {"method": "sepa_debit", "email": "mira@example.org", "owner": "Mira"}
    assert httpx.post(url, data={**form, "iban": "DE00"}).status_code == 422
    assert httpx.post(url, data={**form, "iban": "de89 3704 0044 0532 0130 00"}).status_code == 303
    after = client.v1.checkout.sessions.retrieve(session.id)
    assert (after.status, after.payment_status) == ("complete", "unpaid")


def test_only_what_the_session_allows_is_offered(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(
        {**session_params(), "allowed_payment_method_types": ["card", "klarna"]}
    )
    page = httpx.get(str(session.url), params={"method": "sepa_debit"})
    assert "iban" not in page.text
    assert session.payment_method_types == ["card"]


@pytest.mark.parametrize("outcome", ["complete", "fail"])
def test_the_banks_question_is_a_page(client: stripe.StripeClient, outcome: str) -> None:
    session, url = opened(client, locale="de")
    asked = httpx.post(url, data={**CARD, "number": "4000000000003220"}, follow_redirects=True)
    challenge = str(asked.url)
    assert "/c/challenge/pi_" in challenge
    assert "1.250,00\N{NO-BREAK SPACE}€" in asked.text
    assert "http://shop.example" in asked.headers["content-security-policy"]

    answer = httpx.post(challenge, data={"outcome": outcome})

    after = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    if outcome == "complete":
        assert answer.headers["location"] == f"http://shop.example/done?id={session.id}"
        assert after.payment_status == "paid"
        assert isinstance(after.payment_intent, stripe.PaymentIntent)
        assert isinstance(after.payment_intent.latest_charge, stripe.Charge)
        details = after.payment_intent.latest_charge.payment_method_details
        assert details is not None
        assert details.card is not None
        assert details.card.three_d_secure is not None
    else:
        assert answer.headers["location"] == f"/c/pay/{session.id}?failed=1"
        assert after.status == "open"
        assert "Ihre Bank hat die Zahlung nicht freigegeben" in httpx.get(f"{url}?failed=1").text
    assert httpx.get(challenge).status_code == 410
    assert httpx.post(challenge, data={"outcome": "complete"}).status_code == 410


def test_a_decline_after_the_banks_question_says_why(client: stripe.StripeClient) -> None:
    _session, url = opened(client)
    assert "The payment was not made" not in httpx.get(f"{url}?failed=1").text
    asked = httpx.post(url, data={**CARD, "number": "4000008260003178"}, follow_redirects=True)
    page = httpx.post(str(asked.url), data={"outcome": "complete"}, follow_redirects=True)
    assert "Your card has insufficient funds." in page.text
    assert "did not approve" not in page.text


@pytest.mark.parametrize(("outcome", "status"), [("complete", "succeeded"), ("fail", "failed")])
def test_an_intent_of_a_server_returns_to_its_address(client: stripe.StripeClient, outcome: str, status: str) -> None:
    intent = client.v1.payment_intents.create(
        {
            "amount": 100,
            "currency": "eur",
            "payment_method": "pm_card_authenticationRequired",
            "confirm": True,
            "return_url": "http://shop.example/back?x=1",
        }
    )
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    answer = httpx.post(str(intent.next_action.redirect_to_url.url), data={"outcome": outcome})
    location = answer.headers["location"]
    assert location.startswith(f"http://shop.example/back?x=1&payment_intent={intent.id}&")
    assert location.endswith(f"redirect_status={status}")


@pytest.mark.parametrize("path", ["/v1/payment_intents", "/v1/setup_intents"])
def test_an_intent_leads_nowhere_but_to_the_web(sandbox: SandboxServer, path: str) -> None:
    amount = {"amount": "100", "currency": "eur"} if "payment" in path else {}
    asked = {"payment_method": "pm_card_authenticationRequired", "confirm": "true", "return_url": "javascript:alert(1)"}
    answer = httpx.post(sandbox.base_url + path, auth=(API_KEY, ""), data=amount | asked)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "return_url")


def test_a_name_with_other_letters_may_be_led_to(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create({**session_params(), "success_url": "http://bücher.example/done"})
    assert "http://xn--bcher-kva.example" in httpx.get(str(session.url)).headers["content-security-policy"]
    assert httpx.post(str(session.url), data=CARD).status_code == 303


def test_an_intent_without_an_address_stays_on_the_page(client: stripe.StripeClient) -> None:
    intent = paid_intent(client, method="pm_card_authenticationRequired")
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    answer = httpx.post(
        str(intent.next_action.redirect_to_url.url), data={"outcome": "complete"}, follow_redirects=True
    )
    assert "nothing left to do" in answer.text


def test_other_currencies_are_written_as_readers_expect(client: stripe.StripeClient) -> None:
    def page(currency: str, amount: int, headers: dict[str, str]) -> str:
        session = client.v1.checkout.sessions.create(session_params(amount, currency))
        return httpx.get(str(session.url), headers=headers).text

    assert "CHF\N{NO-BREAK SPACE}12.50" in page("chf", 1_250, {})
    assert "12,50\N{NO-BREAK SPACE}CHF" in page("chf", 1_250, GERMAN)
    assert "JPY\N{NO-BREAK SPACE}1,250" in page("jpy", 1_250, {})


def test_an_onboarding_link_works_once_and_not_too_late(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    account = client.v1.accounts.create({"type": "express"})

    asked: AccountLinkCreateParams = {"account": account.id, "type": "account_onboarding"}
    plain = client.v1.account_links.create(asked).url
    asked |= {"return_url": "http://shop.example/r", "refresh_url": "http://shop.example/again"}
    used = client.v1.account_links.create(asked).url
    assert "Auszahlungen" in httpx.get(used, headers=GERMAN).text
    assert httpx.post(used).headers["location"] == "http://shop.example/r"
    assert httpx.get(used).headers["location"] == "http://shop.example/again"
    assert client.v1.accounts.retrieve(account.id).details_submitted is True
    sandbox.control.post("/clock", seconds=301)
    assert httpx.get(plain).status_code == 410
