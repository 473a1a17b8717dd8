"""Challenges merged and split: done by organisers, traced in public."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums import ReshapingKind
from programmes.selectors import reshapings as reads
from programmes.services import reshapings
from programmes.services.reshapings import AT_ONCE, Part


class MovedShape(Shape):
    teams = serializers.ListField(child=serializers.CharField())
    solutions = serializers.ListField(child=serializers.CharField())
    offers = serializers.ListField(child=serializers.CharField())
    offers_kept = serializers.ListField(
        child=serializers.CharField(), help_text="Stay with the organisation that owes the answer."
    )
    supports = serializers.IntegerField(required=False)
    supports_both = serializers.IntegerField(required=False, help_text="People who supported both; counted once.")


class PartShape(Shape):
    origin = serializers.SerializerMethodField(help_text="Null for a proposal that was not public yet.")
    target = Ref("target")
    moved = MovedShape()

    def get_origin(self, part: Any) -> str | None:
        return str(part.source.public_id) if reads.ShownPart(part, [], []).source_is_known else None


class ReshapingShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    kind = serializers.ChoiceField(choices=ReshapingKind.choices)
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    parts = PartShape(many=True, source="parts.all")


class MergeBody(Body):
    challenges = serializers.ListField(child=PublicId(), min_length=1, max_length=AT_ONCE)
    reason = Text(max_length=2_000, help_text="Public.")


class PartBody(Body):
    title = Text(max_length=160)
    summary = Text(max_length=500)
    body = Text(max_length=20_000, required=False, allow_blank=True, help_text="Markdown.")
    teams = serializers.ListField(child=PublicId(), required=False, max_length=500, help_text="They go along.")


class SplitBody(Body):
    parts = serializers.ListField(child=PartBody(), min_length=1, max_length=AT_ONCE)
    reason = Text(max_length=2_000, help_text="Public.")


class ChallengeReshapings(ApiView):
    @operation(
        id="reshapings_list",
        summary="What was merged into a challenge or split off it, the latest first",
        gives=ReshapingShape,
        many=True,
        ordering=("-created_at", "-id"),
    )
    def get(self, challenge_id: str) -> Any:
        return reads.reshapings_of(access.challenge_to_view(self.actor, challenge_id))


class ChallengeMerge(ApiView):
    @operation(
        id="challenges_merge",
        example={"challenges": ["cha_01jz0000000000000000000000"], "reason": "The same problem."},
        summary="Merge challenges into this one",
        description="Teams, solutions, offers and supporters go along; a person who supports several is counted once."
        " The merged ones name this one as `merged_into`. This cannot be taken back.",
        takes=MergeBody,
        gives=ReshapingShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, challenge_id: str, data: Data) -> Any:
        into = access.challenge_to_moderate(self.person, challenge_id)
        rows = access.challenges_among(into.sprint, data["challenges"])
        return reshapings.challenges_merge(actor=self.person, into=into, challenges=rows, reason=data["reason"])


class ChallengeSplit(ApiView):
    @operation(
        id="challenges_split",
        summary="Split parts off a challenge",
        description="It stays; each part becomes a published challenge with the teams that are named.",
        takes=SplitBody,
        gives=ReshapingShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, challenge_id: str, data: Data) -> Any:
        whole = access.challenge_to_moderate(self.person, challenge_id)
        parts = [Part(**{**one, "teams": access.teams_among(whole, one.get("teams", []))}) for one in data["parts"]]
        return reshapings.challenge_split(actor=self.person, challenge=whole, parts=parts, reason=data["reason"])


urlpatterns = [
    path("challenges/<pid:challenge_id>/reshapings/", ChallengeReshapings.as_view(), name="challenge-reshapings"),
    path("challenges/<pid:challenge_id>/merge/", ChallengeMerge.as_view(), name="challenge-merge"),
    path("challenges/<pid:challenge_id>/split/", ChallengeSplit.as_view(), name="challenge-split"),
]
