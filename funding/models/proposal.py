from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.enums import ProposalKind, ProposalState
from funding.models.fund import Fund


class FundProposal(PublicModel):
    """Something about a fund that one manager proposes and another one decides; carried out when it is approved.

    `subject_ref` is the public id of what it is about (a deposit, a campaign), `payload` what was asked for. A trigger
    holds that nobody decides what they proposed, also not through a deputy, and that a decision is never changed.
    """

    TRANSITIONS = transitions.PROPOSAL

    public_id = PublicIdField("fpr")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(_("what"), max_length=10, choices=ProposalKind.choices)
    subject_ref = models.CharField(max_length=40, blank=True, editable=False)
    payload = models.JSONField(default=dict, editable=False)
    amount_minor = models.BigIntegerField(_("amount"), default=0)
    note = models.CharField(_("why"), max_length=1_000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    alone = models.BooleanField(_("one person was enough"), default=False, editable=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_for = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)
    decision_note = models.CharField(_("note on the decision"), max_length=1_000, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "state", "-id"], name="proposal_of_fund")]
        constraints = [
            state_known("fund_proposal_state_known", ProposalState),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="proposal_amount_not_negative"),
            models.UniqueConstraint(
                fields=["fund", "kind", "subject_ref"],
                condition=Q(state=ProposalState.PROPOSED),
                name="proposal_waits_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.APPROVED)
                | Q(decided_by__isnull=False) & (Q(alone=True) | ~Q(decided_by=F("proposed_by"))),
                name="proposal_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PROPOSED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="proposal_decided_by_somebody",
            ),
        ]


class FundDeputy(PublicModel):
    """Who may act for a manager who is away, from one day to another. Ended early rather than deleted."""

    public_id = PublicIdField("fdp")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="deputies")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="deputy_days_in_order"),
            models.CheckConstraint(condition=~Q(manager=F("deputy")), name="deputy_is_somebody_else"),
        ]
