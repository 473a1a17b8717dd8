"""Inbox, profile and settings: what belongs to one person and to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client

from backend.accounts.enums import ExportState, Scope
from backend.accounts.models import ApiToken, DataExport, User
from backend.accounts.services.api_tokens import token_find
from backend.core import clock
from backend.notifications.enums import Category, Frequency
from backend.notifications.models import Message, Preference
from backend.notifications.services.messages import message_create
from programmes.models import Profile
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.accounts import UserFactory
from tests.factories.programmes import ProfileFactory

pytestmark = pytest.mark.django_db
INBOX_QUERIES = 6
OWN = (
    "profil",
    "nachrichten",
    "einstellungen",
    "einstellungen/mails",
    "einstellungen/schluessel",
    "einstellungen/daten",
)


@pytest.fixture
def person() -> User:
    user: User = UserFactory.create(email="clara@example.org")
    return user


@pytest.fixture
def browser(person: User) -> Client:
    return signed_in(person)


def write(person: User, number: int = 1, url: str = "/sprints/") -> Message:
    with transaction.atomic():
        return message_create(
            recipient=person,
            category=Category.ACCOUNT,
            template="account/export_ready",
            context={"until": clock.now().isoformat(), "timezone": ""},
            dedupe_key=f"test:{person.pk}:{number}",
            url=url,
        )


@pytest.mark.parametrize("part", OWN)
def test_strangers_are_asked_to_sign_in(client: Client, part: str) -> None:
    assert client.get(f"/{part}/")["Location"].startswith("/konto/login/?next=")


@pytest.mark.parametrize("many", [1, 3])
def test_the_inbox_asks_the_same_for_one_and_for_many(person: User, browser: Client, many: int) -> None:
    for number in range(many):
        write(person, number)
    assert queries_of(browser, "/nachrichten/") == INBOX_QUERIES


def test_opening_a_message_marks_it_and_leads_on(person: User, browser: Client) -> None:
    message = write(person)
    assert "1 Nachricht ist neu" in text_of(browser, "/nachrichten/")
    assert browser.get(f"/nachrichten/{message.public_id}/").status_code == 405
    assert browser.post(f"/nachrichten/{message.public_id}/")["Location"] == "/sprints/"
    assert "ist neu" not in text_of(browser, "/nachrichten/")


def test_a_message_never_leads_outside(person: User, browser: Client) -> None:
    message = write(person, url="https://evil.example/")
    assert browser.post(f"/nachrichten/{message.public_id}/")["Location"] == "/nachrichten/"


def test_messages_of_others_are_not_there(browser: Client) -> None:
    message = write(UserFactory.create())
    assert browser.post(f"/nachrichten/{message.public_id}/").status_code == 404


def test_all_can_be_marked_as_read(person: User, browser: Client) -> None:
    write(person, 1)
    foreign = write(UserFactory.create(), 2)
    browser.post("/nachrichten/gelesen/")
    assert not Message.objects.filter(recipient=person, read_at=None).exists()
    foreign.refresh_from_db()
    assert foreign.read_at is None


def test_the_profile_keeps_words_once(person: User, browser: Client) -> None:
    given = {"skills": "Python,  Python, Holz bau", "languages": ["de", "en"], "about": "Ich.", "is_public": "on"}
    assert browser.post("/profil/", given).status_code == 302
    profile = Profile.objects.get(user=person)
    assert (profile.skills, profile.languages, profile.is_public) == (["Python", "Holz bau"], ["de", "en"], True)
    assert "Python, Holz bau" in text_of(browser, "/profil/")


@pytest.mark.parametrize(
    "wrong", [{"skills": "x" * 60}, {"skills": ",".join(map(str, range(30)))}, {"languages": ["xx"]}]
)
def test_a_wrong_profile_keeps_what_was_typed(browser: Client, wrong: dict[str, Any]) -> None:
    answer = browser.post("/profil/", {"about": "Das bleibt.", **wrong})
    assert answer.status_code == 422
    assert "Das bleibt." in answer.content.decode()
    assert not Profile.objects.exists()


def test_only_public_profiles_are_shown(client: Client) -> None:
    hidden, shown = ProfileFactory.create(is_public=False), ProfileFactory.create(is_public=True)
    assert client.get(f"/menschen/{hidden.user.public_id}/").status_code == 404
    assert shown.user.display_name in text_of(client, f"/menschen/{shown.user.public_id}/")


def test_name_and_language_are_saved(person: User, browser: Client) -> None:
    assert browser.post("/einstellungen/", {"display_name": "Clara N.", "language": "en"}).status_code == 302
    person.refresh_from_db()
    assert (person.display_name, person.language) == ("Clara N.", "en")
    assert browser.post("/einstellungen/", {"display_name": "x" * 81, "language": "fr"}).status_code == 422


def test_mails_about_money_cannot_be_switched_off(person: User, browser: Client) -> None:
    page = text_of(browser, "/einstellungen/mails/")
    assert 'name="team"' in page
    assert 'name="money"' not in page
    choices = dict.fromkeys(("team", "sprint", "announcement", "review", "project", "campaign"), "daily")
    assert browser.post("/einstellungen/mails/", {**choices, "money": "off"}).status_code == 302
    assert Preference.objects.get(user=person, category="team").frequency == Frequency.DAILY
    assert not Preference.objects.filter(user=person, category="money").exclude(frequency="at_once").exists()


def test_a_key_is_shown_once_and_works(person: User, browser: Client) -> None:
    given = {"name": "Mein Skript", "scopes": [Scope.READ], "days": "30"}
    answer = browser.post("/einstellungen/schluessel/", given)
    clear = answer.content.decode().split("data-focus>", 1)[1].split("<", 1)[0]
    token = token_find(clear=clear)
    assert token is not None
    assert token.user == person
    assert answer["Cache-Control"] == "no-store"
    page = text_of(browser, "/einstellungen/schluessel/")
    assert clear not in page
    assert "Mein Skript" in page
    ended = browser.post(f"/einstellungen/schluessel/{token.public_id}/beenden/")
    assert ended.status_code == 302
    assert token_find(clear=clear) is None


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["all"]}, {"days": "9999"}, {"name": ""}])
def test_a_key_that_may_too_much_or_nothing_is_not_made(browser: Client, wrong: dict[str, Any]) -> None:
    given = {"name": "X", "scopes": [Scope.READ], "days": "30", **wrong}
    assert browser.post("/einstellungen/schluessel/", given).status_code == 422
    assert not ApiToken.objects.exists()


def test_keys_of_others_cannot_be_ended(browser: Client) -> None:
    foreign = signed_in()
    foreign.post("/einstellungen/schluessel/", {"name": "X", "scopes": [Scope.READ], "days": "30"})
    token = ApiToken.objects.get()
    assert browser.post(f"/einstellungen/schluessel/{token.public_id}/beenden/").status_code == 404


def test_the_archive_is_asked_for_once_and_fetched_by_its_owner(person: User, browser: Client) -> None:
    for _ in range(2):
        assert browser.post("/einstellungen/daten/").status_code == 302
    export = DataExport.objects.get()
    assert "wird zusammengestellt" in text_of(browser, "/einstellungen/daten/")
    assert browser.get("/einstellungen/daten/archiv/").status_code == 404
    export.archive.save("a.zip", ContentFile(b"PK"), save=False)
    export.state, export.expires_at = ExportState.READY, clock.now() + timedelta(days=1)
    export.save()
    answer = browser.get("/einstellungen/daten/archiv/")
    assert answer.getvalue() == b"PK"
    assert signed_in().get("/einstellungen/daten/archiv/").status_code == 404
    export.expires_at = clock.now() - timedelta(seconds=1)
    export.save()
    assert browser.get("/einstellungen/daten/archiv/").status_code == 404


def test_an_account_is_erased_only_with_its_address_typed(person: User, browser: Client) -> None:
    assert browser.post("/einstellungen/konto-loeschen/", {"address": "andere@example.org"}).status_code == 422
    assert User.objects.filter(is_active=True).exists()
    assert browser.post("/einstellungen/konto-loeschen/", {"address": " CLARA@example.org"})["Location"] == "/"
    assert not User.objects.filter(is_active=True).exists()
    assert browser.get("/einstellungen/").status_code == 302
