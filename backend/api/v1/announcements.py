"""What organisers tell the people of a sprint: written, tried, sent now or later, stopped in time."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Changes, Moment, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape, WorkedNumber
from backend.api.views import ApiView
from programmes import access
from programmes.enums import AnnouncementState, Segment
from programmes.selectors import announcements as reads
from programmes.services import announcements


class AnnouncementShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    state = serializers.ChoiceField(choices=AnnouncementState.choices)
    segments = serializers.ListField(child=serializers.ChoiceField(choices=Segment.choices))
    category = Ref("category", allow_null=True)
    subject_de = serializers.CharField()
    body_de = serializers.CharField()
    subject_en = serializers.CharField()
    body_en = serializers.CharField()
    send_at = serializers.DateTimeField(allow_null=True, help_text="Of a draft: when it is meant to be sent.")
    sent_at = serializers.DateTimeField(allow_null=True)
    total = serializers.IntegerField(help_text="People to be told; known once it is being sent.")
    told = serializers.IntegerField(help_text="Of them, those who have it in their inbox.")


class DeliveryShape(Shape):
    """What became of its mails. All of `told` have it in their inboxes."""

    told = serializers.IntegerField()
    mailed = serializers.IntegerField()
    on_the_way = serializers.IntegerField()
    daily = serializers.IntegerField(help_text="Wait for the daily mail that these people chose.")
    failed = serializers.IntegerField()
    without_mail = serializers.IntegerField(help_text="Do not want mails of this kind, or have left.")


class ReachShape(Shape):
    people = WorkedNumber(source="*", help_text="Whom it would reach if it were sent now, each once.")


class AnnouncementBody(Body):
    segments = serializers.ListField(
        child=serializers.ChoiceField(choices=Segment.choices),
        min_length=1,
        max_length=len(Segment),
        help_text="`not_checked_in` and `checked_in` only where a sprint has a door.",
    )
    category = PublicId(required=False, allow_null=True, help_text="With the segment `category`.")
    subject_de = Text(max_length=160, required=False, allow_blank=True)
    body_de = Text(max_length=8_000, required=False, allow_blank=True, help_text="Plain text.")
    subject_en = Text(max_length=160, required=False, allow_blank=True)
    body_en = Text(max_length=8_000, required=False, allow_blank=True)
    send_at = Moment(required=False, allow_null=True, help_text="When it is meant to be sent.")


class AnnouncementChangesBody(Changes, AnnouncementBody):
    pass


class SendBody(Body):
    send_at = Moment(required=False, allow_null=True, help_text="Null or left out: now.")


def _with_category(sprint: Any, data: Data) -> Data:
    name = data.get("category")
    return {**data, "category": access.category_of(sprint, name)} if name else data


class SprintAnnouncements(ApiView):
    @operation(
        id="announcements_list",
        summary="Announcements of a sprint, the latest first",
        gives=AnnouncementShape,
        many=True,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.announcements_of(access.sprint_to_manage(self.actor, sprint_id))

    @operation(
        id="announcements_create",
        summary="Write an announcement",
        description="A draft: nobody is told before it is sent. In German, in English or in both.",
        takes=AnnouncementBody,
        gives=AnnouncementShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        given: Any = _with_category(sprint, data)
        return announcements.announcement_create(actor=self.person, sprint=sprint, **given)


class Announcement(ApiView):
    @operation(
        id="announcements_read",
        summary="An announcement, and how many have been told",
        gives=AnnouncementShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, announcement_id: str) -> Any:
        return access.announcement_to_manage(self.actor, announcement_id)

    @operation(
        id="announcements_update",
        summary="Change a draft",
        takes=AnnouncementChangesBody,
        gives=AnnouncementShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def patch(self, announcement_id: str, data: Data) -> Any:
        row = access.announcement_to_manage(self.person, announcement_id)
        given: Any = _with_category(row.sprint, data)
        return announcements.announcement_update(actor=self.person, announcement=row, **given)


class AnnouncementReach(ApiView):
    @operation(
        id="announcements_reach",
        summary="How many people it would reach now",
        gives=ReachShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, announcement_id: str) -> Any:
        return reads.reach_of(access.announcement_to_manage(self.actor, announcement_id))


class AnnouncementDelivery(ApiView):
    @operation(
        id="announcements_delivery",
        summary="What became of its mails",
        gives=DeliveryShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, announcement_id: str) -> Any:
        [delivery] = reads.deliveries([access.announcement_to_manage(self.actor, announcement_id)])
        return delivery


class AnnouncementSend(ApiView):
    @operation(
        id="announcements_send",
        summary="Send an announcement now, or later",
        description="Who gets it is found out when it is sent. `announcements_read` says how far the worker is.",
        takes=SendBody,
        gives=AnnouncementShape,
        status=202,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, announcement_id: str, data: Data) -> Any:
        row = access.announcement_to_manage(self.person, announcement_id)
        return announcements.announcement_send(actor=self.person, announcement=row, **data)


class AnnouncementStop(ApiView):
    @operation(
        id="announcements_stop",
        summary="Stop what is to be sent later",
        gives=AnnouncementShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, announcement_id: str) -> Any:
        row = access.announcement_to_manage(self.person, announcement_id)
        return announcements.announcement_stop(actor=self.person, announcement=row)


class AnnouncementDiscard(ApiView):
    @operation(
        id="announcements_discard",
        summary="Put a draft aside",
        gives=AnnouncementShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, announcement_id: str) -> Any:
        row = access.announcement_to_manage(self.person, announcement_id)
        return announcements.announcement_discard(actor=self.person, announcement=row)


class AnnouncementTest(ApiView):
    @operation(
        id="announcements_test",
        summary="Send it to myself, to try it",
        gives=AnnouncementShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, announcement_id: str) -> Any:
        row = access.announcement_to_manage(self.person, announcement_id)
        announcements.announcement_test(actor=self.person, announcement=row)
        return row


ONE = "announcements/<pid:announcement_id>"
urlpatterns = [
    path("sprints/<pid:sprint_id>/announcements/", SprintAnnouncements.as_view(), name="announcements"),
    path(f"{ONE}/", Announcement.as_view(), name="announcement"),
    path(f"{ONE}/reach/", AnnouncementReach.as_view(), name="announcement-reach"),
    path(f"{ONE}/delivery/", AnnouncementDelivery.as_view(), name="announcement-delivery"),
    path(f"{ONE}/send/", AnnouncementSend.as_view(), name="announcement-send"),
    path(f"{ONE}/stop/", AnnouncementStop.as_view(), name="announcement-stop"),
    path(f"{ONE}/discard/", AnnouncementDiscard.as_view(), name="announcement-discard"),
    path(f"{ONE}/test/", AnnouncementTest.as_view(), name="announcement-test"),
]
