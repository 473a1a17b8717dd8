"""Organisations: who poses challenges, sponsors funds and runs programmes. All are public, who is in them is not."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts import access
from backend.accounts.enums import OrganisationKind, OrganisationRole, Scope
from backend.accounts.selectors import organisations as reads
from backend.accounts.selectors.people import person_to_name
from backend.accounts.services import memberships, organisations
from backend.api.fields import Body, Changes, Text
from backend.api.filters import ChoiceFilter, FilterSet, TextFilter
from backend.api.operations import Data, operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.views import ApiView


class OrganisationShape(Shape):
    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    website = serializers.CharField()
    about = serializers.CharField()


class OrganisationBody(Body):
    name = Text(max_length=160)
    kind = serializers.ChoiceField(choices=OrganisationKind.choices, default=OrganisationKind.ASSOCIATION.value)
    website = Text(max_length=300, required=False, allow_blank=True)
    about = Text(max_length=4_000, required=False, allow_blank=True)


class OrganisationChangesBody(OrganisationBody, Changes):
    pass


class OrganisationMemberShape(Shape):
    id = serializers.CharField(source="public_id")
    person = Ref("user")
    name = PersonName("user")
    role = serializers.ChoiceField(choices=OrganisationRole.choices)
    created_at = serializers.DateTimeField()


class OrganisationMemberBody(Body):
    role = serializers.ChoiceField(choices=OrganisationRole.choices)


class OrganisationFilter(FilterSet):
    kind = ChoiceFilter(choices=OrganisationKind.choices)
    name = TextFilter(lookup_expr="icontains", help_text="Part of the name.")


class OrganisationMemberFilter(FilterSet):
    role = ChoiceFilter(choices=OrganisationRole.choices)


class Organisations(ApiView):
    @operation(
        id="organisations_list",
        summary="Organisations",
        gives=OrganisationShape,
        many=True,
        ordering=("name", "id"),
        filters=OrganisationFilter,
    )
    def get(self) -> Any:
        return reads.organisations_public()

    @operation(
        id="organisations_create",
        summary="Create an organisation",
        description="It is public at once, and you own it.",
        takes=OrganisationBody,
        gives=OrganisationShape,
        status=201,
        scope=Scope.ORGANISATIONS_MANAGE,
    )
    def post(self, data: Data) -> Any:
        return organisations.organisation_create(actor=self.person, **data)


class Organisation(ApiView):
    @operation(id="organisations_read", summary="An organisation", gives=OrganisationShape)
    def get(self, organisation_id: str) -> Any:
        return access.organisation_to_view(self.actor, organisation_id)

    @operation(
        id="organisations_update",
        summary="Change what an organisation says of itself",
        description="For its owners and managers.",
        takes=OrganisationChangesBody,
        gives=OrganisationShape,
        scope=Scope.ORGANISATIONS_MANAGE,
    )
    def patch(self, organisation_id: str, data: Data) -> Any:
        organisation = access.organisation_to_manage(self.person, organisation_id)
        return organisations.organisation_update(actor=self.person, organisation=organisation, **data)


class OrganisationMembers(ApiView):
    @operation(
        id="organisation_members_list",
        summary="Who is in an organisation",
        description="For its owners and managers.",
        gives=OrganisationMemberShape,
        many=True,
        ordering=("created_at", "id"),
        filters=OrganisationMemberFilter,
        scope=Scope.READ,
    )
    def get(self, organisation_id: str) -> Any:
        return reads.members_of(access.organisation_to_manage(self.person, organisation_id))


class OrganisationMember(ApiView):
    @operation(
        id="organisation_members_set",
        summary="Give another role to who is in it",
        description=(
            "Owners give every role; managers make nobody an owner and leave owners alone. The person is told. Who is "
            "not in it is invited, and comes by accepting."
        ),
        example={"role": "manager"},
        takes=OrganisationMemberBody,
        gives=OrganisationMemberShape,
        scope=Scope.ORGANISATIONS_MANAGE,
    )
    def put(self, organisation_id: str, person_id: str, data: Data) -> Any:
        organisation = access.organisation_to_manage(self.person, organisation_id)
        return memberships.membership_set(
            actor=self.person, organisation=organisation, user=person_to_name(person_id), role=data["role"]
        )

    @operation(
        id="organisation_members_remove",
        summary="Take somebody out, or leave",
        description="Everybody may leave; the last owner makes somebody else an owner first.",
        status=204,
        scope=Scope.ORGANISATIONS_MANAGE,
    )
    def delete(self, organisation_id: str, person_id: str) -> Any:
        row = access.membership_of_person_to_remove(self.person, organisation_id, person_id)
        memberships.membership_remove(actor=self.person, membership=row)


urlpatterns = [
    path("organisations/", Organisations.as_view(), name="organisations"),
    path("organisations/<pid:organisation_id>/", Organisation.as_view(), name="organisation"),
    path("organisations/<pid:organisation_id>/members/", OrganisationMembers.as_view(), name="organisation-members"),
    path(
        "organisations/<pid:organisation_id>/members/<pid:person_id>/",
        OrganisationMember.as_view(),
        name="organisation-member",
    ),
]
