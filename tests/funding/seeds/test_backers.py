"""Invented backers pay at the sandbox where one answers, else in memory."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from funding.gateways import current_gateway
from funding.gateways.memory_gateway import MemoryGateway
from funding.gateways.stripe_gateway import StripeGateway
from funding.seeds.backers import SandboxTill, open_till, sandbox_answers
from tests.funding.gateways.test_stripe_gateway import request
from tests.funding.sandbox.server import API_KEY, running_sandbox


@pytest.mark.processes
def test_at_the_sandbox(tmp_path: Path, settings: LazySettings) -> None:
    with running_sandbox(tmp_path) as sandbox:
        settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY = sandbox.base_url, API_KEY
        with open_till("seed") as till:
            assert isinstance(till, SandboxTill)
            gateway = current_gateway()
            assert isinstance(gateway, StripeGateway)
            page = gateway.create_checkout_page(request(), key="seeded")
            till.pay(page.session_id, card="own")
            assert gateway.payment_state(page.session_id).paid
            account = gateway.create_account(reference="pya", title="Karte", email="t@example.org", key="a").gateway_id
            till.verify(account)
            assert gateway.account_state(account).can_be_paid
            till.top_up(1_000)
            sent = gateway.transfer(account, amount_minor=1_000, currency="EUR", reference="pot", group="cam", key="t")
            assert sent.amount_minor == 1_000


@pytest.mark.parametrize("base", ["", "http://127.0.0.1:9"])
def test_in_memory(base: str, settings: LazySettings) -> None:
    settings.STRIPE_API_BASE = base
    assert not sandbox_answers(base)
    with open_till("seed") as till:
        gateway = current_gateway()
        assert isinstance(gateway, MemoryGateway)
        page = gateway.create_checkout_page(request(), key="seeded")
        till.pay(page.session_id, card="own")
        till.top_up(1)
        assert gateway.payment_state(page.session_id).paid
        account = gateway.create_account(reference="pya", title="Karte", email="t@example.org", key="a").gateway_id
        till.verify(account)
        assert gateway.account_state(account).can_be_paid
    assert isinstance(current_gateway(), StripeGateway)
