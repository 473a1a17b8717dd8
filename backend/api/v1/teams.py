"""Teams, their people and the roles they look for."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Changes, Integer, Language, SearchText, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import PersonName, Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums import Joining, MemberRole, OpenRoleState, TeamState, TimeSlot
from programmes.selectors import teams as reads
from programmes.services import open_roles, teams


class TeamShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    challenge = Ref("challenge")
    name = serializers.CharField()
    pitch = serializers.CharField()
    language = serializers.CharField()
    times = serializers.ListField(child=serializers.CharField(), help_text="When the team works, if it says so.")
    state = serializers.ChoiceField(choices=TeamState.choices)
    size_limit = serializers.IntegerField()
    joining = serializers.ChoiceField(choices=Joining.choices, help_text="How people come in.")


class TeamListedShape(TeamShape):
    member_count = serializers.IntegerField()
    places_free = serializers.IntegerField(help_text="A place that is held for somebody else is not free.")
    places_held = serializers.IntegerField(help_text="How many are held for somebody right now.")
    open_role_count = serializers.IntegerField()


class MemberShape(Shape):
    id = serializers.CharField(source="public_id")
    person = Ref("user")
    name = PersonName("user")
    role = serializers.ChoiceField(choices=MemberRole.choices)


class OpenRoleShape(Shape):
    id = serializers.CharField(source="public_id")
    title = serializers.CharField()
    description = serializers.CharField()
    skills = serializers.ListField(child=serializers.CharField())
    places = serializers.IntegerField()
    state = serializers.ChoiceField(choices=OpenRoleState.choices)


class TeamDetailShape(TeamShape):
    members = serializers.SerializerMethodField()
    open_roles = serializers.SerializerMethodField()

    @extend_schema_field(MemberShape(many=True))
    def get_members(self, team: Any) -> list[dict[str, Any]]:
        return [dict(MemberShape(row).data) for row in reads.members_of(team)]

    @extend_schema_field(OpenRoleShape(many=True))
    def get_open_roles(self, team: Any) -> list[dict[str, Any]]:
        return [dict(OpenRoleShape(row).data) for row in reads.open_roles().filter(team=team)]


class TeamBody(Body):
    name = Text(max_length=80)
    pitch = Text(max_length=2_000, required=False, allow_blank=True)
    language = Language(default="de")
    times = serializers.ListField(child=serializers.ChoiceField(choices=TimeSlot.choices), required=False, max_length=4)
    size_limit = Integer(min_value=1, max_value=100, required=False, help_text="At most what the sprint allows.")
    joining = serializers.ChoiceField(
        choices=Joining.choices, required=False, help_text="What the sprint says, if it is left out."
    )


class TeamChangesBody(TeamBody, Changes):
    pass


class RemovalBody(Body):
    reason = Text(max_length=1_000, help_text="The person concerned reads it.")


class OpenRoleBody(Body):
    title = Text(max_length=80)
    description = Text(max_length=1_000, required=False, allow_blank=True)
    skills = serializers.ListField(child=Text(max_length=40), required=False, max_length=20)
    places = Integer(min_value=1, max_value=100, default=1)


class TeamFilter(FilterSet):
    sprint = IdFilter("sprint")
    challenge = IdFilter("challenge")
    language = ChoiceFilter(choices=[("de", "German"), ("en", "English")])
    state = ChoiceFilter(choices=[pair for pair in TeamState.choices if pair[0] != TeamState.DISSOLVED])


class TeamQuestion(SearchText):
    seeking = serializers.ChoiceField(
        choices=["true", "false"], required=False, help_text="Only teams with a free place and a role they look for."
    )


class Teams(ApiView):
    @operation(
        id="teams_list",
        summary="Teams",
        asks=TeamQuestion,
        gives=TeamListedShape,
        many=True,
        ordering=("name", "id"),
        filters=TeamFilter,
    )
    def get(self, asked: Data) -> Any:
        return reads.teams_public(query=asked.get("q", ""), only_seeking=asked.get("seeking") == "true")


class ChallengeTeams(ApiView):
    @operation(
        id="teams_create",
        summary="Found a team on a challenge",
        description="You lead it. You need a place in the sprint.",
        takes=TeamBody,
        gives=TeamDetailShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, challenge_id: str, data: Data) -> Any:
        challenge = access.challenge_to_team_up(self.person, challenge_id)
        return teams.team_create(actor=self.person, challenge=challenge, **data)


class Team(ApiView):
    @operation(id="teams_read", summary="A team, its people and the roles it looks for", gives=TeamDetailShape)
    def get(self, team_id: str) -> Any:
        return access.team_to_view(self.actor, team_id)

    @operation(
        id="teams_update",
        summary="Change a team",
        takes=TeamChangesBody,
        gives=TeamDetailShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def patch(self, team_id: str, data: Data) -> Any:
        return teams.team_update(actor=self.person, team=access.team_to_edit(self.person, team_id), **data)


class TeamLeave(ApiView):
    @operation(
        id="teams_leave",
        summary="Leave a team",
        description="The last lead hands over to who has been there longest; the last person dissolves the team.",
        status=204,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, team_id: str) -> Any:
        teams.team_leave(actor=self.person, team=access.team_to_leave(self.person, team_id))


class TeamMember(ApiView):
    @operation(
        id="team_members_remove", summary="Remove somebody from a team", status=204, scope=Scope.PROGRAMMES_WRITE
    )
    def delete(self, member_id: str) -> Any:
        teams.team_member_remove(actor=self.person, member=access.member_to_remove(self.person, member_id))


class TeamMemberRemoval(ApiView):
    @operation(
        id="team_members_remove_with_reason",
        summary="Remove somebody from a team and tell them why",
        takes=RemovalBody,
        status=204,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, member_id: str, data: Data) -> Any:
        member = access.member_to_remove(self.person, member_id)
        teams.team_member_remove(actor=self.person, member=member, reason=data["reason"])


class TeamRoles(ApiView):
    @operation(
        id="open_roles_add",
        summary="Say whom the team looks for",
        takes=OpenRoleBody,
        gives=OpenRoleShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, team_id: str, data: Data) -> Any:
        return open_roles.open_role_add(actor=self.person, team=access.team_to_edit(self.person, team_id), **data)


class OpenRoleClose(ApiView):
    @operation(
        id="open_roles_close", summary="Stop looking for a role", gives=OpenRoleShape, scope=Scope.PROGRAMMES_WRITE
    )
    def post(self, role_id: str) -> Any:
        return open_roles.open_role_close(actor=self.person, role=access.open_role_to_edit(self.person, role_id))


class OwnTeams(ApiView):
    @operation(id="teams_list_own", summary="My teams", gives=TeamListedShape, many=True, scope=Scope.READ)
    def get(self) -> Any:
        return reads.teams_of(self.person)


urlpatterns = [
    path("teams/", Teams.as_view(), name="teams"),
    path("challenges/<pid:challenge_id>/teams/", ChallengeTeams.as_view(), name="challenge-teams"),
    path("teams/<pid:team_id>/", Team.as_view(), name="team"),
    path("teams/<pid:team_id>/leave/", TeamLeave.as_view(), name="team-leave"),
    path("team-members/<pid:member_id>/", TeamMember.as_view(), name="team-member"),
    path("team-members/<pid:member_id>/remove/", TeamMemberRemoval.as_view(), name="team-member-remove"),
    path("teams/<pid:team_id>/roles/", TeamRoles.as_view(), name="team-roles"),
    path("open-roles/<pid:role_id>/close/", OpenRoleClose.as_view(), name="open-role-close"),
    path("me/teams/", OwnTeams.as_view(), name="own-teams"),
]
