"""What can only be read: events, the balance and its transactions."""

from funding.sandbox.balance import balance_of
from funding.sandbox.call import Call
from funding.sandbox.lists import listed
from funding.sandbox.store import JsonObject


def event_retrieve(call: Call) -> JsonObject:
    return call.fetch("event")


def event_index(call: Call) -> JsonObject:
    return listed(call, "event")


def balance_retrieve(call: Call) -> JsonObject:
    return balance_of(call.sandbox, call.account)


def transaction_retrieve(call: Call) -> JsonObject:
    return call.fetch("balance_transaction")


def transaction_index(call: Call) -> JsonObject:
    return listed(call, "balance_transaction")
