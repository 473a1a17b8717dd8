"""The repository of a team, and the README that a worker has fetched from there."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from backend.core.errors import NotFound
from programmes import access
from programmes.enums_of_building import ReadmeFailure
from programmes.selectors.readmes import readme_of
from programmes.services.readmes import readme_ask, readme_name


class ReadmeShape(Shape):
    team = Ref("team")
    address = serializers.CharField()
    text = serializers.CharField(help_text="Markdown of another site; empty while nothing was fetched.")
    sha256 = serializers.CharField(help_text="Of the bytes as they came.")
    fetched_at = serializers.DateTimeField(allow_null=True)
    failure = serializers.ChoiceField(
        choices=["", *ReadmeFailure.values], help_text="Why it could not be fetched since then; empty: it could."
    )
    failed_at = serializers.DateTimeField(allow_null=True)


class ReadmeBody(Body):
    address = Text(max_length=500, allow_blank=True, help_text="Empty: none is named any more.")


class TeamReadme(ApiView):
    @operation(id="readme_read", summary="The README of a team's repository", gives=ReadmeShape)
    def get(self, team_id: str) -> Any:
        readme = readme_of(access.team_to_view(self.actor, team_id))
        if readme is None:
            raise NotFound
        return readme

    @operation(
        id="readme_name",
        example={"address": "https://codeberg.org/team/project"},
        summary="Name the team's repository",
        description="A worker fetches its README then, and daily while the sprint lets teams build.",
        takes=ReadmeBody,
        gives=ReadmeShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def put(self, team_id: str, data: Data) -> Any:
        team = access.team_to_hand_in(self.person, team_id)
        readme = readme_name(actor=self.person, team=team, address=data["address"])
        if readme is None:
            raise NotFound
        return readme


class ReadmeFetch(ApiView):
    @operation(
        id="readme_fetch",
        summary="Have the README fetched once more",
        description="At most once a minute.",
        gives=ReadmeShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, team_id: str) -> Any:
        return readme_ask(actor=self.person, team=access.team_to_hand_in(self.person, team_id))


urlpatterns = [
    path("teams/<pid:team_id>/readme/", TeamReadme.as_view(), name="team-readme"),
    path("teams/<pid:team_id>/readme/fetch/", ReadmeFetch.as_view(), name="team-readme-fetch"),
]
