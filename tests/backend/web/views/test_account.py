"""Signing in and up by a mailed code: one form for everybody."""

import time
from pathlib import Path
from typing import Any, cast

import pytest
from allauth.core import ratelimit
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from backend.accounts.models import User
from backend.notifications.models import Message
from tests.backend.web.visitors import signed_in, text_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ASK, CONFIRM = "/konto/login/code/", "/konto/login/code/confirm/"


def code() -> str:
    return str(Message.objects.latest("pk").secrets["code"])


def sign_in(client: Client, email: str, to: str = "/sprints/") -> None:
    answer = client.post(ASK, {"email": email, "next": to})
    assert answer.status_code == 302, answer.content.decode()
    answer = client.post(answer["Location"], {"code": code(), "next": to})
    assert answer.status_code == 302
    assert answer["Location"] == to


@pytest.mark.parametrize("address", ["/konto/login/", "/konto/signup/"])
def test_there_is_one_form_without_a_password(client: Client, address: str) -> None:
    page = text_of(client, address)
    assert 'name="email"' in page
    assert 'type="password"' not in page
    assert f'action="{ASK}"' in page


def test_an_unknown_address_gets_an_account_with_the_code(client: Client) -> None:
    with translation.override("en"):
        client.cookies["django_language"] = "en"
        sign_in(client, "Neu@Example.org")
    user = User.objects.get()
    assert (user.email, user.language) == ("neu@example.org", "en")
    assert client.get("/einstellungen/").status_code == 200


def test_a_known_address_signs_in_to_its_account(client: Client) -> None:
    user = UserFactory.create()
    sign_in(client, user.email)
    assert User.objects.get() == user
    sign_in(Client(), user.email.upper())
    assert User.objects.count() == 1


def test_a_hall_that_shares_one_address_gets_in() -> None:
    answers = [Client().post(ASK, {"email": f"gast{number}@example.org"}).status_code for number in range(60)]
    assert set(answers) == {302}


def request_of(address: str = "203.0.113.7") -> HttpRequest:
    return RequestFactory().post(ASK, REMOTE_ADDR=address)


def may_ask(number: int, address: str = "203.0.113.7") -> bool:
    return bool(ratelimit.consume(request_of(address), action="request_login_code", key=f"gast{number}@example.org"))


def test_300_behind_one_address_get_in_within_a_minute() -> None:
    assert all(may_ask(number) for number in range(300))


