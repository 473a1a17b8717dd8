"""The whole path with real processes: outbox row → relay → queue → worker → message → mail."""

import email
import email.policy

import pytest
from django.db import transaction

from backend.accounts.models import User
from backend.core.models import OutboxMessage
from backend.notifications.enums import Category, MailState
from backend.notifications.services.messages import message_create
from tests.faults.stage import Mailbox, Stage

pytestmark = pytest.mark.processes


def test_a_message_becomes_a_mail(stage: Stage) -> None:
    mailbox = Mailbox()
    stage.mail_server(mailbox)
    stage.worker()
    stage.relay()
    clara = User.objects.create_user("clara@example.org", display_name="Clara")
    with transaction.atomic():
        message = message_create(
            recipient=clara,
            category=Category.TEAM,
            template="account/note",
            context={"subject": "Tarik möchte in Ihr Team", "body": "Bitte antworten Sie.", "button": "Antworten"},
            url="/nachrichten/",
            dedupe_key="tests:1",
        )
    stage.wait_until(lambda: mailbox.mails, "a mail arrives")
    mail = email.message_from_bytes(mailbox.mails[0], policy=email.policy.default)
    assert mail["Subject"] == "Tarik möchte in Ihr Team"
    assert mail["To"] == "clara@example.org"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Bitte antworten Sie." in plain.get_content()
    assert "Antworten</a>" in html.get_content()
    stage.wait_until(lambda: OutboxMessage.objects.filter(handled_at=None).count() == 0, "the row is marked")
    message.refresh_from_db()
    assert message.mail_state == MailState.SENT
    assert len(mailbox.mails) == 1
