"""Of what sections a solution of a sprint consists."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Flag, Integer, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Shape
from backend.api.views import ApiView
from programmes import access
from programmes.domain.outline import BODY_LONGEST
from programmes.domain.outline_editing import HINT_LONGEST, TITLE_LONGEST
from programmes.services import outlines


class SectionShape(Shape):
    key = serializers.CharField()
    title_de = serializers.CharField()
    title_en = serializers.CharField()
    hint_de = serializers.CharField()
    hint_en = serializers.CharField()
    is_required = serializers.BooleanField(help_text="Whether something must stand in it when it is handed in.")
    longest = serializers.IntegerField(allow_null=True, help_text="Characters at most; null: as many as fit.")


class SectionBody(Body):
    key = Text(max_length=20, help_text="Yours, small letters, digits and underscores: what stays the same stays.")
    title_de = Text(max_length=TITLE_LONGEST, default="", allow_blank=True)
    title_en = Text(max_length=TITLE_LONGEST, default="", allow_blank=True, help_text="One of both is enough.")
    hint_de = Text(max_length=HINT_LONGEST, default="", allow_blank=True)
    hint_en = Text(max_length=HINT_LONGEST, default="", allow_blank=True)
    is_required = Flag(default=True)
    longest = Integer(min_value=1, max_value=BODY_LONGEST, default=None, allow_null=True)


class OutlineBody(Body):
    sections = SectionBody(many=True, help_text="All of them, in their order; none: a solution is one text.")


class Outline(ApiView):
    @operation(
        id="solution_sections_list",
        summary="Of what sections a solution consists",
        description="Each is a heading (`## …`) of the body of a solution, in its language. None: it is one text.",
        gives=SectionShape,
        many=True,
        paged=False,
    )
    def get(self, sprint_id: str) -> Any:
        return access.sprint_to_view(self.actor, sprint_id).outline

    @operation(
        id="solution_sections_set",
        summary="Set of what sections a solution consists",
        description=(
            "What is left out is removed: nobody is asked for it any more, and what teams have written in it stays"
            " theirs. Under its key it comes back with that. What was handed in stays as it is."
        ),
        example={
            "sections": [
                {"key": "problem", "title_de": "Das Problem", "title_en": "The problem"},
                {"key": "costs", "title_de": "Kosten", "title_en": "Costs", "is_required": False, "longest": 1_000},
            ]
        },
        takes=OutlineBody,
        status=204,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def put(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        outlines.sections_set(actor=self.person, sprint=sprint, sections=data["sections"])


urlpatterns = [path("sprints/<pid:sprint_id>/solution-sections/", Outline.as_view(), name="solution-sections")]
