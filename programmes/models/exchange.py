from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from backend.core.storing import private_storage
from programmes import transitions
from programmes.enums_of_exchange import DevpostImportState, SprintPackageState
from programmes.models.sprint import Sprint


class SprintPackage(PublicModel):
    """What is public of a sprint, written by a worker as of one moment: tables in a ZIP file, and one JSON file."""

    TRANSITIONS = transitions.SPRINT_PACKAGE

    public_id = PublicIdField("spk")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="packages")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=SprintPackageState.choices, default=SprintPackageState.REQUESTED
    )
    progress_percent = models.PositiveSmallIntegerField(default=0, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    tables = models.FileField(upload_to="sprint-packages", storage=private_storage, max_length=200, blank=True)
    inline = models.FileField(upload_to="sprint-packages", storage=private_storage, max_length=200, blank=True)
    rows = models.PositiveIntegerField(_("challenges and solutions"), default=0, editable=False)
    size_bytes = models.BigIntegerField(_("size"), default=0, editable=False)
    """Of the ZIP file."""
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["sprint", "state", "-id"], name="sprint_package_list")]
        constraints = [
            state_known("sprint_package_state_known", SprintPackageState),
            models.UniqueConstraint(
                fields=["sprint"],
                condition=Q(state=SprintPackageState.REQUESTED),
                name="sprint_package_requested_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=SprintPackageState.READY)
                | ~Q(tables="") & ~Q(inline="") & ~Q(sha256="") & Q(ready_at__isnull=False),
                name="sprint_package_ready_is_known",
            ),
        ]


class DevpostImport(PublicModel):
    """A Devpost table as it was understood, to be looked at before it is taken over.

    The table itself is not kept: names and addresses of people were exchanged for pseudonyms when it was read.
    """

    TRANSITIONS = transitions.DEVPOST_IMPORT

    public_id = PublicIdField("dvp")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="devpost_imports")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=DevpostImportState.choices, default=DevpostImportState.READY
    )
    progress_percent = models.PositiveSmallIntegerField(default=0, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    layout = models.CharField(_("layout"), max_length=20, editable=False)
    projects = models.JSONField(default=list, editable=False)
    """Rows as packages have them; emptied once they are taken over or put aside."""
    stars = models.JSONField(default=list, editable=False)
    """Who is in the team of what, under pseudonyms; emptied likewise."""
    findings = models.JSONField(default=list, editable=False)
    """Row, kind and what, of each thing that was not understood or done otherwise."""
    count = models.PositiveIntegerField(_("solutions"), default=0, editable=False)
    created = models.PositiveIntegerField(default=0, editable=False)
    updated = models.PositiveIntegerField(default=0, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["sprint", "-id"], name="devpost_import_list")]
        constraints = [
            state_known("devpost_import_state_known", DevpostImportState),
            models.UniqueConstraint(
                fields=["sprint"], condition=Q(state=DevpostImportState.TAKING), name="devpost_import_taking_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=DevpostImportState.DONE) | Q(done_at__isnull=False),
                name="devpost_import_done_has_moment",
            ),
        ]
