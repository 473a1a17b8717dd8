"""Jurors compare solutions, two at a time."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, PublicId
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums_of_comparing import ComparisonChoice
from programmes.selectors import comparisons as reads
from programmes.services import comparisons


class ComparisonShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("first.sprint")
    stage = serializers.IntegerField(help_text="Of the selection.")
    first = Ref("first")
    second = Ref("second")
    choice = serializers.ChoiceField(
        choices=ComparisonChoice.choices, allow_blank=True, help_text="Empty if it was taken back."
    )


class SideShape(Shape):
    id = serializers.CharField(source="public_id")
    title = serializers.CharField(source="current_version.title")
    summary = serializers.CharField(source="current_version.summary")
    body = serializers.CharField(source="current_version.body")


class ComparingShape(Shape):
    pair = SideShape(source="sides", many=True, help_text="Two solutions, or none if there is nothing more to compare.")
    decided = serializers.IntegerField(help_text="Comparisons of yours that count.")
    solutions = serializers.IntegerField(help_text="Solutions that are assigned to you.")


class ComparisonBody(Body):
    first = PublicId()
    second = PublicId()
    choice = serializers.ChoiceField(choices=ComparisonChoice.choices, help_text="Which one convinces you more.")


class NextPair(ApiView):
    @operation(
        id="comparisons_next",
        summary="Which two solutions to compare next",
        description="The two from whose comparison most is learnt, of those that are assigned to you. What you have "
        "compared or skipped does not come again.",
        gives=ComparingShape,
        scope=Scope.READ,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.comparing(self.person, access.sprint_to_compare(self.person, sprint_id))


class OwnComparisons(ApiView):
    @operation(
        id="comparisons_list",
        summary="My comparisons",
        gives=ComparisonShape,
        many=True,
        ordering=("created_at", "id"),
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.comparisons_of(self.person)

    @operation(
        id="comparisons_decide",
        example={"first": "sol_0123456789abcdefghjk", "second": "sol_abcdefghjk0123456789", "choice": "first"},
        summary="Say which one of two solutions convinces you more",
        description="The answer names the one first whose id comes first, and the choice accordingly.",
        takes=ComparisonBody,
        gives=ComparisonShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, data: Data) -> Any:
        first, second = access.solutions_to_compare(self.person, data["first"], data["second"])
        return comparisons.comparison_decide(actor=self.person, first=first, second=second, choice=data["choice"])


class ComparisonTakeBack(ApiView):
    @operation(
        id="comparisons_take_back",
        summary="Take a comparison back, until the phase ends",
        description="It does not count any more, and can be decided anew.",
        gives=ComparisonShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, comparison_id: str) -> Any:
        comparison = access.comparison_to_take_back(self.person, comparison_id)
        return comparisons.comparison_take_back(actor=self.person, comparison=comparison)


urlpatterns = [
    path("sprints/<pid:sprint_id>/comparisons/next/", NextPair.as_view(), name="comparisons-next"),
    path("me/comparisons/", OwnComparisons.as_view(), name="comparisons"),
    path("comparisons/<pid:comparison_id>/take-back/", ComparisonTakeBack.as_view(), name="comparison-take-back"),
]
