"""Production settings start with what they need, and say what they miss."""

import subprocess
import sys

import pytest

from tools.check import PRODUCTION, ROOT


def start(**changed: str) -> str:
    """Load the settings in a process of their own; return what went wrong, in words."""
    command = [sys.executable, "-c", "import backend.settings.prod"]
    return subprocess.run(
        command, cwd=ROOT, env={**PRODUCTION, **changed}, capture_output=True, text=True, check=False
    ).stderr


def test_with_all_of_it_they_start() -> None:
    assert start() == ""


@pytest.mark.parametrize(
    "name",
    ["SECRET_KEY", "DATABASE_URL", "SITE_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "EMAIL_URL"],
)
def test_nothing_goes_on_without(name: str) -> None:
    # As an empty line in .env, which is the same as none.
    assert f"{name} is missing or not fit" in start(**{name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SITE_URL", "http://gemeinwerk.example"),
        ("EMAIL_URL", "console://"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_gemeinwerk"),
        ("DEMO_SIGN_IN", "true"),
        ("FAILPOINT", "anywhere"),
    ],
)
def test_values_of_demo_and_tests_are_refused(name: str, value: str) -> None:
    assert f"{name} is missing or not fit" in start(**{name: value})
