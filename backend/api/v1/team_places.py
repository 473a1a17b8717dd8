"""Finding a team with a free place, holding one, joining at once, and what there is where all teams are full."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.v1.teams import MemberShape, TeamDetailShape, TeamListedShape
from backend.api.views import ApiView
from backend.core.errors import Invalid
from programmes import access
from programmes.domain.fitting import WISHES_MOST
from programmes.enums import Joining
from programmes.selectors import teams as reads
from programmes.selectors.finding import fitting_teams
from programmes.selectors.programmes import categories_used_in
from programmes.services import overflow, team_places
from programmes.services.teams import team_lead_pass


class FittingTeamShape(Shape):
    team = TeamListedShape()
    reasons = serializers.ListField(child=serializers.DictField(), help_text="Each a stable `code` with its facts.")


class FittingQuestion(Body):
    skills = Text(max_length=300, required=False, help_text="With commas between them.")
    topics = Text(max_length=300, required=False, help_text="Short names of categories, with commas between them.")
    language = Text(max_length=10, required=False, help_text="`de` or `en`.")


class PlaceHoldShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    team = Ref("team")
    joining = serializers.ChoiceField(choices=Joining.choices, help_text="As it was when the place was held.")
    held_at = serializers.DateTimeField()
    until = serializers.DateTimeField(help_text="Until just before this moment nobody else can have the place.")


class TeamWaitShape(Shape):
    id = serializers.CharField(source="public_id")
    challenge = Ref("challenge")
    created_at = serializers.DateTimeField()


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


class FittingTeams(ApiView):
    @operation(
        id="teams_list_fitting",
        summary="Teams with a free place for me, the best fitting first",
        description="At most 48. Without a token: with a place for anybody.",
        asks=FittingQuestion,
        gives=FittingTeamShape,
        many=True,
        paged=False,
    )
    def get(self, sprint_id: str, asked: Data) -> Any:
        sprint = access.sprint_to_view(self.actor, sprint_id)
        skills, slugs = _words(asked.get("skills", "")), _words(asked.get("topics", ""))
        if len(skills) + len(slugs) > WISHES_MOST:
            raise Invalid({"skills": _("Please name at most %(most)s.") % {"most": WISHES_MOST}})
        topics = [row for row in categories_used_in(sprint) if row.slug in slugs]
        return fitting_teams(sprint, self.actor, skills=skills, topics=topics, language=asked.get("language", ""))


class TeamJoin(ApiView):
    @operation(
        id="teams_join",
        summary="Join a team at once",
        description="For teams whose `joining` is `at_once`, and for who holds a place since then. The team is told.",
        gives=MemberShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, team_id: str) -> Any:
        return team_places.team_join(actor=self.person, team=access.team_to_join(self.person, team_id))


class TeamHold(ApiView):
    @operation(
        id="place_holds_create",
        summary="Hold a free place for some minutes",
        description="One in a sprint: a new one gives the old one up. Repeating it does not begin anew.",
        gives=PlaceHoldShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, team_id: str) -> Any:
        return team_places.place_hold(actor=self.person, team=access.team_to_join(self.person, team_id))


class PlaceHold(ApiView):
    @operation(id="place_holds_release", summary="Let others have the place", status=204, scope=Scope.PROGRAMMES_WRITE)
    def delete(self, hold_id: str) -> Any:
        team_places.place_hold_release(actor=self.person, hold=access.place_hold_to_release(self.person, hold_id))


class OwnPlaceHolds(ApiView):
    @operation(
        id="place_holds_list_own",
        summary="Places that are held for me",
        gives=PlaceHoldShape,
        many=True,
        ordering=("until", "id"),
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.holds_of(self.person)


class FurtherTeam(ApiView):
    @operation(
        id="teams_create_further",
        summary="Found a further team where all of a challenge are full",
        description="Its name is proposed, you lead it, whoever comes joins at once. Refused while a place is free.",
        gives=TeamDetailShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, challenge_id: str) -> Any:
        challenge = access.challenge_to_team_up(self.person, challenge_id)
        return overflow.team_found_next(actor=self.person, challenge=challenge)


class TeamWait(ApiView):
    @operation(
        id="team_waits_create",
        summary="Wait for a place where all teams of a challenge are full",
        gives=TeamWaitShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, challenge_id: str) -> Any:
        challenge = access.challenge_to_team_up(self.person, challenge_id)
        return overflow.team_wait_start(actor=self.person, challenge=challenge)

    @operation(id="team_waits_end", summary="Wait no longer", status=204, scope=Scope.PROGRAMMES_WRITE)
    def delete(self, challenge_id: str) -> Any:
        challenge = access.challenge_to_team_up(self.person, challenge_id)
        overflow.team_wait_stop(actor=self.person, challenge=challenge)


class LeadPass(ApiView):
    @operation(
        id="team_members_let_lead",
        summary="Let another member lead instead of me",
        gives=MemberShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, member_id: str) -> Any:
        return team_lead_pass(actor=self.person, member=access.member_to_let_lead(self.person, member_id))


urlpatterns = [
    path("sprints/<pid:sprint_id>/fitting-teams/", FittingTeams.as_view(), name="fitting-teams"),
    path("teams/<pid:team_id>/join/", TeamJoin.as_view(), name="team-join"),
    path("teams/<pid:team_id>/hold/", TeamHold.as_view(), name="team-hold"),
    path("place-holds/<pid:hold_id>/", PlaceHold.as_view(), name="place-hold"),
    path("me/place-holds/", OwnPlaceHolds.as_view(), name="own-place-holds"),
    path("challenges/<pid:challenge_id>/further-team/", FurtherTeam.as_view(), name="further-team"),
    path("challenges/<pid:challenge_id>/team-wait/", TeamWait.as_view(), name="team-wait"),
    path("team-members/<pid:member_id>/let-lead/", LeadPass.as_view(), name="team-member-let-lead"),
]
