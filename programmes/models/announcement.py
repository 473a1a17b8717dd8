from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from backend.notifications.models import Circular
from programmes import transitions
from programmes.enums import AnnouncementState, Segment
from programmes.models.programme import Category
from programmes.models.sprint import Sprint

SUBJECT_MOST, BODY_MOST = 160, 8_000


def _both_or_none(language: str) -> Q:
    subject, body = Q(**{f"subject_{language}": ""}), Q(**{f"body_{language}": ""})
    return (subject & body) | (~subject & ~body)


class Announcement(PublicModel):
    """What organisers tell some people of a sprint, in German, English or both.

    `segments` say who gets it, and are asked when it is sent. `send_at` is when it is to be sent; in a draft, when it
    is meant to be. `total` counts who is to be told, `told` who has been, `pieces` what workers have done of it.
    """

    TRANSITIONS = transitions.ANNOUNCEMENT

    public_id = PublicIdField("ann")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="announcements")
    segments = ArrayField(
        models.CharField(max_length=20, choices=Segment.choices), verbose_name=_("who gets it"), size=len(Segment)
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    subject_de = models.CharField(_("subject in German"), max_length=SUBJECT_MOST, blank=True)
    body_de = models.TextField(_("text in German"), max_length=BODY_MOST, blank=True)
    subject_en = models.CharField(_("subject in English"), max_length=SUBJECT_MOST, blank=True)
    body_en = models.TextField(_("text in English"), max_length=BODY_MOST, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AnnouncementState.choices, default=AnnouncementState.DRAFT
    )
    send_at = models.DateTimeField(_("to be sent"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    circular = models.OneToOneField(Circular, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    pieces = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    told = models.PositiveIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["sprint", "-id"], name="announcement_list"),
            models.Index(
                fields=["send_at", "id"], condition=Q(state=AnnouncementState.SCHEDULED), name="announcement_due"
            ),
        ]
        constraints = [
            state_known("announcement_state_known", AnnouncementState),
            models.CheckConstraint(
                condition=Q(segments__contained_by=list(Segment.values)) & ~Q(segments=[]),
                name="announcement_segments_known",
            ),
            models.CheckConstraint(
                condition=Q(segments__contains=[Segment.CATEGORY], category__isnull=False)
                | (~Q(segments__contains=[Segment.CATEGORY]) & Q(category=None)),
                name="announcement_category_if_asked",
            ),
            models.CheckConstraint(condition=_both_or_none("de"), name="announcement_german_whole"),
            models.CheckConstraint(condition=_both_or_none("en"), name="announcement_english_whole"),
            models.CheckConstraint(condition=~Q(subject_de="") | ~Q(subject_en=""), name="announcement_says_something"),
            models.CheckConstraint(
                condition=~Q(state=AnnouncementState.SCHEDULED) | Q(send_at__isnull=False),
                name="announcement_scheduled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=AnnouncementState.SENT) | Q(sent_at__isnull=False),
                name="announcement_sent_has_moment",
            ),
            models.CheckConstraint(condition=Q(told__lte=models.F("total")), name="announcement_told_within_total"),
        ]

    @property
    def progress_percent(self) -> int:
        return 100 * self.told // self.total if self.total else 0


class AnnouncementRecipient(models.Model):
    """Somebody who is still to be told; the row goes with the message, so in the end none is left."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="recipients")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="announcements_to_come")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "user"], name="announcement_recipient_once")]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.announcement_id}"
