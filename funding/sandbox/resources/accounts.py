"""Connected accounts and the links under which their owners complete them."""

from funding.sandbox.call import Call, address_checked, metadata_merged
from funding.sandbox.cards import fingerprint_of
from funding.sandbox.ids import new_id
from funding.sandbox.lists import listed
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_LINK_SECONDS = 300
_MISSING = ["business_type", "external_account", "tos_acceptance.date", "tos_acceptance.ip"]


def create(call: Call) -> JsonObject:
    params, now = call.params, call.sandbox.now()
    capabilities = dict.fromkeys(_requested(params), "inactive")
    account: JsonObject = {
        "id": new_id("acct", length=16),
        "object": "account",
        "business_profile": params.get("business_profile"),
        "business_type": params.get("business_type"),
        "capabilities": capabilities,
        "charges_enabled": False,
        "controller": _controller(params),
        "country": params.get("country", "DE"),
        "created": now,
        "default_currency": params.get("default_currency", "eur"),
        "details_submitted": False,
        "email": params.get("email"),
        "external_accounts": {"object": "list", "data": [], "has_more": False, "url": ""},
        "future_requirements": _requirements([]),
        "metadata": metadata_merged({}, params.get("metadata")),
        "payouts_enabled": False,
        "requirements": _requirements(_MISSING),
        "settings": {
            "payouts": {"debit_negative_balances": False, "schedule": _schedule(params), "statement_descriptor": None}
        },
        "tos_acceptance": {},
        "type": params.get("type", "none" if "controller" in params else "standard"),
    }
    account["external_accounts"]["url"] = f"/v1/accounts/{account['id']}/external_accounts"
    return call.sandbox.store.insert(account)


def _requested(params: JsonObject) -> list[str]:
    asked = params.get("capabilities", {})
    found = [name for name, wish in asked.items() if wish.get("requested")]
    return (
        found or ["transfers"] if params.get("type") in {None, "express", "custom"} else ["card_payments", "transfers"]
    )


def _controller(params: JsonObject) -> JsonObject:
    given = params.get("controller", {})
    return {
        "fees": {"payer": given.get("fees", {}).get("payer", "account")},
        "is_controller": True,
        "losses": {"payments": given.get("losses", {}).get("payments", "stripe")},
        "requirement_collection": given.get("requirement_collection", "stripe"),
        "stripe_dashboard": {"type": given.get("stripe_dashboard", {}).get("type", params.get("type", "full"))},
        "type": "application",
    }


def _schedule(params: JsonObject) -> JsonObject:
    given = params.get("settings", {}).get("payouts", {}).get("schedule", {})
    return {"delay_days": 7, "interval": given.get("interval", "daily")}


def _requirements(missing: list[str]) -> JsonObject:
    return {
        "alternatives": [],
        "current_deadline": None,
        "currently_due": missing,
        "disabled_reason": "requirements.past_due" if missing else None,
        "errors": [],
        "eventually_due": missing,
        "past_due": missing,
        "pending_verification": [],
    }


def account_complete(sandbox: Sandbox, account: JsonObject) -> None:
    """Everything asked for was given: switch the account on and tell the platform."""
    bank: JsonObject = {
        "id": new_id("ba"),
        "object": "bank_account",
        "account": account["id"],
        "account_holder_name": None,
        "account_holder_type": None,
        "account_type": None,
        "available_payout_methods": ["standard"],
        "bank_name": "STRIPE TEST BANK",
        "country": account["country"],
        "currency": account["default_currency"],
        "default_for_currency": True,
        # One account has one bank account, in every sandbox.
        "fingerprint": fingerprint_of(account["id"]),
        "last4": "3000",
        "metadata": {},
        "routing_number": "37040044",
        "status": "new",
    }
    before = {name: account[name] for name in ("charges_enabled", "details_submitted", "payouts_enabled")}
    sandbox.change(
        account,
        capabilities=dict.fromkeys(account["capabilities"], "active"),
        charges_enabled="card_payments" in account["capabilities"],
        details_submitted=True,
        payouts_enabled=True,
        requirements=_requirements([]),
        external_accounts=account["external_accounts"] | {"data": [bank]},
        tos_acceptance={"date": sandbox.now()},
    )
    sandbox.emit("account.updated", account, account=account["id"], before=before)


def account_restrict(sandbox: Sandbox, account: JsonObject) -> None:
    """New questions came up: the account may neither receive nor pay out until they are answered."""
    sandbox.change(
        account,
        capabilities=dict.fromkeys(account["capabilities"], "inactive"),
        charges_enabled=False,
        payouts_enabled=False,
        requirements=_requirements(["individual.verification.document"]),
    )
    sandbox.emit("account.updated", account, account=account["id"])


def update(call: Call) -> JsonObject:
    account = call.fetch("account")
    changes: JsonObject = {
        name: call.params[name] for name in ("email", "business_type", "business_profile") if name in call.params
    }
    changes["metadata"] = metadata_merged(account["metadata"], call.params.get("metadata"))
    schedule = call.params.get("settings", {}).get("payouts", {}).get("schedule", {})
    payouts = account["settings"]["payouts"]
    changes["settings"] = account["settings"] | {"payouts": payouts | {"schedule": payouts["schedule"] | schedule}}
    before = {name: account[name] for name in changes if account[name] != changes[name]}
    call.sandbox.change(account, **changes)
    call.sandbox.emit("account.updated", account, account=account["id"], before=before)
    return account


def retrieve(call: Call) -> JsonObject:
    return call.fetch("account")


def index(call: Call) -> JsonObject:
    return listed(call, "account")


def link_create(call: Call) -> JsonObject:
    """A link that works once, for some minutes; it is an answer, not an object that could be fetched."""
    account = call.fetch("account", call.params["account"], param="account")
    for name in ("refresh_url", "return_url"):
        if name in call.params:
            address_checked(call.params[name], param=name)
    now = call.sandbox.now()
    link: JsonObject = {
        "id": new_id("link"),
        "object": "_account_link",
        "account": account["id"],
        "created": now,
        "expires_at": now + _LINK_SECONDS,
        "refresh_url": call.params.get("refresh_url"),
        "return_url": call.params.get("return_url"),
        "used": False,
    }
    call.sandbox.store.insert(link)
    url = f"{call.base_url}/c/onboarding/{link['id']}"
    return {"object": "account_link", "created": now, "expires_at": link["expires_at"], "url": url}
