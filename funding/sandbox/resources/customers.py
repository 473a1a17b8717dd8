"""Customers: a name and an address to hang payment methods on."""

from funding.sandbox.call import Call, metadata_merged
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.store import JsonObject

_FIELDS = ("address", "description", "email", "name", "phone", "preferred_locales", "shipping")


def create(call: Call) -> JsonObject:
    customer: JsonObject = {
        "id": new_id("cus", length=14),
        "object": "customer",
        "address": None,
        "created": call.sandbox.now(),
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "email": None,
        "invoice_prefix": new_id("x", length=8)[2:].upper(),
        "livemode": False,
        "metadata": metadata_merged({}, call.params.get("metadata")),
        "name": None,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    customer |= {name: call.params[name] for name in _FIELDS if call.params.get(name)}
    call.sandbox.store.insert(customer, account=call.account)
    call.sandbox.emit("customer.created", customer, account=call.account)
    return customer


def update(call: Call) -> JsonObject:
    customer = call.fetch("customer")
    changes = {name: call.params[name] or None for name in _FIELDS if name in call.params}
    changes["metadata"] = metadata_merged(customer["metadata"], call.params.get("metadata"))
    before = {name: customer[name] for name in changes if customer[name] != changes[name]}
    call.sandbox.change(customer, **changes)
    call.sandbox.emit("customer.updated", customer, account=call.account, before=before)
    return customer


def delete(call: Call) -> JsonObject:
    customer = call.fetch("customer")
    call.sandbox.emit("customer.deleted", customer, account=call.account)
    call.sandbox.store.write("DELETE FROM objects WHERE id = ?", customer["id"])
    return {"id": customer["id"], "object": "customer", "deleted": True}


def retrieve(call: Call) -> JsonObject:
    return call.fetch("customer")


def index(call: Call) -> JsonObject:
    return listed(call, "customer")
