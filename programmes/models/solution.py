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
from backend.core.storing import private_storage
from programmes import transitions
from programmes.enums import Licence, SolutionState
from programmes.models.challenge import Challenge
from programmes.models.fields import language_field, search_vector, source_ref_field
from programmes.models.hideable import Hideable
from programmes.models.sprint import Sprint
from programmes.models.team import Team

SEARCH = search_vector("title", "summary", "body")
AFTER_HAND_IN = (SolutionState.HANDED_IN, SolutionState.SELECTED, SolutionState.NOT_SELECTED)


def image_path(_version: Any, filename: str) -> str:
    """A name that tells nothing and cannot be guessed: drafts are not public."""
    return f"solutions/{secrets.token_hex(16)}{PurePosixPath(filename).suffix.lower()}"


def slides_path(_version: Any, _filename: str) -> str:
    return f"slides/{secrets.token_hex(16)}.pdf"


class Solution(Hideable, PublicModel):
    """What a team hands in, in versions: the last one handed in within the window counts."""

    TRANSITIONS = transitions.SOLUTION

    public_id = PublicIdField("sol")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="solutions")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="solutions")
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="solutions")
    state = models.CharField(_("state"), max_length=12, choices=SolutionState.choices, default=SolutionState.DRAFT)
    current_version = models.OneToOneField(
        "SolutionVersion", on_delete=models.PROTECT, null=True, related_name="current_of"
    )
    source_ref = source_ref_field()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["sprint", "state", "-created_at", "-id"], name="solution_list"),
            models.Index(fields=["challenge", "state"], name="solution_by_challenge"),
            # Several states are shown in one order, which the list above holds for each state alone.
            models.Index(
                fields=["-created_at", "-id"], condition=Q(state__in=AFTER_HAND_IN), name="solution_shown_newest"
            ),
        ]
        constraints = [
            *Hideable.Meta.constraints,
            state_known("solution_state_known", SolutionState),
            models.CheckConstraint(
                condition=~Q(state__in=AFTER_HAND_IN) | Q(current_version__isnull=False),
                name="solution_handed_in_has_version",
            ),
        ]

    @property
    def shown_title(self) -> str:
        """Its title; while there is none, whose it will be."""
        return self.current_version.title if self.current_version else self.team.name


class SolutionVersion(PublicModel):
    """One state of the text; once handed in it is never changed again, which a trigger holds, too."""

    public_id = PublicIdField("sov")
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in short"), max_length=500, blank=True)
    body = models.TextField(_("the solution"), max_length=20_000, blank=True)
    language = language_field()
    image = models.ImageField(_("picture"), upload_to=image_path, max_length=200, blank=True)
    image_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    image_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    # As they were sent, handed out by a door that asks who may see the version.
    slides = models.FileField(
        _("slides"), upload_to=slides_path, storage=private_storage, max_length=200, blank=True, editable=False
    )
    slides_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    slides_bytes = models.PositiveIntegerField(default=0, editable=False)
    slides_title = models.CharField(_("title of the slides"), max_length=120, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="solution_versions"
    )
    handed_in_at = models.DateTimeField(null=True, editable=False)
    # The deadline, if it came after that, within the grace period.
    late_since = models.DateTimeField(null=True, editable=False)
    # Of its canonical form (`domain.freezing`); empty for a draft, and for what did not come in through our hands.
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["-number"]
        indexes = [GinIndex(SEARCH, name="solution_version_search")]
        constraints = [
            models.UniqueConstraint(fields=["solution", "number"], name="solution_version_number_once"),
            models.UniqueConstraint(
                fields=["solution"], condition=Q(handed_in_at=None), name="solution_one_draft_version"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="solution_version_number_positive"),
            models.CheckConstraint(
                condition=Q(late_since=None) | Q(handed_in_at__gte=F("late_since")),
                name="solution_version_late_after_deadline",
            ),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(sha256__regex=r"^[0-9a-f]{64}$", handed_in_at__isnull=False),
                name="solution_version_hash_of_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(slides="", slides_sha256="", slides_bytes=0, slides_title="")
                | (Q(slides_sha256__regex=r"^[0-9a-f]{64}$", slides_bytes__gt=0) & ~Q(slides="") & ~Q(slides_title="")),
                name="solution_version_slides_whole",
            ),
        ]
