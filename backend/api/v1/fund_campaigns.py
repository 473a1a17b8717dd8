"""Where campaigns stand with funds: applied, taken in, refused."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, PublicId, Text
from backend.api.filters import ChoiceFilter, FilterSet
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from funding import access
from funding.enums import PositionState
from funding.selectors import funds as reads
from funding.services import funds


class PositionShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("fund")
    campaign = Ref("campaign")
    state = serializers.ChoiceField(choices=PositionState.choices)
    matched_minor = serializers.IntegerField()
    estimate_minor = serializers.IntegerField(
        allow_null=True, help_text="What is still to be settled in a batch would bring; an estimate, no promise."
    )
    estimated_at = serializers.DateTimeField(allow_null=True)
    decision_note = serializers.CharField()


class ApplyBody(Body):
    campaign = PublicId()


class DecisionBody(Body):
    note = Text(max_length=2_000, required=False, allow_blank=True)


class RejectBody(Body):
    note = Text(max_length=2_000, help_text="The team reads it.")


class PositionFilter(FilterSet):
    state = ChoiceFilter(choices=PositionState.choices)


class FundPositions(ApiView):
    @operation(
        id="fund_campaigns_list",
        summary="Campaigns that a fund was asked to top up, for its managers",
        gives=PositionShape,
        many=True,
        filters=PositionFilter,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return reads.positions_of_fund(access.fund_to_manage(self.person, fund_id))

    @operation(
        id="fund_campaigns_apply",
        summary="Ask a fund to top a campaign up",
        takes=ApplyBody,
        gives=PositionShape,
        status=201,
        scope=Scope.CAMPAIGNS_WRITE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        fund = access.fund_to_view(self.person, fund_id)
        campaign = access.campaign_to_edit(self.person, data["campaign"])
        return funds.fund_campaign_apply(fund=fund, campaign=campaign, actor=self.person)


class Position(ApiView):
    @operation(
        id="fund_campaigns_read", summary="Where a campaign stands with a fund", gives=PositionShape, scope=Scope.READ
    )
    def get(self, position_id: str) -> Any:
        return access.position_to_view(self.actor, position_id)


class PositionAccept(ApiView):
    @operation(
        id="fund_campaigns_accept",
        summary="Take a campaign in",
        description="It is topped up from its next pledge on.",
        takes=DecisionBody,
        gives=PositionShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, position_id: str, data: Data) -> Any:
        position = access.position_to_decide(self.person, position_id)
        return funds.fund_campaign_accept(position=position, actor=self.person, **data)


class PositionReject(ApiView):
    @operation(
        id="fund_campaigns_reject",
        summary="Refuse a campaign, with a reason",
        takes=RejectBody,
        gives=PositionShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, position_id: str, data: Data) -> Any:
        position = access.position_to_decide(self.person, position_id)
        return funds.fund_campaign_reject(position=position, actor=self.person, **data)


urlpatterns = [
    path("funds/<pid:fund_id>/campaigns/", FundPositions.as_view(), name="fund-campaigns"),
    path("fund-campaigns/<pid:position_id>/", Position.as_view(), name="fund-campaign"),
    path("fund-campaigns/<pid:position_id>/accept/", PositionAccept.as_view(), name="fund-campaign-accept"),
    path("fund-campaigns/<pid:position_id>/reject/", PositionReject.as_view(), name="fund-campaign-reject"),
]
