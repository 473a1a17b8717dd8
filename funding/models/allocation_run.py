from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.evidence.codec import decode
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.domain.book_allocation import Groups, Line
from funding.domain.book_events import Share
from funding.enums import AllocationState
from funding.models.fund import Fund
from funding.models.matching_rule import FundCampaign
from funding.models.proposal import FundProposal

STANDING = (AllocationState.COMPUTING, AllocationState.READY, AllocationState.COMMITTED)


class AllocationRun(PublicModel):
    """A division in one batch as it would be: of a campaign's success (`position`), or of the close of the fund.

    `lines` are what the book said at its event `sequence`, with `pool_minor` free; `people` are backers of several
    campaigns who are one person, where that matters. Two managers carry it out
    (`proposal`), or it is put aside. A trigger holds that figures which are ready never change.
    """

    TRANSITIONS = transitions.ALLOCATION

    public_id = PublicIdField("alc")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="allocations")
    position = models.ForeignKey(FundCampaign, on_delete=models.PROTECT, null=True, related_name="allocations")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=AllocationState.choices, default=AllocationState.COMPUTING
    )
    progress_percent = models.PositiveSmallIntegerField(default=0, editable=False)
    sequence = models.BigIntegerField(default=0, editable=False)
    pool_minor = models.BigIntegerField(default=0, editable=False)
    amount_minor = models.BigIntegerField(_("amount"), default=0, editable=False)
    lines = models.JSONField(default=list, editable=False)
    people = models.JSONField(default=list, editable=False)
    problem = models.CharField(max_length=40, blank=True, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)
    proposal = models.ForeignKey(FundProposal, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "-id"], name="allocation_of_fund")]
        constraints = [
            state_known("allocation_state_known", AllocationState),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=0, pool_minor__gte=0), name="allocation_sums_not_negative"
            ),
            # Exact shares can come to less than the pool, never to more.
            models.CheckConstraint(
                condition=Q(amount_minor__lte=models.F("pool_minor")), name="allocation_within_pool"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AllocationState.COMPUTING, AllocationState.FAILED, AllocationState.DISCARDED])
                | Q(ready_at__isnull=False),
                name="allocation_ready_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=AllocationState.COMMITTED) | Q(proposal__isnull=False),
                name="allocation_committed_is_decided",
            ),
            models.UniqueConstraint(
                fields=["fund"], condition=Q(position=None, state__in=STANDING), name="allocation_of_close_once"
            ),
            models.UniqueConstraint(
                fields=["position"], condition=Q(state__in=STANDING), name="allocation_of_success_once"
            ),
        ]

    @property
    def parts(self) -> list[Line]:
        """What everybody gets, with why."""
        return [decode(Line, data) for data in self.lines]

    @property
    def groups(self) -> Groups:
        return tuple(tuple(group) for group in self.people)

    @property
    def shares(self) -> tuple[Share, ...]:
        """What the journal is told."""
        return tuple(Share(line.campaign, line.version, line.amount_minor) for line in self.parts)

    @property
    def left_minor(self) -> int:
        return self.pool_minor - self.amount_minor
