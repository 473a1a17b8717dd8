"""A real mail server that is slow, down or refuses."""

import smtplib
import threading
import time
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings
from django.db import connection, transaction
from django.template import TemplateDoesNotExist

from backend.accounts.models import User
from backend.core.errors import Unavailable
from backend.local.embedded import free_port
from backend.notifications.enums import Category, Frequency, MailState
from backend.notifications.models import Message
from backend.notifications.services import delivery
from backend.notifications.services.digests import digests_request
from backend.notifications.services.messages import message_create
from backend.notifications.services.preferences import preference_save
from tests.faults.stage import Mailbox

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]


class SlowMailbox(Mailbox):
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        time.sleep(0.3)  # noqa: ASYNC251  the server is meant to be slow as a whole
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def mailbox(settings: LazySettings) -> Iterator[SlowMailbox]:
    mailbox = SlowMailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield mailbox
    server.stop()


@transaction.atomic
def a_message(user: User, key: str = "1") -> Message:
    return message_create(
        recipient=user, category=Category.TEAM, template="account/note", context={"subject": key}, dedupe_key=key
    )


@pytest.fixture
def clara(transactional_db: None) -> User:
    return User.objects.create_user("clara@example.org")


def deliver_twice_at_once(message: Message) -> list[object]:
    answers: list[object] = []

    def deliver() -> None:
        try:
            answers.append(delivery.mail_deliver(message_id=message.pk))
        except Unavailable:
            answers.append("later")
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_workers_send_one_mail(mailbox: SlowMailbox, clara: User) -> None:
    message = a_message(clara)
    assert sorted(map(str, deliver_twice_at_once(message))) == ["True", "later"]
    assert len(mailbox.mails) == 1
    assert delivery.mail_deliver(message_id=message.pk) is False
    assert len(mailbox.mails) == 1


def test_a_claim_outlasts_the_slowest_server(settings: LazySettings) -> None:
    # Connection, greeting, EHLO, STARTTLS, handshake, EHLO, AUTH, MAIL, RCPT, DATA, text: each may take that long.
    assert settings.MAIL_CLAIM_SECONDS > 11 * settings.EMAIL_TIMEOUT
    assert settings.CELERY_TASK_SOFT_TIME_LIMIT > settings.MAIL_CLAIM_SECONDS
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT


def test_without_the_claim_they_send_two(mailbox: SlowMailbox, clara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_claim", lambda ids, _state: len(ids))
    deliver_twice_at_once(a_message(clara))
    assert len(mailbox.mails) == 2


def test_a_server_that_is_down_is_tried_again(clara: User, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    message = a_message(clara)
    with pytest.raises(Unavailable):
        delivery.mail_deliver(message_id=message.pk)
    message.refresh_from_db()
    assert (message.mail_state, message.mail_claimed_until, message.mail_attempts) == (MailState.WAITING, None, 1)


def test_a_temporary_refusal_is_tried_again(mailbox: SlowMailbox, clara: User) -> None:
    mailbox.answer = "451 please come back"
    message = a_message(clara)
    with pytest.raises(Unavailable):
        delivery.mail_deliver(message_id=message.pk)
    mailbox.answer = "250 OK"
    assert delivery.mail_deliver(message_id=message.pk)


@pytest.mark.parametrize(("code", "state"), [(550, MailState.FAILED), (450, MailState.WAITING)])
def test_an_address_that_is_refused_for_good_is_given_up(
    clara: User, monkeypatch: pytest.MonkeyPatch, code: int, state: MailState
) -> None:
    def refuse(_self: object) -> int:
        raise smtplib.SMTPRecipientsRefused({"clara@example.org": (code, b"no")})

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    message = a_message(clara)
    if state == MailState.FAILED:
        assert delivery.mail_deliver(message_id=message.pk) is False
    else:
        with pytest.raises(Unavailable):
            delivery.mail_deliver(message_id=message.pk)
    message.refresh_from_db()
    assert message.mail_state == state


def test_nothing_is_mailed_to_who_has_gone(mailbox: SlowMailbox, clara: User) -> None:
    message = a_message(clara)
    User.objects.update(is_active=False)
    assert delivery.mail_deliver(message_id=message.pk) is False
    message.refresh_from_db()
    assert message.mail_state == MailState.NONE
    assert mailbox.mails == []


def test_a_day_is_one_mail(mailbox: SlowMailbox, clara: User) -> None:
    preference_save(user=clara, choices={Category.TEAM: Frequency.DAILY})
    messages = [a_message(clara, key) for key in ("eins", "zwei", "drei")]
    assert digests_request() == 1
    assert delivery.digest_deliver(user_id=clara.pk, last_message_id=messages[1].pk)
    assert delivery.digest_deliver(user_id=clara.pk, last_message_id=messages[1].pk) is False
    assert len(mailbox.mails) == 1
    states = list(Message.objects.order_by("pk").values_list("mail_state", flat=True))
    assert states == [MailState.SENT, MailState.SENT, MailState.DIGEST]


def test_a_daily_mail_is_not_sent_side_by_side(mailbox: SlowMailbox, clara: User) -> None:
    preference_save(user=clara, choices={Category.TEAM: Frequency.DAILY})
    message = a_message(clara)
    assert delivery._claim([message.pk], MailState.DIGEST) == 1
    with pytest.raises(Unavailable):
        delivery.digest_deliver(user_id=clara.pk, last_message_id=message.pk)
    assert mailbox.mails == []


def test_a_mail_that_cannot_be_written_tells_its_reason_at_every_try(clara: User) -> None:
    message = a_message(clara)
    Message.objects.update(template="account/forgotten")
    for _ in range(2):
        with pytest.raises(TemplateDoesNotExist):
            delivery.mail_deliver(message_id=message.pk)


def test_a_message_that_cannot_be_read_holds_up_no_other(mailbox: SlowMailbox, clara: User) -> None:
    preference_save(user=clara, choices={Category.TEAM: Frequency.DAILY})
    first, unreadable, last = (a_message(clara, key) for key in ("eins", "zwei", "drei"))
    Message.objects.filter(pk=unreadable.pk).update(template="account/forgotten")
    assert delivery.digest_deliver(user_id=clara.pk, last_message_id=last.pk)
    assert len(mailbox.mails) == 1
    states = dict(Message.objects.values_list("pk", "mail_state"))
    assert states == {first.pk: MailState.SENT, unreadable.pk: MailState.DIGEST, last.pk: MailState.SENT}
    with pytest.raises(TemplateDoesNotExist):
        delivery.digest_deliver(user_id=clara.pk, last_message_id=last.pk)
