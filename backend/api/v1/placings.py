"""Being placed in a team: what people wish, what organisers have computed and publish."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Integer, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from backend.core.errors import NotFound
from programmes import access
from programmes.enums import PlacingEmphasis, PlacingOutcome, PlacingRunState, PlacingWishState, TimeSlot
from programmes.selectors import placings as reads
from programmes.services import placings

WISHES_MAX = 5


class PlacingWishShape(Shape):
    id = serializers.CharField(source="public_id")
    person = Ref("user")
    state = serializers.ChoiceField(choices=PlacingWishState.choices)
    wishes = serializers.ListField(child=serializers.CharField(), help_text="Teams and challenges, the dearest first.")
    skills = serializers.ListField(child=serializers.CharField())
    languages = serializers.ListField(child=serializers.CharField())
    times = serializers.ListField(child=serializers.CharField())
    group = serializers.CharField(help_text="People with the same word want to come into one team.")
    pinned_team = Ref("pinned_team", allow_null=True, help_text="Set by the organisers.")


class PlacingWishBody(Body):
    wishes = serializers.ListField(child=PublicId(), required=False, max_length=WISHES_MAX)
    skills = serializers.ListField(child=Text(max_length=40), required=False, max_length=20)
    languages = serializers.ListField(child=Text(max_length=40), required=False, max_length=20)
    times = serializers.ListField(child=serializers.ChoiceField(choices=TimeSlot.choices), required=False, max_length=4)
    group = Text(max_length=40, required=False, allow_blank=True)


class PlacingSeatShape(Shape):
    id = serializers.CharField(source="public_id")
    run = Ref("run")
    person = Ref("user")
    team = Ref("team", allow_null=True, help_text="Null: no place was left.")
    skill = serializers.CharField(help_text="The place of that skill in the team, or empty.")
    reasons = serializers.ListField(child=serializers.DictField(), help_text="Each a stable `code` with its facts.")
    objected_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(
        choices=PlacingOutcome.choices, allow_blank=True, help_text="Empty until the time is over."
    )


class ObjectionBody(Body):
    objection = Text(max_length=1_000, required=False, allow_blank=True)


class PlacingRunShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    state = serializers.ChoiceField(choices=PlacingRunState.choices)
    progress_percent = serializers.IntegerField()
    emphasis = serializers.ChoiceField(choices=PlacingEmphasis.choices)
    seed = serializers.IntegerField()
    least = serializers.IntegerField()
    input_hash = serializers.CharField(help_text="The same input with the same seed and emphasis gives the same seats.")
    figures = serializers.DictField()
    unmet = serializers.ListField(child=serializers.DictField(), help_text="Each a stable `code` with its facts.")
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    objections_until = serializers.DateTimeField(allow_null=True)


class PlacingRunBody(Body):
    emphasis = serializers.ChoiceField(choices=PlacingEmphasis.choices, required=False)
    seed = Integer(min_value=0, max_value=placings.SEED_MAX, required=False, help_text="Draws lots between equals.")
    least = Integer(min_value=0, max_value=50, required=False, help_text="People each team should have at least.")


class PublishBody(Body):
    hours = Integer(min_value=placings.HOURS_MIN, max_value=placings.HOURS_MAX, help_text="Time to object.")


class PinBody(Body):
    team = PublicId(allow_null=True, help_text="Null lets go of it.")


class OwnPlacingWish(ApiView):
    @operation(
        id="placing_wish_read", summary="My wish to be placed in a team", gives=PlacingWishShape, scope=Scope.READ
    )
    def get(self, sprint_id: str) -> Any:
        wish = reads.wish_of(access.sprint_to_join(self.actor, sprint_id), self.actor)
        if wish is None:
            raise NotFound
        return wish

    @operation(
        id="placing_wish_ask",
        summary="Ask to be placed in a team, or say anew what I wish",
        takes=PlacingWishBody,
        gives=PlacingWishShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        return placings.placing_ask(actor=self.person, sprint=access.sprint_to_join(self.person, sprint_id), **data)


class OwnPlacingWithdraw(ApiView):
    @operation(
        id="placing_wish_withdraw",
        summary="Do not place me any more",
        gives=PlacingWishShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, sprint_id: str) -> Any:
        wish = reads.wish_of(access.sprint_to_join(self.person, sprint_id), self.person)
        if wish is None:
            raise NotFound
        return placings.placing_withdraw(actor=self.person, wish=wish)


class OwnPlacingSeat(ApiView):
    @operation(
        id="placing_seat_read", summary="Which team is meant for me, and why", gives=PlacingSeatShape, scope=Scope.READ
    )
    def get(self, sprint_id: str) -> Any:
        seat = reads.seat_told_to(access.sprint_to_join(self.actor, sprint_id), self.actor)
        if seat is None:
            raise NotFound
        return seat


class PlacingSeatObject(ApiView):
    @operation(
        id="placing_seats_object",
        summary="Object to the team that is meant for me",
        takes=ObjectionBody,
        gives=PlacingSeatShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, seat_id: str, data: Data) -> Any:
        seat = access.placing_seat_to_answer(self.person, seat_id)
        return placings.placing_object(actor=self.person, seat=seat, **data)


class SprintPlacingWishes(ApiView):
    @operation(
        id="placing_wishes_list",
        summary="Who asks to be placed, for organisers",
        gives=PlacingWishShape,
        many=True,
        ordering=("created_at", "id"),
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.wishes_asked(access.sprint_to_manage(self.actor, sprint_id))


class PlacingWishPin(ApiView):
    @operation(
        id="placing_wishes_pin",
        summary="Set the team of somebody, for all later runs",
        takes=PinBody,
        gives=PlacingWishShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, wish_id: str, data: Data) -> Any:
        wish = access.placing_wish_to_manage(self.person, wish_id)
        team = access.team_to_pin(wish.sprint, data["team"]) if data["team"] else None
        return placings.placing_pin(actor=self.person, wish=wish, team=team)


class SprintPlacingRuns(ApiView):
    @operation(
        id="placing_runs_list",
        summary="Placements that were computed, the latest first",
        gives=PlacingRunShape,
        many=True,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.runs_of(access.sprint_to_manage(self.actor, sprint_id))

    @operation(
        id="placing_runs_ask",
        summary="Have a placement computed",
        description="A worker computes it; `placing_runs_read` says how far it is. Decides nothing.",
        takes=PlacingRunBody,
        gives=PlacingRunShape,
        status=202,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        return placings.placing_run_ask(actor=self.person, sprint=sprint, **data)


class PlacingRun(ApiView):
    @operation(
        id="placing_runs_read",
        summary="How far a placement is, its figures, and what could not be met",
        gives=PlacingRunShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, run_id: str) -> Any:
        return access.placing_run_to_manage(self.actor, run_id)


class PlacingRunSeats(ApiView):
    @operation(
        id="placing_runs_seats",
        summary="Who sits where, and why",
        gives=PlacingSeatShape,
        many=True,
        ordering=("id",),
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, run_id: str) -> Any:
        return reads.seats_of(access.placing_run_to_manage(self.actor, run_id)).order_by("id")


class PlacingRunPublish(ApiView):
    @operation(
        id="placing_runs_publish",
        summary="Tell everybody where they sit, and until when they may object",
        takes=PublishBody,
        gives=PlacingRunShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, run_id: str, data: Data) -> Any:
        run = access.placing_run_to_manage(self.person, run_id)
        return placings.placing_run_publish(actor=self.person, run=run, **data)


class PlacingRunDiscard(ApiView):
    @operation(
        id="placing_runs_discard",
        summary="Put a placement aside that nobody was told of",
        gives=PlacingRunShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, run_id: str) -> Any:
        run = access.placing_run_to_manage(self.person, run_id)
        return placings.placing_run_discard(actor=self.person, run=run)


SPRINT, RUN = "sprints/<pid:sprint_id>", "placing-runs/<pid:run_id>"
urlpatterns = [
    path(f"{SPRINT}/placing-wish/", OwnPlacingWish.as_view(), name="placing-wish"),
    path(f"{SPRINT}/placing-wish/withdraw/", OwnPlacingWithdraw.as_view(), name="placing-wish-withdraw"),
    path(f"{SPRINT}/placing-seat/", OwnPlacingSeat.as_view(), name="placing-seat"),
    path("placing-seats/<pid:seat_id>/object/", PlacingSeatObject.as_view(), name="placing-seat-object"),
    path(f"{SPRINT}/placing-wishes/", SprintPlacingWishes.as_view(), name="placing-wishes"),
    path("placing-wishes/<pid:wish_id>/pin/", PlacingWishPin.as_view(), name="placing-wish-pin"),
    path(f"{SPRINT}/placing-runs/", SprintPlacingRuns.as_view(), name="placing-runs"),
    path(f"{RUN}/", PlacingRun.as_view(), name="placing-run"),
    path(f"{RUN}/seats/", PlacingRunSeats.as_view(), name="placing-run-seats"),
    path(f"{RUN}/publish/", PlacingRunPublish.as_view(), name="placing-run-publish"),
    path(f"{RUN}/discard/", PlacingRunDiscard.as_view(), name="placing-run-discard"),
]