def test_without_our_limits_they_would_not(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    assert not all(may_ask(number) for number in range(300))


def test_one_address_has_an_end_and_others_go_on() -> None:
    assert [may_ask(number) for number in range(601)] == [True] * 600 + [False]
    assert may_ask(601, "203.0.113.8")


def test_one_account_gets_so_many_codes_an_hour_from_wherever(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, now = [], time.time()
    for minute in range(30):
        monkeypatch.setattr(time, "time", lambda minute=minute: now + 61 * minute)
        asked.append(may_ask(1, f"203.0.113.{minute}"))
    assert asked == [True] * 20 + [False] * 10
    monkeypatch.setattr(time, "time", lambda: now + 3_601)
    assert may_ask(1)


def test_what_the_limits_are_stands_where_operators_read(settings: Any) -> None:
    text = " ".join((Path(settings.BASE_DIR) / "docs" / "operation.md").read_text().split())
    limits = settings.ACCOUNT_RATE_LIMITS
    assert limits["request_login_code"] == "600/m/ip,2000/h/ip,3/m/key,20/h/key"
    assert (limits["try_login_code"], limits["try_login_code_from_anywhere"]) == ("30/h/key", "100/h/key")
    tries, minutes = settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    for words in (
        "600 a minute, 2,000 an hour | `SIGN_INS_A_MINUTE`, `SIGN_INS_AN_HOUR`",
        "3 a minute, 20 an hour",
        f"{tries}, within {minutes} minutes",
        "one address for one account | 30 an hour",
        "from wherever | 100 an hour",
    ):
        assert words in text


def test_nobody_floods_the_mailbox_of_somebody_else() -> None:
    answers = [Client().post(ASK, {"email": "clara@example.org"}).status_code for _time in range(4)]
    assert answers[:3] == [302] * 3
    assert answers[3] != 302
    assert Message.objects.count() == 3


def test_known_and_unknown_addresses_get_the_same_answer(client: Client) -> None:
    UserFactory.create(email="da@example.org")
    answers = [Client().post(ASK, {"email": email}) for email in ("da@example.org", "nicht@example.org")]
    assert {answer.status_code for answer in answers} == {302}
    assert {answer["Location"] for answer in answers} == {CONFIRM}


def test_a_wrong_code_lets_nobody_in_and_says_so_in_german(client: Client) -> None:
    client.post(ASK, {"email": "neu@example.org"})
    answer = client.post(CONFIRM, {"code": "AAA-AAA"})
    assert answer.status_code == 200
    assert 'id="id_code_error"' in answer.content.decode()
    assert client.get("/einstellungen/").status_code == 302


def test_guessing_ends_after_five_tries(client: Client) -> None:
    client.post(ASK, {"email": "neu@example.org"})
    right = code()
    for _ in range(5):
        client.post(CONFIRM, {"code": "AAA-AAA"})
    client.post(CONFIRM, {"code": right})
    assert client.get("/einstellungen/").status_code == 302


def guess(client: Client, session: str, address: str = "203.0.113.7") -> HttpResponse:
    """A try with the session as it was before all others, as if they were sent at the same moment."""
    Session.objects.filter(session_key=client.session.session_key).update(session_data=session)
    answer: Any = client.post(CONFIRM, {"code": "AAA-AAA"}, REMOTE_ADDR=address)
    return cast("HttpResponse", answer)


@pytest.mark.parametrize(("addresses", "most"), [(1, 30), (20, 100)])
def test_who_outruns_the_count_of_the_session_is_stopped_all_the_same(
    client: Client, addresses: int, most: int
) -> None:
    client.post(ASK, {"email": "neu@example.org"})
    right, session = code(), Session.objects.get(session_key=client.session.session_key).session_data
    for number in range(most):
        answer = guess(client, session, f"203.0.113.{number % addresses}")
        assert "Zu viele Versuche" not in answer.content.decode(), number
    assert "Zu viele Versuche" in guess(client, session, "203.0.113.0").content.decode()
    client.post(CONFIRM, {"code": right}, REMOTE_ADDR="203.0.113.0")
    assert client.get("/einstellungen/").status_code == 302, "not even with the right one"


def test_guessing_at_one_account_keeps_nobody_else_out(client: Client) -> None:
    client.post(ASK, {"email": "neu@example.org"})
    session = Session.objects.get(session_key=client.session.session_key).session_data
    for _ in range(31):
        guess(client, session)
    neighbour = Client(REMOTE_ADDR="203.0.113.7")
    sign_in(neighbour, "nachbar@example.org")
    elsewhere = Client(REMOTE_ADDR="203.0.113.8")
    sign_in(elsewhere, "neu@example.org")


def test_who_was_erased_does_not_come_back_by_a_code(client: Client) -> None:
    user = UserFactory.create(is_active=False)
    client.post(ASK, {"email": user.email})
    assert not Message.objects.filter(secrets__code__gt="").exists()


@pytest.mark.parametrize("email", ["", "keine-adresse", "a@b", "x" * 300 + "@example.org", "a\nb@example.org"])
def test_what_is_no_address_is_refused_beside_the_field(client: Client, email: str) -> None:
    page = client.post(ASK, {"email": email}).content.decode()
    assert 'id="id_email_error"' in page
    assert not User.objects.exists()


def test_nobody_is_led_outside_after_signing_in(client: Client) -> None:
    client.post(ASK, {"email": "neu@example.org", "next": "https://evil.example/"})
    answer = client.post(CONFIRM, {"code": code(), "next": "https://evil.example/"})
    assert "evil" not in answer["Location"]


def test_choosing_a_language_is_kept_in_the_account() -> None:
    user = UserFactory.create(language="de")
    browser = signed_in(user)
    assert browser.post("/sprache/", {"language": "en", "next": "/impressum/"})["Location"] == "/impressum/"
    user.refresh_from_db()
    assert user.language == "en"
    assert '<html lang="en">' in text_of(browser, "/impressum/")
    browser.post("/sprache/", {"language": "xx", "next": "/"})
    user.refresh_from_db()
    assert user.language == "en"


@pytest.mark.parametrize("address", ["/konto/2fa/webauthn/", "/konto/2fa/", "/konto/logout/", "/konto/email/"])
def test_the_pages_of_the_account_wear_our_frame(address: str) -> None:
    page = text_of(signed_in(), address)
    assert "gw-header" in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/konto/inactive/", "Dieses Konto ist geschlossen"),
        ("/konto/3rdparty/login/cancelled/", "Sie haben die Anmeldung abgebrochen"),
    ],
)
def test_what_a_sign_in_ends_with_is_said_in_our_words(client: Client, address: str, says: str) -> None:
    page = text_of(client, address)
    assert says in page
    assert "gw-header" in page


def test_who_has_a_password_confirms_with_it_on_a_page_of_ours() -> None:
    person = UserFactory.create(password=make_password("ein-langes-passwort"))
    page = text_of(signed_in(person), "/konto/reauthenticate/")
    assert "Bitte bestätigen Sie, dass Sie es sind" in page
    assert 'type="password"' in page


def test_an_address_that_was_never_confirmed_is_confirmed_by_a_code(client: Client) -> None:
    user = UserFactory.create(password=make_password("ein-langes-passwort"))
    answer = client.post("/konto/login/", {"login": user.email, "password": "ein-langes-passwort"})
    page = text_of(client, answer["Location"])
    assert user.email in page
    assert 'name="code"' in page


CHANGE = "/konto/email/"


def test_a_new_address_takes_the_place_of_the_old_one_once_its_code_came_back() -> None:
    user = UserFactory.create(email="alt@example.org")
    client = signed_in(user)
    assert "alt@example.org" in text_of(client, CHANGE)
    answer = client.post(CHANGE, {"email": "neu@example.org", "action_add": "1"})
    user.refresh_from_db()
    assert user.email == "alt@example.org"
    assert Message.objects.latest("pk").address == "neu@example.org"
    client.post(answer["Location"], {"code": code()})
    user.refresh_from_db()
    assert user.email == "neu@example.org"
    told = Message.objects.latest("pk")
    assert told.address == "alt@example.org"
    assert "Ihr Konto hat eine neue E-Mail-Adresse" in told.context["subject"]
    assert "neu@example.org" in told.secrets["body"]
    sign_in(Client(), "neu@example.org")
    assert User.objects.count() == 1


def test_an_address_that_is_none_is_refused_and_somebody_elses_is_not_given_away() -> None:
    UserFactory.create(email="andere@example.org")
    user = UserFactory.create(email="alt@example.org")
    client = signed_in(user)
    answer = client.post(CHANGE, {"email": "keine Adresse", "action_add": "1"})
    assert answer.status_code == 200
    assert "gültige E-Mail-Adresse" in answer.content.decode()
    fresh, taken = (
        client.post(CHANGE, {"email": f"{name}@example.org", "action_add": "1"}) for name in ("neu", "andere")
    )
    assert (fresh.status_code, fresh["Location"]) == (taken.status_code, taken["Location"])
    user.refresh_from_db()
    assert user.email == "alt@example.org"
