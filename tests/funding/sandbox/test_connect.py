"""Accounts, transfers, reversals, payouts and the balances between them."""

import pytest
import stripe

from tests.funding.sandbox.receiver import Receiver
from tests.funding.sandbox.scenes import paid_intent
from tests.funding.sandbox.server import SandboxServer, running_sandbox


def ready_account(sandbox: SandboxServer, client: stripe.StripeClient) -> stripe.Account:
    account = client.v1.accounts.create({"type": "express", "country": "DE", "email": "team@example.org"})
    sandbox.control.post(f"/accounts/{account.id}", state="complete")
    return client.v1.accounts.retrieve(account.id)


def available(client: stripe.StripeClient, account: str | None = None) -> int:
    options: stripe.RequestOptions = {"stripe_account": account} if account else {}
    return client.v1.balance.retrieve(options=options).available[0].amount


def test_an_account_becomes_able_step_by_step(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver
) -> None:
    account = client.v1.accounts.create(
        {
            "controller": {"stripe_dashboard": {"type": "express"}, "fees": {"payer": "application"}},
            "capabilities": {"transfers": {"requested": True}},
            "settings": {"payouts": {"schedule": {"interval": "manual"}}},
        }
    )
    assert account.capabilities is not None
    assert (account.capabilities.transfers, account.payouts_enabled, account.type) == ("inactive", False, "none")
    sandbox.control.post("/balance", amount=100)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.transfers.create({"amount": 100, "currency": "eur", "destination": account.id})
    assert caught.value.code == "insufficient_capabilities_for_transfer"

    sandbox.control.post(f"/accounts/{account.id}", state="complete")

    event = receiver.wait_for("account.updated", about=account.id)
    assert event.account == account.id
    assert event.data.previous_attributes is not None
    assert event.data.previous_attributes["payouts_enabled"] is False
    after = client.v1.accounts.retrieve(account.id)
    assert after.capabilities is not None
    assert (after.capabilities.transfers, after.payouts_enabled) == ("active", True)
    assert after.external_accounts is not None
    assert len(after.external_accounts.data) == 1
    client.v1.transfers.create({"amount": 100, "currency": "eur", "destination": account.id})

    sandbox.control.post(f"/accounts/{account.id}", state="restricted")
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payouts.create({"amount": 100, "currency": "eur"}, {"stripe_account": account.id})


def test_an_account_may_be_changed(client: stripe.StripeClient, receiver: Receiver) -> None:
    account = client.v1.accounts.create({"type": "standard"})
    changed = client.v1.accounts.update(
        account.id, {"metadata": {"a": "1"}, "settings": {"payouts": {"schedule": {"interval": "manual"}}}}
    )
    assert changed.settings is not None
    assert changed.settings.payouts is not None
    assert changed.settings.payouts.schedule.interval == "manual"
    receiver.wait_for("account.updated", about=account.id)
    assert [found.id for found in client.v1.accounts.list().data] == [account.id]


def test_no_more_can_be_transferred_than_is_there(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver
) -> None:
    account = ready_account(sandbox, client)
    sandbox.control.post("/balance", amount=1_000)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.transfers.create({"amount": 1_001, "currency": "eur", "destination": account.id})
    assert caught.value.code == "balance_insufficient"
    transfer = client.v1.transfers.create(
        {"amount": 1_000, "currency": "eur", "destination": account.id, "transfer_group": "g1", "metadata": {"a": "1"}}
    )
    assert (available(client), available(client, account.id)) == (0, 1_000)
    assert [found.id for found in client.v1.transfers.list({"transfer_group": "g1"}).data] == [transfer.id]
    assert client.v1.transfers.list({"destination": "acct_other"}).data == []
    changed = client.v1.transfers.update(transfer.id, {"description": "For the project"})
    assert changed.description == "For the project"
    receiver.wait_for("transfer.created", about=transfer.id)
    receiver.wait_for("transfer.updated", about=transfer.id)


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({"amount": 0}, "amount"),
        ({"destination": "acct_none"}, "destination"),
        ({"source_transaction": "ch_none"}, "source_transaction"),
        ({"currency": "xyz"}, "currency"),
    ],
)
def test_transfers_refused(
    sandbox: SandboxServer, client: stripe.StripeClient, change: stripe.params.TransferCreateParams, param: str
) -> None:
    account = ready_account(sandbox, client)
    params: stripe.params.TransferCreateParams = {"amount": 1, "currency": "eur", "destination": account.id}
    params.update(change)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.transfers.create(params)
    assert caught.value.param == param


