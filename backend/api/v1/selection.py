"""How reviews become a selection: the method, the ranking, the decision."""

from fractions import Fraction
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Integer, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.v1.projects import ProjectShape
from backend.api.views import ApiView
from backend.core.errors import NotFound
from programmes import access
from programmes.domain.limits import STAGES_MOST
from programmes.domain.selecting import PLACES_MOST, QUORUM_MOST
from programmes.enums import SelectionMeasure, SelectionReason, SelectionTieRule, SolutionState
from programmes.selectors.ranking import ranking
from programmes.selectors.selection_method import method_named
from programmes.selectors.selection_packages import packages_published
from programmes.services.selection import selection_decide
from programmes.services.selection_method import selection_method_remove, selection_method_set
from programmes.services.selection_stages import selection_stage_close


class TracksField(serializers.DictField):
    child = Integer(min_value=1, max_value=PLACES_MOST)


class StageQuestion(Body):
    stage = serializers.IntegerField(min_value=1, max_value=STAGES_MOST, required=False, help_text="Of the selection.")


class MethodBody(Body):
    stage = Integer(
        min_value=1, max_value=STAGES_MOST, default=1, help_text="Whoever names a second one has the jury select twice."
    )
    title = Text(max_length=80, required=False, allow_blank=True, help_text="Of the stage.")
    measure = serializers.ChoiceField(choices=SelectionMeasure.choices, help_text="What the ranking goes by.")
    quorum = Integer(
        min_value=1,
        max_value=QUORUM_MOST,
        help_text="Submitted reviews, or comparisons with others, without which a solution has no rank.",
    )
    places = Integer(min_value=1, max_value=PLACES_MOST)
    tie_rule = serializers.ChoiceField(
        choices=SelectionTieRule.choices, help_text="Who is selected of those that are equal where the places end."
    )
    is_blind = serializers.BooleanField(default=False, help_text="Whether the jury's pages do not name the team.")
    tracks = TracksField(required=False, help_text="Places kept, by id of the category.")


class MethodShape(Shape):
    stage = serializers.IntegerField()
    title = serializers.CharField()
    measure = serializers.ChoiceField(choices=SelectionMeasure.choices)
    quorum = serializers.IntegerField()
    places = serializers.IntegerField()
    tie_rule = serializers.ChoiceField(choices=SelectionTieRule.choices)
    is_blind = serializers.BooleanField(help_text="Whether the jury's pages do not name the team.")
    tracks = serializers.SerializerMethodField(help_text="Places kept, by id of the category.")

    def get_tracks(self, method: Any) -> dict[str, int]:
        return {row.category.public_id: row.places for row in method.tracks.all()}


class NotesField(serializers.DictField):
    child = Text(max_length=2_000)


class SelectionBody(Body):
    solutions = serializers.ListField(child=PublicId(), min_length=1, max_length=500)
    cohort_name = Text(max_length=120)
    notes = NotesField(
        required=False,
        help_text="Public: why people decided so, by id of the solution. Needed where it is not what the method says.",
    )


class StageCloseBody(Body):
    stage = Integer(
        min_value=1, max_value=STAGES_MOST, help_text="The one that is over now, so that a repetition is seen as one."
    )
    solutions = serializers.ListField(child=PublicId(), min_length=1, max_length=2_000)
    notes = NotesField(
        required=False,
        help_text="Public: why people decided so, by id of the solution. Needed where it is not what the method says.",
    )


class StagePassShape(Shape):
    solution = Ref("solution")
    stage = serializers.IntegerField(help_text="The one that was over then.")
    rank = serializers.IntegerField(allow_null=True, help_text="In this stage; null without the quorum.")
    reason = serializers.ChoiceField(
        choices=SelectionReason.choices, allow_blank=True, help_text="What the method said of it."
    )
    note = serializers.CharField(help_text="Why people decided so.")


def _fraction(score: Fraction | None) -> str | None:
    return None if score is None else str(score)


class RankedShape(Shape):
    solution = Ref("solution")
    title = serializers.CharField(source="solution.current_version.title", allow_null=True)
    team_name = serializers.CharField(source="solution.team.name")
    rank = serializers.IntegerField(source="place.rank", allow_null=True, help_text="Null without the quorum.")
    adjusted_rank = serializers.IntegerField(
        source="place.adjusted_rank",
        allow_null=True,
        help_text="As if all jurors were equally severe: by how far a score lies above or below what the same juror "
        "gives, in that juror's standard deviations.",
    )
    score = serializers.SerializerMethodField(
        help_text="From 0 to 1, exact, as a fraction such as 17/20. By comparisons: the probability with which it "
        "convinces more than an average solution."
    )
    mean = serializers.SerializerMethodField(help_text="Of the submitted reviews, as a fraction from 0 to 1.")
    median = serializers.SerializerMethodField(help_text="Likewise; far from the mean where the jury disagreed.")
    state = serializers.ChoiceField(
        source="place.state",
        choices=SolutionState.choices,
        help_text="Of a stage that is over: `selected` if it went on.",
    )
    selected_by_method = serializers.BooleanField(source="place.is_proposed")
    reason = serializers.ChoiceField(
        source="place.why",
        choices=SelectionReason.choices,
        allow_null=True,
        help_text="Why the method selects it or does not; null if no method was named.",
    )
    reviews_submitted = serializers.IntegerField(source="place.reviews_submitted")
    comparisons = serializers.IntegerField(
        source="place.duels", help_text="With others, as far as they count; 0 where the method does not go by them."
    )
    reviews_open = serializers.IntegerField(source="place.reviews_open")

    def get_score(self, row: Any) -> str | None:
        return _fraction(row.place.score)

    def get_mean(self, row: Any) -> str | None:
        return _fraction(row.place.mean)

    def get_median(self, row: Any) -> str | None:
        return _fraction(row.place.median)


