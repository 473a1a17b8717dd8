"""Every setting is known where people look for it, and a file at the desk does not reach into tests."""

import re
import tomllib
from typing import Any

import pytest
import yaml

from backend.settings.env import BASE_DIR, ENV_FILE, Env

# Of a developer's machine and of tests; production refuses two of them.
NOT_IN_PRODUCTION = {"DEBUG", "DEMO_SIGN_IN", "FAILPOINT"}
SETTINGS = {name.upper() for name in Env.model_fields} - NOT_IN_PRODUCTION
# The image says where files go.
IN_THE_IMAGE = {"MEDIA_ROOT", "PRIVATE_ROOT"}


def read(name: str) -> str:
    return (BASE_DIR / name).read_text()


def compose() -> dict[str, Any]:
    read_compose: dict[str, Any] = yaml.safe_load(read("docker-compose.yml"))
    return read_compose


def test_the_page_on_deployment_names_every_setting() -> None:
    table = set(re.findall(r"`([A-Z_]+)`", read("docs/deploy.md")))
    assert SETTINGS - table == set()


def test_every_container_gets_every_setting() -> None:
    assert SETTINGS - set(compose()["x-app"]["environment"]) == IN_THE_IMAGE
    assert all(f"{name}=/data/" in read("backend/Dockerfile") for name in IN_THE_IMAGE)


def test_the_readme_and_the_example_name_settings_that_exist() -> None:
    of_compose = {"POSTGRES_PASSWORD", "SITE_ADDRESS", "HTTP_PORT", "HTTPS_PORT"}
    in_table = set(re.findall(r"`([A-Z]+_[A-Z_]+)`", read("README.md")))
    in_example = set(re.findall(r"^#?([A-Z_]+)=", read(".env.example"), re.MULTILINE))
    assert in_table - SETTINGS == set()
    assert in_example - SETTINGS == of_compose


def test_secrets_stay_out_of_the_image() -> None:
    assert ".env" in read(".dockerignore").splitlines()


def test_an_empty_line_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYMENT_PAGE_MINUTES", "")
    monkeypatch.setenv("STRIPE_SECRET_KEY", "")
    found = Env()
    assert found.payment_page_minutes == 30
    assert "stripe_secret_key" not in found.model_fields_set


def test_tests_do_not_read_the_file_of_this_machine() -> None:
    settings = tomllib.loads(read("pyproject.toml"))["tool"]["pytest"]["ini_options"]["DJANGO_SETTINGS_MODULE"]
    assert settings == "backend.settings.test"
    assert ENV_FILE is None
