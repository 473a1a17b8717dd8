"""Secret addresses of calendars: made once in clear, kept as a hash, replaced or ended at any time."""

import secrets

from django.db import transaction

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from programmes.enums_of_mentoring import FeedKind
from programmes.models import CalendarFeed, Mentor, Team
from programmes.selectors.calendar_feeds import feed_hash


@transaction.atomic
def feed_renew(*, actor: User, kind: FeedKind, team: Team | None = None, mentor: Mentor | None = None) -> str:
    """Make the address of a calendar, or a new one: what was handed out before is worth nothing from now on.

    Returns its secret in clear, which is shown this once. Locks the feed.
    """
    clear = secrets.token_urlsafe(24)
    values = {"token_hash": feed_hash(clear), "renewed_at": clock.now()}
    row, is_new = CalendarFeed.objects.select_for_update().get_or_create(
        user=actor, kind=kind, team=team, mentor=mentor, defaults=values
    )
    if not is_new:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[*values, "updated_at"])
    audit_add(actor=actor, action="programmes.calendar_feed_renewed", row=row, facts={"kind": str(kind)})
    return clear


@transaction.atomic
def feed_end(*, actor: User, feed: CalendarFeed) -> None:
    """End an address at once; repeating it changes nothing."""
    if CalendarFeed.objects.filter(pk=feed.pk).delete()[0]:
        audit_add(actor=actor, action="programmes.calendar_feed_ended", row=feed, facts={"kind": feed.kind})
