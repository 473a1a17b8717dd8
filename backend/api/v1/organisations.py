"""Organisations: who poses challenges, sponsors funds and runs programmes. All are public."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import OrganisationKind
from backend.accounts.selectors import organisations
from backend.api.filters import ChoiceFilter, FilterSet, TextFilter
from backend.api.operations import operation
from backend.api.shapes import Shape
from backend.api.views import ApiView


class OrganisationShape(Shape):
    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=OrganisationKind.choices)
    website = serializers.CharField()
    about = serializers.CharField()


class OrganisationFilter(FilterSet):
    kind = ChoiceFilter(choices=OrganisationKind.choices)
    name = TextFilter(lookup_expr="icontains", help_text="Part of the name.")


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
        return organisations.organisations_public()


class Organisation(ApiView):
    @operation(id="organisations_read", summary="An organisation", gives=OrganisationShape)
    def get(self, organisation_id: str) -> Any:
        return organisations.organisation_to_view(organisation_id)


urlpatterns = [
    path("organisations/", Organisations.as_view(), name="organisations"),
    path("organisations/<pid:organisation_id>/", Organisation.as_view(), name="organisation"),
]
