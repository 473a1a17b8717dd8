"""The same words to many people."""

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core.models import OutboxMessage
from backend.notifications.enums import Category, Frequency, MailState
from backend.notifications.models import Circular, Message
from backend.notifications.selectors.circulars import mails_not_sent
from backend.notifications.selectors.inbox import inbox_items, inbox_messages
from backend.notifications.services.circulars import circular_create, circular_send
from backend.notifications.services.delivery import mail_deliver
from backend.notifications.services.preferences import preference_save
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def note(subject: str = "Hallo") -> Circular:
    return circular_create(context={"subject": subject, "body": "Los."})


def send(circular: Circular, people: list[User], category: Category = Category.ANNOUNCEMENT) -> int:
    with transaction.atomic():
        return circular_send(circular=circular, recipients=people, category=category, template="account/note")


def test_each_person_has_it_once_however_often_it_is_sent() -> None:
    people = UserFactory.create_batch(3)
    circular = note()
    told = [send(circular, some) for some in (people[:2], people, people, [])]
    assert told == [2, 1, 0, 0]
    assert Message.objects.count() == 3
    assert OutboxMessage.objects.filter(topic="notifications.mail_requested").count() == 3


def test_what_each_prefers_is_kept_but_money_always_comes_at_once() -> None:
    people = UserFactory.create_batch(2)
    preference_save(user=people[0], choices={Category.ANNOUNCEMENT: Frequency.OFF})
    circular = note()
    send(circular, people)
    assert mails_not_sent([circular.pk]) == {circular.pk: {MailState.NONE: 1, MailState.WAITING: 1}}
    money = note()
    send(money, people, Category.MONEY)
    assert mails_not_sent([money.pk]) == {money.pk: {MailState.WAITING: 2}}


def test_the_words_are_kept_once_and_read_by_all(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = UserFactory.create()
    for number in range(3):
        send(note(f"Nr. {number}"), [person])
    with django_assert_num_queries(1):
        items = inbox_items(list(inbox_messages(person)))
    assert [item.text.subject for item in items] == ["Nr. 2", "Nr. 1", "Nr. 0"]
    assert [row.context for row in Message.objects.all()] == [{}, {}, {}]


def test_its_mail_says_how_to_end_such_mails(mailoutbox: list[object]) -> None:
    person = UserFactory.create()
    send(note(), [person])
    assert mail_deliver(message_id=Message.objects.get().pk)
    [mail] = mailoutbox
    assert getattr(mail, "subject", "") == "Hallo"
    assert "List-Unsubscribe" in getattr(mail, "extra_headers", {})
    assert mails_not_sent([Circular.objects.get().pk]) == {}