def test_a_transfer_needs_an_amount(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    account = ready_account(sandbox, client)
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.transfers.create({"currency": "eur", "destination": account.id})
    assert caught.value.code == "parameter_missing"


def test_transfers_out_of_a_charge_end_with_its_amount(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    account = ready_account(sandbox, client)
    charge = str(paid_intent(client, 2_000).latest_charge)
    order: stripe.params.TransferCreateParams = {
        "amount": 1_500, "currency": "eur", "destination": account.id, "source_transaction": charge,
    }  # fmt: skip
    assert client.v1.transfers.create(order).source_transaction == charge
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.transfers.create({**order, "amount": 501})
    assert caught.value.param == "source_transaction"
    client.v1.transfers.create({**order, "amount": 500})
    assert available(client, account.id) == 2_000


def test_reversals_fetch_back_up_to_the_whole(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver
) -> None:
    account = ready_account(sandbox, client)
    sandbox.control.post("/balance", amount=1_000)
    transfer = client.v1.transfers.create({"amount": 1_000, "currency": "eur", "destination": account.id})
    part = client.v1.transfers.reversals.create(transfer.id, {"amount": 400})
    assert part.transfer == transfer.id
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.reversals.create(transfer.id, {"amount": 601})
    client.v1.transfers.reversals.create(transfer.id)
    after = client.v1.transfers.retrieve(transfer.id)
    assert (after.reversed, after.amount_reversed) == (True, 1_000)
    assert len(client.v1.transfers.reversals.list(transfer.id).data) == 2
    assert client.v1.transfers.reversals.retrieve(transfer.id, part.id).amount == 400
    assert (available(client), available(client, account.id)) == (1_000, 0)
    receiver.wait_for("transfer.reversed", about=transfer.id, times=2)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.reversals.create(transfer.id)
    sandbox.control.post("/balance", amount=1)
    other = client.v1.transfers.create({"amount": 1, "currency": "eur", "destination": account.id})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.transfers.reversals.retrieve(other.id, part.id)


def test_what_was_paid_out_cannot_be_fetched_back(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    account = ready_account(sandbox, client)
    sandbox.control.post("/balance", amount=1_000)
    transfer = client.v1.transfers.create({"amount": 1_000, "currency": "eur", "destination": account.id})
    client.v1.payouts.create({"amount": 1_000, "currency": "eur"}, {"stripe_account": account.id})
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.transfers.reversals.create(transfer.id)
    assert caught.value.code == "balance_insufficient"


def test_a_payout_arrives_and_belongs_to_its_account(
    sandbox: SandboxServer, client: stripe.StripeClient, receiver: Receiver
) -> None:
    account = ready_account(sandbox, client)
    options: stripe.RequestOptions = {"stripe_account": account.id}
    sandbox.control.post("/balance", amount=1_000, account=account.id)
    payout = client.v1.payouts.create({"amount": 1_000, "currency": "eur"}, options)
    assert payout.status == "pending"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payouts.retrieve(payout.id)
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payouts.create({"amount": 1, "currency": "eur"}, options)
    sandbox.control.post("/clock", seconds=5)
    assert receiver.wait_for("payout.paid", about=payout.id).account == account.id
    assert client.v1.payouts.retrieve(payout.id, options=options).status == "paid"
    sandbox.control.post(f"/payouts/{payout.id}/fail")
    receiver.wait_for("payout.failed", about=payout.id)
    assert client.v1.payouts.retrieve(payout.id, options=options).failure_code == "account_closed"
    assert available(client, account.id) == 1_000


def test_a_pending_payout_may_be_cancelled(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    sandbox.control.post("/balance", amount=1_000)
    payout = client.v1.payouts.create({"amount": 1_000, "currency": "eur"})
    client.v1.payouts.update(payout.id, {"metadata": {"a": "1"}})
    assert client.v1.payouts.cancel(payout.id).status == "canceled"
    assert available(client) == 1_000
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payouts.cancel(payout.id)
    with pytest.raises(Exception, match="400"):
        sandbox.control.post(f"/payouts/{payout.id}/fail")
    assert [found.id for found in client.v1.payouts.list().data] == [payout.id]


def test_top_ups_are_there_at_once(client: stripe.StripeClient, receiver: Receiver) -> None:
    topup = client.v1.topups.create({"amount": 700, "currency": "eur", "description": "Fund"})
    assert client.v1.topups.retrieve(topup.id).status == "succeeded"
    assert len(client.v1.topups.list().data) == 1
    assert available(client) == 700
    receiver.wait_for("topup.succeeded", about=topup.id)


def test_the_balance_is_the_sum_of_its_transactions(sandbox: SandboxServer, client: stripe.StripeClient) -> None:
    account = ready_account(sandbox, client)
    intent = paid_intent(client, 2_000)
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 300})
    client.v1.transfers.create({"amount": 1_000, "currency": "eur", "destination": account.id})
    booked = client.v1.balance_transactions.list({"limit": 100}).data
    assert sum(transaction.net for transaction in booked) == available(client) == 2_000 - 55 - 300 - 1_000
    assert all(transaction.net == transaction.amount - transaction.fee for transaction in booked)
    assert client.v1.balance_transactions.retrieve(booked[0].id).type == "transfer"
    assert client.v1.balance_transactions.list({"type": "refund"}).data[0].amount == -300


def test_without_instant_funds_money_waits(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running_sandbox(tmp_path_factory.mktemp("waiting"), instant_funds="no", fee_bp=0, fee_fixed=0) as sandbox:
        client = sandbox.client()
        account = ready_account(sandbox, client)
        charge = str(paid_intent(client, 2_000).latest_charge)
        balance = client.v1.balance.retrieve()
        assert (balance.available[0].amount, balance.pending[0].amount) == (0, 2_000)
        order: stripe.params.TransferCreateParams = {"amount": 500, "currency": "eur", "destination": account.id}
        with pytest.raises(stripe.InvalidRequestError) as caught:
            client.v1.transfers.create(order)
        assert caught.value.code == "balance_insufficient"
        client.v1.transfers.create({**order, "source_transaction": charge})
        paid_intent(client, 700, "pm_card_bypassPending")
        client.v1.transfers.create(order)
        assert available(client) == 200

        sandbox.control.post("/clock", seconds=4 * 86_400)

        balance = client.v1.balance.retrieve()
        assert (balance.available[0].amount, balance.pending[0].amount) == (1_700, 0)
        assert available(client, account.id) == 1_000
        assert client.v1.events.list({"type": "balance.available"}).data
