from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.enums import RegistrationState
from programmes.models.fields import words_field
from programmes.models.sprint import Sprint

# Kept for somebody until a deadline, who must accept, or whose guardian must agree: nobody else's meanwhile.
HELD: Final = (RegistrationState.OFFERED, RegistrationState.CONSENT)
TAKES_PLACE: Final = (RegistrationState.REGISTERED, *HELD)


class Profile(PublicModel):
    """What a person tells about themselves so that teams can find them; all of it is free to leave out."""

    public_id = PublicIdField("pro")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    skills = words_field(_("what I can do"))
    topics = words_field(_("what I care about"))
    roles_sought = words_field(_("what I would like to do in a team"))
    languages = words_field(_("languages I speak"))
    about = models.TextField(_("about me"), max_length=2_000, blank=True)
    is_public = models.BooleanField(_("others may see my profile"), default=False)


class Registration(PublicModel):
    """A place in a sprint, or one on its waiting list; `sequence` is the order of the list.

    `held_until` is when a kept place goes to the next one, if nobody says yes to it. Who was let in at the door
    `beyond` the places takes none of them.
    """

    TRANSITIONS = transitions.REGISTRATION

    public_id = PublicIdField("reg")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState.choices)
    sequence = models.BigIntegerField()
    held_until = models.DateTimeField(_("place kept until"), null=True, blank=True, editable=False)
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True, editable=False)
    beyond = models.BooleanField(_("beyond the places"), default=False, editable=False)
    introducible_since = models.DateTimeField(
        _("connectors may introduce me to teams since"), null=True, blank=True, editable=False
    )
    """When the person has agreed to it; empty: has not, or not any more."""

    class Meta:
        ordering = ["sequence", "id"]
        indexes = [
            models.Index(fields=["sprint"], condition=Q(state__in=TAKES_PLACE), name="registration_with_place"),
            models.Index(
                fields=["sprint", "sequence"], condition=Q(state=RegistrationState.WAITING), name="registration_waiting"
            ),
            models.Index(fields=["sprint"], condition=Q(checked_in_at__isnull=False), name="registration_checked_in"),
            models.Index(
                fields=["held_until", "id"],
                condition=Q(state__in=HELD),
                name="registration_offered",
            ),
            models.Index(
                fields=["sprint", "introducible_since", "id"],
                condition=Q(introducible_since__isnull=False),
                name="registration_introducible",
            ),
        ]
        constraints = [
            state_known("registration_state_known", RegistrationState),
            models.UniqueConstraint(fields=["sprint", "user"], name="registration_once"),
            models.UniqueConstraint(fields=["sprint", "sequence"], name="registration_order_once"),
            models.CheckConstraint(
                condition=Q(state=RegistrationState.REGISTERED) | Q(checked_in_at=None, beyond=False),
                name="registration_at_door_has_place",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HELD, held_until__isnull=False) | ~Q(state__in=HELD) & Q(held_until=None),
                name="registration_offer_has_end",
            ),
        ]


class RegistrationCount(models.Model):
    """How many registrations of a sprint there are of each kind, so that nobody counts rows while many people come.

    Written by triggers alone, in the transaction and under the lock of what they count. A table of its own, which no
    foreign key points at: the row changes with every registration.
    """

    sprint = models.OneToOneField(Sprint, on_delete=models.CASCADE, primary_key=True, related_name="registration_count")
    registered = models.PositiveIntegerField(default=0)
    beyond = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.registered} registered, {self.held} held, {self.waiting} waiting"

    @property
    def taken(self) -> int:
        """Places given and places kept: neither can be had by anybody else."""
        return self.registered + self.held - self.beyond
