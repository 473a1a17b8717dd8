from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.enums import PayoutKind, PayoutState
from funding.ledger.models import Transfer
from funding.models.campaign import Campaign
from funding.models.fields import amount_positive, currency_field
from funding.models.fund import Fund
from funding.models.payee import PayeeAccount


class Payout(PublicModel):
    """Money that leaves for a project's account: asked for by one person, approved by another.

    From the request on it is held in the ledger. `kept_minor` of a fund's money does not leave: the fund claims it back
    because of earlier matches, and has it again when the rest has arrived.
    """

    TRANSITIONS = transitions.PAYOUT

    public_id = PublicIdField("pot")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="payouts")
    payee = models.ForeignKey(PayeeAccount, on_delete=models.PROTECT, related_name="payouts")
    kind = models.CharField(_("kind"), max_length=6, choices=PayoutKind.choices)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="payouts")
    amount_minor = models.BigIntegerField(_("amount"))
    kept_minor = models.BigIntegerField(_("kept of it by the fund"), default=0, editable=False)
    currency = currency_field()
    state = models.CharField(_("state"), max_length=10, choices=PayoutState.choices, default=PayoutState.REQUESTED)
    gateway_id = models.CharField(max_length=64, blank=True, editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    hold = models.ForeignKey(Transfer, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    kept_hold = models.ForeignKey(Transfer, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    submit_lease = models.DateTimeField(null=True, editable=False)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True)
    paid_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["campaign", "-id"], name="payout_of_campaign"),
            models.Index(fields=["fund", "state", "-id"], name="payout_of_fund"),
        ]
        constraints = [
            state_known("payout_state_known", PayoutState),
            amount_positive("payout_positive"),
            models.CheckConstraint(
                condition=Q(kept_minor=0)
                | Q(kind=PayoutKind.MATCH, kept_minor__gt=0, kept_minor__lte=F("amount_minor")),
                name="payout_keeps_a_part",
            ),
            models.CheckConstraint(
                condition=Q(kind=PayoutKind.MATCH, fund__isnull=False) | Q(kind=PayoutKind.CROWD, fund__isnull=True),
                name="payout_fund_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("requested_by")), name="payout_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PayoutState.REQUESTED, PayoutState.FAILED]) | Q(approved_by__isnull=False),
                name="payout_approved_before_it_leaves",
            ),
            models.UniqueConstraint(fields=["gateway_id"], condition=~Q(gateway_id=""), name="payout_gateway_id_once"),
        ]

    @property
    def sent_minor(self) -> int:
        """What leaves for the project's account."""
        return self.amount_minor - self.kept_minor
