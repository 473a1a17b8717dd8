from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.enums import DisputeState, PaymentState, RefundState
from funding.ledger.models import Transfer
from funding.models.fields import amount_positive
from funding.models.pledge import Pledge


class Payment(PublicModel):
    """The payment of one pledge at the provider. Amount and currency are the pledge's."""

    TRANSITIONS = transitions.PAYMENT

    public_id = PublicIdField("pay")
    pledge = models.OneToOneField(Pledge, on_delete=models.PROTECT, related_name="payment")
    state = models.CharField(_("state"), max_length=14, choices=PaymentState.choices, default=PaymentState.CREATED)
    checkout_session_id = models.CharField(max_length=100, blank=True, editable=False)
    payment_intent_id = models.CharField(max_length=64, blank=True, editable=False)
    charge_id = models.CharField(max_length=64, blank=True, editable=False)
    page_url = models.URLField(max_length=1_000, blank=True, editable=False)
    page_expires_at = models.DateTimeField(null=True, editable=False)
    submit_lease = models.DateTimeField(null=True, editable=False)
    fee_minor = models.BigIntegerField(_("fee"), default=0)
    refunded_minor = models.BigIntegerField(_("paid back"), default=0)
    paid_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["payment_intent_id"], name="payment_by_intent"),
            models.Index(fields=["charge_id"], name="payment_by_charge"),
        ]
        constraints = [
            state_known("payment_state_known", PaymentState),
            models.UniqueConstraint(
                fields=["checkout_session_id"], condition=~Q(checkout_session_id=""), name="payment_session_once"
            ),
            models.CheckConstraint(condition=Q(fee_minor__gte=0, refunded_minor__gte=0), name="payment_not_negative"),
        ]


class Refund(PublicModel):
    """Money back to a backer. From the request on its amount is held on the campaign's account."""

    TRANSITIONS = transitions.REFUND

    public_id = PublicIdField("ref")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField(_("amount"))
    fee_borne_minor = models.BigIntegerField(_("fee that the platform bears"), default=0)
    reason = models.TextField(_("reason"), max_length=1_000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RefundState.choices, default=RefundState.REQUESTED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    gateway_id = models.CharField(max_length=64, blank=True, editable=False)
    hold = models.ForeignKey(Transfer, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            state_known("refund_state_known", RefundState),
            amount_positive("refund_positive"),
            models.CheckConstraint(
                condition=Q(fee_borne_minor__gte=0, fee_borne_minor__lte=F("amount_minor")), name="refund_fee_is_part"
            ),
            models.UniqueConstraint(fields=["gateway_id"], condition=~Q(gateway_id=""), name="refund_gateway_id_once"),
        ]


class Dispute(PublicModel):
    """A backer's bank asks for the money back."""

    TRANSITIONS = transitions.DISPUTE

    public_id = PublicIdField("dsp")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    gateway_id = models.CharField(max_length=64, unique=True, editable=False)
    amount_minor = models.BigIntegerField(_("amount"))
    fee_borne_minor = models.BigIntegerField(_("fee that the platform bears"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=DisputeState.choices, default=DisputeState.OPEN)
    hold = models.ForeignKey(Transfer, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            state_known("dispute_state_known", DisputeState),
            amount_positive("dispute_positive"),
            models.CheckConstraint(
                condition=Q(fee_borne_minor__gte=0, fee_borne_minor__lte=F("amount_minor")), name="dispute_fee_is_part"
            ),
        ]
