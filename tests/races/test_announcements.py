"""An announcement is stopped in the moment in which it is due. With the guards off it is both stopped and sent."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.models import OutboxMessage
from backend.notifications.models import Message
from programmes.enums import AnnouncementState
from programmes.models import Announcement
from programmes.services import announcement_sending, announcements
from programmes.services.announcement_sending import announcement_piece, announcements_send_due
from programmes.services.announcements import announcement_send, announcement_stop
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.announcements import AnnouncementFactory
from tests.races.meeting import at_once, meet_after, without_locks

pytestmark = pytest.mark.django_db(transaction=True)
LOCK = "announcement_for_update"


@pytest.fixture
def _without_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    without_locks(monkeypatch)


def stop_and_send(monkeypatch: pytest.MonkeyPatch) -> tuple[Announcement, list[object]]:
    row = AnnouncementFactory.create(state=AnnouncementState.SCHEDULED, send_at=clock.now() - timedelta(minutes=1))
    meet_after(monkeypatch, (announcement_sending, LOCK), (announcements, LOCK))
    actor = UserFactory.create()
    results = at_once(announcements_send_due, partial(announcement_stop, actor=actor, announcement=row))
    row.refresh_from_db()
    return row, results


def begun() -> int:
    return OutboxMessage.objects.filter(topic="programmes.announcement_piece_due").count()


def test_it_is_either_stopped_or_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    row, (sent, stopped) = stop_and_send(monkeypatch)
    if row.state == AnnouncementState.DRAFT:
        assert (sent, begun()) == (0, 0)
    else:
        assert (type(stopped), sent, begun()) == (Conflict, 1, 1)


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_it_is_stopped_and_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    _row, (sent, stopped) = stop_and_send(monkeypatch)
    assert (sent, isinstance(stopped, Announcement), begun()) == (1, True, 1)


def two_workers(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    sprint = make.SprintFactory.create()
    for _ in range(3):
        make.RegistrationFactory.create(sprint=sprint)
    row = announcement_send(actor=UserFactory.create(), announcement=AnnouncementFactory.create(sprint=sprint))
    announcement_piece(announcement_id=row.pk, piece=0)
    meet_after(monkeypatch, (announcement_sending, LOCK), (announcement_sending, "_reachable"))
    return at_once(*[partial(announcement_piece, announcement_id=row.pk, piece=1)] * 2)


def test_two_workers_with_one_piece_tell_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert two_workers(monkeypatch) == [None, None]
    assert Message.objects.count() == 3


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_both_begin_and_only_the_database_stops_one(monkeypatch: pytest.MonkeyPatch) -> None:
    results = two_workers(monkeypatch)
    assert [type(one) for one in results if one is not None] == [IntegrityError]
    assert Message.objects.count() == 3
