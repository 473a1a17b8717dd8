"""The schema and its readable form, in a real browser, under the real Content-Security-Policy."""

import re
from pathlib import Path

import pytest
import yaml
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from funding.domain.limits import RATE_MAX_BP, RATE_MIN_BP
from tests.chromium import chromium_open


def test_the_schema_comes_as_yaml_and_as_json() -> None:
    as_yaml = Client().get("/api/v1/schema/")
    assert as_yaml["Content-Type"].startswith("application/vnd.oai.openapi")
    as_json = Client().get("/api/v1/schema/?format=json")
    assert yaml.safe_load(as_yaml.content) == as_json.json()
    assert Client().get("/api/v1/schema/", headers={"Accept": "application/json"}).json() == as_json.json()


def test_the_least_rate_is_what_the_service_takes() -> None:
    rule = Client().get("/api/v1/schema/?format=json").json()["components"]["schemas"]["RuleBody"]
    least, most = (rule["properties"]["rate_bp"][name] for name in ("minimum", "maximum"))
    assert (least, most) == (RATE_MIN_BP, RATE_MAX_BP)


def test_the_docs_carry_no_inline_script_and_the_strict_policy() -> None:
    response = Client().get("/api/v1/docs/")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert b"<style" not in response.content
    assert response.content.count(b"<script") == response.content.count(b"<script src=")


@pytest.mark.django_db
def test_what_the_page_for_programmers_asks_is_answered() -> None:
    conversation = Path("docs/api.md").read_text().partition("## A first conversation")[2]
    asked = re.findall(r'curl -s "\$API/(.*?)"', conversation)
    assert len(asked) >= 3
    assert [path for path in asked if Client().get(f"/api/v1/{path}").status_code != 200] == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_docs_are_drawn_and_opened_without_a_complaint(live_server: LiveServer) -> None:
    outside: list[str] = []
    complaints: list[str] = []
    with chromium_open() as browser:
        page = browser.new_page()
        page.on("request", lambda request: outside.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/api/v1/docs/")
        page.set_default_timeout(20_000)
        page.locator("#operations-tag-organisations").click()
        operation = page.locator(".opblock-summary", has_text="/api/v1/organisations/").first
        expect(operation).to_be_visible(timeout=20_000)
        operation.locator("button").first.click()
        expect(page.locator(".opblock-body").first).to_contain_text("Part of the name")
    assert complaints == []
    assert [url for url in outside if not url.startswith((live_server.url, "data:", "blob:"))] == []
