"""Customers: a name and an address to hang payment methods on."""

from funding.sandbox.call import Call, metadata_merged
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.store import JsonObject

_FIELDS = ("address", "description", "email", "name", "phone", "preferred_locales", "shipping")
_DELETED = "deleted_customer"  # its kind in the store, so that no list shows it


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
    """What points at a customer keeps pointing: like Stripe we remember that there was one, and nothing else of it."""
    customer = call.fetch("customer")
    call.sandbox.emit("customer.deleted", customer, account=call.account)
    for method in call.sandbox.store.newest_first(
        "payment_method", account=call.account, equal={"customer": customer["id"]}
    ):
        call.sandbox.change(method, customer=None)
    return call.sandbox.store.replace({"id": customer["id"], "object": "customer", "deleted": True}, kind=_DELETED)


def retrieve(call: Call) -> JsonObject:
    gone = call.sandbox.store.find(call.path["id"], account=call.account)
    return gone if gone is not None and gone.get("deleted") else call.fetch("customer")


def index(call: Call) -> JsonObject:
    return listed(call, "customer")
