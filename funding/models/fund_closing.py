from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Organisation
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from backend.core.storing import private_storage
from funding import transitions
from funding.enums import KitState, RemainderUse
from funding.models.fields import amount_positive, currency_field
from funding.models.fund import Deposit, Fund
from funding.models.proposal import FundProposal


class RemainderShare(PublicModel):
    """What one pot of a sponsor had left when a fund closed. With its ledger entry; never changed."""

    public_id = PublicIdField("frs")
    proposal = models.ForeignKey(FundProposal, on_delete=models.PROTECT, related_name="shares")
    sponsor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="remainder_shares")
    pot = models.CharField(max_length=60, blank=True, editable=False)
    use = models.CharField(max_length=12, choices=RemainderUse.choices)
    amount_minor = models.BigIntegerField(_("amount"))
    currency = currency_field()
    deposit = models.OneToOneField(
        Deposit, on_delete=models.PROTECT, null=True, related_name="remainder_share", editable=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            amount_positive("remainder_share_positive"),
            models.UniqueConstraint(fields=["proposal", "sponsor", "pot"], name="remainder_share_once"),
            models.CheckConstraint(
                condition=Q(use=RemainderUse.ROLLED_OVER, deposit__isnull=False)
                | Q(use=RemainderUse.RETURNED, deposit__isnull=True),
                name="remainder_share_deposit_by_use",
            ),
        ]


class FundKit(PublicModel):
    """The closing kit of a fund: reports and lists in one archive that its managers may fetch."""

    TRANSITIONS = transitions.KIT

    public_id = PublicIdField("fkt")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="kits")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=KitState.choices, default=KitState.REQUESTED)
    progress_percent = models.PositiveSmallIntegerField(default=0, editable=False)
    archive = models.FileField(upload_to="kits", storage=private_storage, max_length=200, blank=True)
    ready_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            state_known("fund_kit_state_known", KitState),
            models.UniqueConstraint(fields=["fund"], condition=Q(state=KitState.REQUESTED), name="kit_requested_once"),
            models.CheckConstraint(
                condition=~Q(state=KitState.READY) | ~Q(archive="") & Q(ready_at__isnull=False),
                name="kit_ready_has_archive",
            ),
        ]
