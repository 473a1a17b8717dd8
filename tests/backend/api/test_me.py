"""What a token may make of itself, and how messages are read."""

from datetime import datetime, timedelta

import pytest
import time_machine

from backend.accounts.models import ApiToken
from backend.core import clock
from tests.backend.api.client import ApiClient, problem_of
from tests.backend.api.test_lists import message_to
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_token_made_by_a_token_lives_no_longer_than_it() -> None:
    client = ApiClient(UserFactory.create())
    own_end = ApiToken.objects.get().expires_at
    with time_machine.travel(clock.now() + timedelta(days=80)):
        long, short = (
            client.post("me/tokens/", {"name": "child", "scopes": ["read"], "days": days}).json() for days in (366, 1)
        )
    assert datetime.fromisoformat(long["expires_at"]) == own_end
    assert datetime.fromisoformat(short["expires_at"]) < own_end


def test_a_token_made_by_a_token_may_do_no_more() -> None:
    client = ApiClient(UserFactory.create(), scopes=("read",))
    response = client.post("me/tokens/", {"name": "child", "scopes": ["funds:manage"]})
    assert (response.status_code, problem_of(response)["code"]) == (403, "scope_missing")
    assert ApiToken.objects.count() == 1


def test_a_token_ends_itself_and_what_may_do_no_more() -> None:
    user = UserFactory.create()
    strong, reader = ApiClient(user, scopes=("read", "funds:manage")), ApiClient(user, scopes=("read",))
    own, stronger = ApiToken.objects.order_by("-pk")
    refused = reader.delete(f"me/tokens/{stronger.public_id}/")
    assert (refused.status_code, problem_of(refused)["code"]) == (403, "scope_missing")
    assert problem_of(refused)["scope"] == "funds:manage"
    child = reader.post("me/tokens/", {"name": "child", "scopes": ["read"]}).json()
    for client, ended in ((reader, child["id"]), (reader, own.public_id), (strong, stronger.public_id)):
        assert client.delete(f"me/tokens/{ended}/").status_code == 204
    assert not ApiToken.objects.filter(revoked_at=None).exists()


def test_messages_speak_the_language_of_the_request() -> None:
    user = UserFactory.create()
    message = message_to(user)
    message.template, message.context, message.language = "account/erased", {}, "de"
    message.save()
    subjects = [
        ApiClient(user, language=language).get("me/messages/").json()["results"][0]["subject"]
        for language in ("de", "en")
    ]
    assert subjects[0] != subjects[1]
