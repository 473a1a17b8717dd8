from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import state_known
from backend.core.storing import private_storage
from programmes import transitions
from programmes.enums_of_exchange import DataImportState, ImportSource, SprintPackageState
from programmes.models.runs import ComputedRow
from programmes.models.sprint import Sprint


class SprintPackage(ComputedRow):
    """What is public of a sprint, written by a worker as of one moment: tables in a ZIP file, and one JSON file."""

    TRANSITIONS = transitions.SPRINT_PACKAGE

    public_id = PublicIdField("spk")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="packages")
    state = models.CharField(
        _("state"), max_length=10, choices=SprintPackageState.choices, default=SprintPackageState.REQUESTED
    )
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


class DataImport(ComputedRow):
    """A table or a package of another system as it was understood, to be looked at before it is taken over.

    The file itself is not kept: names and addresses of people were exchanged for pseudonyms when it was read.
    """

    TRANSITIONS = transitions.DATA_IMPORT

    public_id = PublicIdField("imp")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="data_imports")
    """On whose desk it was read."""
    into = models.ForeignKey(Sprint, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    """Where it goes; unknown while the sprint of a package is not here yet."""
    source = models.CharField(_("where it is from"), max_length=7, choices=ImportSource.choices, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=DataImportState.choices, default=DataImportState.READING
    )
    layout = models.CharField(_("layout"), max_length=20, blank=True, editable=False)
    rows: "models.JSONField[Any, Any]" = models.JSONField(default=dict, editable=False)
    """Numbered rows by file, as packages have them; emptied once they are taken over or put aside."""
    findings = models.JSONField(default=list, editable=False)
    """File, row, kind and what, of each thing that was not understood or done otherwise."""
    tables = models.JSONField(default=list, editable=False)
    """Of a package: each file with its rows, and how many are new, changed and the same."""
    count = models.PositiveIntegerField(_("challenges and solutions"), default=0, editable=False)
    created = models.PositiveIntegerField(default=0, editable=False)
    updated = models.PositiveIntegerField(default=0, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["sprint", "-id"], name="data_import_list")]
        constraints = [
            state_known("data_import_state_known", DataImportState),
            models.CheckConstraint(condition=Q(source__in=ImportSource.values), name="data_import_source_known"),
            models.UniqueConstraint(
                fields=["sprint"], condition=Q(state=DataImportState.TAKING), name="data_import_taking_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=DataImportState.DONE) | Q(done_at__isnull=False, into__isnull=False),
                name="data_import_done_is_known",
            ),
        ]
