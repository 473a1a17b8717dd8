from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditEntry, OutboxMessage
from backend.notifications.enums import Category, Frequency, MailState
from backend.notifications.models import Circular, Message
from backend.notifications.services.preferences import preference_save
from backend.notifications.texts import text_of
from programmes.enums import AnnouncementState, ProgrammeRoleKind, RegistrationState, Segment, SprintState
from programmes.models import Announcement, AnnouncementRecipient, Sprint
from programmes.selectors.announcements import deliveries, reach_of
from programmes.services import announcement_sending as sending
from programmes.services.announcement_sending import announcement_piece, announcements_send_due
from programmes.services.announcements import (
    announcement_create,
    announcement_discard,
    announcement_send,
    announcement_stop,
    announcement_test,
    announcement_update,
)
from programmes.services.forgetting import person_forget
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.announcements import AnnouncementFactory, send_all

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {"subject_de": "Los", "body_de": "Es geht los."}


def registered(sprint: Sprint, **user: Any) -> User:
    return make.RegistrationFactory.create(sprint=sprint, user=UserFactory.create(**user)).user


def told(announcement: Announcement) -> list[str]:
    rows = Message.objects.filter(circular=announcement.circular_id).order_by("recipient_id")
    return [row.recipient.email for row in rows.select_related("recipient") if row.recipient]


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"segments": []}, ["segments"]),
        ({"segments": ["everybody"]}, ["segments"]),
        ({"segments": ["category"]}, ["category"]),
        ({"body_de": ""}, ["body_de"]),
        ({"subject_de": ""}, ["subject_de"]),
        ({"subject_de": "", "body_de": ""}, ["subject_de"]),
        ({"subject_en": "Off we go"}, ["body_en"]),
        ({"subject_de": "x" * 161}, ["subject_de"]),
    ],
)
def test_what_is_missing_is_said_beside_its_field(given: dict[str, Any], faults: list[str]) -> None:
    values: dict[str, Any] = {"segments": ["with_place"], **WORDS, **given}
    with pytest.raises(Invalid) as error:
        announcement_create(actor=UserFactory.create(), sprint=make.SprintFactory.create(), **values)
    assert list(error.value.fields) == faults
    assert not Announcement.objects.exists()


def test_a_category_of_another_programme_is_none() -> None:
    values: dict[str, Any] = {"segments": ["category"], "category": make.CategoryFactory.create(), **WORDS}
    with pytest.raises(Invalid) as error:
        announcement_create(actor=UserFactory.create(), sprint=make.SprintFactory.create(), **values)
    assert list(error.value.fields) == ["category"]


def test_groups_of_the_door_are_refused_where_there_is_none() -> None:
    sprint, actor = make.SprintFactory.create(walk_ins_beyond=True), UserFactory.create()
    row = announcement_create(actor=actor, sprint=sprint, segments=["checked_in", "with_place"], **WORDS)
    assert row.segments == ["with_place", "checked_in"]
    sprint.walk_ins_beyond = False
    sprint.save(update_fields=["walk_ins_beyond"])
    with pytest.raises(Invalid) as error:
        announcement_create(actor=actor, sprint=sprint, segments=["not_checked_in"], **WORDS)
    assert list(error.value.fields) == ["segments"]
    with pytest.raises(Invalid):
        announcement_update(actor=actor, announcement=row, segments=["checked_in", "not_checked_in"])
    announcement_update(actor=actor, announcement=row, subject_de="Gleich los")
    row.refresh_from_db()
    assert (row.segments, row.subject_de) == (["with_place", "checked_in"], "Gleich los")


def test_groups_stand_once_in_their_order_and_a_category_only_where_it_is_asked_for() -> None:
    sprint = make.SprintFactory.create()
    category = make.CategoryFactory.create(programme=sprint.programme)
    actor = UserFactory.create()
    row = announcement_create(
        actor=actor, sprint=sprint, segments=["jury", "category", "jury", "leads"], category=category, **WORDS
    )
    assert (row.segments, row.category) == (["leads", "category", "jury"], category)
    announcement_update(actor=actor, announcement=row, segments=["jury"])
    row.refresh_from_db()
    assert (row.segments, row.category) == (["jury"], None)
    announcement_update(actor=actor, announcement=row, category=category)
    row.refresh_from_db()
    assert row.category is None


