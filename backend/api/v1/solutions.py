"""Solutions: written in versions, handed in within the window; the last one handed in counts."""

from typing import Any

from django.conf import settings
from django.urls import path
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Language, SearchText, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import ImageUrl, Ref, Shape
from backend.api.views import ApiView
from backend.core.errors import NotFound
from programmes import access
from programmes.enums import Licence, SolutionState
from programmes.selectors import solutions as reads
from programmes.selectors.reviews import jury_words
from programmes.services import solutions


class LinkShape(Shape):
    url = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `label` is also a name of the serializer itself, so it is no class attribute; below likewise.
        return {"label": serializers.CharField(), **super().get_fields()}


class SolutionShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    challenge = Ref("challenge")
    team = Ref("team")
    team_name = serializers.CharField(source="team.name")
    state = serializers.ChoiceField(choices=SolutionState.choices)
    title = serializers.CharField(source="current_version.title", allow_null=True)
    summary = serializers.CharField(source="current_version.summary", allow_null=True)
    language = serializers.CharField(source="current_version.language", allow_null=True)
    image_url = ImageUrl(source="current_version.image")
    handed_in_at = serializers.DateTimeField(source="current_version.handed_in_at", allow_null=True)
    late_since = serializers.DateTimeField(
        source="current_version.late_since", allow_null=True, help_text="The deadline, if it came after that."
    )


class VersionShape(Shape):
    id = serializers.CharField(source="public_id")
    number = serializers.IntegerField()
    title = serializers.CharField()
    summary = serializers.CharField()
    body = serializers.CharField()
    language = serializers.CharField()
    image_url = ImageUrl(source="image")
    image_alt = serializers.CharField()
    links = LinkShape(many=True)
    licence = serializers.CharField()
    handed_in_at = serializers.DateTimeField(allow_null=True)
    late_since = serializers.DateTimeField(allow_null=True, help_text="The deadline, if it came after that.")
    image_sha256 = serializers.CharField(help_text="Of the picture's file.")
    slides_title = serializers.CharField(help_text="Empty: there are no slides.")
    slides_sha256 = serializers.CharField(help_text="Of the PDF.")
    slides_url = serializers.SerializerMethodField(
        help_text="The PDF; of a draft it opens for the signed-in team only."
    )
    sha256 = serializers.CharField(help_text="Of the version in its canonical form; empty for a draft.")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_slides_url(self, version: Any) -> str | None:
        if not version.slides:
            return None
        return f"{settings.SITE_URL}/loesungen/{version.solution.public_id}/folien/{version.number}.pdf"


class SolutionDetailShape(Shape):
    """The solution, the version that counts, and, for the team, the one that is being written."""

    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    challenge = Ref("challenge")
    team = Ref("team")
    team_name = serializers.CharField(source="team.name")
    state = serializers.ChoiceField(choices=SolutionState.choices)
    current_version = VersionShape(allow_null=True)
    jury_words = serializers.SerializerMethodField(help_text="Without names; empty until the jury has decided.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_jury_words(self, solution: Any) -> list[str]:
        return jury_words(solution)


class DraftShape(SolutionDetailShape):
    draft = serializers.SerializerMethodField()

    @extend_schema_field(VersionShape(allow_null=True))
    def get_draft(self, solution: Any) -> dict[str, Any] | None:
        version = reads.draft_version(solution)
        return dict(VersionShape(version).data) if version else None


class TeamSolutionShape(SolutionShape):
    """As it was handed in last, and what is being written."""

    draft = serializers.SerializerMethodField()

    @extend_schema_field(VersionShape(allow_null=True))
    def get_draft(self, solution: Any) -> dict[str, Any] | None:
        return next((dict(VersionShape(version).data) for version in solution.drafts), None)


class LinkBody(Body):
    url = Text(max_length=500)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"label": Text(max_length=80, default=""), **super().get_fields()}


class SolutionBody(Body):
    """What is left out stays as it is."""

    title = Text(max_length=160, required=False)
    summary = Text(max_length=500, required=False, allow_blank=True)
    body = Text(max_length=20_000, required=False, allow_blank=True, help_text="Markdown.")
    language = Language(required=False)
    licence = serializers.ChoiceField(choices=Licence.choices, required=False)
    links = LinkBody(many=True, required=False)


class SolutionFilter(FilterSet):
    sprint = IdFilter("sprint")
    challenge = IdFilter("challenge")
    team = IdFilter("team")
    state = ChoiceFilter(
        choices=[
            pair for pair in SolutionState.choices if pair[0] not in {SolutionState.DRAFT, SolutionState.WITHDRAWN}
        ]
    )


