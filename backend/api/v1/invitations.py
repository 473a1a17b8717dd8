"""Who is asked into an organisation, and what they answer."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.accounts import access
from backend.accounts.enums import InvitationState, OrganisationRole, Scope
from backend.accounts.selectors import organisations as reads
from backend.accounts.selectors.people import person_to_add, person_to_name
from backend.accounts.services import invitations
from backend.api.fields import Body, PublicId
from backend.api.operations import Data, operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.views import ApiView
from backend.core.errors import Invalid


class InvitationShape(Shape):
    id = serializers.CharField(source="public_id")
    organisation = Ref("organisation")
    organisation_name = serializers.CharField(source="organisation.name")
    person = Ref("user")
    name = PersonName("user")
    role = serializers.ChoiceField(choices=OrganisationRole.choices)
    state = serializers.ChoiceField(choices=InvitationState.choices)
    created_at = serializers.DateTimeField()


class InvitationBody(Body):
    person = PublicId(required=False, help_text="The id of an account, as `/me/` or a team names it.")
    email = serializers.EmailField(
        required=False, max_length=254, help_text="In place of `person`: the address with which somebody signs in."
    )
    role = serializers.ChoiceField(choices=OrganisationRole.choices)


class OrganisationInvitations(ApiView):
    @operation(
        id="organisation_invitations_list",
        summary="Who is invited and has not answered yet",
        description="For the organisation's owners and managers.",
        gives=InvitationShape,
        many=True,
        ordering=("created_at", "id"),
        scope=Scope.READ,
    )
    def get(self, organisation_id: str) -> Any:
        return reads.invitations_open(access.organisation_to_manage(self.person, organisation_id))

    @operation(
        id="organisation_invitations_create",
        summary="Invite somebody",
        description=(
            "Owners invite to every role, managers to all but that of an owner. The person is told, and is in the "
            "organisation only after accepting."
        ),
        example={"email": "colleague@example.org", "role": "member"},
        takes=InvitationBody,
        gives=InvitationShape,
        status=201,
        scope=Scope.ORGANISATIONS_MANAGE,
    )
    def post(self, organisation_id: str, data: Data) -> Any:
        organisation = access.organisation_to_manage(self.person, organisation_id)
        person = _person_meant(self.person, data)
        return invitations.invitation_create(
            actor=self.person, organisation=organisation, user=person, role=data["role"]
        )


def _person_meant(actor: Any, data: Data) -> Any:
    if ("person" in data) == ("email" in data):
        raise Invalid({"person": _("Name the person either by id or by address.")})
    return person_to_name(data["person"]) if "person" in data else person_to_add(actor, data["email"])


class InvitationAccept(ApiView):
    @operation(
        id="invitations_accept",
        summary="Accept an invitation to me",
        description=(
            "I am in the organisation then, and neither review nor approve anything for teams in which its people are."
        ),
        gives=InvitationShape,
        scope=Scope.ORGANISATIONS_MANAGE,
    )
    def post(self, invitation_id: str) -> Any:
        row = access.invitation_to_answer(self.person, invitation_id)
        return invitations.invitation_accept(actor=self.person, invitation=row)


class InvitationDecline(ApiView):
    @operation(
        id="invitations_decline",
        summary="Decline an invitation to me",
        gives=InvitationShape,
        scope=Scope.ORGANISATIONS_MANAGE,
    )
    def post(self, invitation_id: str) -> Any:
        row = access.invitation_to_answer(self.person, invitation_id)
        return invitations.invitation_decline(actor=self.person, invitation=row)


class InvitationWithdraw(ApiView):
    @operation(
        id="invitations_withdraw",
        summary="Take an invitation back",
        description="For who could have made it.",
        gives=InvitationShape,
        scope=Scope.ORGANISATIONS_MANAGE,
    )
    def post(self, invitation_id: str) -> Any:
        row = access.invitation_to_withdraw(self.person, invitation_id)
        return invitations.invitation_withdraw(actor=self.person, invitation=row)


class OwnInvitations(ApiView):
    @operation(
        id="invitations_list_own",
        summary="Invitations that wait for my answer",
        gives=InvitationShape,
        many=True,
        ordering=("created_at", "id"),
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.invitations_to_answer(self.person)


urlpatterns = [
    path(
        "organisations/<pid:organisation_id>/invitations/",
        OrganisationInvitations.as_view(),
        name="organisation-invitations",
    ),
    path("invitations/<pid:invitation_id>/accept/", InvitationAccept.as_view(), name="invitation-accept"),
    path("invitations/<pid:invitation_id>/decline/", InvitationDecline.as_view(), name="invitation-decline"),
    path("invitations/<pid:invitation_id>/withdraw/", InvitationWithdraw.as_view(), name="invitation-withdraw"),
    path("me/invitations/", OwnInvitations.as_view(), name="own-invitations"),
]
