from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.accounts import transitions
from backend.accounts.enums import ExportState
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from backend.core.storing import private_storage


class DataExport(PublicModel):
    """Everything that is held about a person, as one archive that only this person may fetch, for some days."""

    TRANSITIONS = transitions.DATA_EXPORT

    public_id = PublicIdField("exp")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports")
    state = models.CharField(_("state"), max_length=10, choices=ExportState.choices, default=ExportState.REQUESTED)
    archive = models.FileField(upload_to="exports", storage=private_storage, max_length=200, blank=True)
    expires_at = models.DateTimeField(_("to be fetched until"), null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            state_known("data_export_state_known", ExportState),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state=ExportState.REQUESTED), name="export_requested_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.READY) | Q(expires_at__isnull=False) & ~Q(archive=""),
                name="export_ready_has_archive",
            ),
        ]
