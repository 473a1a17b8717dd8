"""Offers: solutions that organisations were offered, and what they answer in public."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, PublicId, Text
from backend.api.filters import ChoiceFilter, FilterSet, FlagFilter, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums import OfferState
from programmes.selectors import offers as reads
from programmes.services import offers

PUBLIC_STATES = [pair for pair in OfferState.choices if pair[0] != OfferState.WITHDRAWN]
ANSWERS = [pair for pair in PUBLIC_STATES if pair[0] != OfferState.OFFERED]


class OfferShape(Shape):
    id = serializers.CharField(source="public_id")
    solution = Ref("solution")
    challenge = Ref("challenge")
    organisation = Ref("organisation")
    organisation_name = serializers.CharField(source="organisation.name")
    state = serializers.ChoiceField(choices=OfferState.choices)
    offered_at = serializers.DateTimeField()
    answer_due_at = serializers.DateTimeField(help_text="Until when the organisation answers.")
    answered_at = serializers.DateTimeField(allow_null=True, help_text="When it first did.")
    state_since = serializers.DateTimeField()
    reason = serializers.CharField(help_text="Why it was declined.")
    note = serializers.CharField()


class OfferBody(Body):
    challenge = PublicId(help_text="One of the same sprint; the organisation that poses it is offered the solution.")


class OfferAnswerBody(Body):
    state = serializers.ChoiceField(choices=ANSWERS)
    reason = Text(max_length=2_000, default="", allow_blank=True, help_text="Needed for `declined`; public.")
    note = Text(max_length=2_000, default="", allow_blank=True, help_text="What happens next; public.")


class OfferFilter(FilterSet):
    solution = IdFilter("solution")
    challenge = IdFilter("challenge")
    organisation = IdFilter("organisation")
    sprint = IdFilter("solution__sprint")
    state = ChoiceFilter(choices=PUBLIC_STATES)
    overdue = FlagFilter(method="only_overdue", label="Whether an answer is missing although it was due.")

    def only_overdue(self, rows: "QuerySet[Any]", _name: str, value: bool) -> "QuerySet[Any]":  # noqa: FBT001  as django-filter calls it
        return rows.filter(reads.overdue()) if value else rows.exclude(reads.overdue())


class Offers(ApiView):
    @operation(
        id="offers_list",
        summary="Solutions that organisations were offered, the newest first",
        gives=OfferShape,
        many=True,
        ordering=("-offered_at", "-id"),
        filters=OfferFilter,
    )
    def get(self) -> Any:
        return reads.offers_public()


class Offer(ApiView):
    @operation(id="offers_read", summary="An offer and its answer", gives=OfferShape)
    def get(self, offer_id: str) -> Any:
        return access.offer_to_view(self.actor, offer_id)


class OfferAnswer(ApiView):
    @operation(
        id="offers_answer",
        example={"state": "piloting", "note": "We try it in two schools."},
        summary="Answer in public",
        description="For who speaks for the organisation, and the contact of the challenge. The team is told.",
        takes=OfferAnswerBody,
        gives=OfferShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, offer_id: str, data: Data) -> Any:
        offer = access.offer_to_answer(self.person, offer_id)
        words = {"reason": data["reason"], "note": data["note"]}
        return offers.offer_answer(actor=self.person, offer=offer, to=data["state"], **words)


class SolutionOffers(ApiView):
    @operation(
        id="offers_create",
        summary="Offer a solution to another organisation",
        description="Once an organisation: repeating it returns the first offer.",
        takes=OfferBody,
        gives=OfferShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, solution_id: str, data: Data) -> Any:
        solution = access.solution_to_edit(self.person, solution_id)
        challenge = access.challenge_to_offer_to(solution, data["challenge"])
        return offers.offer_create(actor=self.person, solution=solution, challenge=challenge)


class OwnOffers(ApiView):
    @operation(
        id="offers_list_to_answer",
        summary="Offers that wait for my answer, by the date that it is due",
        gives=OfferShape,
        many=True,
        ordering=("answer_due_at", "id"),
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.offers_waiting_for(self.person)


urlpatterns = [
    path("offers/", Offers.as_view(), name="offers"),
    path("offers/<pid:offer_id>/", Offer.as_view(), name="offer"),
    path("offers/<pid:offer_id>/answer/", OfferAnswer.as_view(), name="offer-answer"),
    path("solutions/<pid:solution_id>/offers/", SolutionOffers.as_view(), name="solution-offers"),
    path("me/offers/", OwnOffers.as_view(), name="own-offers"),
]
