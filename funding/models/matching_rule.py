from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.domain.matching import Terms
from funding.enums import PositionState
from funding.models.campaign import Campaign
from funding.models.fund import Fund
from funding.models.proposal import FundProposal


class MatchingRule(PublicModel):
    """One version of what a fund adds, valid from a sequence number of its pool on. Never changed once written."""

    public_id = PublicIdField("mru")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="rules")
    version = models.PositiveIntegerField(_("version"))
    rate_bp = models.PositiveIntegerField(_("rate in basis points"))
    cap_campaign_minor = models.BigIntegerField(_("most for one campaign"), null=True, blank=True)
    cap_pledge_minor = models.BigIntegerField(_("most for one pledge"), null=True, blank=True)
    window_starts_at = models.DateTimeField(_("counts from"), null=True, blank=True)
    window_ends_at = models.DateTimeField(_("counts until"), null=True, blank=True)
    valid_from_sequence = models.BigIntegerField(_("valid from sequence number"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposal = models.ForeignKey(FundProposal, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["fund", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "version"], name="rule_version_once"),
            models.CheckConstraint(condition=Q(rate_bp__gt=0), name="rule_rate_positive"),
            models.CheckConstraint(
                condition=Q(cap_campaign_minor=None) | Q(cap_campaign_minor__gt=0), name="rule_cap_campaign_positive"
            ),
            models.CheckConstraint(
                condition=Q(cap_pledge_minor=None) | Q(cap_pledge_minor__gt=0), name="rule_cap_pledge_positive"
            ),
            models.CheckConstraint(
                condition=Q(window_starts_at=None)
                | Q(window_ends_at=None)
                | Q(window_ends_at__gt=F("window_starts_at")),
                name="rule_window_in_order",
            ),
        ]

    @property
    def terms(self) -> Terms:
        return Terms(
            rate_bp=self.rate_bp, cap_campaign_minor=self.cap_campaign_minor, cap_pledge_minor=self.cap_pledge_minor
        )


class FundCampaign(PublicModel):
    """Where a campaign stands with a fund ("position"), with the running sums that the next match is computed from.

    `eligible_minor` counts the bases under `rule`, `matched_minor` all live matches, `carried_minor` those of earlier
    rules.
    """

    TRANSITIONS = transitions.POSITION

    public_id = PublicIdField("fca")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="positions")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="positions")
    state = models.CharField(_("state"), max_length=10, choices=PositionState.choices, default=PositionState.APPLIED)
    rule = models.ForeignKey(MatchingRule, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    eligible_minor = models.BigIntegerField(default=0, editable=False)
    matched_minor = models.BigIntegerField(default=0, editable=False)
    carried_minor = models.BigIntegerField(default=0, editable=False)
    last_sequence = models.BigIntegerField(default=0, editable=False)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decision_note = models.TextField(_("note on the decision"), max_length=2_000, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["fund", "state", "-id"], name="position_of_fund")]
        constraints = [
            state_known("fund_campaign_state_known", PositionState),
            models.UniqueConstraint(fields=["fund", "campaign"], name="position_once"),
            # Until funds can declare how they stack, one fund tops a campaign up.
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state__in=[PositionState.ACCEPTED, PositionState.SUSPENDED]),
                name="position_one_fund_a_campaign",
            ),
            models.CheckConstraint(
                condition=Q(eligible_minor__gte=0, carried_minor__gte=0, matched_minor__gte=F("carried_minor")),
                name="position_sums_not_negative",
            ),
        ]
