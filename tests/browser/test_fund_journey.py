"""A fund from its first rule to its last report, at its own pages: in German on a phone, in English at a desk."""

import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from playwright.sync_api import Locator, Page, ViewportSize, expect

from backend.core import clock
from funding.models import Campaign
from programmes.models import TeamMember
from tests.browser.platform import DESK, PHONE, Platform, pay
from tests.browser.test_citizen import SETTLED_MS, press

pytestmark = [pytest.mark.browser, pytest.mark.processes]
NAME, SLUG = "Talfonds", "talfonds"
FUND = f"/fondsverwaltung/{SLUG}/"
CAMPAIGN = "/kampagnen/auental-by-bus-and-bike/"
TITLE = "A valley card for every station"
AMOUNT = re.compile(r"(?:€\s*)?(\d{1,3}(?:[.,]\d{3})*[.,]\d{2})\b")
PAID_IN, GIFTS, BACK = 100_000, (5_000, 2_000), 1_000
# A quarter of what stayed.
MATCHED = (sum(GIFTS) - BACK) // 4


def cents(text: str) -> int:
    """„1.234,50 €“ or “€1,234.50” → 123450."""
    found = AMOUNT.search(text)
    assert found, text
    return int(re.sub(r"\D", "", found[1]))


class Journey:
    """Words are the sources' own, as gettext says them in the language of the journey."""

    def __init__(self, platform: Platform, language: str, size: ViewportSize) -> None:
        self.platform, self.language, self.size = platform, language, size
        self.first, self.second = self.open("frieda"), self.open("felix")

    def open(self, persona: str = "") -> Page:
        return self.platform.open(persona, size=self.size, language=self.language)

    def say(self, words: str) -> str:
        with translation.override(self.language):
            return gettext(words)

    def press(self, page: Page, words: str) -> None:
        press(page, self.say(words))

    def field(self, page: Page, label: str, *, exact: bool = False) -> Locator:
        return page.get_by_role("main").get_by_label(self.say(label), exact=exact)

    def look(self, page: Page, path: str = "") -> None:
        if path:
            page.goto(path)
        # What shuts somebody out does so in both languages: the longest of all journeys asks once.
        self.platform.check(page, axe=self.language == "de")

    def done(self, page: Page) -> None:
        expect(page.locator(".kern-alert--success")).to_be_visible()

    def alone(self, page: Page) -> None:
        """As long as nobody sees the fund, one person decides."""
        expect(page.get_by_text(self.say("one person was enough"))).to_be_visible()

    def row(self, page: Page, words: str) -> Locator:
        return page.get_by_role("row").filter(has_text=words)

    def agree(self) -> None:
        """What the first has just proposed, the second finds among what waits for them, reads and agrees to."""
        expect(self.first.get_by_text(self.say("This waits for another manager"))).to_be_visible()
        self.look(self.first)
        path = self.first.url.removeprefix(self.platform.url)
        self.second.goto("/fuer-mich/")
        self.second.get_by_role("main").locator(f"a[href='{path}']").first.click()
        self.look(self.second)
        self.press(self.second, "Agree")
        self.done(self.second)

    def found(self) -> None:
        page = self.first
        page.goto("/fondsverwaltung/")
        self.press(page, "Found a fund")
        self.field(page, "Name of the fund").fill(NAME)
        self.field(page, "Short name in the address").fill(SLUG)
        self.field(page, "What it is for").fill("Für Ideen im Tal. For ideas in the valley.")
        self.look(page)
        self.press(page, "Create the fund")
        self.done(page)
        self.look(page)

    def name_the_second(self) -> None:
        page = self.first
        self.look(page, f"{FUND}verwaltende/")
        self.field(page, "E-mail address").fill("felix@example.org")
        self.press(page, "Add this person")
        self.alone(page)
        self.look(page)

    def build_the_rule(self) -> None:
        page = self.first
        self.look(page, f"{FUND}regel/")
        page.locator("a[href*='vorlage=quarter']").click()
        self.field(page, "At most for one campaign", exact=True).fill("500")
        expect(page.locator("#rule-preview .gw-rule")).to_contain_text("500")
        self.look(page)
        self.press(page, "Let this rule hold from now on")
        self.alone(page)

    def pay_in(self) -> None:
        page = self.first
        page.goto(f"{FUND}einzahlungen/")
        self.field(page, "Who pays in").select_option(index=1)
        self.field(page, "Amount in euros").fill("tausend")
        self.field(page, "Reference").fill("SEPA 1")
        self.press(page, "Announce the deposit")
        expect(page.locator("#id_amount_error")).to_be_visible()
        expect(self.field(page, "Reference")).to_have_value("SEPA 1")
        self.look(page)
        self.field(page, "Amount in euros").fill("1000")
        self.press(page, "Announce the deposit")
        self.row(page, "SEPA 1").locator("a[href*='/erhalten/']").click()
        self.look(page)
        self.press(page, "Yes, the money is there")
        self.alone(page)
        self.look(page, f"{FUND}einzahlungen/")

    def simulate(self) -> None:
        page = self.first
        page.goto(f"{FUND}simulationen/")
        self.press(page, "Simulate rules")
        self.field(page, "Name", exact=True).fill("Vor dem Öffnen")
        self.look(page)
        self.press(page, "Build a rule of your own")
        self.field(page, "How much the fund adds, in percent").fill("30")
        expect(page.locator("#rule-preview .gw-rule")).to_contain_text("30")
        self.field(page, "Name in the comparison").fill("Mit 30")
        self.look(page)
        self.press(page, "Add it to the comparison")
        expect(self.field(page, "Name", exact=True)).to_have_value("Vor dem Öffnen")
        expect(page.get_by_role("checkbox", name="Mit 30")).to_be_checked()
        self.look(page)
        self.press(page, "Start the simulation")
        expect(page.get_by_role("heading", name=self.say("Side by side"))).to_be_visible(timeout=SETTLED_MS)
        expect(self.row(page, self.say("The fund gives"))).to_contain_text("€")
        expect(page.get_by_role("columnheader", name="Mit 30")).to_be_visible()
        self.look(page)

    def open_fund(self) -> None:
        page = self.first
        self.look(page, FUND)
        self.press(page, "Open the fund")
        self.look(page)
        self.press(page, "Propose to open the fund")
        self.agree()

    def start_campaign(self) -> None:
        """The team finishes its draft, a curator approves it, the team asks the fund and sets its account up."""
        campaign = Campaign.objects.get(slug=CAMPAIGN.split("/")[2])
        member = TeamMember.objects.get(team=campaign.project.team, left_at=None, role="lead").user
        lead = self.open(member.email.partition("@")[0])
        self.look(lead, f"{CAMPAIGN}verwaltung/")
        self.press(lead, "Go on writing")
        begin = timezone.localtime(clock.now() - timedelta(minutes=5), timezone.get_fixed_timezone(60))
        self.field(lead, "Begins", exact=True).fill(f"{begin:%Y-%m-%dT%H:%M}")
        self.field(lead, "Ends", exact=True).fill(f"{begin + timedelta(days=30):%Y-%m-%dT%H:%M}")
        self.look(lead)
        self.press(lead, "Save the draft")
        self.press(lead, "Hand the campaign in")
        self.press(lead, "Hand the campaign in")
        curator = self.open("karim")
        self.look(curator, f"{CAMPAIGN}verwaltung/entscheiden/")
        self.press(curator, "Approve the campaign")
        lead.goto(f"{CAMPAIGN}verwaltung/")
        self.press(lead, "Ask a fund")
        lead.get_by_label(re.compile(NAME)).check()
        self.look(lead)
        self.press(lead, "Ask the fund")
        self.press(lead, "Set up the account")
        self.look(lead)
        self.press(lead, "Go to the payment provider")
        lead.wait_for_url(f"{self.platform.sandbox.base_url}/**")
        lead.get_by_role("button", name=re.compile("Einrichtung abschließen|Complete the setup")).click()
        lead.wait_for_url(f"{self.platform.url}/**")
        self.done(lead)

    def take_in(self) -> None:
        page = self.first
        self.look(page, "/fuer-mich/")
        page.get_by_role("link", name=re.compile(TITLE)).first.click()
        self.look(page)
        self.press(page, "Take the campaign in")
        self.done(page)

    def support(self) -> None:
        for number, amount in enumerate(GIFTS):
            guest = self.open()
            guest.goto(CAMPAIGN)
            guest.locator(".gw-amounts label", has_text=re.compile(rf"^\s*€?{amount // 100}\b")).click()
            self.press(guest, "Support with this amount")
            self.field(guest, "Your name").fill(f"Gast {number}")
            self.field(guest, "Your e-mail address").fill(f"gast{number}@example.org")
            self.look(guest)
            self.press(guest, "Continue to the payment")
            guest.wait_for_url(f"{self.platform.sandbox.base_url}/**")
            pay(guest, card=("4242424242424242", "5555555555554444")[number])
            guest.wait_for_url(f"{self.platform.url}/unterstuetzungen/**")
            expect(guest.locator("#pledge .kern-badge--success").first).to_be_visible(timeout=SETTLED_MS)
        self.look(guest)

    def pledge(self, page: Page, amount: int) -> Locator:
        whole = str(amount // 100)
        return page.get_by_role("row").filter(has_text=re.compile(rf"\b{whole}[.,]00\b"))

    def refund(self) -> None:
        page = self.first
        self.look(page, f"{FUND}unterstuetzungen/")
        self.pledge(page, GIFTS[1]).locator("a[href*='/erstatten/']").click()
        self.field(page, "Amount", exact=True).fill(str(BACK // 100))
        self.field(page, "Reason").fill("Auf Wunsch. As asked.")
        self.look(page)
        self.press(page, "Pay this amount back")
        self.done(page)
        state = self.say("partly paid back")
        self.wait(page, f"{FUND}unterstuetzungen/", lambda: self.row(page, state).count() == 1, "it was paid back")

    def question(self) -> None:
        """Somebody asks whether a pledge counts; another manager decides that it does."""
        page = self.first
        self.pledge(page, GIFTS[0]).locator("a[href*='/pruefen/']").click()
        self.field(page, "What is in question").fill("Ist das jemand aus dem Team?")
        self.look(page)
        self.press(page, "Open a case")
        self.done(page)
        page = self.second
        self.look(page, f"{FUND}faelle/")
        page.get_by_role("main").locator("a[href*='/fall/']").first.click()
        self.field(page, "The pledge counts for the match").check()
        self.field(page, "Reason for your decision").fill("Nein: eine Nachbarin.")
        self.look(page)
        self.press(page, "Decide and answer the backer")
        self.done(page)

    def approve(self) -> None:
        self.look(self.first, f"{FUND}freigaben/")
        for page in (self.first, self.second):
            page.goto(f"{FUND}freigaben/")
            expect(self.row(page, TITLE)).to_have_count(len(GIFTS))
            self.field(page, "Note").fill("Gelesen, passt.")
            self.press(page, "Approve what is ticked")
            self.done(page)
            expect(self.row(page, TITLE)).to_have_count(0)

    def pay_out(self) -> None:
        # The match is the fund's own money, which it sends to the provider by bank transfer.
        self.platform.sandbox.control.post("/balance", amount=10_000)
        page, other = self.first, self.second
        self.look(page, f"{FUND}auszahlungen/")
        page.get_by_role("button", name=re.compile(self.say("Ask for the payout"))).click()
        self.done(page)
        for kind in ("crowd", "match"):
            other.goto("/fuer-mich/")
            other.get_by_role("main").locator("a[href*='/auszahlung/']").filter(has_text=TITLE).first.click()
            if kind == "match":
                self.look(other)
            self.press(other, "Approve and send the money")
            self.done(other)
        arrived = self.say("paid out")
        self.wait(page, f"{FUND}auszahlungen/", lambda: self.row(page, arrived).count() == 2, "both have arrived")

    def close(self) -> None:
        page = self.first
        self.look(page, f"{FUND}abschluss/")
        self.press(page, "Propose to close the fund")
        self.press(page, "Propose to close the fund")
        self.agree()
        self.look(page, f"{FUND}abschluss/")
        self.press(page, "Decide about the rest")
        self.field(page, "It goes back to the sponsors").check()
        self.look(page)
        self.press(page, "Propose it")
        self.agree()

    def take_the_kit(self) -> None:
        page = self.second
        page.goto(f"{FUND}abschluss/")
        self.press(page, "Put report and lists together")
        self.done(page)
        kit = page.get_by_role("main").locator("a[href*='/unterlagen/']")
        self.wait(page, f"{FUND}abschluss/", lambda: kit.count() == 1, "the kit is there")
        self.look(page)
        with page.expect_download() as download:
            kit.click()
        with zipfile.ZipFile(download.value.path()) as archive:
            kinds = {name.rpartition(".")[2] for name in archive.namelist()}
        assert {"pdf", "csv"} <= kinds

    def wait(self, page: Page, path: str, condition: Callable[[], bool], what: str) -> None:
        def again() -> bool:
            page.goto(path)
            return condition()

        self.platform.stage.wait_until(again, what)

    def waterline(self) -> list[int]:
        """What anybody sees of the fund, in cents: its parts, then what was paid in."""
        anybody = self.open()
        self.look(anybody, f"/fonds/{SLUG}/")
        return [cents(text) for text in anybody.locator(".gw-waterline__sums dd").all_inner_texts()]


@pytest.mark.parametrize(("language", "size"), [("de", PHONE), ("en", DESK)], ids=["phone-de", "desk-en"])
def test_a_fund_from_its_rule_to_its_report(platform: Platform, language: str, size: ViewportSize) -> None:
    journey = Journey(platform, language, size)
    journey.found()
    journey.name_the_second()
    journey.build_the_rule()
    journey.pay_in()
    journey.simulate()
    journey.open_fund()
    journey.start_campaign()
    journey.take_in()
    journey.support()
    journey.refund()
    journey.question()
    journey.approve()
    journey.pay_out()
    *parts, paid_in = journey.waterline()
    assert paid_in == PAID_IN == sum(parts), "the parts add up to what was paid in"
    assert MATCHED in parts
    journey.close()
    journey.take_the_kit()
    journey.waterline()
    journey.look(journey.second, f"{FUND}protokoll/")
    # An amount in words was refused, as it should be; Chromium notes that, too.
    assert [line for line in platform.complaints if "422" not in line] == []
