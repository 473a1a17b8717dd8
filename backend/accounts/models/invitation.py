from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.accounts import transitions
from backend.accounts.enums import InvitationState, OrganisationRole
from backend.accounts.models.organisation import Organisation
from backend.core.ids import PublicIdField
from backend.core.models import PublicModel, state_known


class Invitation(PublicModel):
    """Somebody is asked into an organisation. Only who says yes becomes a member."""

    TRANSITIONS = transitions.INVITATION

    public_id = PublicIdField("inv")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=10, choices=OrganisationRole.choices, default=OrganisationRole.MEMBER)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["user", "state"], name="invitation_of_user")]
        constraints = [
            state_known("invitation_state_known", InvitationState),
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(state=InvitationState.OPEN), name="invitation_open_once"
            ),
        ]
