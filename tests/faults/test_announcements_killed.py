"""A worker is killed in the middle of a piece of an announcement; the next one goes on: each person is told once."""

import os
import subprocess
import sys
from collections import Counter
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from backend.core.models import OutboxMessage
from backend.notifications.events import MailRequested
from backend.notifications.models import Message
from programmes.enums import AnnouncementState
from programmes.models import Announcement
from programmes.services import announcement_sending
from programmes.services.announcement_sending import announcement_piece
from programmes.services.announcements import announcement_send
from tests.bench.registrations import make_people
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.announcements import AnnouncementFactory

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
COUNT = announcement_sending.PIECE + 5
SECONDS = 60


@pytest.fixture
def announcement() -> Announcement:
    sprint = make.SprintFactory.create()
    for user in make_people("crowd", COUNT):
        make.RegistrationFactory.create(sprint=sprint, user=user)
    return announcement_send(actor=UserFactory.create(), announcement=AnnouncementFactory.create(sprint=sprint))


def worker(**changes: str) -> int:
    address = urlsplit(os.environ["DATABASE_URL"])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "backend.settings.test",
        "DATABASE_URL": urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}")),
        "OUTBOX_LEASE_SECONDS": "1",
        **changes,
    }
    command = [sys.executable, "-m", "tests.faults.announcements_run"]
    return subprocess.run(command, env=environment, timeout=SECONDS, check=False).returncode


@pytest.mark.parametrize(("pieces", "told"), [(0, 0), (1, 0), (2, announcement_sending.PIECE)])
def test_a_crash_in_a_piece_loses_and_doubles_nothing(announcement: Announcement, pieces: int, told: int) -> None:
    for piece in range(pieces):
        announcement_piece(announcement_id=announcement.pk, piece=piece)
    assert worker(FAILPOINT=announcement_sending.IN_A_PIECE) == -9, "the place was reached"
    assert Message.objects.count() == told
    assert worker() == 0
    announcement.refresh_from_db()
    assert (announcement.state, announcement.total, announcement.told) == (AnnouncementState.SENT, COUNT, COUNT)
    assert not announcement.recipients.exists()
    each = Counter(Message.objects.values_list("recipient_id", flat=True))
    assert (len(each), set(each.values())) == (COUNT, {1})
    assert OutboxMessage.objects.filter(topic=MailRequested.topic).count() == COUNT


def test_its_twin_that_marks_first_stands_still_for_ever(announcement: Announcement) -> None:
    assert worker(FAILPOINT=announcement_sending.IN_A_PIECE, TWIN="marked_first") == -9
    assert worker(TWIN="marked_first") == 0
    announcement.refresh_from_db()
    assert (announcement.state, announcement.total) == (AnnouncementState.SENDING, 0)