def test_each_person_is_told_once_in_the_own_language() -> None:
    sprint = make.SprintFactory.create()
    german, english = registered(sprint, language="de"), registered(sprint, language="en")
    make.ProgrammeRoleFactory.create(programme=sprint.programme, user=german, role=ProgrammeRoleKind.JUROR)
    row = AnnouncementFactory.create(sprint=sprint, segments=["with_place", "jury"], subject_en="Off", body_en="Go.")
    assert reach_of(row) == 2
    row = send_all(row)
    assert (row.state, row.total, row.told) == (AnnouncementState.SENT, 2, 2)
    assert told(row) == [german.email, english.email]
    texts = [text_of(message).subject for message in Message.objects.order_by("recipient_id")]
    assert texts == [row.subject_de, "Off"]
    assert set(Message.objects.values_list("category", "mail_state")) == {("announcement", MailState.WAITING)}
    assert OutboxMessage.objects.filter(topic="notifications.mail_requested").count() == 2
    assert not AnnouncementRecipient.objects.exists()
    assert Circular.objects.count() == 1


def test_who_reads_another_language_gets_the_one_that_is_there() -> None:
    sprint = make.SprintFactory.create()
    registered(sprint, language="en")
    row = send_all(AnnouncementFactory.create(sprint=sprint))
    assert text_of(Message.objects.get()).subject == row.subject_de


def test_who_comes_later_does_not_get_it_and_who_has_left_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PIECE", 1)
    sprint = make.SprintFactory.create()
    people = [registered(sprint) for _ in range(3)]
    row = announcement_send(actor=UserFactory.create(), announcement=AnnouncementFactory.create(sprint=sprint))
    announcement_piece(announcement_id=row.pk, piece=0)
    registered(sprint)
    people[1].is_active = False
    people[1].save(update_fields=["is_active"])
    for piece in range(1, 4):
        announcement_piece(announcement_id=row.pk, piece=piece)
    row.refresh_from_db()
    assert (row.state, row.total, row.told) == (AnnouncementState.SENT, 3, 2)
    assert told(row) == [people[0].email, people[2].email]


def test_a_piece_twice_tells_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PIECE", 1)
    sprint = make.SprintFactory.create()
    for _ in range(2):
        registered(sprint)
    row = announcement_send(actor=UserFactory.create(), announcement=AnnouncementFactory.create(sprint=sprint))
    for piece in (0, 0, 1, 1, 0):
        announcement_piece(announcement_id=row.pk, piece=piece)
    row.refresh_from_db()
    assert (row.told, row.pieces, row.state) == (1, 2, AnnouncementState.SENDING)
    assert Message.objects.count() == 1
    assert OutboxMessage.objects.filter(topic="programmes.announcement_piece_due").count() == 3


def test_to_nobody_is_sent_at_once() -> None:
    row = send_all(AnnouncementFactory.create())
    assert (row.state, row.total, row.told) == (AnnouncementState.SENT, 0, 0)


def test_how_people_want_their_mails_is_kept() -> None:
    sprint = make.SprintFactory.create()
    wishes = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.OFF)
    for wish in wishes:
        preference_save(user=registered(sprint), choices={Category.ANNOUNCEMENT: wish})
    row = send_all(AnnouncementFactory.create(sprint=sprint))
    states = Message.objects.order_by("recipient_id").values_list("mail_state", flat=True)
    assert list(states) == [MailState.WAITING, MailState.DIGEST, MailState.NONE]
    Message.objects.filter(mail_state=MailState.WAITING).update(mail_state=MailState.SENT)
    [delivery] = deliveries([row])
    assert (delivery.told, delivery.mailed, delivery.daily, delivery.without_mail, delivery.failed) == (3, 1, 1, 1, 0)


