# ruff: noqa: ARG002  the protocol hands over what a real provider needs
"""A provider inside this process, for seeds and tests: keeps consistent state, knows the same refusals, no network."""

from dataclasses import dataclass, replace
from itertools import count

from backend.core.db import refuse_transaction
from funding.gateways.protocol import (
    AccountFacts,
    DisputeFacts,
    DisputeOutcome,
    GatewayRefused,
    Outcome,
    Page,
    PageRequest,
    PageStatus,
    PaymentFacts,
    RefundFacts,
    SignatureInvalid,
    TransferFacts,
    WebhookEvent,
)

FEE_BP, FEE_FIXED_MINOR = 150, 25


@dataclass
class _Session:
    request: PageRequest
    facts: PaymentFacts


class MemoryGateway:
    """`pay`, `dispute`, `dispute_close`, `refund_fail` and `verify` play what people and banks do."""

    def __init__(self, prefix: str = "mem") -> None:
        self._prefix, self._numbers = prefix, count(1)
        self.sessions: dict[str, _Session] = {}
        self.accounts: dict[str, AccountFacts] = {}
        self.transfers: dict[str, TransferFacts] = {}
        self.references: dict[str, str] = {}
        self._answers: dict[str, object] = {}

    def _new_id(self, kind: str) -> str:
        return f"{kind}_{self._prefix}_{next(self._numbers)}"

    def create_checkout_page(self, request: PageRequest, *, key: str) -> Page:
        refuse_transaction()
        page = self._answers.get(key)
        if not isinstance(page, Page):
            session_id = self._new_id("cs")
            page = Page(session_id=session_id, url=f"https://payments.invalid/{session_id}")
            facts = PaymentFacts(
                session_id=session_id, page=PageStatus.OPEN, paid=False, amount_minor=request.amount_minor
            )
            self.sessions[session_id] = _Session(request, facts)
            self._answers[key] = page
        return page

    def expire_checkout_page(self, session_id: str) -> None:
        refuse_transaction()
        session = self.sessions[session_id]
        if session.facts.page is not PageStatus.OPEN:
            raise GatewayRefused("only open pages can be expired")
        session.facts = replace(session.facts, page=PageStatus.EXPIRED)

    def pay(self, session_id: str, *, card_fingerprint: str = "", iban_fingerprint: str = "") -> None:
        """Every payment comes from a card of its own, unless told otherwise."""
        session = self.sessions[session_id]
        fee = session.facts.amount_minor * FEE_BP // 10_000 + FEE_FIXED_MINOR
        session.facts = replace(
            session.facts,
            page=PageStatus.COMPLETE,
            paid=True,
            failed=False,
            fee_minor=min(fee, session.facts.amount_minor),
            payment_intent_id=self._new_id("pi"),
            charge_id=self._new_id("ch"),
            card_fingerprint=card_fingerprint or ("" if iban_fingerprint else self._new_id("card")),
            iban_fingerprint=iban_fingerprint,
        )

    def fail(self, session_id: str) -> None:
        """The page was completed, the bank said no later."""
        session = self.sessions[session_id]
        session.facts = replace(session.facts, page=PageStatus.COMPLETE, failed=True)

    def payment_state(self, session_id: str) -> PaymentFacts:
        refuse_transaction()
        return self.sessions[session_id].facts

    def payment_reference(self, payment_intent_id: str) -> str:
        refuse_transaction()
        return next((s.request.reference for s in self._sessions_of(payment_intent_id)), "")

    def _sessions_of(self, payment_intent_id: str) -> list[_Session]:
        return [s for s in self.sessions.values() if s.facts.payment_intent_id == payment_intent_id]

    def refund(self, payment_intent_id: str, *, amount_minor: int, reference: str, key: str) -> RefundFacts:
        refuse_transaction()
        refund = self._answers.get(key)
        if not isinstance(refund, RefundFacts):
            session = self._sessions_of(payment_intent_id)[0]
            back = sum(r.amount_minor for r in session.facts.refunds if r.outcome is not Outcome.FAILED)
            if back + amount_minor > session.facts.amount_minor:
                raise GatewayRefused("more than was paid")
            refund = RefundFacts(
                gateway_id=self._new_id("re"),
                reference=reference,
                amount_minor=amount_minor,
                outcome=Outcome.SUCCEEDED,
            )
            session.facts = replace(session.facts, refunds=(*session.facts.refunds, refund))
            self._answers[key] = refund
        return refund

    def refund_fail(self, session_id: str) -> None:
        session = self.sessions[session_id]
        failed = tuple(replace(refund, outcome=Outcome.FAILED) for refund in session.facts.refunds)
        session.facts = replace(session.facts, refunds=failed)

    def dispute(self, session_id: str) -> None:
        session = self.sessions[session_id]
        opened = DisputeFacts(
            gateway_id=self._new_id("dp"), amount_minor=session.facts.amount_minor, outcome=DisputeOutcome.OPEN
        )
        session.facts = replace(session.facts, disputes=(opened,))

    def dispute_close(self, session_id: str, outcome: DisputeOutcome) -> None:
        session = self.sessions[session_id]
        closed = tuple(replace(dispute, outcome=outcome) for dispute in session.facts.disputes)
        session.facts = replace(session.facts, disputes=closed)

    def create_account(self, *, reference: str, title: str, email: str, key: str) -> AccountFacts:
        refuse_transaction()
        account = self._answers.get(key)
        if not isinstance(account, AccountFacts):
            account = AccountFacts(gateway_id=self._new_id("acct"), can_be_paid=False, details_submitted=False)
            self.accounts[account.gateway_id] = account
            self._answers[key] = account
        return account

    def account_link(self, account_id: str, *, return_url: str, refresh_url: str) -> str:
        refuse_transaction()
        return f"https://payments.invalid/onboarding/{account_id}"

    def verify(self, account_id: str, *, can_be_paid: bool = True, iban_fingerprint: str = "") -> None:
        self.accounts[account_id] = AccountFacts(
            gateway_id=account_id,
            can_be_paid=can_be_paid,
            details_submitted=True,
            iban_fingerprints=(iban_fingerprint,) if iban_fingerprint else (),
        )

    def account_state(self, account_id: str) -> AccountFacts:
        refuse_transaction()
        return self.accounts[account_id]

    def transfer(
        self, account_id: str, *, amount_minor: int, currency: str, reference: str, group: str, key: str
    ) -> TransferFacts:
        refuse_transaction()
        transfer = self._answers.get(key)
        if not isinstance(transfer, TransferFacts):
            known = self.accounts.get(account_id)
            if known is not None and not known.can_be_paid:
                raise GatewayRefused("the account cannot be paid", code="insufficient_capabilities_for_transfer")
            transfer = TransferFacts(gateway_id=self._new_id("tr"), amount_minor=amount_minor)
            self.transfers[transfer.gateway_id] = transfer
            self.references[reference] = transfer.gateway_id
            self._answers[key] = transfer
        return transfer

    def transfer_state(self, transfer_id: str) -> TransferFacts:
        refuse_transaction()
        return self.transfers[transfer_id]

    def transfer_find(self, *, reference: str, group: str) -> TransferFacts | None:
        refuse_transaction()
        return self.transfers.get(self.references.get(reference, ""))

    def verify_webhook(self, payload: bytes, signature: str) -> WebhookEvent:
        raise SignatureInvalid("this provider sends no webhooks")
