"""Answers have the fields that the library knows of the object: none invented, none that must be there missing."""

import types
from collections.abc import Callable
from typing import Union, get_args, get_origin

import pytest
import stripe

from tests.funding.sandbox.scenes import paid_intent, session_params
from tests.funding.sandbox.server import SandboxServer

Scene = Callable[[SandboxServer, stripe.StripeClient], stripe.StripeObject]


def _transfer(sandbox: SandboxServer, client: stripe.StripeClient) -> stripe.Transfer:
    account = client.v1.accounts.create({"type": "express"})
    sandbox.control.post(f"/accounts/{account.id}", state="complete")
    sandbox.control.post("/balance", amount=100)
    return client.v1.transfers.create({"amount": 100, "currency": "eur", "destination": account.id})


def _payout(sandbox: SandboxServer, client: stripe.StripeClient) -> stripe.Payout:
    sandbox.control.post("/balance", amount=100)
    return client.v1.payouts.create({"amount": 100, "currency": "eur"})


def _charge(_sandbox: SandboxServer, client: stripe.StripeClient) -> stripe.Charge:
    return client.v1.charges.retrieve(str(paid_intent(client).latest_charge))


def _destination_payment(sandbox: SandboxServer, client: stripe.StripeClient) -> stripe.Charge:
    transfer = _transfer(sandbox, client)
    payment, owner = str(transfer.destination_payment), str(transfer.destination)
    return client.v1.charges.retrieve(payment, options={"stripe_account": owner})


def _dispute(_sandbox: SandboxServer, client: stripe.StripeClient) -> stripe.Dispute:
    paid_intent(client, method="pm_card_createDispute")
    return client.v1.disputes.list().data[0]


def _account(sandbox: SandboxServer, client: stripe.StripeClient) -> stripe.Account:
    account = client.v1.accounts.create({"type": "express"})
    sandbox.control.post(f"/accounts/{account.id}", state="complete")
    return client.v1.accounts.retrieve(account.id)


SCENES: dict[str, Scene] = {
    "checkout session": lambda _, c: c.v1.checkout.sessions.create(session_params()),
    "payment intent": lambda _, c: paid_intent(c),
    "setup intent": lambda _, c: c.v1.setup_intents.create({"payment_method": "pm_card_visa", "confirm": True}),
    "charge": _charge,
    "destination payment": _destination_payment,
    "refund": lambda _, c: c.v1.refunds.create({"payment_intent": paid_intent(c).id}),
    "dispute": _dispute,
    "customer": lambda _, c: c.v1.customers.create({"name": "Mira"}),
    "payment method": lambda _, c: c.v1.payment_methods.attach(
        "pm_card_visa", {"customer": c.v1.customers.create().id}
    ),
    "account": _account,
    "transfer": _transfer,
    "transfer reversal": lambda s, c: c.v1.transfers.reversals.create(_transfer(s, c).id),
    "payout": _payout,
    "topup": lambda _, c: c.v1.topups.create({"amount": 100, "currency": "eur"}),
    "event": lambda _, c: (paid_intent(c), c.v1.events.list().data[0])[1],
    "balance": lambda _, c: c.v1.balance.retrieve(),
    "balance transaction": lambda _, c: (paid_intent(c), c.v1.balance_transactions.list().data[0])[1],
}


@pytest.mark.parametrize("name", SCENES)
def test_fields_are_those_of_the_library(sandbox: SandboxServer, client: stripe.StripeClient, name: str) -> None:
    found = SCENES[name](sandbox, client)
    declared = {key: hint for key, hint in type(found).__annotations__.items() if key != "OBJECT_NAME"}
    required = {key for key, hint in declared.items() if not _may_be_absent(hint)}
    shown = set(found.to_dict())
    assert shown - declared.keys() == set()
    assert required - shown == set()


def _may_be_absent(hint: object) -> bool:
    return get_origin(hint) in {Union, types.UnionType} and type(None) in get_args(hint)
