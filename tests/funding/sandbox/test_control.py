"""The control door: who may use it, faults of calls, and what it refuses."""

import time
from pathlib import Path

import httpx
import pytest
import stripe

from tests.funding.sandbox.receiver import Receiver
from tests.funding.sandbox.scenes import session_params
from tests.funding.sandbox.server import SandboxServer, http_get, http_post, running_sandbox


def test_a_call_fails_before_it_acts(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    sandbox.control.post("/faults/calls", path="/v1/customers", how="error", status=503, when="before")
    with pytest.raises(stripe.APIError) as caught:
        client.v1.customers.create()
    assert caught.value.http_status == 503
    assert client.v1.customers.list().data == []
    client.v1.customers.create()


@pytest.mark.parametrize("how", ["drop", "timeout"])
@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
def test_a_connection_breaks(
    sandbox: SandboxServer, client: stripe.StripeClient, how: str, when: str, made: int
) -> None:
    sandbox.control.post("/faults/calls", path="/v1/customers", how=how, when=when, seconds=0.2)
    started = time.monotonic()
    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({}, {"idempotency_key": "k1"})
    assert (time.monotonic() - started >= 0.2) == (how == "timeout")
    assert len(client.v1.customers.list().data) == made
    client.v1.customers.create({}, {"idempotency_key": "k1"})
    assert len(client.v1.customers.list().data) == 1


def test_a_slow_call_answers_in_the_end(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    sandbox.control.post("/faults/calls", path="*", method="*", how="slow", seconds=0.3)
    started = time.monotonic()
    assert client.v1.balance.retrieve().object == "balance"
    assert time.monotonic() - started >= 0.3


def test_a_fault_waits_for_its_call_and_is_counted(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    sandbox.control.post("/faults/calls", path="/v1/payment_intents/*/confirm", method="POST", count=2)
    client.v1.customers.create()
    intent = client.v1.payment_intents.create({"amount": 100, "currency": "eur", "payment_method": "pm_card_visa"})
    for left in (1, 0):
        with pytest.raises(stripe.APIError):
            client.v1.payment_intents.confirm(intent.id)
        assert sandbox.control.get("/faults")["data"][0]["remaining"] == left
    assert client.v1.payment_intents.confirm(intent.id).status == "succeeded"


def test_a_broken_create_after_acting_still_tells_its_events(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver
) -> None:
    sandbox.control.post("/faults/calls", path="/v1/customers", how="drop", when="after")
    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create()
    receiver.wait_for("customer.created", about=client.v1.customers.list().data[0].id)


def test_a_session_is_paid_by_a_script(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    assert sandbox.pay(session.id, card="4000000000000002")["error"]["decline_code"] == "generic_decline"
    assert sandbox.pay(session.id, card="1234")["error"]["code"] == "incorrect_number"
    paid = sandbox.pay(session.id, card="4242424242424242", email="mira@example.org")
    assert (paid["error"], paid["session"]["payment_status"]) == (None, "paid")
    assert "_line_items" not in paid["session"]


REFUSED = [
    ("/faults/events", {"kind": "explode"}),
    ("/faults/events", {"kind": "drop", "count": 0}),
    ("/faults/events", {"kind": "delay", "seconds": -1}),
    ("/faults/events", {"kind": "duplicate", "copies": 21}),
    ("/faults/events", {"kind": "drop", "type": 7}),
    ("/faults/calls", {"how": "explode"}),
    ("/faults/events", {"kind": "delay", "seconds": 10**30}),
    ("/faults/calls", {"status": 200}),
    ("/faults/calls", {"status": 600}),
    ("/checkout/sessions/SESSION/pay", {"iban": "DE00"}),
    ("/checkout/sessions/SESSION/pay", {"challenge": "maybe"}),
    ("/balance", {}),
    ("/clock", {"seconds": -1}),
    ("/clock", {"seconds": 10**30}),
    ("/accounts/SESSION", {"state": "complete"}),
    ("/events/evt_none/redeliver", {}),
    ("/disputes/du_none/close", {"outcome": "won"}),
]


@pytest.mark.parametrize(("path", "body"), REFUSED)
def test_nonsense_is_refused(
    sandbox: SandboxServer, client: stripe.StripeClient, path: str, body: dict[str, object]
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    answer = http_post(f"{sandbox.base_url}/_control{path.replace('SESSION', session.id)}", json=body)
    assert answer.status_code in {400, 404}
    assert answer.json()["error"]["message"]
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"


def test_only_json_objects_are_read(sandbox: SandboxServer) -> None:
    """A form on a web page cannot send this content type without asking first."""
    url = f"{sandbox.base_url}/_control/reset"
    assert http_post(url, data={"a": "b"}).status_code == 415
    json_type = {"Content-Type": "application/json"}
    assert http_post(url, content=b"{", headers=json_type).status_code == 400
    assert http_post(url, content=b"[]", headers=json_type).status_code == 400


def test_a_paid_session_cannot_be_expired_by_a_script(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    sandbox.pay(session.id)
    with pytest.raises(httpx.HTTPStatusError):
        sandbox.control.post(f"/checkout/sessions/{session.id}/expire")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "192.0.2.1:80"},
        {"X-Forwarded-For": "192.0.2.1"},
        {"X-Forwarded-Host": "pay.example"},
        {"Forwarded": "for=x"},
        {"Via": "1.1 proxy"},
    ],
)
def test_without_a_token_only_this_machine_comes_in(sandbox: SandboxServer, headers: dict[str, str]) -> None:
    """A page that points its own name at this machine, and a proxy in front of it, are both somebody else."""
    url = f"{sandbox.base_url}/_control/faults"
    assert http_get(url, headers=headers).status_code == 403
    assert http_get(url).status_code == 200
    assert http_get(url.replace("127.0.0.1", "localhost")).status_code == 200


@pytest.mark.parametrize(
    ("public_url", "status"), [("https://pay.example", 403), ("http://192.0.2.1:12111", 403), ("http://localhost", 200)]
)
def test_beside_a_public_address_the_door_needs_a_token(tmp_path: Path, public_url: str, status: int) -> None:
    """A silent proxy on this machine would make the whole world local."""
    with running_sandbox(tmp_path, public_url=public_url) as sandbox:
        assert http_get(f"{sandbox.base_url}/_control/faults").status_code == status


def test_with_a_token_nobody_else_comes_in(tmp_path: Path) -> None:
    with running_sandbox(tmp_path, control_token="secret") as sandbox:
        url = f"{sandbox.base_url}/_control/faults"
        assert http_get(url).status_code == 401
        assert http_get(url, headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert http_get(url, headers={"Authorization": "Bearer secret"}).status_code == 200


def test_reset_forgets_everything(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    client.v1.customers.create({}, {"idempotency_key": "k1"})
    sandbox.control.post("/balance", amount=100)
    sandbox.control.post("/clock", seconds=86_400)
    sandbox.control.post("/reset")
    assert client.v1.customers.list().data == []
    assert client.v1.balance.retrieve().available[0].amount == 0
    assert abs(client.v1.customers.create({}, {"idempotency_key": "k1"}).created - time.time()) < 5