class Solutions(ApiView):
    @operation(
        id="solutions_list",
        summary="Solutions that were handed in, the newest first",
        asks=SearchText,
        gives=SolutionShape,
        many=True,
        ordering=("-created_at", "-id"),
        filters=SolutionFilter,
    )
    def get(self, asked: Data) -> Any:
        return reads.solutions_public(query=asked.get("q", ""))


class Solution(ApiView):
    @operation(id="solutions_read", summary="A solution as it was handed in", gives=SolutionDetailShape)
    def get(self, solution_id: str) -> Any:
        return access.solution_to_view(self.actor, solution_id)

    @operation(
        id="solutions_change",
        summary="Write into the draft of a solution",
        description="Of any one that your team has begun; see `PATCH /teams/{team_id}/solution/`.",
        takes=SolutionBody,
        gives=DraftShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def patch(self, solution_id: str, data: Data) -> Any:
        solution = access.solution_to_edit(self.person, solution_id)
        return solutions.solution_save_draft(actor=self.person, team=solution.team, solution=solution, **data)

    @operation(
        id="solutions_discard",
        summary="Delete a draft that was never handed in",
        description="For good. The team has room for another solution then.",
        status=204,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def delete(self, solution_id: str) -> Any:
        solutions.solution_discard(actor=self.person, solution=access.solution_to_edit(self.person, solution_id))


class TeamSolutions(ApiView):
    @operation(
        id="solutions_list_of_team",
        summary="What a team has begun and handed in",
        description="For the team, in the order in which it was begun.",
        gives=TeamSolutionShape,
        many=True,
        ordering=("id",),
        scope=Scope.READ,
    )
    def get(self, team_id: str) -> Any:
        return reads.solutions_with_drafts(access.team_to_hand_in(self.actor, team_id))

    @operation(
        id="solutions_begin",
        example={"title": "Ring three times"},
        summary="Begin one more solution",
        description="Up to the sprint's `solutions_per_team`.",
        takes=SolutionBody,
        gives=DraftShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, team_id: str, data: Data) -> Any:
        team = access.team_to_hand_in(self.person, team_id)
        return solutions.solution_begin(actor=self.person, team=team, **data)


class TeamSolution(ApiView):
    @operation(
        id="solutions_read_draft",
        summary="What the team is writing",
        description="Of several solutions, the one that was begun first.",
        gives=DraftShape,
        scope=Scope.READ,
    )
    def get(self, team_id: str) -> Any:
        solution = reads.solution_of(access.team_to_hand_in(self.actor, team_id))
        if solution is None:
            raise NotFound
        return solution

    @operation(
        id="solutions_save",
        example={
            "title": "Ring twice",
            "licence": "CC-BY-4.0",
            "links": [{"label": "Prototype", "url": "https://example.org/"}],
        },
        summary="Write into the team's draft",
        description="A new version begins as a copy of what was handed in last; it may have gaps. Of several solutions,"
        " the one that was begun first.",
        takes=SolutionBody,
        gives=DraftShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def patch(self, team_id: str, data: Data) -> Any:
        team = access.team_to_hand_in(self.person, team_id)
        return solutions.solution_save_draft(actor=self.person, team=team, **data)


class SolutionHandIn(ApiView):
    @operation(
        id="solutions_hand_in",
        summary="Hand the draft in",
        description="The last version handed in within the window counts; the server's clock decides. Within the grace "
        "period it is taken and marked late.",
        # A refusal is written down although everything else of it is undone.
        network=True,
        gives=SolutionDetailShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, solution_id: str) -> Any:
        solution = access.solution_to_edit(self.person, solution_id)
        return solutions.solution_hand_in(actor=self.person, solution=solution)


class SolutionWithdraw(ApiView):
    @operation(
        id="solutions_withdraw",
        summary="Take a solution back",
        gives=SolutionDetailShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, solution_id: str) -> Any:
        solution = access.solution_to_edit(self.person, solution_id)
        return solutions.solution_withdraw(actor=self.person, solution=solution)


urlpatterns = [
    path("solutions/", Solutions.as_view(), name="solutions"),
    path("solutions/<pid:solution_id>/", Solution.as_view(), name="solution"),
    path("teams/<pid:team_id>/solutions/", TeamSolutions.as_view(), name="team-solutions"),
    path("teams/<pid:team_id>/solution/", TeamSolution.as_view(), name="team-solution"),
    path("solutions/<pid:solution_id>/hand-in/", SolutionHandIn.as_view(), name="solution-hand-in"),
    path("solutions/<pid:solution_id>/withdraw/", SolutionWithdraw.as_view(), name="solution-withdraw"),
]
