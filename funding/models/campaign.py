import secrets
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from funding import transitions
from funding.enums import CampaignMode, CampaignOutcome, CampaignState, Region
from funding.models.fields import amount_positive, currency_field, language_field
from programmes.models import Project
from programmes.models.fields import search_vector

SEARCH = search_vector("title", "summary", "story")


def image_path(_campaign: Any, filename: str) -> str:
    """A name that tells nothing and cannot be guessed: drafts are not public."""
    return f"campaigns/{secrets.token_hex(16)}{PurePosixPath(filename).suffix.lower()}"


class Campaign(PublicModel):
    """A project's crowdfunding."""

    TRANSITIONS = transitions.CAMPAIGN

    public_id = PublicIdField("cam")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="campaigns")
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one or two sentences"), max_length=500)
    story = models.TextField(_("story"), max_length=20_000, blank=True)
    use_of_money = models.TextField(_("what the money is for"), max_length=8_000, blank=True)
    language = language_field()
    image = models.ImageField(_("picture"), upload_to=image_path, max_length=200, blank=True)
    image_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    region = models.CharField(_("where it works"), max_length=5, choices=Region.choices, blank=True)
    currency = currency_field()
    goal1_minor = models.BigIntegerField(_("first goal"))
    goal2_minor = models.BigIntegerField(_("second goal"), null=True, blank=True)
    mode = models.CharField(_("mode"), max_length=14, choices=CampaignMode.choices, default=CampaignMode.KEEP_IT_ALL)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    state = models.CharField(_("state"), max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    outcome = models.CharField(
        _("how it ended"), max_length=10, choices=CampaignOutcome.choices, blank=True, editable=False
    )
    outcome_at = models.DateTimeField(null=True, editable=False)
    curator_note = models.TextField(_("note of the curator"), max_length=2_000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    last_pledge_sequence = models.BigIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-starts_at", "-id"]
        indexes = [
            models.Index(fields=["state", "ends_at", "id"], name="campaign_list"),
            models.Index(fields=["project", "-id"], name="campaign_of_project"),
            GinIndex(SEARCH, name="campaign_search"),
        ]
        constraints = [
            state_known("campaign_state_known", CampaignState),
            models.CheckConstraint(condition=Q(region__in=["", *Region.values]), name="campaign_region_known"),
            amount_positive("campaign_goal1_positive", "goal1_minor"),
            models.CheckConstraint(
                condition=Q(goal2_minor=None) | Q(goal2_minor__gt=F("goal1_minor")), name="campaign_goals_in_order"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="campaign_dates_in_order"),
            models.CheckConstraint(
                condition=~Q(state=CampaignState.DECLINED) | ~Q(curator_note=""), name="campaign_decline_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(outcome="")
                | Q(state=CampaignState.ENDED, outcome__in=CampaignOutcome.values, outcome_at__isnull=False),
                name="campaign_outcome_when_ended",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=CampaignOutcome.FAILED) | Q(mode=CampaignMode.ALL_OR_NOTHING),
                name="campaign_fails_all_or_nothing",
            ),
            # Nobody collects for one project in two places at once.
            models.UniqueConstraint(
                fields=["project"],
                condition=~Q(state__in=[CampaignState.ENDED, CampaignState.DECLINED]),
                name="campaign_one_at_a_time",
            ),
        ]

    @property
    def pays_out(self) -> bool:
        """Whether money may leave for the project: not while all or nothing of it may have to go back."""
        return self.mode == CampaignMode.KEEP_IT_ALL or self.outcome == CampaignOutcome.SUCCESSFUL


class CampaignUpdate(PublicModel):
    public_id = PublicIdField("cup")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="updates")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("news"), max_length=10_000)
    language = language_field()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["campaign", "-created_at", "-id"], name="campaign_update_list")]
