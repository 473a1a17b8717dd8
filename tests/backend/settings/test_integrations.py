"""What stands in an address reaches the libraries, and what cannot work is refused at the start."""

import json
import subprocess
import sys
from typing import Any

import pytest
from dotenv import dotenv_values

from tools.check import PRODUCTION, ROOT

PRINTED = """
import json
from backend.settings import integrations
print(json.dumps([integrations.DATABASES["default"], {n: v for n, v in vars(integrations).items() if "EMAIL_" in n}]))
"""


def loaded(**changed: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    environment = {name: value for name, value in {**PRODUCTION, **changed}.items() if value is not None}
    command = [sys.executable, "-c", PRINTED]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    database, email = json.loads(done.stdout)
    return database, email


def test_the_address_of_the_database_says_how_to_connect() -> None:
    database, _email = loaded(DATABASE_URL="postgresql://db.example/gemeinwerk?sslmode=verify-full&connect_timeout=3")
    assert database["OPTIONS"]["sslmode"] == "verify-full"
    assert database["OPTIONS"]["connect_timeout"] == 3
    assert database["OPTIONS"]["pool"]["max_size"] == 4
    assert not database["DISABLE_SERVER_SIDE_CURSORS"]


def test_with_a_pooler_in_front_nothing_needs_the_same_connection_twice() -> None:
    database, _email = loaded(DATABASE_POOLER="true")
    assert database["DISABLE_SERVER_SIDE_CURSORS"]


def test_the_example_of_a_mail_server_sends_with_tls() -> None:
    _database, email = loaded(EMAIL_URL=dotenv_values(ROOT / ".env.example")["EMAIL_URL"])
    assert email["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (email["EMAIL_HOST"], email["EMAIL_PORT"], email["EMAIL_USE_TLS"]) == ("mail.example", 587, True)


def test_an_address_that_no_mail_can_leave_by_is_refused() -> None:
    with pytest.raises(AssertionError, match=r"EMAIL_URL: .*must begin with smtp://, submission://"):
        loaded(EMAIL_URL="smtp+tls://user:password@mail.example:587")


@pytest.mark.parametrize(("trusted", "proxies"), [("true", 1), ("false", 0)])
def test_clients_are_told_apart_by_what_the_own_proxy_says(trusted: str, proxies: int) -> None:
    printed = "from backend.settings import integrations as i; print(i.ALLAUTH_TRUSTED_PROXY_COUNT)"
    command, environment = [sys.executable, "-c", printed], {**PRODUCTION, "TRUST_PROXY": trusted}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) == proxies
