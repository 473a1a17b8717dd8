"""Every act of the control door."""

from starlette.routing import Route

from funding.sandbox.control import acts, faults
from funding.sandbox.control.door import Action, control_endpoint
from funding.sandbox.sandbox import Sandbox

_ACTS: tuple[tuple[str, str, Action], ...] = (
    ("GET", "/faults", faults.faults_list),
    ("DELETE", "/faults", faults.faults_clear),
    ("POST", "/faults/events", faults.event_fault_add),
    ("POST", "/faults/calls", faults.call_fault_add),
    ("POST", "/checkout/sessions/{id}/pay", acts.session_pay_now),
    ("POST", "/checkout/sessions/{id}/expire", acts.session_expire_now),
    ("POST", "/charges/{id}/dispute", acts.charge_dispute),
    ("POST", "/disputes/{id}/close", acts.dispute_decide),
    ("POST", "/refunds/{id}/close", acts.refund_decide),
    ("POST", "/payouts/{id}/fail", acts.payout_fail),
    ("POST", "/accounts/{id}", acts.account_switch),
    ("POST", "/balance", acts.balance_credit),
    ("POST", "/clock", acts.clock_advance),
    ("POST", "/events/{id}/redeliver", acts.event_redeliver),
    ("GET", "/deliveries", acts.deliveries_list),
    ("POST", "/reset", acts.reset),
)


def control_routes(sandbox: Sandbox) -> list[Route]:
    return [Route(f"/_control{path}", control_endpoint(sandbox, act), methods=[method]) for method, path, act in _ACTS]
