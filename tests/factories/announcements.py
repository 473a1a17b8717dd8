"""Announcements for tests: by default a German draft for everybody with a place."""

from factory.django import DjangoModelFactory

from backend.accounts.models import User
from programmes.enums import AnnouncementState, Segment
from programmes.models import Announcement
from programmes.services.announcement_sending import announcement_piece
from programmes.services.announcements import announcement_send
from tests.factories.accounts import UserFactory
from tests.factories.declarations import at_call, sequence, sub, trait
from tests.factories.programmes import SprintFactory, moment_from_now


class AnnouncementFactory(DjangoModelFactory[Announcement]):
    """`AnnouncementFactory(scheduled=True)` is to be sent in an hour."""

    class Meta:
        model = Announcement

    class Params:
        scheduled = trait(state=AnnouncementState.SCHEDULED, send_at=at_call(lambda: moment_from_now(1)))

    sprint = sub(SprintFactory)
    segments = at_call(lambda: [Segment.WITH_PLACE])
    subject_de = sequence(lambda n: f"Es geht los {n}")
    body_de = "Um 18 Uhr treffen wir uns.\n\nBis gleich!"
    created_by = sub(UserFactory)


def send_all(announcement: Announcement, actor: User | None = None) -> Announcement:
    """Send it and do what workers do, until nothing is left."""
    row = announcement_send(actor=actor or UserFactory.create(), announcement=announcement)
    for piece in range(1_000):
        row.refresh_from_db()
        if row.state != AnnouncementState.SENDING:
            break
        announcement_piece(announcement_id=row.pk, piece=piece)
    return row
