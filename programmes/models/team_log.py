from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.models.fields import language_field
from programmes.models.hideable import Hideable
from programmes.models.solution import image_path
from programmes.models.team import Team


class LogEntry(Hideable, PublicModel):
    """Something that a team tells while it builds: to everybody, or among themselves. Its text stands in versions."""

    public_id = PublicIdField("log")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="log_entries")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="log_entries")
    is_public = models.BooleanField(_("everybody may read it"), default=True)
    current_version = models.OneToOneField(
        "LogVersion", on_delete=models.PROTECT, null=True, related_name="current_of", editable=False
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["team", "-created_at", "-id"], name="log_entry_of_team")]
        constraints = [*Hideable.Meta.constraints]


class LogVersion(PublicModel):
    """One state of an entry. Never changed or deleted, which a trigger holds; an older one comes back as a copy."""

    public_id = PublicIdField("lov")
    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(_("what happened"), max_length=4_000)
    language = language_field()
    link = models.CharField(_("address"), max_length=500, blank=True)
    image = models.ImageField(_("picture"), upload_to=image_path, max_length=200, blank=True)
    image_alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="log_versions")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="log_version_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="log_version_number_positive"),
            models.CheckConstraint(condition=~Q(text=""), name="log_version_says_something"),
            models.CheckConstraint(condition=Q(image="") | ~Q(image_alt=""), name="log_version_image_has_words"),
        ]