class PackageOfSelectionShape(Shape):
    id = serializers.CharField(source="public_id")
    stage = serializers.IntegerField(help_text="Of the selection.")
    cohort = Ref("cohort", allow_null=True)
    votes = serializers.IntegerField()
    solutions = serializers.IntegerField()
    size_bytes = serializers.IntegerField()
    digest = serializers.CharField(help_text="What `verify --digest` takes.")
    sha256 = serializers.CharField(help_text="Of the ZIP file.")
    created_at = serializers.DateTimeField()
    url = serializers.SerializerMethodField(help_text="Where the ZIP file is.")

    def get_url(self, row: Any) -> str:
        return urljoin(f"{settings.SITE_URL}/", f"sprints/{row.sprint.slug}/auswahl/{row.public_id}.zip")


class SelectionPackages(ApiView):
    @operation(
        id="selection_packages_list",
        summary="What is published of selections to be checked, the latest first",
        description="All votes under pseudonyms, and what follows from them.",
        gives=PackageOfSelectionShape,
        many=True,
        ordering=("-id",),
    )
    def get(self, sprint_id: str) -> Any:
        return packages_published(access.sprint_to_view(self.actor, sprint_id))


class Method(ApiView):
    @operation(
        id="selection_methods_read",
        summary="How reviews become a selection",
        description="404 if no method was named for the stage, the first one if none is asked for.",
        asks=StageQuestion,
        gives=MethodShape,
    )
    def get(self, sprint_id: str, asked: Data) -> Any:
        found = method_named(access.sprint_to_view(self.actor, sprint_id), asked.get("stage", 1))
        if found is None:
            raise NotFound
        return found

    @operation(
        id="selection_methods_set",
        example={
            "measure": "standard",
            "quorum": 3,
            "places": 20,
            "tie_rule": "lot",
            "tracks": {"cat_0123456789abcdefghjk": 2},
        },
        summary="Name how reviews become a selection",
        description="Until the first review of the stage is submitted. Everybody can read it.",
        takes=MethodBody,
        gives=MethodShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def put(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        selection_method_set(actor=self.person, sprint=sprint, **data)
        return method_named(sprint, data["stage"])

    @operation(
        id="selection_methods_remove",
        summary="Let people decide without a method",
        description="Until the first review of the stage is submitted; a later stage is left out.",
        asks=StageQuestion,
        status=204,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def delete(self, sprint_id: str, asked: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        selection_method_remove(actor=self.person, sprint=sprint, stage=asked.get("stage", 1))


class Ranking(ApiView):
    @operation(
        id="ranking_list",
        summary="Solutions by the jury's reviews, and what the method makes of them",
        description="Of the stage of the selection that the jury is in, or of the one that is asked for.",
        asks=StageQuestion,
        gives=RankedShape,
        many=True,
        paged=False,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str, asked: Data) -> Any:
        return ranking(access.sprint_to_manage(self.person, sprint_id), asked.get("stage"))


class SelectionStage(ApiView):
    @operation(
        id="selection_stage_close",
        example={"stage": 1, "solutions": ["sol_0123456789abcdefghjk"]},
        summary="Let solutions go on to the next stage",
        description="While the method of a next stage is named. All others that were judged become `not_selected`, and "
        "their teams are told. Repeating the same changes nothing.",
        takes=StageCloseBody,
        gives=StagePassShape,
        many=True,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        chosen = access.solutions_among(sprint, data.pop("solutions"))
        return selection_stage_close(actor=self.person, sprint=sprint, solutions=chosen, **data)


class Selection(ApiView):
    @operation(
        id="selection_decide",
        example={"solutions": ["sol_0123456789abcdefghjk"], "cohort_name": "Cohort 2027"},
        summary="Make solutions the projects of a cohort",
        description="In the last stage of the selection. All others that were judged in it become `not_selected`; "
        "every team is told.",
        takes=SelectionBody,
        gives=ProjectShape,
        many=True,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        chosen = access.solutions_among(sprint, data.pop("solutions"))
        return selection_decide(actor=self.person, sprint=sprint, solutions=chosen, **data)


urlpatterns = [
    path("sprints/<pid:sprint_id>/selection-packages/", SelectionPackages.as_view(), name="selection-packages"),
    path("sprints/<pid:sprint_id>/selection-method/", Method.as_view(), name="selection-method"),
    path("sprints/<pid:sprint_id>/ranking/", Ranking.as_view(), name="ranking"),
    path("sprints/<pid:sprint_id>/selection-stage/", SelectionStage.as_view(), name="selection-stage"),
    path("sprints/<pid:sprint_id>/selection/", Selection.as_view(), name="selection"),
]
