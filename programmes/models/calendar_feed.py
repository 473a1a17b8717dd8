from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.enums_of_mentoring import FeedKind
from programmes.models.mentoring import Mentor
from programmes.models.team import Team


class CalendarFeed(PublicModel):
    """An address that a calendar program asks again and again, without signing in: whoever has it reads the dates.

    Only the hash of its secret is kept, so an address that was lost is replaced by a new one.
    """

    public_id = PublicIdField("fee")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    kind = models.CharField(max_length=10, choices=FeedKind.choices)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    mentor = models.ForeignKey(Mentor, on_delete=models.CASCADE, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    renewed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "team", "mentor"], nulls_distinct=False, name="calendar_feed_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=FeedKind.PERSON, team=None, mentor=None)
                | Q(kind=FeedKind.TEAM, team__isnull=False, mentor=None)
                | Q(kind=FeedKind.MENTOR, team=None, mentor__isnull=False),
                name="calendar_feed_is_about_its_kind",
            ),
        ]
