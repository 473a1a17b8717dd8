"""Citizens' challenges that look for an organisation: counted support, never who, until one takes them over."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, PublicId, SearchText, Text
from backend.api.filters import FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Shape
from backend.api.v1.challenges import ChallengeDetailShape, ChallengeListedShape
from backend.api.views import ApiView
from programmes import access
from programmes.selectors import ideas as reads
from programmes.services import ideas


class IdeaShape(ChallengeListedShape):
    support_count = serializers.IntegerField(help_text="How many people are for it.")


class SupportShape(Shape):
    id = serializers.CharField(source="public_id")
    support_count = serializers.SerializerMethodField()

    def get_support_count(self, challenge: Any) -> int:
        return reads.support_count(challenge)


class AdoptBody(Body):
    organisation = PublicId(help_text="One that you speak for.")
    contact_name = Text(max_length=120, default="", allow_blank=True, help_text="Shown on the page.")
    contact_role = Text(max_length=120, default="", allow_blank=True)


class IdeaFilter(FilterSet):
    sprint = IdFilter("sprint")
    category = IdFilter("category")


class Ideas(ApiView):
    @operation(
        id="ideas_list",
        summary="Citizens' challenges without an owner, the most supported first",
        asks=SearchText,
        gives=IdeaShape,
        many=True,
        ordering=("-support_count", "id"),
        filters=IdeaFilter,
    )
    def get(self, asked: Data) -> Any:
        return reads.ideas_unowned(query=asked.get("q", ""))


class ChallengeSupport(ApiView):
    @operation(
        id="challenges_support",
        summary="Be for a challenge that looks for an owner",
        description="Once a person; how many is public, who is not.",
        gives=SupportShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, challenge_id: str) -> Any:
        challenge = access.challenge_to_support(self.person, challenge_id)
        return ideas.support_give(actor=self.person, challenge=challenge)

    @operation(
        id="challenges_support_withdraw",
        summary="Be for it no longer",
        gives=SupportShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def delete(self, challenge_id: str) -> Any:
        challenge = access.challenge_to_support(self.person, challenge_id)
        return ideas.support_withdraw(actor=self.person, challenge=challenge)


class ChallengeAdopt(ApiView):
    @operation(
        id="challenges_adopt",
        summary="Take a citizen's challenge over for an organisation",
        description="From now on the organisation answers each solution in public. This cannot be taken back.",
        takes=AdoptBody,
        gives=ChallengeDetailShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, challenge_id: str, data: Data) -> Any:
        challenge = access.challenge_to_adopt(self.person, challenge_id)
        organisation = access.organisation_to_represent(self.person, data.pop("organisation"))
        return ideas.challenge_adopt(actor=self.person, challenge=challenge, organisation=organisation, **data)


urlpatterns = [
    path("ideas/", Ideas.as_view(), name="ideas"),
    path("challenges/<pid:challenge_id>/support/", ChallengeSupport.as_view(), name="challenge-support"),
    path("challenges/<pid:challenge_id>/adopt/", ChallengeAdopt.as_view(), name="challenge-adopt"),
]
