from datetime import timedelta

import pytest

from backend.accounts.models import User
from backend.core import clock
from backend.core.checks import InvariantViolation
from backend.core.errors import Invalid, NotFound
from backend.core.models import OutboxMessage
from backend.notifications.enums import Category, Frequency, MailState
from backend.notifications.models import Message
from backend.notifications.selectors import inbox
from backend.notifications.selectors.preferences import preference_of, preferences_of
from backend.notifications.services import messages
from backend.notifications.services.digests import digests_request
from backend.notifications.services.messages import message_create
from backend.notifications.services.preferences import preference_save, unsubscribe
from backend.notifications.unsubscribing import unsubscribe_read, unsubscribe_url
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clara() -> User:
    return UserFactory.create(email="clara@example.org")


def tell(user: User | None, category: Category = Category.TEAM, *, key: str = "1", urgent: bool = True) -> Message:
    return message_create(
        recipient=user,
        address="" if user else "gast@example.org",
        category=category,
        template="account/note",
        context={"subject": f"Betreff {key}", "body": "Erster Absatz.\n\nZweiter Absatz.", "button": "Ansehen"},
        url="/nachrichten/",
        dedupe_key=key,
        urgent=urgent,
    )


@pytest.mark.parametrize(
    ("frequency", "urgent", "state", "mails"),
    [
        (None, True, MailState.WAITING, 1),
        (Frequency.AT_ONCE, True, MailState.WAITING, 1),
        (Frequency.AT_ONCE, False, MailState.DIGEST, 0),
        (Frequency.DAILY, True, MailState.DIGEST, 0),
        (Frequency.OFF, True, MailState.NONE, 0),
        (Frequency.OFF, False, MailState.NONE, 0),
    ],
)
def test_mail_leaves_as_its_reader_prefers(
    clara: User, frequency: Frequency | None, *, urgent: bool, state: MailState, mails: int
) -> None:
    if frequency:
        preference_save(user=clara, choices={Category.TEAM: frequency})
    assert tell(clara, urgent=urgent).mail_state == state
    assert OutboxMessage.objects.count() == mails
    assert inbox.unread_count(clara) == 1


@pytest.mark.parametrize("category", [Category.MONEY, Category.ACCOUNT])
def test_what_law_or_money_requires_is_always_sent_at_once(clara: User, category: Category) -> None:
    with pytest.raises(Invalid):
        preference_save(user=clara, choices={category: Frequency.OFF})
    assert tell(clara, category, urgent=False).mail_state == MailState.WAITING
    assert preference_of(clara, category) == Frequency.AT_ONCE


def test_the_same_is_told_once(clara: User) -> None:
    assert tell(clara) == tell(clara)
    assert OutboxMessage.objects.count() == 1
    assert tell(clara, key="2") != tell(clara)


def test_guests_get_what_concerns_their_money_and_nothing_else() -> None:
    assert tell(None, Category.MONEY).mail_state == MailState.WAITING
    with pytest.raises(InvariantViolation):
        tell(None, Category.CAMPAIGN, key="2")


def test_preferences_show_every_category(clara: User) -> None:
    preference_save(user=clara, choices={Category.TEAM: Frequency.DAILY, Category.PROJECT: Frequency.OFF})
    preference_save(user=clara, choices={Category.TEAM: Frequency.AT_ONCE})
    chosen = preferences_of(clara)
    assert list(chosen) == list(Category)
    assert (chosen[Category.TEAM], chosen[Category.PROJECT]) == (Frequency.AT_ONCE, Frequency.OFF)


