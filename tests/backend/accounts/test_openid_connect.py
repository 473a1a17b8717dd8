"""Sign-in through an identity provider of one's own."""

import base64
import hashlib
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.contrib.auth.hashers import make_password
from django.test import Client
from oidc_provider_mock import User as MockUser  # type: ignore[import-untyped]  # ships no types
from oidc_provider_mock import run_server_in_thread
from pydantic import SecretStr

from backend.accounts.models import User
from backend.settings.env import Env
from backend.settings.integrations import openid_apps
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
BEGIN, BACK = "/konto/oidc/oidc/login/", "/konto/oidc/oidc/login/callback/"


class IdentityProvider:
    """Knows one person, and what it was asked for."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {"sub": "p-1", "email": "paula@example.org", "email_verified": True}
        self.verifier = ""
        self.status = 200
        self.token: dict[str, Any] = {"access_token": "at", "token_type": "Bearer"}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.give(provider.person if self.path == "/userinfo" else provider.configuration)

            def do_POST(self) -> None:
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                provider.verifier = sent.get("code_verifier", [""])[0]
                self.give(provider.token)

            def give(self, content: dict[str, Any]) -> None:
                self.send_response(provider.status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(content).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        parts = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        self.configuration = {name: f"{self.url}/{path}" for name, path in parts.items()}


@pytest.fixture
def provider(settings: LazySettings) -> Iterator[IdentityProvider]:
    provider = IdentityProvider()
    thread = Thread(target=provider.server.serve_forever)
    thread.start()
    given = Env(oidc_server_url=provider.url, oidc_client_id="gemeinwerk", oidc_client_secret=SecretStr("s"))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": openid_apps(given)}}
    yield provider
    provider.server.shutdown()
    thread.join()
    provider.server.server_close()


def sign_in(client: Client) -> tuple[dict[str, str], str]:
    """Return what the provider was asked on its page, and where its answer leads."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(client.post(BEGIN)["Location"]).query).items()}
    answer = client.get(BACK, {"code": "c-1", "state": asked["state"]})
    return asked, answer["Location"]


def test_somebody_new_gets_an_account(provider: IdentityProvider, client: Client) -> None:
    asked, leads_to = sign_in(client)
    person = User.objects.get(email="paula@example.org")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert leads_to == "/fuer-mich/"
    assert asked["redirect_uri"].endswith(BACK)


def test_a_code_that_was_caught_is_worth_nothing(provider: IdentityProvider, client: Client) -> None:
    asked, _leads_to = sign_in(client)
    digest = base64.urlsafe_b64encode(hashlib.sha256(provider.verifier.encode()).digest()).rstrip(b"=").decode()
    assert (asked["code_challenge_method"], asked["code_challenge"]) == ("S256", digest)


def test_somebody_known_is_the_same_person_the_next_time(provider: IdentityProvider, client: Client) -> None:
    sign_in(client)
    again = Client()
    sign_in(again)
    assert again.session["_auth_user_id"] == client.session["_auth_user_id"]
    assert User.objects.count() == 1


@pytest.mark.parametrize("is_known", [True, False])
def test_an_address_that_the_provider_has_checked_opens_its_account(
    provider: IdentityProvider, client: Client, *, is_known: bool
) -> None:
    person = UserFactory.create(email="paula@example.org", password=make_password("eines-fremden"))
    if is_known:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    _asked, leads_to = sign_in(client)
    assert (client.session["_auth_user_id"], leads_to) == (str(person.pk), "/fuer-mich/")
    assert User.objects.get() == person
    person.refresh_from_db()
    assert person.has_usable_password() is is_known, "a password from before the address was confirmed is a stranger's"
    provider.person["email"] = "neu@example.org"
    again = Client()
    sign_in(again)
    assert again.session["_auth_user_id"] == str(person.pk), "from now on the provider's name for the person counts"


@pytest.mark.parametrize("said", [False, "false", None, "", 0, "no"])
def test_an_address_alone_opens_nobody_elses_account(provider: IdentityProvider, client: Client, said: object) -> None:
    provider.person["email_verified"] = said
    person = UserFactory.create(email="paula@example.org")
    _asked, leads_to = sign_in(client)
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()
    assert User.objects.get() == person
    assert_ours(client, client.get(leads_to), 200)


