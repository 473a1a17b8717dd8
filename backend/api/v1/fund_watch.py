"""How full a fund is, who stands in for whom, and its closing kit."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.accounts.selectors.people import person_to_name
from backend.api.fields import Body, Day, PublicId
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.v1.deposits import PotShape
from backend.api.v1.funds import WaterlineShape
from backend.api.views import ApiView
from funding import access
from funding.enums import KitState
from funding.selectors import deputies as deputy_reads
from funding.selectors.fund_desk import FundDesk
from funding.selectors.use_of_funds import kits_of
from funding.selectors.waterline_days import waterline_days
from funding.services import deputies, kits


class WaterlineDayShape(Shape):
    day = serializers.DateField()
    waterline = WaterlineShape()


class WaterlineDaysShape(Shape):
    days = WaterlineDayShape(many=True)


class ForecastShape(Shape):
    """Days from now until nothing is free; null: not within a year."""

    low_days = serializers.IntegerField(allow_null=True, help_text="Nine of ten cases are later.")
    median_days = serializers.IntegerField(allow_null=True)
    high_days = serializers.IntegerField(allow_null=True, help_text="Nine of ten cases are earlier.")
    based_on_days = serializers.IntegerField()


class AlarmShape(Shape):
    percent = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class ShortPotsShape(Shape):
    """Pots that are not enough for campaigns that no other money may reach; free = what these pots have free."""

    pots = PotShape(many=True)
    campaigns = serializers.ListField(source="campaign_ids", child=serializers.CharField())
    claims_minor = serializers.IntegerField(help_text="The most that these campaigns may still claim.")
    free_minor = serializers.IntegerField()
    missing_minor = serializers.IntegerField()
    certain = serializers.BooleanField(help_text="False: only if others draw on these pots first.")


class ExposureShape(Shape):
    waterline = WaterlineShape(source="exposure.waterline")
    waiting_payment = serializers.IntegerField(source="exposure.waiting_payment")
    waiting_approval = serializers.IntegerField(source="exposure.waiting_approval")
    claimable = serializers.IntegerField(
        source="exposure.claimable", allow_null=True, help_text="Null where the rule has no limit for a campaign."
    )
    earmarked = PotShape(
        source="exposure.earmarked", many=True, help_text="The part of what is free that may not go everywhere."
    )
    short = ShortPotsShape(
        source="exposure.short", many=True, help_text="If every campaign claims all it can: which pots are not enough."
    )
    short_by = serializers.IntegerField(
        source="exposure.short_by", help_text="Missing for certain then: money for one thing does not help another."
    )
    used_percent = serializers.IntegerField(source="exposure.waterline.used_percent")
    forecast = ForecastShape(allow_null=True)
    alarm = AlarmShape(allow_null=True)


class DeputyShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("fund")
    manager = Ref("manager")
    deputy = Ref("deputy")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    ended_at = serializers.DateTimeField(allow_null=True)


class DeputyBody(Body):
    deputy = PublicId(help_text="Another manager of the fund.")
    starts_on = Day()
    ends_on = Day()


class KitShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("fund")
    state = serializers.ChoiceField(choices=KitState.choices)
    progress_percent = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)


class KitsShape(Shape):
    kits = KitShape(many=True)


class FundWaterline(ApiView):
    @operation(
        id="waterline_read", summary="Where the money of a fund was at the end of each day", gives=WaterlineDaysShape
    )
    def get(self, fund_id: str) -> Any:
        return {"days": waterline_days(access.fund_to_view(self.actor, fund_id))}


class FundExposure(ApiView):
    @operation(
        id="exposure_read",
        summary="What may still be claimed, and when the money runs out, for managers",
        gives=ExposureShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return FundDesk(access.fund_to_manage(self.person, fund_id), self.person)


class FundDeputies(ApiView):
    @operation(
        id="deputies_list",
        summary="Who stands in for whom in a fund",
        gives=DeputyShape,
        many=True,
        ordering=("-starts_on", "-id"),
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return deputy_reads.deputies_of(access.fund_to_manage(self.person, fund_id))

    @operation(
        id="deputies_name",
        summary="Let another manager act for me on some days",
        takes=DeputyBody,
        gives=DeputyShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        fund = access.fund_to_manage(self.person, fund_id)
        deputy = person_to_name(data.pop("deputy"))
        return deputies.deputy_name(fund=fund, actor=self.person, deputy=deputy, **data)


class DeputyEnd(ApiView):
    @operation(id="deputies_end", summary="End it now", gives=DeputyShape, scope=Scope.FUNDS_MANAGE)
    def post(self, deputy_id: str) -> Any:
        return deputies.deputy_end(deputy=access.deputy_to_end(self.person, deputy_id), actor=self.person)


class FundKits(ApiView):
    @operation(
        id="kits_list",
        summary="The latest closing kits of a fund, for its managers",
        gives=KitsShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return {"kits": kits_of(access.fund_to_manage(self.person, fund_id))}

    @operation(
        id="kits_request",
        summary="Ask for report and lists of a fund",
        description="A worker puts them together; managers fetch the files from the fund's desk.",
        gives=KitShape,
        status=202,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str) -> Any:
        return kits.kit_request(fund=access.fund_to_manage(self.person, fund_id), actor=self.person)


class Kit(ApiView):
    @operation(id="kits_read", summary="How far a closing kit is", gives=KitShape, scope=Scope.FUNDS_MANAGE)
    def get(self, kit_id: str) -> Any:
        return access.kit_to_fetch(self.actor, kit_id)


urlpatterns = [
    path("funds/<pid:fund_id>/waterline/", FundWaterline.as_view(), name="fund-waterline"),
    path("funds/<pid:fund_id>/exposure/", FundExposure.as_view(), name="fund-exposure"),
    path("funds/<pid:fund_id>/deputies/", FundDeputies.as_view(), name="fund-deputies"),
    path("deputies/<pid:deputy_id>/end/", DeputyEnd.as_view(), name="deputy-end"),
    path("funds/<pid:fund_id>/kits/", FundKits.as_view(), name="fund-kits"),
    path("kits/<pid:kit_id>/", Kit.as_view(), name="fund-kit"),
]
