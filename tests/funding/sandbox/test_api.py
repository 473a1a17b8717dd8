"""The door itself: keys, unknown things, lists, expansion, limits."""

from collections.abc import Callable

import httpx
import pytest
import stripe

from funding.sandbox.configuration import API_VERSION
from tests.funding.sandbox.scenes import paid_intent, session_params
from tests.funding.sandbox.server import API_KEY, SandboxServer

Refusal = Callable[[stripe.StripeClient], object]


def test_the_version_is_the_one_that_the_library_pins(sandbox: SandboxServer) -> None:
    assert stripe.api_version == API_VERSION
    assert httpx.get(f"{sandbox.base_url}/v1/balance", auth=(API_KEY, "")).headers["stripe-version"] == API_VERSION


@pytest.mark.parametrize(
    "header", ["", "Bearer sk_test_other", "Bearer sk_live_real", "Basic !!!", "Basic c2tfdGVzdF9vdGhlcjo=", "Digest x"]
)
def test_without_the_right_key_nothing_is_answered(sandbox: SandboxServer, header: str) -> None:
    answer = httpx.get(f"{sandbox.base_url}/v1/balance", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert "sk_live_real" not in answer.text


def test_the_library_sees_an_authentication_error(sandbox: SandboxServer) -> None:
    with pytest.raises(stripe.AuthenticationError):
        sandbox.client(api_key="sk_test_wrong").v1.balance.retrieve()


def test_unknown_addresses_are_404_in_the_shape_of_stripe(sandbox: SandboxServer) -> None:
    for path in ("/v1/nonsense", "/v2/core/accounts"):
        answer = httpx.post(f"{sandbox.base_url}{path}", auth=(API_KEY, ""))
        assert (answer.status_code, answer.json()["error"]["type"]) == (404, "invalid_request_error")


@pytest.mark.parametrize("path", ["/v1/customers", "/c/pay/cs_test_x", "/c/challenge/pi_x", "/_control/reset"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_huge_body_is_refused_at_every_door(sandbox: SandboxServer, path: str, *, chunked: bool) -> None:
    """Whether its length was told before or not; the largest that is allowed is read."""

    def status(size: int) -> int:
        body = b"a" * size
        kind = "application/json" if "_control" in path else "application/x-www-form-urlencoded"
        answer = httpx.post(
            sandbox.base_url + path,
            content=iter([body]) if chunked else body,
            headers={"Authorization": f"Bearer {API_KEY}", "Content-Type": kind},
        )
        return answer.status_code

    assert status(1_000_001) == 413
    assert status(1_000_000) != 413


REFUSALS: dict[str, tuple[Refusal, str | None, str | None]] = {
    "too small": (
        lambda c: c.v1.payment_intents.create({"amount": 49, "currency": "eur"}),
        "amount_too_small", "amount",
    ),
    "zero": (
        lambda c: c.v1.payment_intents.create({"amount": 0, "currency": "eur"}),
        "parameter_invalid_integer", "amount",
    ),
    "too large": (
        lambda c: c.v1.payment_intents.create({"amount": 100_000_000, "currency": "eur"}),
        "amount_too_large", "amount",
    ),
    "currency": (
        lambda c: c.v1.payment_intents.create({"amount": 100, "currency": "xyz"}),
        None, "currency",
    ),
    "no such intent": (lambda c: c.v1.payment_intents.retrieve("pi_none"), "resource_missing", "id"),
    "no such customer": (
        lambda c: c.v1.payment_intents.create({"amount": 100, "currency": "eur", "customer": "cus_none"}),
        "resource_missing", "customer",
    ),
    "metadata keys": (
        lambda c: c.v1.customers.create({"metadata": {f"k{n}": "v" for n in range(51)}}),
        None, "metadata",
    ),
    "metadata key length": (lambda c: c.v1.customers.create({"metadata": {"k" * 41: "v"}}), None, "metadata"),
    "metadata value length": (lambda c: c.v1.customers.create({"metadata": {"k": "v" * 501}}), None, "metadata"),
    "limit": (lambda c: c.v1.refunds.list({"limit": 101}), "parameter_invalid_integer", "limit"),
    "limit zero": (lambda c: c.v1.refunds.list({"limit": 0}), "parameter_invalid_integer", "limit"),
    "cursor": (lambda c: c.v1.refunds.list({"starting_after": "re_none"}), "resource_missing", "starting_after"),
    "expand": (lambda c: c.v1.customers.create({"expand": ["love"]}), None, "expand"),
    "expand of no id": (lambda c: c.v1.customers.create({"name": "x", "expand": ["name"]}), None, "expand"),
    "expand too deep": (lambda c: c.v1.customers.create({"expand": ["a.b.c.d.e"]}), None, "expand"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals(client: stripe.StripeClient, name: str) -> None:
    act, code, param = REFUSALS[name]
    with pytest.raises(stripe.InvalidRequestError) as caught:
        act(client)
    assert (caught.value.code, caught.value.param) == (code, param)


def test_limits_are_allowed_themselves(client: stripe.StripeClient) -> None:
    for amount in (50, 99_999_999):
        assert client.v1.payment_intents.create({"amount": amount, "currency": "eur"}).amount == amount
    metadata = {f"{'k' * 38}{n:02d}": "v" * 500 for n in range(50)}
    kept = client.v1.customers.create({"metadata": metadata}).metadata
    assert kept is not None
    assert kept.to_dict() == metadata


def test_a_refused_call_leaves_nothing_behind(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.create({"expand": ["love"]})
    assert client.v1.customers.list().data == []
    assert client.v1.events.list().data == []


def test_currencies_are_answered_in_lower_case(client: stripe.StripeClient) -> None:
    assert client.v1.payment_intents.create({"amount": 100, "currency": "EUR"}).currency == "eur"


def test_lists_come_in_pages_newest_first(client: stripe.StripeClient) -> None:
    made = [client.v1.customers.create({"name": str(number)}).id for number in range(5)]
    first = client.v1.customers.list({"limit": 2})
    assert [customer.id for customer in first.data] == [made[4], made[3]]
    assert first.has_more
    second = client.v1.customers.list({"limit": 3, "starting_after": made[3]})
    assert [customer.id for customer in second.data] == [made[2], made[1], made[0]]
    assert not second.has_more
    back = client.v1.customers.list({"limit": 2, "ending_before": made[1]})
    assert [customer.id for customer in back.data] == [made[3], made[2]]
    assert back.has_more
    assert [customer.id for customer in client.v1.customers.list({"limit": 2}).auto_paging_iter()] == made[::-1]


def test_lists_are_filtered_by_field_and_time(client: stripe.StripeClient) -> None:
    one, other = paid_intent(client), paid_intent(client)
    client.v1.refunds.create({"payment_intent": one.id})
    client.v1.refunds.create({"payment_intent": other.id})
    assert [refund.payment_intent for refund in client.v1.refunds.list({"payment_intent": one.id}).data] == [one.id]
    assert client.v1.refunds.list({"created": {"gt": one.created + 3_600}}).data == []
    assert len(client.v1.refunds.list({"created": {"gte": one.created}}).data) == 2
    assert client.v1.events.list({"type": "charge.succeeded"}).data[0].type == "charge.succeeded"
    assert client.v1.charges.list({"created": 1}).data == []


def test_every_filter_of_a_list_filters_or_is_refused(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    paid_intent(client)
    types = {event.type for event in client.v1.events.list({"types": ["charge.succeeded", "refund.*"]}).data}
    assert types == {"charge.succeeded"}
    types = {event.type for event in client.v1.events.list({"type": "payment_intent.*"}).data}
    assert types == {"payment_intent.created", "payment_intent.succeeded"}
    for amount in (100, 200):
        client.v1.topups.create({"amount": amount, "currency": "eur"})
    assert [topup.amount for topup in client.v1.topups.list({"amount": 100}).data] == [100]
    assert [topup.amount for topup in client.v1.topups.list({"amount": {"gt": 100}}).data] == [200]
    mine, other = (client.v1.checkout.sessions.create(session_params()) for _ in range(2))
    sandbox.pay(mine.id, email="mira@example.org")
    sandbox.pay(other.id, email="noah@example.org")
    found = client.v1.checkout.sessions.list({"customer_details": {"email": "mira@example.org"}})
    assert [session.id for session in found.data] == [mine.id]
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.events.list({"delivery_success": False})
    assert caught.value.param == "delivery_success"


def test_expansion_reaches_through_lists_and_included_fields(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create({**session_params(), "expand": ["line_items"]})
    assert session.line_items is not None
    assert session.line_items.data[0].amount_total == 2_000
    assert client.v1.checkout.sessions.line_items.list(session.id).data[0].description == "Pledge"
    intent = paid_intent(client)
    refund = client.v1.refunds.create({"payment_intent": intent.id, "amount": 100, "expand": ["charge.refunds"]})
    assert isinstance(refund.charge, stripe.Charge)
    assert refund.charge.refunds is not None
    assert [inner.id for inner in refund.charge.refunds.data] == [refund.id]
    listed = client.v1.payment_intents.list({"expand": ["data.latest_charge"]})
    assert isinstance(listed.data[0].latest_charge, stripe.Charge)


def test_metadata_merges_and_unsets(client: stripe.StripeClient) -> None:
    customer = client.v1.customers.create({"metadata": {"a": "1", "b": "2"}})
    changed = client.v1.customers.update(customer.id, {"metadata": {"a": "", "c": "3"}})
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"b": "2", "c": "3"}
    emptied = client.v1.customers.update(customer.id, {"metadata": ""})
    assert emptied.metadata is not None
    assert emptied.metadata.to_dict() == {}


def test_an_unknown_connected_account_is_forbidden(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.PermissionError):
        client.v1.balance.retrieve(options={"stripe_account": "acct_none"})
