"""What is missing or does not fit stops the start, and says so in a sentence."""

import logging.config
import os
import subprocess
import sys

import pytest

from backend.settings.logs import logging_config
from tools.check import PRODUCTION

FIT = {**PRODUCTION, "DJANGO_SETTINGS_MODULE": "backend.settings.prod"}


def start(**environment: str) -> str:
    """Return what the console says."""
    command = [sys.executable, "-W", "ignore", "-m", "backend", "jobs", "--help"]
    run = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert (run.returncode == 0) == (not run.stderr)
    return run.stderr.strip()


def test_what_fits_starts() -> None:
    assert start(**FIT) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("DATABASE_URL", ""),
        ("SITE_URL", "http://gemeinwerk.example"),
        ("EMAIL_URL", "console://"),
        ("STRIPE_SECRET_KEY", "sk_test_gemeinwerk"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_gemeinwerk"),
        ("DEMO_SIGN_IN", "true"),
        ("FAILPOINT", "relay.claimed"),
    ],
)
def test_production_refuses_what_is_unsafe(name: str, value: str) -> None:
    said = start(**{**FIT, name: value})
    assert said == f"gemeinwerk: {name} is missing or not fit for production; see docs/deploy.md"


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("DATABASE_POOL_MAX", "many-secret", "Input should be a valid integer"),
        ("DATABASE_URL", "mysql://secret@localhost/x", "must begin with postgresql://"),
        ("EMAIL_URL", "pigeon://secret", "must begin with smtp://"),
    ],
)
def test_what_does_not_fit_is_named_without_its_value(name: str, value: str, why: str) -> None:
    said = start(**{name: value})
    assert said.startswith(f"gemeinwerk: {name}: ")
    assert why in said
    assert len(said.splitlines()) == 1
    assert "secret" not in said


def test_logs_do_not_quote_rows() -> None:
    formatter = logging.config.DictConfigurator(logging_config("json", "INFO")).configure_formatter(
        logging_config("json", "INFO")["formatters"]["structured"]
    )
    text = "new row violates check\nDETAIL:  Failing row contains (1, Clara,\nclara@example.org).\nCONTEXT:  x"
    error = ValueError(text)
    record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", (), (ValueError, error, None))
    line = formatter.format(record)
    assert "new row violates check" in line
    assert "CONTEXT" in line
    assert "lara" not in line


@pytest.mark.parametrize("page", ["sprechstunde", "termin", "kalender", "einwilligung", "abmelden"])
def test_logs_do_not_hold_addresses_that_are_a_right(page: str) -> None:
    formatter = logging.config.DictConfigurator(logging_config("json", "INFO")).configure_formatter(
        logging_config("json", "INFO")["formatters"]["structured"]
    )
    record = logging.LogRecord("x", logging.WARNING, "", 1, "Not Found: %s", (f"/{page}/bol_1.s3cret/",), None)
    line = formatter.format(record)
    assert f"/{page}/" in line
    assert "s3cret" not in line
    plain = logging.LogRecord("x", logging.WARNING, "", 1, "Not Found: %s", ("/sprints/x/",), None)
    assert "/sprints/x/" in formatter.format(plain)
