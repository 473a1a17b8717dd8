"""Volunteers who bring people and teams together, and whom they have introduced to whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.enums import IntroductionState
from programmes.models.sprint import Sprint
from programmes.models.team import Team


class Connector(PublicModel):
    """Appointed by the organisers of a sprint; sees who has agreed to be introduced."""

    public_id = PublicIdField("con")
    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="connectors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="connecting")
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["sprint", "user"], name="connector_once")]


class Introduction(PublicModel):
    """A connector thinks that a person and a team fit. Both are told, both must agree, and either may decline."""

    TRANSITIONS = transitions.INTRODUCTION

    public_id = PublicIdField("itd")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="introductions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="introductions")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="introductions_sent")
    message = models.TextField(_("why they fit"), max_length=1_000)
    state = models.CharField(
        _("state"), max_length=10, choices=IntroductionState.choices, default=IntroductionState.SENT
    )
    person_agreed_at = models.DateTimeField(null=True, editable=False)
    team_agreed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "state"], name="introduction_of_user"),
            models.Index(fields=["sent_by", "-id"], name="introduction_sent_list"),
        ]
        constraints = [
            state_known("introduction_state_known", IntroductionState),
            models.UniqueConstraint(fields=["team", "user"], name="introduction_once"),
            models.CheckConstraint(
                condition=~Q(state=IntroductionState.ACCEPTED)
                | Q(person_agreed_at__isnull=False, team_agreed_at__isnull=False),
                name="introduction_accepted_by_both",
            ),
        ]
