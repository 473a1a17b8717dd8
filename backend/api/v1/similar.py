"""What is like a few words."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.api.fields import Body, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Shape
from backend.api.views import ApiView
from programmes import access
from programmes.domain.nearness import QUERY_LONGEST
from programmes.enums_of_building import ThingKind
from programmes.selectors.nearness import similar_to


class SimilarAsked(Body):
    q = Text(max_length=QUERY_LONGEST, help_text="At least three words, such as a title and a summary.")


class SimilarOneShape(Shape):
    kind = serializers.ChoiceField(choices=ThingKind.choices)
    id = serializers.CharField(source="public_id")
    title = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    percent = serializers.IntegerField()


class SimilarShape(Shape):
    results = SimilarOneShape(many=True)


class SprintSimilar(ApiView):
    @operation(
        id="similar_list",
        summary="Challenges, teams and solutions of a sprint that are like some words",
        description="At most five, the most alike first; a minute or two old.",
        asks=SimilarAsked,
        gives=SimilarShape,
    )
    def get(self, sprint_id: str, asked: Data) -> Any:
        return {"results": similar_to(access.sprint_to_view(self.actor, sprint_id), asked["q"])}


urlpatterns = [path("sprints/<pid:sprint_id>/similar/", SprintSimilar.as_view(), name="sprint-similar")]
