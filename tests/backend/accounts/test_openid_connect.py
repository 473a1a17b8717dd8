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
from django.conf import LazySettings
from django.test import Client
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
        self.person = {"sub": "p-1", "email": "paula@example.org", "email_verified": True, "name": "Paula"}
        self.verifier = ""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.give(provider.person if self.path == "/userinfo" else provider.configuration)

            def do_POST(self) -> None:
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                provider.verifier = sent.get("code_verifier", [""])[0]
                self.give({"access_token": "at", "token_type": "Bearer"})

            def give(self, content: dict[str, Any]) -> None:
                self.send_response(200)
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


def test_an_address_alone_opens_nobody_elses_account(provider: IdentityProvider, client: Client) -> None:
    UserFactory.create(email="paula@example.org")
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_an_answer_that_nobody_asked_for_signs_nobody_in(provider: IdentityProvider, client: Client) -> None:
    client.get(BACK, {"code": "c-1", "state": "made-up"})
    assert "_auth_user_id" not in client.session
    assert not User.objects.exists()
