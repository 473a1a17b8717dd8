"""Being placed in a team by the organisers: what people wish, what was computed, and where each is to sit."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.domain.placing.kinds import WISHES_MAX
from programmes.enums import PlacingEmphasis, PlacingOutcome, PlacingRunState, PlacingWishState
from programmes.models.fields import words_field
from programmes.models.runs import ComputedRow
from programmes.models.sprint import Sprint
from programmes.models.team import Team

# States of a run in which people may read where they are to sit.
TOLD = (PlacingRunState.PUBLISHED, PlacingRunState.CARRIED_OUT)


class PlacingWish(PublicModel):
    """A person's standing wish to be placed; `wishes` are public ids of teams and challenges, the dearest first."""

    TRANSITIONS = transitions.PLACING_WISH

    public_id = PublicIdField("plw")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="placing_wishes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="placing_wishes")
    wishes = ArrayField(models.CharField(max_length=40), default=list, blank=True, size=WISHES_MAX)
    skills = words_field(_("what I can do"))
    languages = words_field(_("languages I speak"))
    times = words_field(_("when I have time"))
    group = models.CharField(_("word of our group"), max_length=40, blank=True)
    pinned_team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=PlacingWishState.choices, default=PlacingWishState.ASKED
    )

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["sprint", "state"], name="placing_wish_list")]
        constraints = [
            state_known("placing_wish_state_known", PlacingWishState),
            models.UniqueConstraint(fields=["sprint", "user"], name="placing_wish_once"),
        ]


class PlacingRun(ComputedRow):
    """One placement as it would be.

    `input_hash` names what it was computed from: the same with the same `seed` and `weights` gives the same seats.
    The wishes themselves are not kept here: they belong to the people.
    """

    TRANSITIONS = transitions.PLACING_RUN

    public_id = PublicIdField("plr")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="placing_runs")
    state = models.CharField(
        _("state"), max_length=11, choices=PlacingRunState.choices, default=PlacingRunState.COMPUTING
    )
    emphasis = models.CharField(
        _("what counts more"), max_length=8, choices=PlacingEmphasis.choices, default=PlacingEmphasis.BALANCED
    )
    seed = models.PositiveIntegerField(_("number of the lot"), default=1)
    least = models.PositiveSmallIntegerField(_("least people in a team"), default=0)
    weights = models.JSONField(default=dict, editable=False)
    input_hash = models.CharField(max_length=64, blank=True, editable=False)
    figures = models.JSONField(default=dict, editable=False)
    unmet = models.JSONField(default=list, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    objections_until = models.DateTimeField(_("objections until"), null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["sprint", "-id"], name="placing_run_list")]
        constraints = [
            state_known("placing_run_state_known", PlacingRunState),
            models.CheckConstraint(
                condition=~Q(state__in=TOLD) | Q(objections_until__isnull=False, published_at__isnull=False),
                name="placing_run_told_has_times",
            ),
            models.UniqueConstraint(
                fields=["sprint"], condition=Q(state=PlacingRunState.PUBLISHED), name="placing_run_published_once"
            ),
            models.UniqueConstraint(
                fields=["sprint"], condition=Q(state=PlacingRunState.COMPUTING), name="placing_run_computing_once"
            ),
        ]


class PlacingSeat(PublicModel):
    """Where one person is to sit by one run; without `team` no place was left. `reasons` are words with facts."""

    public_id = PublicIdField("pls")
    run = models.ForeignKey(PlacingRun, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="placing_seats")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="placing_seats")
    skill = models.CharField(max_length=40, blank=True, editable=False)
    reasons: "models.JSONField[Any, Any]" = models.JSONField(default=list, editable=False)
    objected_at = models.DateTimeField(null=True, editable=False)
    objection = models.TextField(_("why not"), max_length=1_000, blank=True)
    outcome = models.CharField(
        _("what came of it"), max_length=14, choices=PlacingOutcome.choices, blank=True, editable=False
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["run"], condition=Q(outcome=""), name="placing_seat_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "user"], name="placing_seat_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *PlacingOutcome.values]), name="placing_seat_outcome_known"
            ),
        ]