def test_an_address_that_somebody_has_noted_opens_nothing(provider: IdentityProvider, client: Client) -> None:
    other = UserFactory.create(email="other@example.org")
    EmailAddress.objects.create(user=other, email="paula@example.org", verified=False, primary=False)
    sign_in(client)
    assert client.session.get("_auth_user_id") != str(other.pk)


def assert_ours(client: Client, answer: Any, status: int) -> None:
    """One of our pages, in German and in English."""
    page = answer.content.decode()
    assert answer.status_code == status, page
    assert "gw-header" in page
    assert '<html lang="de">' in page


# Of the provider's own libraries.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("checked", [True, False])
def test_a_real_provider_opens_the_account_of_an_address_that_it_has_checked(
    settings: LazySettings, client: Client, *, checked: bool
) -> None:
    person = UserFactory.create(email="paula@example.org")
    claims: dict[str, object] = {"email": person.email, "email_verified": checked}
    with run_server_in_thread(user_claims=[MockUser(sub="p-1", claims=claims)]) as server:
        given = Env(
            oidc_server_url=f"http://localhost:{server.server_port}",
            oidc_client_id="gemeinwerk",
            oidc_client_secret=SecretStr("s"),
        )
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": openid_apps(given)}}
        asked = client.post(BEGIN)["Location"]
        back = requests.post(asked, data={"sub": "p-1"}, allow_redirects=False, timeout=10).headers["Location"]
        client.get(back)
    assert client.session.get("_auth_user_id") == (str(person.pk) if checked else None)


def test_who_gives_up_on_the_way_reads_so(provider: IdentityProvider, client: Client) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(client.post(BEGIN)["Location"]).query).items()}
    answer = client.get(BACK, {"error": "access_denied", "state": asked["state"]}, follow=True)
    assert_ours(client, answer, 200)
    assert "abgebrochen" in answer.content.decode()


def test_an_answer_that_is_none_is_a_page_of_ours(provider: IdentityProvider, client: Client) -> None:
    answer = client.get(BACK, {"code": "c-1", "state": "made-up"})
    assert_ours(client, answer, 401)
    assert "hat nicht geklappt" in answer.content.decode()


@pytest.mark.parametrize("way", ["login", "callback"])
def test_a_provider_that_does_not_answer_is_named_as_such(provider: IdentityProvider, client: Client, way: str) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(client.post(BEGIN)["Location"]).query).items()}
    provider.server.shutdown()
    provider.server.server_close()
    answer = client.post(BEGIN) if way == "login" else client.get(BACK, {"code": "c-1", "state": asked["state"]})
    assert_ours(client, answer, 503)
    assert "antwortet gerade nicht" in answer.content.decode()


@pytest.mark.parametrize("status", [404, 500])
def test_a_provider_that_answers_with_an_error_does_not_answer(
    provider: IdentityProvider, client: Client, status: int
) -> None:
    provider.status = status
    assert_ours(client, client.post(BEGIN), 503)


def test_a_code_that_the_provider_refuses_is_no_silence(provider: IdentityProvider, client: Client) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(client.post(BEGIN)["Location"]).query).items()}
    provider.token = {"error": "invalid_grant"}
    assert_ours(client, client.get(BACK, {"code": "c-1", "state": asked["state"]}), 401)


@pytest.mark.parametrize("email", [None, "no-address"])
def test_without_an_address_we_ask_for_one(provider: IdentityProvider, client: Client, email: str | None) -> None:
    provider.person["email"] = email
    _asked, leads_to = sign_in(client)
    page = client.get(leads_to)
    assert_ours(client, page, 200)
    assert 'name="email"' in page.content.decode()
    client.post(leads_to, {"email": "paula@example.org"})
    assert "_auth_user_id" not in client.session, "an address that was typed is confirmed by a code"


def test_an_answer_that_nobody_asked_for_signs_nobody_in(provider: IdentityProvider, client: Client) -> None:
    client.get(BACK, {"code": "c-1", "state": "made-up"})
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()
