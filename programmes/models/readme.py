from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel
from programmes.enums_of_building import ReadmeFailure
from programmes.models.team import Team

HASH = r"^[0-9a-f]{64}$"


class Readme(PublicModel):
    """What a team's repository says of itself: the text as it was fetched last, and why it could not be since then.

    A row without an address is what is left when a team names none any more; it remembers when was asked last.
    """

    public_id = PublicIdField("rdm")
    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="readme")
    address = models.CharField(_("address of your repository"), max_length=500, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="readmes", editable=False
    )
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    text = models.TextField(max_length=200_000, blank=True, editable=False)
    # Of the bytes as they came, and where they came from.
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    source = models.CharField(max_length=1_000, blank=True, editable=False)
    fetched_at = models.DateTimeField(null=True, editable=False)
    failure = models.CharField(max_length=14, choices=ReadmeFailure.choices, blank=True, editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fetched_at=None, text="", sha256="", source="")
                | (Q(fetched_at__isnull=False, sha256__regex=HASH) & ~Q(text="") & ~Q(source="")),
                name="readme_fetched_whole",
            ),
            models.CheckConstraint(
                condition=Q(failure="", failed_at=None) | (Q(failed_at__isnull=False) & ~Q(failure="")),
                name="readme_failure_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(address="") | Q(fetched_at=None, failed_at=None), name="readme_of_an_address"
            ),
        ]
