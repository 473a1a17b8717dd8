import email.policy
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.utils import translation

from backend.accounts.models import User
from backend.core.errors import NotFound
from backend.notifications import formats
from backend.notifications.enums import Category, Frequency, MailState
from backend.notifications.mails import digest_mail, message_mail
from backend.notifications.models import Message
from backend.notifications.outgoing_files import outgoing_mail, outgoing_mails
from backend.notifications.services.delivery import mail_deliver
from backend.notifications.services.messages import message_create
from backend.notifications.services.preferences import preference_save
from backend.notifications.texts import text_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clara() -> User:
    return UserFactory.create(email="clara@example.org")


def tell(user: User | None, **given: object) -> Message:
    values: dict[str, object] = {
        "recipient": user,
        "address": "" if user else "gast@example.org",
        "category": Category.TEAM if user else Category.MONEY,
        "template": "programmes/join_requested",
        "context": {"name": "Tarik <b>", "team": "Karte & Kompass", "motivation": "Weil: ich\nkann", "role": ""},
        "url": "/teams/tea_1/",
        "dedupe_key": str(given),
    }
    return message_create(**(values | given))  # type: ignore[arg-type]  # the tests pass what the signature takes


def parsed(built: EmailMultiAlternatives) -> tuple[EmailMessage, str, str]:
    message = message_from_bytes(built.message().as_bytes(), policy=email.policy.default)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    return message, plain.get_content(), html.get_content()


def test_text_and_html_say_the_same(clara: User, settings: LazySettings) -> None:
    settings.SITE_URL = "https://gemeinwerk.example"
    message = tell(clara)
    mail_, plain, html = parsed(message_mail(message))
    assert mail_["To"] == "clara@example.org"
    assert "Karte & Kompass" in str(mail_["Subject"])
    assert mail_["Message-ID"] == f"<{message.public_id}@gemeinwerk.example>"
    assert mail_["Auto-Submitted"] == "auto-generated"
    assert "Tarik <b>" in plain
    assert "Tarik &lt;b&gt;" in html
    assert "Tarik <b>" not in html
    for body in (plain, html):
        assert "https://gemeinwerk.example/teams/tea_1/" in body


def test_mails_that_can_be_ended_say_how(clara: User) -> None:
    mail_, plain, html = parsed(message_mail(tell(clara)))
    address = str(mail_["List-Unsubscribe"]).strip(" <>")
    assert address.startswith("http://localhost:8000/abmelden/")
    assert mail_["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in plain
    assert address in html


@pytest.mark.parametrize("category", [Category.MONEY, Category.ACCOUNT])
def test_mails_that_must_arrive_cannot_be_ended(clara: User, category: Category) -> None:
    mail_, plain, html = parsed(message_mail(tell(clara, category=category)))
    assert mail_["List-Unsubscribe"] is None
    assert "/abmelden/" not in plain + html


def test_the_language_is_the_readers(clara: User) -> None:
    User.objects.filter(pk=clara.pk).update(language="en")
    clara.refresh_from_db()
    mail_, _plain, html = parsed(message_mail(tell(clara)))
    assert mail_["Content-Language"] == "en"
    assert '<html lang="en">' in html
    assert str(mail_["Subject"]) == "Tarik <b> would like to join Karte & Kompass"


def test_facts_keep_what_people_wrote(clara: User) -> None:
    text = text_of(tell(clara), "en")
    assert text.facts == [("From", "Tarik <b>"), ("Team", "Karte & Kompass"), ("Why", "Weil: ich\nkann")]


def test_a_daily_mail_has_everything(clara: User) -> None:
    preference_save(user=clara, choices={Category.TEAM: Frequency.DAILY})
    messages = [tell(clara, url=f"/teams/{number}/") for number in range(3)]
    mail_, plain, html = parsed(digest_mail(messages, clara))
    assert "3" in str(mail_["Subject"])
    assert mail_["Message-ID"].startswith(f"<digest.{messages[-1].public_id}@")
    assert all(f"/teams/{number}/" in plain and f"/teams/{number}/" in html for number in range(3))
    assert mail_["List-Unsubscribe"]
    single, _plain, _html = parsed(digest_mail(messages[:1], clara))
    assert "Karte & Kompass" in str(single["Subject"])


def test_secrets_are_forgotten_once_they_are_sent() -> None:
    message = tell(
        None, template="account/sign_in", context={"subject": "Code"}, secrets={"body": "Hier", "code": "K7"}
    )
    assert mail_deliver(message_id=message.pk)
    assert "K7" in mail.outbox[0].body
    message.refresh_from_db()
    assert (message.secrets, message.mail_state) == ({}, MailState.SENT)


def test_a_subject_is_one_line(clara: User) -> None:
    message = tell(clara, template="account/note", context={"subject": "a\nBcc: x@example.org"})
    built = message_mail(message)
    assert built.subject == "a Bcc: x@example.org"
    assert built.message()["Bcc"] is None


@pytest.mark.parametrize("template", ["message.txt", "message.html", "digest.txt", "digest.html"])
def test_layouts_exist(template: str) -> None:
    assert get_template(f"notifications/layout/{template}")


def test_the_demo_shows_what_would_have_been_sent(clara: User, settings: LazySettings, tmp_path: Path) -> None:
    assert outgoing_mails() == []
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    message_mail(tell(clara)).send()
    (shown,) = outgoing_mails()
    assert (shown.to, outgoing_mail(shown.name)) == ("clara@example.org", shown)
    assert "Karte & Kompass" in shown.text
    assert "<html" in shown.html
    with pytest.raises(NotFound):
        outgoing_mail("../../etc/passwd")


@pytest.mark.parametrize(
    ("language", "amount", "moment", "day"),
    [
        (
            "de",
            "1.250,00\xa0€",
            "Dienstag, 24. November 2026, 18:00 Uhr (Europe/Berlin)",
            "Dienstag, 24. November 2026",
        ),
        ("en", "€1,250.00", "Tuesday, 24 November 2026, 18:00 (Europe/Berlin)", "Tuesday, 24 November 2026"),
    ],
)
def test_amounts_and_moments_are_written_as_readers_do(language: str, amount: str, moment: str, day: str) -> None:
    with translation.override(language):
        assert formats.money(125_000) == amount
        assert formats.moment("2026-11-24T17:00:00+00:00") == moment
        assert formats.day("2026-11-24") == day
        assert "1,250" in formats.money(1_250, "JPY") or "1.250" in formats.money(1_250, "JPY")
