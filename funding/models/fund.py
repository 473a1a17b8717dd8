from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Organisation
from backend.core.evidence.codec import decode
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.domain.allocation import Earmark
from funding.domain.pots import PRIORITY_MAX, pot_name
from funding.enums import Admission, DepositState, FundState
from funding.models.fields import amount_positive, currency_field, language_field
from programmes.models import Programme


class Fund(PublicModel):
    """A pool of sponsors' money that tops campaigns up. What it holds stands in the ledger."""

    TRANSITIONS = transitions.FUND

    public_id = PublicIdField("fun")
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in one or two sentences"), max_length=500)
    language = language_field()
    currency = currency_field()
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="funds", verbose_name=_("programme")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="funds", verbose_name=_("organisation that owns it")
    )
    state = models.CharField(_("state"), max_length=8, choices=FundState.choices, default=FundState.DRAFT)
    solo_below_minor = models.BigIntegerField(_("below this amount one manager may decide alone"), default=0)
    admission = models.CharField(
        _("when campaigns could claim more than there is"),
        max_length=6,
        choices=Admission.choices,
        default=Admission.WARN,
    )
    public_money = models.BooleanField(_("its money is public"), default=False)
    rank = models.PositiveSmallIntegerField(_("its place among several funds of a campaign"), default=0)

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["state", "name", "id"], name="fund_list")]
        constraints = [
            state_known("fund_state_known", FundState),
            models.CheckConstraint(condition=Q(rank__lte=PRIORITY_MAX), name="fund_rank_in_bounds"),
            models.CheckConstraint(condition=Q(solo_below_minor__gte=0), name="fund_solo_below_not_negative"),
        ]


class FundManager(PublicModel):
    public_id = PublicIdField("fmg")
    fund = models.ForeignKey(Fund, on_delete=models.CASCADE, related_name="managers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="managed_funds")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["fund", "user"], name="fund_manager_once")]


class Deposit(PublicModel):
    """Money of a sponsor: announced, then received. Only what was received can be promised.

    `earmark` says what it is for (nothing: anything), `priority` when it is drawn; a trigger holds that both stay.
    """

    TRANSITIONS = transitions.DEPOSIT

    public_id = PublicIdField("dep")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="deposits")
    sponsor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="deposits", verbose_name=_("sponsor")
    )
    amount_minor = models.BigIntegerField(_("amount"))
    currency = currency_field()
    reference = models.CharField(_("reference of the bank transfer"), max_length=140, blank=True)
    priority = models.PositiveSmallIntegerField(_("order in which it is used"), default=0)
    earmark: "models.JSONField[Any, Any]" = models.JSONField(_("what it is for"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DepositState.choices, default=DepositState.ANNOUNCED)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    rolled_over_by = models.ForeignKey(
        "funding.FundProposal", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["fund", "-created_at", "-id"], name="deposit_of_fund"),
            models.Index(fields=["sponsor", "-created_at", "-id"], name="deposit_of_sponsor"),
        ]
        constraints = [
            state_known("deposit_state_known", DepositState),
            amount_positive("deposit_positive"),
            models.CheckConstraint(condition=Q(priority__lte=PRIORITY_MAX), name="deposit_priority_in_bounds"),
            # The same bank transfer is not booked twice.
            models.UniqueConstraint(
                fields=["fund", "sponsor", "reference"], condition=~Q(reference=""), name="deposit_reference_once"
            ),
        ]

    @property
    def purpose(self) -> Earmark:
        """What the money is for."""
        known: Earmark = decode(Earmark, self.earmark)
        return known

    @property
    def pot(self) -> str:
        """The pot of the fund's book that it is in; `sponsor` is read."""
        return pot_name(self.sponsor.public_id, earmark=self.purpose, priority=self.priority)
