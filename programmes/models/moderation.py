"""Texts that were reported, people who are blocked, appeals, and many decisions at once."""

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.checks import InvariantViolation
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.enums import (
    AbuseCaseState,
    AbuseKind,
    AppealState,
    BlockKind,
    BlockState,
    ModerationAct,
    ModerationRunState,
)
from programmes.models.challenge import Challenge
from programmes.models.rating import Comment
from programmes.models.solution import Solution
from programmes.models.sprint import Sprint
from programmes.models.team import Team

Reportable = Challenge | Team | Solution | Comment
THINGS: Final = ("challenge", "team", "solution", "comment")


def exactly_one(*names: str) -> Q:
    """Of these relations one is set and the others are not."""
    either = Q()
    for name in names:
        either |= Q(**{f"{other}__isnull": other != name for other in names})
    return either


class AbuseCase(PublicModel):
    """All reports of one text, and what was decided about it; what was kept may be reported by others."""

    TRANSITIONS = transitions.ABUSE_CASE

    public_id = PublicIdField("abc")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="abuse_cases")
    challenge = models.OneToOneField(Challenge, on_delete=models.PROTECT, null=True, related_name="abuse_case")
    team = models.OneToOneField(Team, on_delete=models.PROTECT, null=True, related_name="abuse_case")
    solution = models.OneToOneField(Solution, on_delete=models.PROTECT, null=True, related_name="abuse_case")
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, null=True, related_name="abuse_case")
    state = models.CharField(_("state"), max_length=7, choices=AbuseCaseState.choices, default=AbuseCaseState.OPEN)
    opened_at = models.DateTimeField(_("first reported"))
    reason = models.TextField(_("why"), max_length=2_000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["opened_at", "id"]
        indexes = [models.Index(fields=["sprint", "state", "opened_at", "id"], name="abuse_case_list")]
        constraints = [
            state_known("abuse_case_state_known", AbuseCaseState),
            models.CheckConstraint(condition=exactly_one(*THINGS), name="abuse_case_of_one_thing"),
            models.CheckConstraint(
                condition=Q(state=AbuseCaseState.OPEN) | (~Q(reason="") & Q(decided_at__isnull=False)),
                name="abuse_case_decided_has_reason",
            ),
        ]

    @property
    def thing(self) -> Reportable:
        found = self.challenge or self.team or self.solution or self.comment
        if found is None:
            raise InvariantViolation(self.public_id)
        return found


class AbuseReport(PublicModel):
    """One person finds a text wrong: once a person and text. Nobody but the organisers reads who it was."""

    public_id = PublicIdField("abr")
    case = models.ForeignKey(AbuseCase, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="abuse_reports")
    kind = models.CharField(_("what is wrong"), max_length=11, choices=AbuseKind.choices)
    words = models.TextField(_("in your words"), max_length=2_000, blank=True)
    settled_at = models.DateTimeField(null=True, editable=False)
    in_bad_faith = models.BooleanField(_("in bad faith"), default=False, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "reporter"], name="abuse_report_once"),
            models.CheckConstraint(condition=Q(kind__in=AbuseKind.values), name="abuse_report_kind_known"),
            models.CheckConstraint(
                condition=Q(in_bad_faith=False) | Q(settled_at__isnull=False), name="abuse_report_faith_is_decided"
            ),
        ]


class SprintBlock(PublicModel):
    """Somebody may not take part in a sprint any more, or not report texts in it; with a reason that they read."""

    TRANSITIONS = transitions.BLOCK

    public_id = PublicIdField("blk")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="blocks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sprint_blocks")
    kind = models.CharField(_("what is blocked"), max_length=11, choices=BlockKind.choices)
    state = models.CharField(_("state"), max_length=6, choices=BlockState.choices, default=BlockState.ACTIVE)
    reason = models.TextField(_("why"), max_length=2_000)
    blocked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["sprint", "-created_at", "-id"], name="sprint_block_list")]
        constraints = [
            state_known("sprint_block_state_known", BlockState),
            models.CheckConstraint(condition=Q(kind__in=BlockKind.values), name="sprint_block_kind_known"),
            models.UniqueConstraint(
                fields=["sprint", "user", "kind"], condition=Q(state=BlockState.ACTIVE), name="sprint_block_active_once"
            ),
        ]


class Appeal(PublicModel):
    """Somebody does not agree with a decision about them: once a decision, and somebody else decides anew."""

    TRANSITIONS = transitions.APPEAL

    public_id = PublicIdField("apl")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="appeals")
    challenge = models.OneToOneField(Challenge, on_delete=models.PROTECT, null=True, related_name="appeal")
    block = models.OneToOneField(SprintBlock, on_delete=models.PROTECT, null=True, related_name="appeal")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appeals")
    words = models.TextField(_("why the decision is wrong"), max_length=2_000)
    state = models.CharField(_("state"), max_length=8, choices=AppealState.choices, default=AppealState.OPEN)
    answer = models.TextField(_("answer"), max_length=2_000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["sprint", "state", "created_at", "id"], name="appeal_list")]
        constraints = [
            state_known("appeal_state_known", AppealState),
            models.CheckConstraint(condition=exactly_one("challenge", "block"), name="appeal_of_one_decision"),
            models.CheckConstraint(
                condition=Q(state=AppealState.OPEN) | ~Q(answer=""), name="appeal_decided_has_answer"
            ),
        ]

    @property
    def first_decider_id(self) -> int | None:
        """Whose decision it is against."""
        if self.challenge is not None:
            return self.challenge.decided_by_id
        return self.block.blocked_by_id if self.block else None


class ModerationRun(PublicModel):
    """One decision about all challenges that waited and met a filter, carried out by a worker, piece by piece.

    `pieces` counts the messages that were sent for it, so that one which comes twice, or late, is known.
    """

    TRANSITIONS = transitions.MODERATION_RUN

    public_id = PublicIdField("mod")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="moderation_runs")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=7, choices=ModerationRunState.choices, default=ModerationRunState.RUNNING
    )
    act = models.CharField(_("decision"), max_length=7, choices=ModerationAct.choices)
    reason = models.TextField(_("why"), max_length=2_000, blank=True)
    wanted: "models.JSONField[Any, Any]" = models.JSONField(default=dict, editable=False)
    pieces = models.PositiveIntegerField(default=1, editable=False)
    total = models.PositiveIntegerField(editable=False)
    decided = models.PositiveIntegerField(default=0, editable=False)
    left = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["sprint", "-id"], name="moderation_run_list")]
        constraints = [
            state_known("moderation_run_state_known", ModerationRunState),
            models.CheckConstraint(condition=Q(act__in=ModerationAct.values), name="moderation_run_act_known"),
            models.CheckConstraint(
                condition=Q(act=ModerationAct.PUBLISH) | ~Q(reason=""), name="moderation_run_decline_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(total__gt=0, total__gte=F("decided") + F("left")), name="moderation_run_no_more_than_asked"
            ),
            models.UniqueConstraint(
                fields=["sprint"], condition=Q(state=ModerationRunState.RUNNING), name="moderation_run_one_at_a_time"
            ),
        ]

    @property
    def progress_percent(self) -> int:
        return 100 * (self.decided + self.left) // self.total


class ModerationItem(models.Model):
    """A challenge that is still to be decided. Decided it goes; what had changed meanwhile stays, `left`."""

    run = models.ForeignKey(ModerationRun, on_delete=models.CASCADE, related_name="items")
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="+")
    left = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "id"], condition=Q(left=False), name="moderation_item_to_do")]
        constraints = [models.UniqueConstraint(fields=["run", "challenge"], name="moderation_item_once")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.challenge_id}"
