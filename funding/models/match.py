from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.enums import LIVE_MATCH_STATES, CauseKind, MatchBound, MatchState
from funding.ledger.models import Transfer
from funding.models.fields import amount_positive
from funding.models.matching_rule import FundCampaign, MatchingRule
from funding.models.payout import Payout
from funding.models.pledge import Pledge


class Match(PublicModel):
    """The fund's money because of one pledge, with why it is that much. Written by `services.book`.

    Where a rule looks at a campaign as a whole, a division in one batch makes a match without a pledge of its own.

    `amount_minor` and `base_minor` are what holds now; what it was at the pledge stands in its first cause, which tells
    what counted even where that brought no money.
    `pool_before`, `pool_after` and `sequence` were read under the lock that guards the pool.
    """

    TRANSITIONS = transitions.MATCH

    public_id = PublicIdField("mat")
    position = models.ForeignKey(FundCampaign, on_delete=models.PROTECT, related_name="matches")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, related_name="matches")
    rule = models.ForeignKey(MatchingRule, on_delete=models.PROTECT, related_name="matches")
    # The event in the fund's journal that made it, and its number in the fund's book; none if it brought no money.
    sequence = models.BigIntegerField(editable=False)
    number = models.BigIntegerField(null=True, editable=False)
    amount_minor = models.BigIntegerField(_("amount"))
    base_minor = models.BigIntegerField(_("part of the pledge that counts"))
    borne_minor = models.BigIntegerField(_("paid out without a pledge any more"), default=0)
    claim_minor = models.BigIntegerField(_("paid out without a pledge any more, claimed back"), default=0, db_default=0)
    open_minor = models.BigIntegerField(_("paid out without a pledge any more, undecided"), default=0, db_default=0)
    # What of the claim is being kept of payouts that are on their way, by the names of their matches in the book.
    kept = models.JSONField(null=True, editable=False)
    lost_minor = models.BigIntegerField(default=0, editable=False)
    awarded_minor = models.BigIntegerField(default=0, editable=False)
    # The weight that an award in a batch was computed from; of a quadratic rule it has more digits than a column.
    entitled = models.CharField(max_length=80, default="0", editable=False)
    splits = models.JSONField(_("parts of the sponsors"), default=dict, editable=False)
    book_state = models.CharField(max_length=10, editable=False)
    currency = models.CharField(max_length=3)
    state = models.CharField(_("state"), max_length=12, choices=MatchState.choices, default=MatchState.RESERVED)
    due_before_minor = models.BigIntegerField(editable=False)
    due_after_minor = models.BigIntegerField(editable=False)
    bound = models.CharField(_("limit"), max_length=14, choices=MatchBound.choices, blank=True, editable=False)
    pool_before_minor = models.BigIntegerField(editable=False)
    pool_after_minor = models.BigIntegerField(editable=False)
    reservation = models.ForeignKey(Transfer, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, null=True, related_name="matches", editable=False)
    # Until then the rule holds it back, because of a direct debit that the bank may return.
    held_until = models.DateTimeField(_("held back until"), null=True, editable=False)
    granted_at = models.DateTimeField(_("approved at"), null=True, editable=False)

    class Meta:
        ordering = ["-sequence", "-id"]
        indexes = [
            models.Index(fields=["position", "state", "-sequence"], name="match_of_position"),
            models.Index(fields=["state", "id"], condition=Q(state=MatchState.CONFIRMED), name="match_to_approve"),
            models.Index(fields=["held_until"], condition=Q(held_until__isnull=False), name="match_held_back"),
            models.Index(
                fields=["position", "id"],
                condition=Q(claim_minor__gt=0) | Q(open_minor__gt=0) | Q(kept__isnull=False),
                name="match_without_base",
            ),
        ]
        constraints = [
            state_known("match_state_known", MatchState),
            models.CheckConstraint(
                condition=Q(
                    amount_minor__gte=0,
                    base_minor__gte=0,
                    borne_minor__gte=0,
                    claim_minor__gte=0,
                    open_minor__gte=0,
                    lost_minor__gte=0,
                    awarded_minor__gte=0,
                ),
                name="match_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=F("borne_minor") + F("claim_minor") + F("open_minor")),
                name="match_lost_no_more_than_it_is",
            ),
            models.CheckConstraint(
                condition=~Q(state=MatchState.RELEASED) | Q(amount_minor=0), name="match_released_holds_nothing"
            ),
            models.UniqueConstraint(fields=["position", "number"], name="match_number_once"),
            models.UniqueConstraint(
                fields=["position", "pledge"],
                condition=Q(state__in=[*LIVE_MATCH_STATES]),
                name="match_one_live_a_pledge",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MatchState.APPROVED, MatchState.PAID]) | Q(granted_at__isnull=False),
                name="match_approved_is_granted",
            ),
        ]

    @property
    def kept_minor(self) -> int:
        """What of the claim is being kept of payouts that are on their way."""
        return sum((self.kept or {}).values())

    @property
    def claimed_minor(self) -> int:
        """All that is claimed back, with what is being kept already."""
        return self.claim_minor + self.kept_minor

    @property
    def backed_minor(self) -> int:
        """What of the amount stands on what counts today."""
        return self.amount_minor - self.borne_minor - self.claimed_minor - self.open_minor

    @property
    def book_name(self) -> str:
        """What the events of the fund's journal call it."""
        return f"m{self.number}"


class MatchCause(models.Model):
    """Why a match is what it is: one row for every change, never changed itself."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="causes")
    kind = models.CharField(max_length=16, choices=CauseKind.choices)
    ref = models.CharField(max_length=40)
    amount_before_minor = models.BigIntegerField()
    amount_after_minor = models.BigIntegerField()
    base_after_minor = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref}"


class MatchApproval(PublicModel):
    """One manager's approval. A trigger refuses whoever does not manage the fund or belongs to the project."""

    public_id = PublicIdField("map")
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="approvals")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="match_approvals")
    amount_minor = models.BigIntegerField(_("amount that was approved"))
    note = models.CharField(_("note"), max_length=1_000, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            amount_positive("match_approval_positive"),
            models.UniqueConstraint(fields=["match", "manager"], name="match_approved_by_two_people"),
        ]