@pytest.mark.parametrize("choices", [{"weather": "daily"}, {"team": "hourly"}])
def test_only_what_is_offered_can_be_chosen(clara: User, choices: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        preference_save(user=clara, choices=choices)


def test_a_link_in_a_mail_ends_that_kind_of_mail(clara: User) -> None:
    token = unsubscribe_url(clara, Category.TEAM).rstrip("/").rsplit("/", 1)[1]
    assert unsubscribe_read(token) == (clara.public_id, [Category.TEAM])
    for _ in range(2):
        assert unsubscribe(token=token) == [Category.TEAM]
    assert preference_of(clara, Category.TEAM) == Frequency.OFF
    assert preference_of(clara, Category.SPRINT) == Frequency.AT_ONCE


def test_the_link_in_a_daily_mail_ends_all_that_can_be_ended(clara: User) -> None:
    token = unsubscribe_url(clara, None).rstrip("/").rsplit("/", 1)[1]
    ended = unsubscribe(token=token)
    assert set(ended) == set(Category) - {Category.MONEY, Category.ACCOUNT}


def test_foreign_and_forged_links_end_nothing(clara: User) -> None:
    token = unsubscribe_url(clara, Category.TEAM).rstrip("/").rsplit("/", 1)[1]
    for forged in ("", "x", token[:-1] + ("A" if token[-1] != "A" else "B")):
        with pytest.raises(NotFound):
            unsubscribe(token=forged)
    User.objects.update(is_active=False)
    with pytest.raises(NotFound):
        unsubscribe(token=token)


def test_the_inbox_shows_texts_in_the_language_that_is_read(clara: User) -> None:
    tell(clara, key="1")
    tell(clara, key="2")
    tell(UserFactory.create(), key="3")
    newest, oldest = inbox.inbox_items(inbox.inbox_messages(clara))
    assert (newest.text.subject, oldest.text.subject) == ("Betreff 2", "Betreff 1")
    assert newest.text.paragraphs == ["Erster Absatz.", "Zweiter Absatz."]
    assert (newest.text.button, newest.url, newest.is_read) == ("Ansehen", "/nachrichten/", False)


def test_reading_is_noted_once_and_by_its_owner_alone(clara: User) -> None:
    message = tell(clara)
    with pytest.raises(NotFound):
        inbox.message_to_read(UserFactory.create(), message.public_id)
    found = inbox.message_to_read(clara, message.public_id)
    first = messages.message_mark_read(message=found).read_at
    assert messages.message_mark_read(message=found).read_at == first
    assert inbox.unread_count(clara) == 0


def test_all_can_be_read_at_once(clara: User) -> None:
    for key in "123":
        tell(clara, key=key)
    tell(UserFactory.create(), key="4")
    assert messages.messages_mark_all_read(user=clara) == 3
    assert messages.messages_mark_all_read(user=clara) == 0


def test_a_daily_mail_is_asked_for_once_per_person(clara: User) -> None:
    other = UserFactory.create()
    for user in (clara, other):
        preference_save(user=user, choices={Category.TEAM: Frequency.DAILY})
        for key in "12":
            tell(user, key=f"{user.pk}{key}")
    assert digests_request() == 2
    assert digests_request() == 2
    asked = OutboxMessage.objects.filter(topic="notifications.digest_requested")
    assert sorted(row.payload["user_id"] for row in asked) == sorted([clara.pk, other.pk])


def test_addresses_of_guests_are_forgotten_after_a_month(clara: User) -> None:
    old = clock.now() - timedelta(days=31)
    kept = [tell(clara, key="1"), tell(None, Category.MONEY, key="2")]
    for key, state in (("3", MailState.SENT), ("4", MailState.WAITING)):
        message = tell(None, Category.MONEY, key=key)
        Message.objects.filter(pk=message.pk).update(created_at=old, mail_state=state)
    assert messages.messages_prune() == 1
    assert (
        set(Message.objects.values_list("dedupe_key", flat=True))
        == {"1", "2", "4"}
        == {"4"} | {message.dedupe_key for message in kept}
    )


def test_what_is_off_leaves_the_next_daily_mail(clara: User) -> None:
    for category in (Category.TEAM, Category.SPRINT):
        preference_save(user=clara, choices={category: Frequency.DAILY})
        tell(clara, category, key=category)
    unsubscribe(token=unsubscribe_url(clara, Category.TEAM).rstrip("/").rpartition("/")[2])
    states = dict(Message.objects.values_list("category", "mail_state"))
    assert states == {Category.TEAM: MailState.NONE, Category.SPRINT: MailState.DIGEST}
