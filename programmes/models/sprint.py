from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from programmes import transitions
from programmes.domain.limits import (
    ACCEPT_HOURS_MOST,
    AGE_LIMIT_MOST,
    ANSWER_DAYS,
    ANSWER_DAYS_MOST,
    GRACE_MINUTES_MOST,
    REPORTS_TO_HIDE,
    REPORTS_TO_HIDE_MOST,
    SOLUTIONS_PER_TEAM_MOST,
    STAGES_MOST,
    TEAM_SIZE_LIMIT,
)
from programmes.domain.outline import Section, asked, sections_of
from programmes.enums import AgeProof, CertificateRule, Feature, Joining, PhaseKind, SprintState
from programmes.models.fields import language_field, search_vector, source_ref_field
from programmes.models.programme import Programme

SEARCH = search_vector("title", "summary", "about", "hashtag")


class Sprint(PublicModel):
    """A time-boxed event with dated phases; what may be done when is the phases' say, not the state's."""

    TRANSITIONS = transitions.SPRINT

    public_id = PublicIdField("spr")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sprints")
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in short"), max_length=500)
    about = models.TextField(_("about"), max_length=20_000, blank=True)
    language = language_field()
    timezone = models.CharField(_("time zone"), max_length=50, default="Europe/Berlin")
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    team_size_max = models.PositiveSmallIntegerField(_("most people in a team"), default=8)
    team_joining = models.CharField(
        _("how people come into new teams"), max_length=10, choices=Joining.choices, default=Joining.ON_REQUEST
    )
    answer_days = models.PositiveSmallIntegerField(_("days in which organisations answer"), default=ANSWER_DAYS)
    accept_hours = models.PositiveSmallIntegerField(_("hours to accept a place that became free"), default=0)
    age_limit = models.PositiveSmallIntegerField(_("age from which nobody must agree"), default=0)
    age_proof = models.CharField(
        _("how the age is asked"), max_length=10, choices=AgeProof.choices, default=AgeProof.STATEMENT
    )
    walk_ins_beyond = models.BooleanField(_("people at the door may come in beyond the places"), default=False)
    certificates = models.CharField(
        _("who gets a certificate"),
        max_length=12,
        choices=CertificateRule.choices,
        default=CertificateRule.NOBODY,
    )
    reports_to_hide = models.PositiveSmallIntegerField(
        _("reports that hide a text until somebody decides"), default=REPORTS_TO_HIDE
    )
    # In which a solution is still taken after the deadline; kept from change once that has passed, by a trigger, too.
    grace_minutes = models.PositiveSmallIntegerField(_("minutes of grace after the deadline"), default=0)
    solutions_per_team = models.PositiveSmallIntegerField(_("solutions of a team"), default=1)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    # What a solution consists of where it is more than one text; see `domain.outline`.
    sections = models.JSONField(_("sections of a solution"), default=list, blank=True)
    hashtag = models.CharField(_("hashtag"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=SprintState.choices, default=SprintState.DRAFT)
    # In which stage of the selection the jury is. It moves on by one and never back, which a trigger holds, too.
    jury_stage = models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)
    form = models.ForeignKey("RegistrationForm", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    source_ref = source_ref_field()

    class Meta:
        ordering = ["-starts_at", "id"]
        indexes = [
            models.Index(fields=["state", "-starts_at", "-id"], name="sprint_list"),
            GinIndex(SEARCH, name="sprint_search"),
        ]
        constraints = [
            state_known("sprint_state_known", SprintState),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="sprint_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gt=0), name="sprint_capacity_positive"),
            models.CheckConstraint(
                condition=Q(team_size_max__gte=1, team_size_max__lte=TEAM_SIZE_LIMIT), name="sprint_team_size_sane"
            ),
            models.CheckConstraint(condition=Q(team_joining__in=Joining.values), name="sprint_team_joining_known"),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=ANSWER_DAYS_MOST), name="sprint_answer_days_sane"
            ),
            models.CheckConstraint(
                condition=Q(certificates__in=CertificateRule.values), name="sprint_certificates_known"
            ),
            models.CheckConstraint(condition=Q(age_limit__lte=AGE_LIMIT_MOST), name="sprint_age_limit_sane"),
            models.CheckConstraint(condition=Q(age_proof__in=AgeProof.values), name="sprint_age_proof_known"),
            models.CheckConstraint(condition=Q(accept_hours__lte=ACCEPT_HOURS_MOST), name="sprint_accept_hours_sane"),
            models.CheckConstraint(
                condition=Q(reports_to_hide__gte=1, reports_to_hide__lte=REPORTS_TO_HIDE_MOST),
                name="sprint_reports_to_hide_sane",
            ),
            models.CheckConstraint(condition=Q(grace_minutes__lte=GRACE_MINUTES_MOST), name="sprint_grace_sane"),
            models.CheckConstraint(
                condition=Q(solutions_per_team__gte=1, solutions_per_team__lte=SOLUTIONS_PER_TEAM_MOST),
                name="sprint_solutions_per_team_sane",
            ),
            models.CheckConstraint(
                condition=Q(jury_stage__gte=1, jury_stage__lte=STAGES_MOST), name="sprint_jury_stage_within"
            ),
        ]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def grace(self) -> timedelta:
        return timedelta(minutes=self.grace_minutes)

    @property
    def outline(self) -> list[Section]:
        """Of what a solution is to consist; empty where it is one text."""
        return asked(sections_of(self.sections))


class Phase(PublicModel):
    """A dated window that declares what may be done in it: from `starts_at` on, until just before `ends_at`."""

    public_id = PublicIdField("pha")
    sprint = models.ForeignKey(Sprint, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("kind"), max_length=12, choices=PhaseKind.choices)
    title = models.CharField(_("title"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    features = ArrayField(
        models.CharField(max_length=20, choices=Feature.choices), default=list, blank=True, verbose_name=_("allows")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sprint", "kind"], name="phase_kind_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="phase_ends_after_start"),
            models.CheckConstraint(
                condition=Q(features__contained_by=list(Feature.values)), name="phase_features_known"
            ),
        ]

    @property
    def shown_title(self) -> str:
        return self.title or str(PhaseKind(self.kind).label)
