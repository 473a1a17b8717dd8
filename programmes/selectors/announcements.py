"""What organisers have told the people of a sprint, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from backend.core.db import require_transaction
from backend.notifications.enums import MailState
from backend.notifications.selectors.circulars import mails_not_sent
from programmes.models import Announcement, Category, Sprint
from programmes.selectors.segments import people_in


def announcements_of(sprint: Sprint) -> QuerySet[Announcement]:
    """The latest first."""
    return sprint.announcements.select_related("category", "created_by").order_by("-id")


def categories_of(sprint: Sprint) -> QuerySet[Category]:
    return Category.objects.filter(programme_id=sprint.programme_id).order_by("name_de", "id")


def reach_of(announcement: Announcement) -> int:
    """How many people it would reach if it were sent now."""
    return people_in(announcement.sprint, announcement.segments, announcement.category).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of the messages of one announcement; all of them are in the inboxes."""

    told: int
    mailed: int
    on_the_way: int
    daily: int
    failed: int
    without_mail: int
    """Who does not want mails of this kind, or has left."""


def deliveries(announcements: Sequence[Announcement]) -> list[Delivery]:
    """For each of `announcements`, in their order; one query."""
    unsent = mails_not_sent([row.circular_id for row in announcements if row.circular_id is not None])
    return [_delivery(row.told, unsent.get(row.circular_id or 0, {})) for row in announcements]


def _delivery(told: int, counts: Mapping[str, int]) -> Delivery:
    return Delivery(
        told=told,
        mailed=max(0, told - sum(counts.values())),
        on_the_way=counts.get(MailState.WAITING, 0),
        daily=counts.get(MailState.DIGEST, 0),
        failed=counts.get(MailState.FAILED, 0),
        without_mail=counts.get(MailState.NONE, 0),
    )


def announcement_for_update(announcement_id: int) -> Announcement:
    """Lock an announcement: who changes it, stops it or sends it comes one after the other."""
    require_transaction()
    rows = Announcement.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("sprint", "sprint__programme", "category", "circular").get(pk=announcement_id)
