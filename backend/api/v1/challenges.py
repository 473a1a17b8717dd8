"""Challenges: proposed by a person or an organisation, moderated, public once accepted."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Changes, Language, Moment, PublicId, SearchText, Text
from backend.api.filters import FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums import ChallengeState, ProgrammeRoleKind
from programmes.selectors import challenges as reads
from programmes.selectors.programmes import programmes_with_role
from programmes.services import challenges


class ChallengeShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    category = Ref("category", allow_null=True)
    title = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    owner = Ref("owner", allow_null=True)
    owner_name = serializers.CharField(source="owner.name", allow_null=True)
    state = serializers.ChoiceField(choices=ChallengeState.choices)
    answer_due_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class ChallengeListedShape(ChallengeShape):
    team_count = serializers.IntegerField()
    solution_count = serializers.IntegerField()


class ChallengeDetailShape(ChallengeShape):
    merged_into = Ref("merged_into", allow_null=True, help_text="Where all of it is now, if it was merged.")
    body = serializers.CharField()
    decline_reason = serializers.CharField()
    contact_role = serializers.CharField(help_text="What the contact of the owner does; the name is on the page alone.")
    answer_days = serializers.IntegerField(
        source="sprint.answer_days", help_text="In which the owner answers each solution."
    )


class ChallengeBody(Body):
    title = Text(max_length=160)
    summary = Text(max_length=500)
    body = Text(max_length=20_000, required=False, allow_blank=True, help_text="Markdown.")
    language = Language(default="de")
    category = PublicId(required=False, allow_null=True)
    owner = PublicId(required=False, allow_null=True, help_text="An organisation that you speak for.")
    answer_due_at = Moment(required=False, allow_null=True, help_text="Until when the owner answers the solutions.")


class ChallengeChangesBody(ChallengeBody, Changes):
    left_out = ("owner",)
    contact_name = Text(max_length=120, allow_blank=True, help_text="Who answers for the owner; shown on the page.")
    contact_role = Text(max_length=120, allow_blank=True)


class DeclineBody(Body):
    reason = Text(max_length=2_000)


class ChallengeFilter(FilterSet):
    sprint = IdFilter("sprint")
    category = IdFilter("category")
    owner = IdFilter("owner")


class Challenges(ApiView):
    @operation(
        id="challenges_list",
        summary="Published challenges",
        asks=SearchText,
        gives=ChallengeListedShape,
        many=True,
        ordering=("title", "id"),
        filters=ChallengeFilter,
    )
    def get(self, asked: Data) -> Any:
        return reads.challenges_public(query=asked.get("q", ""))


class SprintChallenges(ApiView):
    @operation(
        id="challenges_propose",
        example={
            "title": "How do we reach people whom nobody calls?",
            "summary": "Many do not know where help is.",
            "language": "en",
        },
        summary="Propose a challenge",
        description="For yourself, or for an organisation that you speak for. Organisers accept or decline it.",
        takes=ChallengeBody,
        gives=ChallengeDetailShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_join(self.person, sprint_id)
        rows = _with_rows(self.person, sprint, data)
        return challenges.challenge_propose(actor=self.person, sprint=sprint, **rows)


class Challenge(ApiView):
    @operation(id="challenges_read", summary="A challenge", gives=ChallengeDetailShape)
    def get(self, challenge_id: str) -> Any:
        return access.challenge_to_view(self.actor, challenge_id)

    @operation(
        id="challenges_update",
        summary="Change a challenge",
        takes=ChallengeChangesBody,
        gives=ChallengeDetailShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def patch(self, challenge_id: str, data: Data) -> Any:
        challenge = access.challenge_to_edit(self.person, challenge_id)
        changes = _with_rows(self.person, challenge.sprint, data)
        return challenges.challenge_update(actor=self.person, challenge=challenge, **changes)


class ChallengeAccept(ApiView):
    @operation(
        id="challenges_accept",
        summary="Publish a proposed challenge",
        gives=ChallengeDetailShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, challenge_id: str) -> Any:
        challenge = access.challenge_to_moderate(self.person, challenge_id)
        return challenges.challenge_accept(actor=self.person, challenge=challenge)


class ChallengeDecline(ApiView):
    @operation(
        id="challenges_decline",
        summary="Decline a proposed challenge, with a reason",
        takes=DeclineBody,
        gives=ChallengeDetailShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, challenge_id: str, data: Data) -> Any:
        challenge = access.challenge_to_moderate(self.person, challenge_id)
        return challenges.challenge_decline(actor=self.person, challenge=challenge, **data)


class ChallengeWithdraw(ApiView):
    @operation(
        id="challenges_withdraw",
        summary="Take a challenge back",
        gives=ChallengeDetailShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, challenge_id: str) -> Any:
        challenge = access.challenge_to_withdraw(self.person, challenge_id)
        return challenges.challenge_withdraw(actor=self.person, challenge=challenge)


class OwnChallenges(ApiView):
    @operation(
        id="challenges_list_own",
        summary="Challenges that I proposed or answer for",
        gives=ChallengeListedShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.challenges_of(self.person)


class ChallengeQueue(ApiView):
    @operation(
        id="challenges_list_to_moderate",
        summary="Challenges that wait for my decision",
        description="Those of the sprints whose programmes you organise, who waits longest first.",
        gives=ChallengeShape,
        many=True,
        ordering=("created_at", "id"),
        scope=Scope.READ,
    )
    def get(self) -> Any:
        organised = programmes_with_role(self.person, ProgrammeRoleKind.ORGANISER)
        return reads.challenges_to_moderate(programmes=list(organised))


def _with_rows(person: Any, sprint: Any, data: Data) -> Data:
    """Replace the ids in a body by the rows that they name."""
    rows = dict(data)
    if rows.get("category"):
        rows["category"] = access.category_of(sprint, rows["category"])
    if rows.get("owner"):
        rows["owner"] = access.organisation_to_represent(person, rows["owner"])
    return rows


urlpatterns = [
    path("challenges/", Challenges.as_view(), name="challenges"),
    path("sprints/<pid:sprint_id>/challenges/", SprintChallenges.as_view(), name="sprint-challenges"),
    path("challenges/<pid:challenge_id>/", Challenge.as_view(), name="challenge"),
    path("challenges/<pid:challenge_id>/accept/", ChallengeAccept.as_view(), name="challenge-accept"),
    path("challenges/<pid:challenge_id>/decline/", ChallengeDecline.as_view(), name="challenge-decline"),
    path("challenges/<pid:challenge_id>/withdraw/", ChallengeWithdraw.as_view(), name="challenge-withdraw"),
    path("me/challenges/", OwnChallenges.as_view(), name="own-challenges"),
    path("me/moderation/", ChallengeQueue.as_view(), name="challenge-queue"),
]
