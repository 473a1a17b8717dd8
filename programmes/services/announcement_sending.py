"""What workers do for an announcement: find out who gets it, and tell them piece by piece."""

from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from backend.accounts.models import User
from backend.core import clock
from backend.core.failpoints import declare, failpoint
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from backend.notifications.enums import Category
from backend.notifications.models import Circular
from backend.notifications.services.circulars import circular_create, circular_send
from programmes.enums import AnnouncementState, SprintState
from programmes.events import AnnouncementPieceDue, AnnouncementSent
from programmes.models import Announcement, AnnouncementRecipient
from programmes.selectors.announcements import announcement_for_update
from programmes.selectors.segments import people_in
from programmes.services.announcements import TEMPLATE, announcement_begin, words_of

PIECE: Final = 500
"""People in one transaction: few enough that a worker holds little in memory and that mails start to leave at once."""
GATHERED_AT_ONCE: Final = 5_000
IN_A_PIECE = declare("announcements.in_a_piece")


def announcements_send_due() -> int:
    """Begin to send what is due; return how many. Repeating it begins nothing twice.

    A transaction each, which locks it: what is stopped in this very moment is not sent.
    """
    due = Announcement.objects.filter(state=AnnouncementState.SCHEDULED, send_at__lte=clock.now())
    rows = due.exclude(sprint__state=SprintState.DRAFT).order_by("send_at", "id")
    return sum(_send_due(key) for key in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _send_due(announcement_id: int) -> int:
    row = announcement_for_update(announcement_id)
    if row.state != AnnouncementState.SCHEDULED or row.send_at is None or row.send_at > clock.now():
        return 0
    announcement_begin(announcement=row, actor=None)
    return 1


@transaction.atomic
def announcement_piece(*, announcement_id: int, piece: int) -> None:
    """Find out who gets it, or tell the next few, and ask for the piece after it: what is interrupted was not begun.

    Who registers later does not get it. Locks the announcement, so that of two workers with the same message the second
    finds it done. A message of a piece that is past does nothing. Tells AnnouncementSent at the end.
    """
    row = announcement_for_update(announcement_id)
    if row.state != AnnouncementState.SENDING or row.pieces != piece:
        return
    if row.circular is None:
        _gather(row)
    else:
        _tell(row, row.circular)
    failpoint(IN_A_PIECE)
    row.pieces += 1
    row.save(update_fields=["circular", "total", "told", "pieces", "updated_at"])
    if row.recipients.exists():
        outbox_add(AnnouncementPieceDue(announcement_id=row.pk, piece=row.pieces), dedupe_key=f"{row.pk}:{row.pieces}")
        return
    facts = {"people": row.told}
    transition(
        row,
        to=AnnouncementState.SENT,
        actor=None,
        changes={"sent_at": clock.now()},
        facts=facts,
        is_locked=True,
    )
    outbox_add(AnnouncementSent(announcement_id=row.pk))


def _gather(row: Announcement) -> None:
    """From a cursor: however many they are, few of them are held at a time."""
    found = people_in(row.sprint, row.segments, row.category).values_list("pk", flat=True)
    piece: list[AnnouncementRecipient] = []
    for user_id in found.iterator(chunk_size=GATHERED_AT_ONCE):
        piece.append(AnnouncementRecipient(announcement=row, user_id=user_id))
        if len(piece) == GATHERED_AT_ONCE:
            AnnouncementRecipient.objects.bulk_create(piece)
            row.total += len(piece)
            piece = []
    AnnouncementRecipient.objects.bulk_create(piece)
    row.total += len(piece)
    row.circular = circular_create(context=words_of(announcement=row))


def _tell(row: Announcement, circular: Circular) -> None:
    waiting = list(row.recipients.order_by("pk").values_list("pk", "user_id")[:PIECE])
    people = _reachable([user_id for _key, user_id in waiting])
    row.told += circular_send(
        circular=circular,
        recipients=list(people),
        category=Category.ANNOUNCEMENT,
        template=TEMPLATE,
        url=f"/sprints/{row.sprint.slug}/",
    )
    AnnouncementRecipient.objects.filter(pk__in=[key for key, _user in waiting]).delete()


def _reachable(user_ids: list[int]) -> QuerySet[User]:
    """Whoever has left in the meantime is told nothing; only what a message needs is read."""
    rows = User.objects.filter(pk__in=user_ids, is_active=True)
    return rows.only("pk", "public_id", "language").order_by("pk")
