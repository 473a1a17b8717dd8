from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.enums import IdentityKind, PledgeState
from funding.models.campaign import Campaign
from funding.models.fields import amount_positive, currency_field
from programmes.enums import Language


class Pledge(PublicModel):
    """One backer's promise. A guest leaves name and address; of someone with an account only the account is kept."""

    TRANSITIONS = transitions.PLEDGE

    public_id = PublicIdField("plg")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pledges")
    sequence = models.BigIntegerField(editable=False)
    # Who gave, as far as is known: the sequence of this person's first pledge to the campaign.
    person = models.BigIntegerField(editable=False)
    backer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="pledges")
    backer_name = models.CharField(_("your name"), max_length=80, blank=True)
    backer_email = models.EmailField(_("your e-mail address"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.DE)
    is_anonymous = models.BooleanField(_("do not show my name"), default=False)
    message = models.CharField(_("message to the project"), max_length=280, blank=True)
    amount_minor = models.BigIntegerField(_("amount"))
    currency = currency_field()
    state = models.CharField(_("state"), max_length=14, choices=PledgeState.choices, default=PledgeState.PENDING)
    expires_at = models.DateTimeField(_("to be paid until"))
    request_key = models.CharField(max_length=80, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["campaign", "state", "-id"], name="pledge_of_campaign"),
            models.Index(fields=["backer", "-id"], name="pledge_of_backer"),
            models.Index(fields=["campaign", "person"], name="pledge_of_person"),
            models.Index(fields=["expires_at"], condition=Q(state=PledgeState.PENDING), name="pledge_to_expire"),
        ]
        constraints = [
            state_known("pledge_state_known", PledgeState),
            amount_positive("pledge_positive"),
            models.UniqueConstraint(fields=["campaign", "sequence"], name="pledge_sequence_once"),
            models.CheckConstraint(
                condition=Q(person__gte=1, person__lte=F("sequence")), name="pledge_person_gave_before"
            ),
            models.UniqueConstraint(
                fields=["campaign", "request_key"], condition=~Q(request_key=""), name="pledge_request_once"
            ),
            models.CheckConstraint(
                condition=Q(backer__isnull=False) | ~Q(backer_email=""), name="pledge_backer_can_be_reached"
            ),
        ]

    @property
    def shown_name(self) -> str:
        """The backer's name as the public may see it; empty for an anonymous pledge."""
        if self.is_anonymous:
            return ""
        return self.backer.display_name if self.backer else self.backer_name

    @property
    def address(self) -> str:
        return self.backer.email if self.backer else self.backer_email


class PledgeIdentity(models.Model):
    """What the giver of one pledge is recognised by: a keyed digest, never the address or the card itself.

    Goes when the person erases the account; `Pledge.person` stays, so that nobody is counted twice afterwards.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="identities")
    kind = models.CharField(max_length=8, choices=IdentityKind.choices)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["campaign", "digest"], name="identity_in_campaign"),
            models.Index(fields=["digest"], name="identity_anywhere"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "digest"], name="identity_once"),
            models.CheckConstraint(condition=Q(kind__in=IdentityKind.values), name="identity_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.pledge_id}"
