from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known
from backend.core.storing import private_storage
from funding import transitions
from funding.enums import KitState
from funding.models.fund import Fund


class FundPackage(PublicModel):
    """All of a fund's events and what follows from them, published for whoever wants to check it.

    `digest` stands for the content, `sha256` for the file. What is published is never changed nor taken back; a trigger
    holds that.
    """

    TRANSITIONS = transitions.KIT

    public_id = PublicIdField("fpk")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="packages")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=KitState.choices, default=KitState.REQUESTED)
    progress_percent = models.PositiveSmallIntegerField(default=0, editable=False)
    archive = models.FileField(upload_to="packages", storage=private_storage, max_length=200, blank=True)
    events = models.BigIntegerField(_("events"), default=0, editable=False)
    matches = models.BigIntegerField(_("matches"), default=0, editable=False)
    size_bytes = models.BigIntegerField(_("size"), default=0, editable=False)
    digest = models.CharField(_("digest of the content"), max_length=64, blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False)
    failure = models.CharField(_("why it failed"), max_length=20, blank=True, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "state", "-id"], name="package_of_fund")]
        constraints = [
            state_known("fund_package_state_known", KitState),
            models.UniqueConstraint(
                fields=["fund"], condition=Q(state=KitState.REQUESTED), name="package_requested_once"
            ),
            models.CheckConstraint(
                condition=Q(events__gte=0, matches__gte=0, size_bytes__gte=0), name="fund_package_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(state=KitState.READY)
                | ~Q(archive="") & ~Q(digest="") & ~Q(sha256="") & Q(ready_at__isnull=False),
                name="fund_package_ready_is_known",
            ),
        ]
