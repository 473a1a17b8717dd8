"""What is whose: balances by account and currency, and the transactions that changed them."""

from funding.sandbox.errors import ApiError
from funding.sandbox.ids import new_id
from funding.sandbox.sandbox import Sandbox
from funding.sandbox.store import JsonObject

_DAYS_UNTIL_AVAILABLE = 3
DAY_SECONDS = 86_400
_CATEGORIES = {"payment": "charge", "payment_refund": "refund", "adjustment": "dispute"}


def balance_record(
    sandbox: Sandbox,
    *,
    kind: str,
    amount: int,
    currency: str,
    source: str,
    account: str = "",
    fee: int = 0,
    available_on: int | None = None,
    description: str | None = None,
    category: str | None = None,
) -> JsonObject:
    """Book one change; with ``available_on`` in the future it is pending until then."""
    now = sandbox.now()
    pending = available_on is not None and available_on > now
    booked: JsonObject = {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": available_on if available_on is not None and pending else now,
        "balance_type": "payments",
        "created": now,
        "currency": currency,
        "description": description,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": _fee_details(fee, currency),
        "net": amount - fee,
        "reporting_category": category or _CATEGORIES.get(kind, kind),
        "source": source,
        "status": "pending" if pending else "available",
        "type": kind,
    }
    sandbox.store.insert(booked, account=account)
    _add(sandbox, account, currency, available=0 if pending else amount - fee, pending=amount - fee if pending else 0)
    if pending:
        sandbox.timer_set("funds_available", booked["id"], at=booked["available_on"])
    return booked


def funds_become_available(sandbox: Sandbox, transaction_id: str) -> None:
    account = sandbox.store.account_of(transaction_id)
    booked = sandbox.store.find(transaction_id, account=account)
    if booked is None or booked["status"] != "pending":
        return
    sandbox.change(booked, status="available")
    _add(sandbox, account, booked["currency"], available=booked["net"], pending=-booked["net"])
    sandbox.emit("balance.available", balance_of(sandbox, account), account=account)


def available_amount(sandbox: Sandbox, currency: str, *, account: str = "") -> int:
    row = sandbox.store.row("SELECT available FROM balances WHERE account = ? AND currency = ?", account, currency)
    return 0 if row is None else int(row["available"])


def available_required(sandbox: Sandbox, amount: int, currency: str, *, account: str = "", message: str) -> None:
    if available_amount(sandbox, currency, account=account) < amount:
        raise ApiError(message, code="balance_insufficient")


def payment_available_on(sandbox: Sandbox, *, instant: bool) -> int | None:
    """When a payment's money may be used: at once, or after some days as in reality."""
    if instant or sandbox.configuration.instant_funds:
        return None
    return sandbox.now() + _DAYS_UNTIL_AVAILABLE * DAY_SECONDS


def payment_fee(sandbox: Sandbox, amount: int) -> int:
    """Basis points rounded half up, plus the fixed part, never more than the amount."""
    configuration = sandbox.configuration
    return min(amount, (amount * configuration.fee_bp + 5_000) // 10_000 + configuration.fee_fixed)


def balance_of(sandbox: Sandbox, account: str) -> JsonObject:
    rows = sandbox.store.rows(
        "SELECT currency, available, pending FROM balances WHERE account = ? ORDER BY currency", account
    )

    def column(name: str) -> list[JsonObject]:
        amounts = [
            {"amount": row[name], "currency": row["currency"], "source_types": {"card": row[name]}} for row in rows
        ]
        return amounts or [{"amount": 0, "currency": "eur", "source_types": {"card": 0}}]

    return {"object": "balance", "available": column("available"), "livemode": False, "pending": column("pending")}


def opening_balance_pay(sandbox: Sandbox) -> None:
    """Credit the configured opening balance once in the life of a state directory."""
    if sandbox.configuration.opening_balance > 0 and not sandbox.store.fact("opening_balance"):
        amount = sandbox.configuration.opening_balance
        balance_record(
            sandbox, kind="topup", amount=amount, currency="eur", source=new_id("tu"), description="Opening balance"
        )
        sandbox.store.fact_set("opening_balance", str(amount))


def _fee_details(fee: int, currency: str) -> list[JsonObject]:
    if fee == 0:
        return []
    description = "Stripe processing fees"
    return [
        {"amount": fee, "application": None, "currency": currency, "description": description, "type": "stripe_fee"}
    ]


def _add(sandbox: Sandbox, account: str, currency: str, *, available: int, pending: int) -> None:
    sandbox.store.write(
        "INSERT INTO balances (account, currency, available, pending) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (account, currency) DO UPDATE"
        " SET available = available + excluded.available, pending = pending + excluded.pending",
        account,
        currency,
        available,
        pending,
    )
