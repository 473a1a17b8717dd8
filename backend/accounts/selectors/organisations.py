from django.db.models import QuerySet

from backend.accounts.enums import InvitationState
from backend.accounts.models import Invitation, Membership, Organisation, User
from backend.accounts.rules import SPEAKERS
from backend.core.errors import NotFound


def organisations_public() -> QuerySet[Organisation]:
    return Organisation.objects.all()


def organisation_to_view(public_id: str) -> Organisation:
    """Return an organisation; all are public. Raises NotFound."""
    organisation = Organisation.objects.filter(public_id=public_id).first()
    if organisation is None:
        raise NotFound
    return organisation


def memberships_of(user: User) -> list[Membership]:
    return list(
        Membership.objects.select_related("organisation").filter(user=user).order_by("organisation__name", "id")
    )


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Who is in an organisation, who came first on top. For those who speak for it."""
    return organisation.memberships.select_related("user").order_by("created_at", "id")


def organisations_spoken_for(user: User) -> QuerySet[Organisation]:
    """Organisations for which a person may act in public."""
    return Organisation.objects.filter(memberships__user=user, memberships__role__in=SPEAKERS).order_by("name", "id")


def ids_spoken_for(user: User) -> "QuerySet[Membership, int]":
    """Ids of the same, for use inside other queries."""
    return Membership.objects.filter(user=user, role__in=SPEAKERS).values_list("organisation_id", flat=True)


def invitations_open(organisation: Organisation) -> QuerySet[Invitation]:
    """Who is asked in and has not answered yet. For those who speak for the organisation."""
    rows = organisation.invitations.filter(state=InvitationState.OPEN).select_related("organisation", "user")
    return rows.order_by("created_at", "id")


def invitations_to_answer(user: User) -> QuerySet[Invitation]:
    """A person's own open invitations."""
    rows = Invitation.objects.filter(user=user, state=InvitationState.OPEN)
    return rows.select_related("organisation", "user", "invited_by").order_by("created_at", "id")
