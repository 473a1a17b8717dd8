"""Calls: challenges of one category are asked for until a moment."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Language, Moment, Text
from backend.api.filters import FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.selectors import calls as reads
from programmes.services import calls


class CallShape(Shape):
    id = serializers.CharField(source="public_id")
    programme = Ref("category.programme")
    category = Ref("category")
    text = serializers.CharField()
    language = serializers.CharField()
    closes_at = serializers.DateTimeField()


class CallBody(Body):
    text = Text(max_length=5_000, help_text="Markdown.")
    language = Language(default="de")
    closes_at = Moment()


class CallFilter(FilterSet):
    programme = IdFilter("category__programme")
    category = IdFilter("category")


class Calls(ApiView):
    @operation(
        id="calls_list",
        summary="Open calls for challenges, the one that closes first on top",
        gives=CallShape,
        many=True,
        ordering=("closes_at", "id"),
        filters=CallFilter,
    )
    def get(self) -> Any:
        return reads.calls_open()


class CategoryCall(ApiView):
    @operation(
        id="calls_open",
        summary="Ask for challenges of a category",
        description="One call a category: sent again, it changes what is asked and until when.",
        takes=CallBody,
        gives=CallShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def put(self, category_id: str, data: Data) -> Any:
        category = access.category_to_call(self.person, category_id)
        return calls.call_open(actor=self.person, category=category, **data)


class CallClose(ApiView):
    @operation(id="calls_close", summary="Ask no longer", gives=CallShape, scope=Scope.PROGRAMMES_MANAGE)
    def post(self, call_id: str) -> Any:
        return calls.call_close(actor=self.person, call=access.call_to_close(self.person, call_id))


urlpatterns = [
    path("calls/", Calls.as_view(), name="calls"),
    path("categories/<pid:category_id>/call/", CategoryCall.as_view(), name="category-call"),
    path("calls/<pid:call_id>/close/", CallClose.as_view(), name="call-close"),
]
