"""A passkey instead of a code: made in the settings, used at the next sign-in. The key itself is Chromium's own."""

import pytest
from playwright.sync_api import expect

from tests.browser.platform import DESK, Platform
from tests.browser.test_citizen import heading, press, sign_in_by_mail

pytestmark = [pytest.mark.browser, pytest.mark.processes]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_signs_in_without_a_code(platform: Platform) -> None:
    page = platform.open(size=DESK)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    page.goto("/konto/login/?next=/einstellungen/")
    sign_in_by_mail(platform, page, "clara@example.org")
    press(page, "Passkeys verwalten")
    platform.check(page)
    press(page, "Passkey hinzufügen")
    platform.check(page)
    page.locator("#id_name").fill("Mein Telefon")
    press(page, "Passkey hinzufügen")
    expect(page.get_by_text("Sicherheitsschlüssel hinzugefügt.")).to_be_visible()
    platform.check(page)
    page.goto("/konto/2fa/webauthn/")
    expect(page.get_by_role("heading", name="Mein Telefon")).to_be_visible()
    platform.check(page)

    page.get_by_role("banner").get_by_role("button", name="Abmelden").first.click()
    page.wait_for_url(f"{platform.url}/")
    page.goto("/konto/login/?next=/einstellungen/")
    press(page, "Mit einem Passkey anmelden")
    heading(page, "Einstellungen")
    assert platform.complaints == []
