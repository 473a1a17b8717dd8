"""Office hours: a mentor opens slots and hands out a link, a guest books on a phone, gets the mail and cancels."""

import re
from datetime import timedelta
from email.message import Message

import pytest
from playwright.sync_api import Page, expect

from backend.core import clock
from programmes.models import Mentor
from programmes.selectors.mentoring import link_url
from programmes.services.office_hours import hours_open, link_make
from tests.browser.platform import PHONE, Platform, text_of
from tests.browser.test_citizen import heading, press
from tests.calendars import read

pytestmark = [pytest.mark.browser, pytest.mark.processes]
RUNNING = "nachbarschaft-die-traegt"
WORDS = {
    "de": {
        "title": "Termin bei Karim Haddad buchen",
        "name": "Ihr Name",
        "email": "Ihre E-Mail-Adresse",
        "book": "Diesen Termin buchen",
        "missing": "Bitte wählen Sie einen Termin.",
        "own": "Ihr Termin bei Karim Haddad",
        "mail": "ist gebucht",
        "cancel": "Diesen Termin absagen",
        "cancelled": "Der Termin ist abgesagt",
        "cancelled_mail": "Danke, dass Sie ihn zurückgeben",
        "sure": "Termin absagen",
        "for_good": "Meine Daten endgültig löschen",
        "forget": "Meine Daten jetzt löschen",
        "forgotten": "Ihr Name und Ihre Adresse sind gelöscht.",
    },
    "en": {
        "title": "Book a slot with Karim Haddad",
        "name": "Your name",
        "email": "Your e-mail address",
        "book": "Book this slot",
        "missing": "Please choose a slot.",
        "own": "Your slot with Karim Haddad",
        "mail": "is booked",
        "cancel": "Cancel this slot",
        "cancelled": "The slot is cancelled",
        "cancelled_mail": "Thank you for giving it back",
        "sure": "Cancel the slot",
        "for_good": "Delete my data for good",
        "forget": "Delete my data now",
        "forgotten": "Your name and your address are deleted.",
    },
}


def calendar_of(mail: Message, method: str) -> str:
    """The id of the entry that a mail carries."""
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    [event] = read(data, method=method).events
    return str(event.uid)


def book_and_cancel(platform: Platform, phone: Page, url: str, words: dict[str, str], email: str) -> None:
    phone.goto(url)
    heading(phone, words["title"])
    platform.check(phone)
    press(phone, words["book"])
    expect(phone.get_by_role("alert")).to_contain_text(words["missing"])
    platform.check(phone)
    phone.get_by_role("radio").first.check()
    phone.get_by_label(words["name"]).fill("Gerda Gast")
    phone.get_by_label(words["email"]).fill(email)
    press(phone, words["book"])
    heading(phone, words["own"])
    platform.check(phone)
    booked = platform.mail(email, "termin")
    made = calendar_of(booked, "REQUEST")
    own = re.search(r"https?://\S+/termin/\S+", text_of(booked))
    assert own
    assert email not in own[0]
    phone.goto(own[0])
    press(phone, words["cancel"])
    platform.check(phone)
    press(phone, words["sure"])
    expect(phone.get_by_text(words["cancelled"]).first).to_be_visible()
    platform.check(phone)
    assert calendar_of(platform.mail(email, words["cancelled_mail"]), "CANCEL") == made
    press(phone, words["forget"])
    press(phone, words["for_good"])
    expect(phone.get_by_text(words["forgotten"]).first).to_be_visible()


def test_a_mentor_opens_slots_and_a_guest_books_one(platform: Platform) -> None:
    desk = platform.open("karim")
    desk.goto(f"/sprints/{RUNNING}/sprechstunden/")
    desk.get_by_role("link", name="Sprechstunde öffnen").click()
    platform.check(desk)
    day = (clock.now() + timedelta(days=6)).date().isoformat()
    desk.get_by_label("Von").fill(f"{day}T09:00")
    desk.get_by_label("Bis").fill(f"{day}T10:00")
    desk.get_by_label("Raum oder Ort").fill("Bücherei")
    press(desk, "Sprechstunde öffnen")
    expect(desk.get_by_text("09:00 – 09:20")).to_be_visible()
    desk.get_by_role("link", name="Link anlegen").click()
    desk.get_by_label("Für wen ist er?").fill("Chor")
    platform.check(desk)
    press(desk, "Link anlegen")
    row = desk.get_by_role("listitem").filter(has=desk.get_by_role("heading", name="Chor"))
    url = row.get_by_text("/sprechstunde/").inner_text()
    platform.check(desk)
    book_and_cancel(platform, platform.open(size=PHONE), url, WORDS["de"], "gerda@example.com")
    told = platform.mail("karim@example.org", "Der Termin ist wieder frei")
    assert "gerda@example.com" not in text_of(told)
    assert platform.complaints == [
        "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
    ]


def test_a_guest_books_in_english(platform: Platform) -> None:
    mentor = Mentor.objects.select_related("sprint", "user").get(user__email="karim@example.org")
    start = clock.now() + timedelta(days=7)
    hours_open(
        actor=mentor.user,
        mentor=mentor,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        slot_minutes=20,
        place="Library",
    )
    url = link_url(link_make(actor=mentor.user, mentor=mentor))
    phone = platform.open(size=PHONE, language="en")
    book_and_cancel(platform, phone, url, WORDS["en"], "gerda.english@example.com")
