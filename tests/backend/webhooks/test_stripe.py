"""The door: verify over the raw bytes, store, 200; nothing else."""

import hashlib
import hmac
import json
import time

import pytest
from django.conf import LazySettings
from django.test import Client

from backend.core.models import OutboxMessage
from funding.models import GatewayEvent

SECRET = "whsec_door"
PATH = "/webhooks/stripe/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _secret(settings: LazySettings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = SECRET


def body(event_id: str = "evt_1", kind: str = "checkout.session.completed") -> bytes:
    content = {"object": "checkout.session", "id": "cs_1", "client_reference_id": "pay_1"}
    return json.dumps({"id": event_id, "object": "event", "type": kind, "data": {"object": content}}).encode()


def post(client: Client, payload: bytes, *, secret: str = SECRET, signed: bytes | None = None) -> int:
    moment = int(time.time())
    signature = hmac.new(secret.encode(), f"{moment}.".encode() + (signed or payload), hashlib.sha256).hexdigest()
    headers = {"Stripe-Signature": f"t={moment},v1={signature}"}
    return client.post(PATH, payload, content_type="application/json", headers=headers).status_code


def test_an_event_is_stored_and_told(client: Client) -> None:
    assert post(client, body()) == 200
    event = GatewayEvent.objects.get()
    assert (event.event_id, event.payload["reference"], event.applied_at) == ("evt_1", "pay_1", None)
    assert OutboxMessage.objects.get().queue == "money"


def test_doubles_are_welcome_and_change_nothing(client: Client) -> None:
    assert [post(client, body()) for _ in range(3)] == [200, 200, 200]
    assert (GatewayEvent.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_a_wrong_signature_leaves_no_trace(client: Client) -> None:
    assert post(client, body(), secret="whsec_other") == 400
    assert post(client, body(), signed=body("evt_2")) == 400
    assert client.post(PATH, body(), content_type="application/json").status_code == 400
    assert not GatewayEvent.objects.exists()


@pytest.mark.parametrize("signature", ["", "t=1", "v1=a", "t=x,v1=a", "t=1,v1=\xe9", "t=99999999999,v1=\xe9", "t"])
@pytest.mark.parametrize("payload", [b"{}", b"\xff"])
def test_no_nonsense_makes_the_door_fail(client: Client, signature: str, payload: bytes) -> None:
    headers = {"Stripe-Signature": signature}
    answer = client.post(PATH, payload, content_type="application/json", headers=headers)
    assert answer.status_code == 400


def test_it_takes_posts_alone_and_needs_no_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get(PATH).status_code == 405
    assert post(client, body()) == 200


def test_what_we_do_not_follow_is_kept_without_work(client: Client) -> None:
    assert post(client, body(kind="invoice.paid")) == 200
    assert not OutboxMessage.objects.exists()