@pytest.mark.parametrize("people", [1, 3])
def test_a_piece_costs_the_same_however_many_people(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sprint = make.SprintFactory.create()
    for _ in range(people):
        registered(sprint)
    row = announcement_send(actor=UserFactory.create(), announcement=AnnouncementFactory.create(sprint=sprint))
    announcement_piece(announcement_id=row.pk, piece=0)
    with django_assert_num_queries(15):
        announcement_piece(announcement_id=row.pk, piece=1)


def test_later_is_sent_when_it_is_due_and_not_before() -> None:
    sprint = make.SprintFactory.create()
    registered(sprint)
    row = AnnouncementFactory.create(sprint=sprint)
    at = clock.now() + timedelta(hours=1)
    for _ in range(2):
        announcement_send(actor=UserFactory.create(), announcement=row, send_at=at)
    assert announcements_send_due() == 0
    with clock.at(at):
        assert announcements_send_due() == 1
        assert announcements_send_due() == 0
    row.refresh_from_db()
    assert (row.state, row.send_at) == (AnnouncementState.SENDING, at)
    assert OutboxMessage.objects.filter(topic="programmes.announcement_piece_due").count() == 1


def test_what_is_stopped_is_a_draft_and_not_sent() -> None:
    row = AnnouncementFactory.create(scheduled=True)
    actor = UserFactory.create()
    for _ in range(2):
        announcement_stop(actor=actor, announcement=row)
    with clock.at(clock.now() + timedelta(days=1)):
        assert announcements_send_due() == 0
    announcement_update(actor=actor, announcement=row, subject_de="Anders")
    row.refresh_from_db()
    assert (row.state, row.subject_de) == (AnnouncementState.DRAFT, "Anders")


def test_what_is_on_its_way_stays_as_it_is() -> None:
    actor, later = UserFactory.create(), clock.now() + timedelta(days=2)
    scheduled = AnnouncementFactory.create(scheduled=True)
    sent = send_all(AnnouncementFactory.create())
    sending_now = announcement_send(actor=actor, announcement=AnnouncementFactory.create())
    assert announcement_send(actor=actor, announcement=sending_now).state == AnnouncementState.SENDING
    steps: list[Any] = [
        lambda: announcement_update(actor=actor, announcement=scheduled, subject_de="Anders"),
        lambda: announcement_send(actor=actor, announcement=scheduled, send_at=later),
        lambda: announcement_discard(actor=actor, announcement=scheduled),
        lambda: announcement_stop(actor=actor, announcement=sending_now),
        lambda: announcement_send(actor=actor, announcement=sending_now, send_at=later),
        lambda: announcement_stop(actor=actor, announcement=sent),
        lambda: announcement_send(actor=actor, announcement=sent),
        lambda: announcement_discard(actor=actor, announcement=sent),
    ]
    for step in steps:
        with pytest.raises(Conflict) as error:
            step()
        assert error.value.code == "wrong_state"


@pytest.mark.parametrize("away", [timedelta(0), timedelta(minutes=-1), timedelta(days=367)])
def test_a_time_that_makes_no_sense_is_refused(away: timedelta) -> None:
    with pytest.raises(Invalid):
        announcement_send(
            actor=UserFactory.create(), announcement=AnnouncementFactory.create(), send_at=clock.now() + away
        )


def test_of_a_sprint_that_nobody_sees_nothing_is_told() -> None:
    sprint = make.SprintFactory.create(state=SprintState.DRAFT)
    row = AnnouncementFactory.create(sprint=sprint, scheduled=True)
    with pytest.raises(Conflict) as error:
        announcement_send(actor=UserFactory.create(), announcement=row)
    assert error.value.code == "sprint_draft"
    with clock.at(clock.now() + timedelta(days=1)):
        assert announcements_send_due() == 0


def test_a_try_goes_to_oneself_alone_and_by_mail_whatever_one_wants() -> None:
    sprint = make.SprintFactory.create()
    registered(sprint)
    organiser = UserFactory.create()
    preference_save(user=organiser, choices={Category.ANNOUNCEMENT: Frequency.OFF})
    row = AnnouncementFactory.create(sprint=sprint)
    for _ in range(2):
        announcement_test(actor=organiser, announcement=row)
    assert set(Message.objects.values_list("recipient_id", "mail_state")) == {(organiser.pk, MailState.WAITING)}
    row.refresh_from_db()
    assert (row.state, row.told) == (AnnouncementState.DRAFT, 0)


def test_who_did_what_to_whom_is_noted() -> None:
    sprint, organiser = make.SprintFactory.create(), UserFactory.create()
    registered(sprint)
    row = announcement_create(actor=organiser, sprint=sprint, segments=["with_place"], **WORDS)
    send_all(row, organiser)
    entries = AuditEntry.objects.filter(object_ref=row.public_id).order_by("id")
    assert list(entries.values_list("action", "actor_ref")) == [
        ("programmes.announcement_created", organiser.public_id),
        ("programmes.announcement.sending", organiser.public_id),
        ("programmes.announcement.sent", "system"),
    ]
    assert entries[1].facts["segments"] == [Segment.WITH_PLACE]
    assert entries[2].facts["people"] == 1


def test_who_is_forgotten_is_not_told_any_more() -> None:
    sprint = make.SprintFactory.create()
    person = registered(sprint)
    row = announcement_send(actor=UserFactory.create(), announcement=AnnouncementFactory.create(sprint=sprint))
    announcement_piece(announcement_id=row.pk, piece=0)
    assert AnnouncementRecipient.objects.get().user == person
    person_forget(user=person)
    announcement_piece(announcement_id=row.pk, piece=1)
    row.refresh_from_db()
    assert (row.state, row.told, Message.objects.count()) == (AnnouncementState.SENT, 0, 0)


def test_gathering_holds_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "GATHERED_AT_ONCE", 2)
    sprint = make.SprintFactory.create()
    for _ in range(5):
        make.RegistrationFactory.create(sprint=sprint, state=RegistrationState.WAITING)
    row = AnnouncementFactory.create(sprint=sprint, segments=[Segment.WAITING])
    row = announcement_send(actor=UserFactory.create(), announcement=row)
    announcement_piece(announcement_id=row.pk, piece=0)
    row.refresh_from_db()
    assert (row.total, row.recipients.count()) == (5, 5)
