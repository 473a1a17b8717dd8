"""Secret addresses of calendars: made, replaced and ended by the person whose dates they give."""

from typing import Any

from django.conf import settings
from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, PublicId
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes.access import mentoring as found
from programmes.enums_of_mentoring import FeedKind
from programmes.selectors.calendar_feeds import calendar_feeds_of
from programmes.services import calendar_feeds


class CalendarFeedShape(Shape):
    id = serializers.CharField(source="public_id")
    kind = serializers.ChoiceField(choices=FeedKind.choices)
    team = Ref("team", allow_null=True)
    mentor = Ref("mentor", allow_null=True)
    renewed_at = serializers.DateTimeField()


class CalendarFeedBody(Body):
    kind = serializers.ChoiceField(choices=FeedKind.choices)
    team = PublicId(required=False, help_text="Of a team that you are in, for its calendar.")
    sprint = PublicId(required=False, help_text="In which you are a mentor, for your office hours.")


class CalendarAddressShape(Shape):
    url = serializers.CharField(help_text="Shown this once. Whoever has it reads these dates.")


class CalendarFeeds(ApiView):
    @operation(
        id="calendar_feeds_list",
        summary="My calendar addresses, without their secrets",
        gives=CalendarFeedShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return calendar_feeds_of(self.person)

    @operation(
        id="calendar_feeds_renew",
        example={"kind": "person"},
        summary="Make the address of a calendar, or a new one",
        description="An earlier address of the same calendar ends.",
        takes=CalendarFeedBody,
        gives=CalendarAddressShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, data: Data) -> Any:
        about: dict[str, Any] = {}
        if data["kind"] == FeedKind.TEAM:
            about["team"] = found.team_of_calendar(self.person, data.get("team", ""))
        if data["kind"] == FeedKind.MENTOR:
            about["mentor"] = found.mentor_of_calendar(self.person, data.get("sprint", ""))
        clear = calendar_feeds.feed_renew(actor=self.person, kind=FeedKind(data["kind"]), **about)
        return {"url": f"{settings.SITE_URL}/kalender/{clear}.ics"}


class CalendarFeed(ApiView):
    @operation(id="calendar_feeds_end", summary="End a calendar address", status=204, scope=Scope.PROGRAMMES_WRITE)
    def delete(self, feed_id: str) -> Any:
        calendar_feeds.feed_end(actor=self.person, feed=found.feed_to_end(self.person, feed_id))


urlpatterns = [
    path("me/calendar-feeds/", CalendarFeeds.as_view(), name="calendar-feeds"),
    path("me/calendar-feeds/<pid:feed_id>/", CalendarFeed.as_view(), name="calendar-feed"),
]
