"""Idempotency keys behave as at Stripe."""

import threading
import time

import httpx
import pytest
import stripe

from tests.funding.sandbox.scenes import paid_intent
from tests.funding.sandbox.server import API_KEY, SandboxServer, http_get, http_post


def post(sandbox: SandboxServer, path: str, key: str, *, account: str = "", **data: str) -> httpx.Response:
    headers = {"Idempotency-Key": key} | ({"Stripe-Account": account} if account else {})
    return http_post(f"{sandbox.base_url}{path}", auth=(API_KEY, ""), data=data, headers=headers)


def test_the_same_key_gives_the_same_answer_and_acts_once(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    first = post(sandbox, "/v1/customers", "k1", name="Mira")
    second = post(sandbox, "/v1/customers", "k1", name="Mira")
    assert second.json() == first.json()
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert second.headers["original-request"] == first.headers["request-id"]
    assert first.headers["idempotency-key"] == "k1"
    assert len(client.v1.customers.list().data) == 1


def test_another_key_acts_again(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    post(sandbox, "/v1/customers", "k1", name="Mira")
    post(sandbox, "/v1/customers", "k2", name="Mira")
    assert len(client.v1.customers.list().data) == 2


def test_the_same_key_for_something_else_is_an_error(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    client.v1.customers.create({"name": "Mira"}, {"idempotency_key": "k1"})
    with pytest.raises(stripe.IdempotencyError) as caught:
        client.v1.customers.create({"name": "Noah"}, {"idempotency_key": "k1"})
    assert caught.value.http_status == 400
    answer = post(sandbox, "/v1/payment_intents", "k1", amount="100", currency="eur")
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "idempotency_error")
    assert len(client.v1.customers.list().data) == 1


def test_each_account_has_keys_of_its_own(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    account = client.v1.accounts.create({"type": "express"}).id
    ours = post(sandbox, "/v1/customers", "k1", name="Mira")
    theirs = post(sandbox, "/v1/customers", "k1", account=account, name="Noah")
    assert (ours.json()["name"], theirs.json()["name"]) == ("Mira", "Noah")
    assert "idempotent-replayed" not in theirs.headers
    again = post(sandbox, "/v1/customers", "k1", account=account, name="Noah")
    assert (again.json(), again.headers["idempotent-replayed"]) == (theirs.json(), "true")


def test_errors_of_the_endpoint_are_kept(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    """Money that arrives later does not change the answer to an old key."""
    account = client.v1.accounts.create({"type": "express"})
    sandbox.control.post(f"/accounts/{account.id}", state="complete")
    order: stripe.params.TransferCreateParams = {"amount": 500, "currency": "eur", "destination": account.id}
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as caught:
            client.v1.transfers.create(order, {"idempotency_key": "k1"})
        assert caught.value.code == "balance_insufficient"
        sandbox.control.post("/balance", amount=500)
    assert caught.value.headers is not None
    assert caught.value.headers["Idempotent-Replayed"] == "true"
    assert client.v1.transfers.create(order, {"idempotency_key": "k2"}).amount == 500


def test_refusals_before_the_endpoint_began_are_not_kept(sandbox: SandboxServer) -> None:
    assert post(sandbox, "/v1/customers", "k1", color="red").status_code == 400
    assert post(sandbox, "/v1/customers", "k1", name="Mira").status_code == 200


def test_declines_are_kept(client: stripe.StripeClient) -> None:
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            client.v1.payment_intents.create(
                {"amount": 100, "currency": "eur", "payment_method": "pm_card_visa_chargeDeclined", "confirm": True},
                {"idempotency_key": "k1"},
            )
    assert len(client.v1.payment_intents.list().data) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_500_is_kept_too(sandbox: SandboxServer, client: stripe.StripeClient, when: str) -> None:
    sandbox.control.post("/faults/calls", path="/v1/customers", how="error", when=when)
    for _ in range(2):
        answer = post(sandbox, "/v1/customers", "k1", name="Mira")
        assert (answer.status_code, answer.json()["error"]["type"]) == (500, "api_error")
    assert answer.headers["idempotent-replayed"] == "true"
    assert len(client.v1.customers.list().data) == (1 if when == "after" else 0)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_fault_never_replaces_an_answer_that_was_given(sandbox: SandboxServer, when: str) -> None:
    """Stripe's memory answers before an endpoint can fail; only an error from in front of it is seen, once."""
    first = post(sandbox, "/v1/customers", "k1", name="Mira")
    sandbox.control.post("/faults/calls", path="/v1/customers", how="error", when=when)
    assert post(sandbox, "/v1/customers", "k1", name="Mira").json() == first.json()
    sandbox.control.post("/faults/calls", path="/v1/customers", how="error", when=when, stored=False)
    assert post(sandbox, "/v1/customers", "k1", name="Mira").status_code == 500
    assert post(sandbox, "/v1/customers", "k1", name="Mira").json() == first.json()


def test_two_at_once_with_one_key_are_one_and_a_conflict(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    sandbox.control.post("/faults/calls", path="/v1/customers", how="slow", seconds=1.0)
    answers: list[httpx.Response] = []
    slow = threading.Thread(target=lambda: answers.append(post(sandbox, "/v1/customers", "k1", name="Mira")))
    slow.start()
    while sandbox.control.get("/faults")["data"][0]["remaining"]:
        time.sleep(0.01)
    answer = post(sandbox, "/v1/customers", "k1", name="Mira")
    slow.join(timeout=5)
    assert [slow.status_code for slow in answers] == [200]
    assert answer.status_code == 409
    assert answer.json()["error"]["type"] == "idempotency_error"
    assert answer.json()["error"]["code"] == "idempotency_key_in_use"
    assert len(client.v1.customers.list().data) == 1


def test_keys_are_ignored_on_reads(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    headers = {"Idempotency-Key": "k1"}
    url = f"{sandbox.base_url}/v1/customers"
    assert http_get(url, auth=(API_KEY, ""), headers=headers).json()["data"] == []
    client.v1.customers.create({"name": "Mira"})
    answer = http_get(url, auth=(API_KEY, ""), headers=headers)
    assert len(answer.json()["data"]) == 1
    assert "idempotent-replayed" not in answer.headers


def test_keys_are_forgotten_after_a_day(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    post(sandbox, "/v1/customers", "k1", name="Mira")
    sandbox.control.post("/clock", seconds=24 * 3_600 + 1)
    assert post(sandbox, "/v1/customers", "k1", name="Noah").status_code == 200
    assert len(client.v1.customers.list().data) == 2


@pytest.mark.parametrize(("length", "status"), [(255, 200), (256, 400)])
def test_keys_have_a_longest_length(sandbox: SandboxServer, length: int, status: int) -> None:
    assert post(sandbox, "/v1/customers", "k" * length).status_code == status


def test_events_name_the_request_and_its_key(client: stripe.StripeClient) -> None:
    client.v1.customers.create({"name": "Mira"}, {"idempotency_key": "k1"})
    request = client.v1.events.list().data[0].request
    assert request is not None
    assert request.idempotency_key == "k1"
    assert str(request.id).startswith("req_")


def test_the_library_survives_a_lost_answer_by_its_own_key(sandbox: SandboxServer) -> None:
    """The call acts, its answer is lost; the library's retry finds the kept answer instead of paying twice."""
    client = sandbox.client(retries=2)
    sandbox.control.post(
        "/faults/calls", path="/v1/payment_intents", how="error", when="after", status=502, stored=False
    )
    assert paid_intent(client).status == "succeeded"
    assert len(client.v1.payment_intents.list().data) == 1
