"""The log of a team: what it tells while it builds."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Flag, Integer, Language, Text
from backend.api.operations import Data, operation
from backend.api.shapes import ImageUrl, PersonName, Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.access.team_log import log_entry_to_edit, log_entry_to_hide, log_entry_to_view, log_version_of
from programmes.selectors import team_log as reads
from programmes.services import team_log


class LogVersionShape(Shape):
    id = serializers.CharField(source="public_id")
    number = serializers.IntegerField()
    text = serializers.CharField()
    language = serializers.CharField()
    link = serializers.CharField()
    image_url = ImageUrl(source="image")
    image_alt = serializers.CharField()
    author = PersonName("author")
    created_at = serializers.DateTimeField()


class LogEntryShape(Shape):
    id = serializers.CharField(source="public_id")
    team = Ref("team")
    is_public = serializers.BooleanField()
    created_by = PersonName("created_by")
    created_at = serializers.DateTimeField()
    hidden_at = serializers.DateTimeField(allow_null=True)
    hidden_why = serializers.CharField(help_text="For the team and the organisers, who alone see hidden entries.")
    current_version = LogVersionShape()


class LogBody(Body):
    text = Text(max_length=4_000, help_text="Markdown.")
    is_public = Flag(default=True)
    language = Language(required=False)
    link = Text(max_length=500, required=False, allow_blank=True)


class LogChangesBody(Body):
    text = Text(max_length=4_000, required=False)
    is_public = Flag(required=False)
    language = Language(required=False)
    link = Text(max_length=500, required=False, allow_blank=True)
    seen = Integer(min_value=1, required=False, help_text="Number of the version that one began with.")


class LogRestoreBody(Body):
    number = Integer(min_value=1)


class LogHideBody(Body):
    reason = Text(max_length=2_000)


class TeamLog(ApiView):
    @operation(
        id="log_list",
        summary="The log of a team, the newest entry first",
        description="Entries for the team alone, and hidden ones, only for the team and the organisers.",
        gives=LogEntryShape,
        many=True,
        ordering=("-created_at", "-id"),
    )
    def get(self, team_id: str) -> Any:
        return reads.log_of(access.team_to_view(self.actor, team_id), self.actor)

    @operation(
        id="log_add",
        example={"text": "Two streets have tried it.", "link": "https://example.org/"},
        summary="Write into the log",
        takes=LogBody,
        gives=LogEntryShape,
        scope=Scope.PROGRAMMES_WRITE,
        status=201,
    )
    def post(self, team_id: str, data: Data) -> Any:
        team = access.team_to_hand_in(self.person, team_id)
        return team_log.log_entry_add(actor=self.person, team=team, **data)


class LogEntry(ApiView):
    @operation(
        id="log_change",
        example={"text": "Three streets have tried it.", "seen": 1},
        summary="Write a new version of an entry",
        takes=LogChangesBody,
        gives=LogEntryShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def patch(self, entry_id: str, data: Data) -> Any:
        entry = log_entry_to_edit(self.person, entry_id)
        return team_log.log_entry_edit(actor=self.person, entry=entry, **data)


class LogVersions(ApiView):
    @operation(
        id="log_versions",
        summary="All versions of an entry, the newest first",
        gives=LogVersionShape,
        many=True,
        ordering=("-number", "-id"),
        scope=Scope.READ,
    )
    def get(self, entry_id: str) -> Any:
        return reads.log_versions_of(log_entry_to_view(self.actor, entry_id))


class LogRestore(ApiView):
    @operation(
        id="log_restore",
        example={"number": 1},
        summary="Let an earlier version count again",
        takes=LogRestoreBody,
        gives=LogEntryShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, entry_id: str, data: Data) -> Any:
        entry = log_entry_to_edit(self.person, entry_id)
        version = log_version_of(entry, data["number"])
        return team_log.log_entry_restore(actor=self.person, entry=entry, version=version)


class LogHide(ApiView):
    @operation(
        id="log_hide",
        example={"reason": "It shows a person who has not agreed."},
        summary="Take an entry off the public pages",
        takes=LogHideBody,
        gives=LogEntryShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, entry_id: str, data: Data) -> Any:
        entry = log_entry_to_hide(self.person, entry_id)
        return team_log.log_entry_hide(actor=self.person, entry=entry, reason=data["reason"])


class LogShow(ApiView):
    @operation(
        id="log_show",
        summary="Let everybody read an entry again",
        gives=LogEntryShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, entry_id: str) -> Any:
        return team_log.log_entry_show(actor=self.person, entry=log_entry_to_hide(self.person, entry_id))


urlpatterns = [
    path("teams/<pid:team_id>/log/", TeamLog.as_view(), name="team-log"),
    path("log-entries/<pid:entry_id>/", LogEntry.as_view(), name="log-entry"),
    path("log-entries/<pid:entry_id>/versions/", LogVersions.as_view(), name="log-versions"),
    path("log-entries/<pid:entry_id>/restore/", LogRestore.as_view(), name="log-restore"),
    path("log-entries/<pid:entry_id>/hide/", LogHide.as_view(), name="log-hide"),
    path("log-entries/<pid:entry_id>/show/", LogShow.as_view(), name="log-show"),
]
