"""`docs/journey.py` against the real thing: web, worker, relay and payment sandbox are processes of their own."""

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from backend.local.management.commands.prepare_demo import keys
from tests.faults.stage import stage_in
from tests.funding.sandbox.server import API_KEY, WEBHOOK_SECRET, running_sandbox
from tests.seeded import fill_database

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


def test_from_a_challenge_to_a_settled_payout(live_server: LiveServer, settings: Settings, tmp_path: Path) -> None:
    fill_database()
    tokens = tmp_path / "keys.json"
    tokens.write_text(json.dumps(keys({})))
    with (
        stage_in(tmp_path) as stage,
        running_sandbox(tmp_path / "sandbox", webhook_url=f"{live_server.url}/webhooks/stripe/") as sandbox,
    ):
        given = {
            "STRIPE_API_BASE": sandbox.base_url,
            "STRIPE_SECRET_KEY": API_KEY,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "SITE_URL": live_server.url,
        }
        for name, value in given.items():
            setattr(settings, name, value)
        stage.environment |= given
        # The fund's deposit, which an operator transfers to the provider.
        sandbox.control.post("/balance", amount=1_000_000)
        stage.worker(concurrency=2)
        stage.relay()
        command = [sys.executable, "docs/journey.py", live_server.url, "--keys", str(tokens)]
        told = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        logs = "\n".join(process.output()[-3_000:] for process in stage.processes)
    assert told.returncode == 0, f"{told.stdout}\n{told.stderr}\n{logs}"
    assert re.search(r"€80\.00 and €[1-9][0-9.]+ from the fund are €", told.stdout)
    assert "match money: paid" in told.stdout
    assert "crowd money: paid" in told.stdout
    report = StringIO()
    call_command("ledger", "check", stdout=report)
