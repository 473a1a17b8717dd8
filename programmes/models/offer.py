from typing import Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Organisation
from backend.core import clock
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.enums import OfferState, ReminderLevel
from programmes.models.challenge import Challenge
from programmes.models.solution import Solution

ANSWERS: Final = (OfferState.IN_TALKS, OfferState.PILOTING, OfferState.ADOPTED, OfferState.DECLINED)


class Offer(PublicModel):
    """A solution offered to an organisation that asked for it: what it answers, and until when, is public."""

    TRANSITIONS = transitions.OFFER

    public_id = PublicIdField("off")
    solution = models.ForeignKey(Solution, on_delete=models.PROTECT, related_name="offers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="offers")
    state = models.CharField(_("state"), max_length=10, choices=OfferState.choices, default=OfferState.OFFERED)
    offered_at = models.DateTimeField(_("offered"))
    answer_due_at = models.DateTimeField(_("to be answered until"))
    answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    state_since = models.DateTimeField(_("since"))
    reason = models.TextField(_("why it was declined"), max_length=2_000, blank=True)
    note = models.TextField(_("what happens next"), max_length=2_000, blank=True)

    class Meta:
        ordering = ["-offered_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "state", "answer_due_at", "id"], name="offer_by_organisation"),
            models.Index(fields=["-offered_at", "-id"], name="offer_list"),
            models.Index(fields=["answer_due_at", "id"], condition=Q(state=OfferState.OFFERED), name="offer_waits"),
        ]
        constraints = [
            state_known("offer_state_known", OfferState),
            models.UniqueConstraint(fields=["solution", "organisation"], name="offer_once"),
            models.CheckConstraint(condition=Q(answer_due_at__gt=F("offered_at")), name="offer_due_after_offer"),
            models.CheckConstraint(
                condition=~Q(state=OfferState.DECLINED) | ~Q(reason=""), name="offer_decline_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.OFFERED) | Q(answered_at=None), name="offer_open_is_unanswered"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERS) | Q(answered_at__isnull=False), name="offer_answer_has_moment"
            ),
        ]


class OfferReminder(models.Model):
    """Somebody was told that an answer is missing: once an offer and level."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="reminders")
    level = models.CharField(max_length=10, choices=ReminderLevel.choices)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "level"], name="offer_reminder_once"),
            models.CheckConstraint(condition=Q(level__in=ReminderLevel.values), name="offer_reminder_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.level} of {self.offer_id}"
