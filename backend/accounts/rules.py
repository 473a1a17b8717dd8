from typing import Final

from backend.accounts.enums import OrganisationRole
from backend.accounts.models import Invitation, Membership, Organisation, User
from backend.core.predicates import sentence

SPEAKERS: Final = (OrganisationRole.OWNER, OrganisationRole.MANAGER)


@sentence
def speaks_for(user: User, organisation: Organisation) -> bool:
    """Owners and managers of an organisation speak for it."""
    return Membership.objects.filter(user=user, organisation=organisation, role__in=SPEAKERS).exists()


@sentence
def owns(user: User, organisation: Organisation) -> bool:
    """Owners alone decide who else owns the organisation."""
    return Membership.objects.filter(user=user, organisation=organisation, role=OrganisationRole.OWNER).exists()


@sentence
def belongs_to(user: User, organisation: Organisation) -> bool:
    return Membership.objects.filter(user=user, organisation=organisation).exists()


@sentence
def is_invited(user: User, invitation: Invitation) -> bool:
    """Nobody but the invited person answers an invitation."""
    return invitation.user_id == user.pk
