"""Programmes: the initiatives that sprints, cohorts and funds belong to."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.api.operations import operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.selectors import programmes


class CategoryShape(Shape):
    id = serializers.CharField(source="public_id")
    slug = serializers.CharField()
    name_de = serializers.CharField()
    name_en = serializers.CharField()


class ProgrammeShape(Shape):
    id = serializers.CharField(source="public_id")
    slug = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    organisation = Ref("organisation", allow_null=True)


class ProgrammeDetailShape(ProgrammeShape):
    about = serializers.CharField()
    categories = CategoryShape(source="categories.all", many=True)


class Programmes(ApiView):
    @operation(id="programmes_list", summary="Programmes", gives=ProgrammeShape, many=True, ordering=("name", "id"))
    def get(self) -> Any:
        return programmes.programmes_public()


class Programme(ApiView):
    @operation(id="programmes_read", summary="A programme and its categories", gives=ProgrammeDetailShape)
    def get(self, programme_id: str) -> Any:
        return access.programme_to_view(self.actor, programme_id)


urlpatterns = [
    path("programmes/", Programmes.as_view(), name="programmes"),
    path("programmes/<pid:programme_id>/", Programme.as_view(), name="programme"),
]
