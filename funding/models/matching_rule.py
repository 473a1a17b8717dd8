from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.domain.rule_axes import Base, Percentage
from funding.domain.rule_set import RuleSet, from_data
from funding.enums import PositionState
from funding.models.campaign import Campaign
from funding.models.fund import Fund
from funding.models.proposal import FundProposal


class MatchingRule(PublicModel):
    """One version of what a fund adds, valid from a number in its journal on. Never changed once written.

    `definition` is the rule set as `rule_set.to_data` writes it, `digest` its SHA-256.
    """

    public_id = PublicIdField("mru")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="rules")
    version = models.PositiveIntegerField(_("version"))
    definition = models.JSONField(_("the whole rule"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    valid_from_sequence = models.BigIntegerField(_("valid from sequence number"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposal = models.ForeignKey(FundProposal, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["fund", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "version"], name="rule_version_once"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="rule_digest_is_one"),
        ]

    @cached_property
    def rule_set(self) -> RuleSet:
        return from_data(self.definition)

    @property
    def rate_bp(self) -> int:
        """The rate of a percentage; 0 for every other function."""
        function = self.rule_set.function
        return function.rate_bp if isinstance(function, Percentage) else 0

    @property
    def is_percentage(self) -> bool:
        """Whether a pledge brings a percentage of itself, so that it can be said as one."""
        return self.rule_set.base is Base.PLEDGE and self.rate_bp > 0

    @property
    def cap_campaign_minor(self) -> int | None:
        return self.rule_set.caps.campaign_minor

    @property
    def cap_pledge_minor(self) -> int | None:
        return self.rule_set.caps.pledge_match_minor

    @property
    def window_starts_at(self) -> datetime | None:
        return self.rule_set.gates.starts_at

    @property
    def window_ends_at(self) -> datetime | None:
        return self.rule_set.gates.ends_at


class FundCampaign(PublicModel):
    """Where a campaign stands with a fund ("position"), with the running sums that the next match is computed from.

    A trigger holds that a second fund tops a campaign up only where its programme has declared how they stack.

    `eligible_minor` counts the bases under `rule`, `matched_minor` all live matches, `carried_minor` what of those of
    earlier rules stands on its base.
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
    # What batches still to come would bring, as it was last computed; with the event of the book up to which it was.
    estimate_minor = models.BigIntegerField(null=True, editable=False)
    estimated_at = models.DateTimeField(null=True, editable=False)
    estimated_sequence = models.BigIntegerField(default=0, editable=False)
    # The campaign in the fund's book: its facts and its sums by rule version, of a size that does not grow.
    book = models.JSONField(null=True, editable=False)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decision_note = models.TextField(_("note on the decision"), max_length=2_000, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["fund", "state", "-id"], name="position_of_fund")]
        constraints = [
            state_known("fund_campaign_state_known", PositionState),
            models.UniqueConstraint(fields=["fund", "campaign"], name="position_once"),
            models.CheckConstraint(
                condition=Q(eligible_minor__gte=0, carried_minor__gte=0, matched_minor__gte=F("carried_minor")),
                name="position_sums_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(estimate_minor=None) | Q(estimate_minor__gte=0), name="position_estimate_not_negative"
            ),
        ]
