"""A worker is killed in the middle of a piece of an announcement; the next one goes on: each person is told once."""

from collections import Counter
from functools import partial

import pytest

from backend.core.models import OutboxMessage
from backend.core.outbox import Queue
from backend.notifications.events import MailRequested
from backend.notifications.models import Message
from programmes.enums import AnnouncementState
from programmes.events import AnnouncementPieceDue
from programmes.models import Announcement
from programmes.services import announcement_sending
from programmes.services.announcement_sending import announcement_piece
from programmes.services.announcements import announcement_send
from tests.bench.registrations import make_people
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.announcements import AnnouncementFactory
from tests.faults import pieces_run
from tests.faults.forked import exit_code_of

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
COUNT = announcement_sending.PIECE + 5
# Mails are not its matter: they leave from another queue.
WORK = partial(pieces_run.work, AnnouncementPieceDue.topic, [Queue.BULK])
MARKING_FIRST = partial(WORK, twin="marked_first")


@pytest.fixture
def announcement() -> Announcement:
    sprint = make.SprintFactory.create()
    for user in make_people("crowd", COUNT):
        make.RegistrationFactory.create(sprint=sprint, user=user)
    return announcement_send(actor=UserFactory.create(), announcement=AnnouncementFactory.create(sprint=sprint))


@pytest.mark.parametrize(("pieces", "told"), [(0, 0), (1, 0), (2, announcement_sending.PIECE)])
def test_a_crash_in_a_piece_loses_and_doubles_nothing(announcement: Announcement, pieces: int, told: int) -> None:
    for piece in range(pieces):
        announcement_piece(announcement_id=announcement.pk, piece=piece)
    assert exit_code_of(WORK, FAILPOINT=announcement_sending.IN_A_PIECE) == -9, "the place was reached"
    assert Message.objects.count() == told
    assert exit_code_of(WORK) == 0
    announcement.refresh_from_db()
    assert (announcement.state, announcement.total, announcement.told) == (AnnouncementState.SENT, COUNT, COUNT)
    assert not announcement.recipients.exists()
    each = Counter(Message.objects.values_list("recipient_id", flat=True))
    assert (len(each), set(each.values())) == (COUNT, {1})
    assert OutboxMessage.objects.filter(topic=MailRequested.topic).count() == COUNT


def test_its_twin_that_marks_first_stands_still_for_ever(announcement: Announcement) -> None:
    assert exit_code_of(MARKING_FIRST, FAILPOINT=announcement_sending.IN_A_PIECE) == -9
    assert exit_code_of(MARKING_FIRST) == 0
    announcement.refresh_from_db()
    assert (announcement.state, announcement.total) == (AnnouncementState.SENDING, 0)
