from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.accounts.enums import OrganisationKind, OrganisationRole
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel


class Organisation(PublicModel):
    """Poses challenges, sponsors funds, runs programmes."""

    public_id = PublicIdField("org")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(
        _("kind"), max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.ASSOCIATION
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    about = models.TextField(_("about"), max_length=4_000, blank=True)

    class Meta:
        ordering = ["name", "id"]


class Membership(PublicModel):
    public_id = PublicIdField("mem")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=OrganisationRole.choices, default=OrganisationRole.MEMBER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="membership_once")]


class PastMembership(models.Model):
    """Who was in an organisation until when: kept so that nobody judges the work of former colleagues."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="past_memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="past_memberships")
    left_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="past_membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} of {self.organisation_id}"
