"""What happens by itself when its time has come, by the sandbox's own clock."""

import asyncio
import logging
from collections.abc import Callable

from funding.sandbox.balance import funds_become_available
from funding.sandbox.checkout import session_debit_ends
from funding.sandbox.resources.disputes import dispute_decided
from funding.sandbox.resources.payouts import payout_paid
from funding.sandbox.resources.refunds import refund_arrives, refund_fails
from funding.sandbox.resources.sessions import session_expires
from funding.sandbox.sandbox import Sandbox

_POLL_SECONDS = 0.25
logger = logging.getLogger(__name__)
_ACTIONS: dict[str, Callable[[Sandbox, str], None]] = {
    "debit_ends": session_debit_ends,
    "dispute_decided": dispute_decided,
    "funds_available": funds_become_available,
    "payout_paid": payout_paid,
    "refund_arrives": refund_arrives,
    "refund_fails": refund_fails,
    "session_expires": session_expires,
}


def timers_run_due(sandbox: Sandbox) -> int:
    """Do everything that is due, within the caller's transaction; a timer that fails is dropped and told of."""
    due = sandbox.store.rows(
        "SELECT id, action, target FROM timers WHERE due_at <= ? ORDER BY due_at, id", sandbox.now()
    )
    for timer in due:
        sandbox.store.write("DELETE FROM timers WHERE id = ?", timer["id"])
        try:
            with sandbox.store.attempt():
                _ACTIONS[timer["action"]](sandbox, timer["target"])
        except Exception:  # one broken timer must not stop the clock for all others
            logger.exception("timer %s of %s failed", timer["action"], timer["target"])
    return len(due)


async def timers_run_forever(sandbox: Sandbox) -> None:
    while True:
        if sandbox.store.row("SELECT 1 FROM timers WHERE due_at <= ?", sandbox.now()) is not None:
            with sandbox.store.transaction():
                timers_run_due(sandbox)
            sandbox.wake.set()
        await asyncio.sleep(_POLL_SECONDS)
