from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.enums import EXCLUSIONS, CaseKind, CaseState, MatchBound
from funding.models.matching_rule import FundCampaign
from funding.models.pledge import Pledge


class PledgeCase(PublicModel):
    """A question about one pledge: does it count for the match? While it is open, the match is on hold.

    A trigger refuses an approved or paid match beside an open or an excluding case.
    """

    TRANSITIONS = transitions.CASE

    public_id = PublicIdField("cas")
    position = models.ForeignKey(FundCampaign, on_delete=models.PROTECT, related_name="cases")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="cases")
    kind = models.CharField(_("why it was opened"), max_length=14, choices=CaseKind.choices)
    state = models.CharField(_("state"), max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    note = models.CharField(_("what is in question"), max_length=1_000, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["position", "state", "-id"], name="case_of_position")]
        constraints = [
            state_known("pledge_case_state_known", CaseState),
            models.UniqueConstraint(fields=["position", "pledge"], name="case_once"),
            models.CheckConstraint(condition=Q(kind__in=CaseKind.values), name="case_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=CaseKind.BY_HAND) | (~Q(note="") & Q(opened_by__isnull=False)),
                name="case_by_hand_says_why",
            ),
        ]


class CaseDecision(PublicModel):
    """One decision about a case, with what the backer was told; never changed, only followed by a later one.

    `decided_by` is empty where the rule itself decided. A trigger refuses whoever does not manage the fund, belongs to
    the project or gave the pledge.
    """

    public_id = PublicIdField("cde")
    case = models.ForeignKey(PledgeCase, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(_("decision"), max_length=8, choices=CaseState.choices)
    reason = models.CharField(_("reason"), max_length=14, choices=MatchBound.choices, blank=True)
    note = models.CharField(_("note for the managers"), max_length=1_000)
    answer_de = models.TextField(_("answer to the backer in German"), max_length=2_000)
    answer_en = models.TextField(_("answer to the backer in English"), max_length=2_000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=CaseState.COUNTED, reason="")
                | Q(verdict=CaseState.EXCLUDED, reason__in=[*EXCLUSIONS]),
                name="case_decision_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(note="") & ~Q(answer_de="") & ~Q(answer_en=""), name="case_decision_says_why"
            ),
        ]
