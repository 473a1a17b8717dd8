"""A code to sign in with does not stand behind thousands of mails that nobody waits for: it would come too late."""

import pytest
from django.db import transaction

from backend.accounts.models import User
from backend.accounts.services.sign_in import sign_in_mail_request
from backend.core.models import OutboxMessage
from backend.notifications.enums import Category
from backend.notifications.events import AwaitedMailRequested, MailRequested
from backend.notifications.services.messages import message_create
from tests.faults.stage import Mailbox, Stage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]
STORM = 450
"""More than one round of the relay and what its queue holds together."""
SOON = STORM // 2


def storm(receiver: User) -> None:
    with transaction.atomic():
        for number in range(STORM):
            message_create(
                recipient=receiver,
                category=Category.ACCOUNT,
                template="account/note",
                context={"subject": str(number)},
                dedupe_key=f"storm:{number}",
            )


def place_of_the_code(stage: Stage, receiver: User) -> int:
    """How many mails came before the one with the code, which was asked for in the middle of the storm."""
    mailbox = Mailbox()
    stage.mail_server(mailbox)
    storm(receiver)
    stage.worker(concurrency=2)
    stage.relay()
    stage.wait_until(lambda: len(mailbox.mails) > STORM // 10, "the storm has begun")
    begun = len(mailbox.mails)
    sign_in_mail_request(address="new@example.org", subject="Code", body="ABC-DEF", code="ABC-DEF")

    def place() -> int | None:
        return next((n for n, mail in enumerate(mailbox.mails) if b"To: new@example.org" in mail), None)

    stage.wait_until(lambda: place() is not None, "the code has come", seconds=120)
    return (place() or 0) - begun


@pytest.fixture
def clara(transactional_db: None) -> User:
    return User.objects.create_user("clara@example.org")


def test_it_comes_before_what_has_waited_longer(stage: Stage, clara: User) -> None:
    assert place_of_the_code(stage, clara) < SOON
    assert OutboxMessage.objects.filter(topic=MailRequested.topic, handled_at=None).exists(), "the storm goes on"


def test_in_the_same_queue_it_comes_last(stage: Stage, clara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AwaitedMailRequested, "queue", MailRequested.queue)
    assert place_of_the_code(stage, clara) > SOON
