"""Events reach their receiver: signed, repeated, across restarts, and as badly as the control door wants."""

import json
import time
from pathlib import Path

import pytest
import stripe

from funding.sandbox.webhooks import signature_header
from tests.funding.sandbox.receiver import Receiver, running_receiver
from tests.funding.sandbox.scenes import paid_intent
from tests.funding.sandbox.server import SandboxServer, free_port, http_get, running_sandbox

CREATED = "customer.created"


def customers(client: stripe.StripeClient, count: int) -> list[str]:
    return [client.v1.customers.create({"name": str(number)}).id for number in range(count)]


def arrived(receiver: Receiver) -> list[str]:
    return [event.data.object["id"] for event in receiver.of(CREATED)]


def settle(sandbox: SandboxServer, seconds: float = 8.0) -> None:
    """Until nothing is on its way any more."""
    end = time.monotonic() + seconds
    while sandbox.control.get("/deliveries", state="pending")["data"] and time.monotonic() < end:
        time.sleep(0.02)


def test_signatures_are_those_of_stripe() -> None:
    at = int(time.time())
    payload = json.dumps({"id": "evt_1", "object": "event", "type": "x", "data": {"object": {}}})
    header = signature_header(payload, secret="whsec_x", at=at)
    assert stripe.Webhook.construct_event(payload, header, "whsec_x").id == "evt_1"
    for wrong in (
        signature_header(payload, secret="whsec_y", at=at),
        signature_header(payload, secret="whsec_x", at=at - 301),
    ):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(payload, wrong, "whsec_x")


def test_events_are_kept_and_marked_when_they_arrived(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver
) -> None:
    (customer,) = customers(client, 1)
    event = receiver.wait_for(CREATED, about=customer)
    settle(sandbox)
    kept = client.v1.events.retrieve(event.id)
    assert (kept.type, kept.pending_webhooks, kept.livemode) == (CREATED, 0, False)
    assert kept.data.object["id"] == customer


def test_a_refused_event_comes_again(sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver) -> None:
    receiver.statuses += [500, 400]
    (customer,) = customers(client, 1)
    receiver.wait_for(CREATED, about=customer)
    settle(sandbox)
    row = sandbox.control.get("/deliveries", type=CREATED)["data"][0]
    assert (row["state"], row["attempts"], row["status"]) == ("delivered", 3, 200)


def test_a_killed_sandbox_delivers_after_its_restart(tmp_path: Path) -> None:
    """Nobody listens, the process dies by SIGKILL; afterwards all that happened is there and is told."""
    port = free_port()
    with running_sandbox(tmp_path, webhook_url=f"http://127.0.0.1:{port}/hook", retry_base_seconds=0.1) as sandbox:
        client = sandbox.client()
        intent = paid_intent(client)
        sandbox.kill()
        with pytest.raises(stripe.APIConnectionError):
            client.v1.payment_intents.retrieve(intent.id)
        with running_receiver(port=port) as receiver:
            sandbox.start()
            receiver.wait_for("payment_intent.succeeded", about=intent.id)
            receiver.wait_for("charge.succeeded", about=str(intent.latest_charge))
        assert sandbox.client().v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_drop(sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver) -> None:
    sandbox.control.post("/faults/events", kind="drop", type=CREATED, count=1)
    lost, found = customers(client, 2)
    receiver.wait_for(CREATED, about=found)
    settle(sandbox)
    assert arrived(receiver) == [found]
    event = sandbox.control.get("/deliveries", state="dropped")["data"][0]["event"]
    sandbox.control.post(f"/events/{event}/redeliver")
    receiver.wait_for(CREATED, about=lost)


def test_duplicate(sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver) -> None:
    sandbox.control.post("/faults/events", kind="duplicate", copies=3, count=1)
    twice, once = customers(client, 2)
    receiver.wait_for(CREATED, about=once)
    receiver.wait_for(CREATED, about=twice, times=3)
    settle(sandbox)
    assert sorted(arrived(receiver)) == sorted([twice] * 3 + [once])
    assert len({event.id for event in receiver.of(CREATED, about=twice)}) == 1


def test_delay(sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver) -> None:
    sandbox.control.post("/faults/events", kind="delay", seconds=0.6, count=1)
    late, early = customers(client, 2)
    receiver.wait_for(CREATED, about=early)
    assert arrived(receiver) == [early]
    receiver.wait_for(CREATED, about=late)


def test_reorder(sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver) -> None:
    sandbox.control.post("/faults/events", kind="reorder", count=3, type="customer.*")
    first = customers(client, 2)
    time.sleep(0.4)
    assert arrived(receiver) == []
    made = [*first, *customers(client, 1)]
    receiver.wait_for(CREATED, times=3)
    assert arrived(receiver) == made[::-1]


def test_held_events_go_out_when_the_fault_is_cleared(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver
) -> None:
    sandbox.control.post("/faults/events", kind="reorder", count=5)
    made = customers(client, 2)
    assert sandbox.control.delete("/faults") == {"cleared": True, "released": 2}
    receiver.wait_for(CREATED, times=2)
    assert arrived(receiver) == made[::-1]


def test_a_fault_without_a_count_lasts(sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver) -> None:
    sandbox.control.post("/faults/events", kind="drop")
    customers(client, 3)
    sandbox.control.delete("/faults")
    (last,) = customers(client, 1)
    receiver.wait_for(CREATED, about=last)
    settle(sandbox)
    assert arrived(receiver) == [last]


def test_without_faults_all_arrive_once(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver
) -> None:
    """The negative control of all of the above."""
    made = customers(client, 5)
    receiver.wait_for(CREATED, times=5)
    settle(sandbox)
    assert sorted(arrived(receiver)) == sorted(made)
    assert receiver.rejected == []


def test_without_an_address_events_are_only_recorded(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as sandbox:
        client = sandbox.client()
        customers(client, 1)
        event = client.v1.events.list().data[0]
        assert (event.type, event.pending_webhooks) == (CREATED, 0)
        assert sandbox.control.get("/deliveries")["data"] == []


def test_another_secret_is_not_accepted(tmp_path: Path) -> None:
    with (
        running_receiver(secret="whsec_theirs") as receiver,
        running_sandbox(tmp_path, webhook_url=receiver.url, webhook_secret="whsec_ours") as sandbox,
    ):
        customers(sandbox.client(), 1)
        end = time.monotonic() + 5
        while not receiver.rejected and time.monotonic() < end:
            time.sleep(0.02)
        assert receiver.rejected
        assert receiver.events == []


def test_a_broken_address_is_an_error_that_can_be_seen(tmp_path: Path) -> None:
    with running_sandbox(tmp_path, webhook_url="http://127.0.0.1:none/") as sandbox:
        customers(sandbox.client(), 1)
        end = time.monotonic() + 5
        while not (row := sandbox.control.get("/deliveries")["data"][0])["attempts"] and time.monotonic() < end:
            time.sleep(0.02)
        assert "InvalidURL" in row["error"]
        assert http_get(f"{sandbox.base_url}/healthz").status_code == 200
