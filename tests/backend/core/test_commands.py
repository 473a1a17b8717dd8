from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from backend.accounts.models import ApiToken
from backend.accounts.services.api_tokens import token_find
from backend.core import clock
from backend.core.health import heartbeat
from backend.core.models import DueJob, Heartbeat, OutboxMessage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_outbox_shows_what_waits_and_what_is_dead(capsys: pytest.CaptureFixture[str]) -> None:
    past = clock.now() - timedelta(minutes=1)
    OutboxMessage.objects.create(topic="a.waits", queue="mail", payload={}, dedupe_key="1")
    dead = OutboxMessage.objects.create(
        topic="a.died",
        queue="money",
        payload={},
        dedupe_key="2",
        dead_at=past,
        attempts=12,
        error="ValueError: no\nmore",
    )
    OutboxMessage.objects.create(topic="a.done", queue="money", payload={}, dedupe_key="3", handled_at=past)
    DueJob.objects.create(name="mail.digest", due_at=past, alarm_at=past)
    call_command("outbox", "list")
    out = capsys.readouterr().out
    assert out.startswith("1 waiting, 1 dead\nLATE job mail.digest")
    assert "a.waits" in out
    assert "attempts 12 ValueError: no\n" in out
    assert "a.done" not in out
    call_command("outbox", "retry", str(dead.pk))
    call_command("outbox", "retry")
    assert capsys.readouterr().out.splitlines() == ["1 messages will be tried again", "0 messages will be tried again"]


def test_token_is_printed_once_and_works(capsys: pytest.CaptureFixture[str]) -> None:
    user = UserFactory.create(email="frieda@example.org")
    call_command("token", "create", "--user", "Frieda@example.org", "--scope", "read", "funds:manage", "--days", "3")
    clear = capsys.readouterr().out.strip()
    found = token_find(clear=clear)
    assert found is not None
    assert (found.user, found.scopes) == (user, ["funds:manage", "read"])
    assert clear not in str(ApiToken.objects.values().get())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--user", "nobody@example.org", "--scope", "read"], "nobody signs in as"),
        (["--user", "frieda@example.org", "--scope", "read", "--days", "400"], "1"),
    ],
)
def test_token_says_what_is_wrong(arguments: list[str], message: str) -> None:
    UserFactory.create(email="frieda@example.org")
    with pytest.raises(CommandError, match=message):
        call_command("token", "create", *arguments)
    assert not ApiToken.objects.exists()


def test_alive_asks_for_a_fresh_heartbeat() -> None:
    heartbeat("relay")
    call_command("alive", "relay")
    with pytest.raises(CommandError):
        call_command("alive", "worker")
    Heartbeat.objects.update(at=clock.now() - timedelta(seconds=31))
    with pytest.raises(CommandError):
        call_command("alive", "relay")
