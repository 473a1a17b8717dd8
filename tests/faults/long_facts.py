"""Sums to compare runs by: of the accounts in our ledger, and of what the provider was asked for."""

from collections.abc import Mapping

from funding.ledger.balances import sums_of
from funding.ledger.enums import PLATFORM, AccountKind
from funding.ledger.models import Account
from tests.funding.sandbox.server import SandboxServer


def accounts_of(names: Mapping[str, str]) -> dict[str, int]:
    """What each account holds and what it has promised; of the owners that are named, and of the platform's own."""
    found: dict[str, int] = {}
    named = {**names, PLATFORM: PLATFORM}
    for account in Account.objects.filter(owner_ref__in=list(named)):
        sums = sums_of(AccountKind(account.kind), account.owner_ref, account.currency)
        name = f"{named[account.owner_ref]}: {account.kind}"
        found[name] = sums.held_minor
        found[f"{name}, promised"] = sums.debits_pending - sums.credits_pending
    return found


def provider_of(sandbox: SandboxServer) -> dict[str, int]:
    client = sandbox.client()
    transfers = list(client.v1.transfers.list({"limit": 100}).auto_paging_iter())
    refunds = list(client.v1.refunds.list({"limit": 100}).auto_paging_iter())
    return {
        "pages": len(list(client.v1.checkout.sessions.list({"limit": 100}).auto_paging_iter())),
        "refunds": len(refunds),
        "refunded": sum(refund.amount for refund in refunds),
        "transfers": len(transfers),
        "transferred": sum(transfer.amount for transfer in transfers),
    }


def less(after: Mapping[str, int], before: Mapping[str, int]) -> dict[str, int]:
    return {name: amount - before.get(name, 0) for name, amount in after.items()}
