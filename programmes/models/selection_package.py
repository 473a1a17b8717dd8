from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from backend.core.storing import private_storage
from programmes.models.project import Cohort
from programmes.models.sprint import Sprint


class SelectionPackage(PublicModel):
    """All votes of one stage of a selection and what follows from them, published as soon as it is over.

    `digest` stands for the content, `sha256` for the file. Without a file it could not be made: `failure` says why.
    """

    public_id = PublicIdField("slp")
    sprint = models.ForeignKey(Sprint, on_delete=models.PROTECT, related_name="selection_packages")
    stage = models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)
    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, null=True, related_name="package")
    """What was selected; nothing yet where a stage was over and others followed."""
    archive = models.FileField(upload_to="packages", storage=private_storage, max_length=200, blank=True)
    votes = models.PositiveIntegerField(_("votes"), default=0, editable=False)
    solutions = models.PositiveIntegerField(_("solutions"), default=0, editable=False)
    size_bytes = models.PositiveBigIntegerField(_("size"), default=0, editable=False)
    digest = models.CharField(_("digest of the content"), max_length=64, blank=True, editable=False)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False)
    failure = models.CharField(_("why it failed"), max_length=20, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sprint", "stage"], condition=Q(cohort=None), name="selection_package_of_stage_once"
            ),
            models.CheckConstraint(
                condition=Q(archive="", digest="", sha256="") & ~Q(failure="")
                | ~Q(archive="") & ~Q(digest="") & ~Q(sha256="") & Q(failure=""),
                name="selection_package_is_there_or_failed",
            ),
        ]
