"""Kinds of sprints that are known to work, and a sprint made from one."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Language, Moment, Slug, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Shape
from backend.api.v1.sprints import SprintShape
from backend.api.views import ApiView
from programmes import access
from programmes.domain.templates import TEMPLATES
from programmes.services.sprint_templates import sprint_from_template


class WordsShape(Shape):
    de = serializers.CharField()
    en = serializers.CharField()


class TemplatePhaseShape(Shape):
    kind = serializers.CharField()
    begins = serializers.DurationField(
        help_text="After the beginning of the sprint, by the clock there; may be negative."
    )
    ends = serializers.DurationField()
    features = serializers.ListField(child=serializers.CharField())


class SprintTemplateShape(Shape):
    key = serializers.CharField()
    name = WordsShape()
    purpose = WordsShape()
    length = serializers.DurationField()
    phases = TemplatePhaseShape(many=True)
    capacity = serializers.IntegerField(allow_null=True)
    team_size_max = serializers.IntegerField()


class SprintTemplatesShape(Shape):
    templates = SprintTemplateShape(many=True)


class FromTemplateBody(Body):
    template = serializers.ChoiceField(choices=[(key, key) for key in TEMPLATES])
    slug = Slug(max_length=80)
    title = Text(max_length=160)
    starts_at = Moment(help_text="All other times are counted from here.")
    language = Language(default="de")
    timezone = Text(max_length=50, default="Europe/Berlin", help_text="IANA name.")


class SprintTemplates(ApiView):
    @operation(id="sprint_templates_list", summary="Templates of sprints", gives=SprintTemplatesShape)
    def get(self) -> Any:
        return {"templates": list(TEMPLATES.values())}


class ProgrammeSprintFromTemplate(ApiView):
    @operation(
        id="sprints_create_from_template",
        summary="Prepare a sprint from a template",
        description="A draft with phases, rubric and drafts of announcements: all of it, or nothing.",
        takes=FromTemplateBody,
        gives=SprintShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, programme_id: str, data: Data) -> Any:
        programme = access.programme_to_manage(self.person, programme_id)
        given: Any = data
        return sprint_from_template(actor=self.person, programme=programme, **given)


urlpatterns = [
    path("sprint-templates/", SprintTemplates.as_view(), name="sprint-templates"),
    path(
        "programmes/<pid:programme_id>/sprints/from-template/",
        ProgrammeSprintFromTemplate.as_view(),
        name="programme-sprint-from-template",
    ),
]
