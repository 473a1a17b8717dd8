"""How the sandbox starts, refuses to start, and what it weighs."""

import contextlib
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
import stripe

from funding.sandbox.configuration import RefusedToStartError, configuration_read
from tests.funding.sandbox.scenes import paid_intent
from tests.funding.sandbox.server import running_sandbox

MOST_MEGABYTES = 80


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--api-key", "sk_live_abc"], {}),
        (["--api-key", "secret"], {}),
        ([], {"SANDBOX_API_KEY": "sk_live_abc"}),
        ([], {"STRIPE_SECRET_KEY": "sk_live_abc"}),
        ([], {"STRIPE_RESTRICTED": "rk_live_abc"}),
        ([], {"GEMEINWERK_ENV": "prod"}),
        ([], {"GEMEINWERK_ENV": "Production"}),
        ([], {"DJANGO_SETTINGS_MODULE": "backend.settings.prod"}),
    ],
)
def test_production_is_refused(arguments: list[str], environment: dict[str, str]) -> None:
    with pytest.raises(RefusedToStartError) as caught:
        configuration_read(arguments, environment)
    assert "sk_live_abc" not in str(caught.value)


@pytest.mark.parametrize(
    "line", ["STRIPE_SECRET_KEY=sk_live_abc", 'export STRIPE_SECRET_KEY = "sk_live_abc"', "X='rk_live_abc'"]
)
def test_production_settings_in_a_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"# Straße\nDEBUG=false\n{line}\n", encoding="utf-8")
    with pytest.raises(RefusedToStartError):
        configuration_read([], {})
    (tmp_path / ".env").write_text("# STRIPE_SECRET_KEY=sk_live_abc\nSTRIPE_SECRET_KEY=sk_test_abc\n")
    assert configuration_read([], {}).api_key == "sk_test_sandbox"


def test_a_refusal_ends_the_program_with_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "funding.sandbox", "--state", str(tmp_path), "--api-key", "sk_live_abc"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    assert ended.returncode == 2
    assert "sk_test_" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_arguments_go_before_variables() -> None:
    environment = {"SANDBOX_PORT": "1", "SANDBOX_STATE": "/there", "GEMEINWERK_ENV": "dev"}
    found = configuration_read(["--port", "2", "--public-url", "https://pay.example/"], environment)
    assert (found.port, str(found.state), found.public_url) == (2, "/there", "https://pay.example")


def test_it_is_quick_and_light_and_one_process(tmp_path: Path) -> None:
    started = time.monotonic()
    with running_sandbox(tmp_path) as sandbox:
        took = time.monotonic() - started
        paid_intent(sandbox.client())
        assert sandbox.process is not None
        process = psutil.Process(sandbox.process.pid)
        assert process.children() == []
        assert process.memory_info().rss < MOST_MEGABYTES * 1_000_000
        assert took < 5  # a second on a quiet machine; the bound only catches what is badly wrong


def test_the_state_survives_a_kill_to_the_last_answered_call(tmp_path: Path) -> None:
    with running_sandbox(tmp_path, opening_balance=5_000) as sandbox:
        client = sandbox.client()
        made = [client.v1.customers.create({}, {"idempotency_key": f"k{number}"}).id for number in range(20)]
        sandbox.kill()
        sandbox.start()
        again = [client.v1.customers.create({}, {"idempotency_key": f"k{number}"}).id for number in range(20)]
        assert again == made
        assert client.v1.balance.retrieve().available[0].amount == 5_000


def test_it_stops_at_once_even_while_a_call_hangs(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as sandbox:
        sandbox.control.post("/faults/calls", path="/v1/customers", how="timeout", seconds=60)
        hanging = threading.Thread(target=_call_and_lose, args=(sandbox.client(),))
        hanging.start()
        while sandbox.control.get("/faults")["data"][0]["remaining"]:
            time.sleep(0.01)
        process = sandbox.process
        assert process is not None
        sandbox.stop()
        hanging.join(timeout=5)
        assert process.returncode == 0


def _call_and_lose(client: stripe.StripeClient) -> None:
    with contextlib.suppress(stripe.APIConnectionError):
        client.v1.customers.create()


def test_timers_go_on_after_a_restart(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as sandbox:
        sandbox.control.post("/balance", amount=100)
        payout = sandbox.client().v1.payouts.create({"amount": 100, "currency": "eur"})
        sandbox.stop()
        time.sleep(2)
        sandbox.start()
        end = time.monotonic() + 5
        while sandbox.client().v1.payouts.retrieve(payout.id).status == "pending" and time.monotonic() < end:
            time.sleep(0.05)
        assert sandbox.client().v1.payouts.retrieve(payout.id).status == "paid"
