"""Payouts: money leaves for a project's account, asked for by one person and approved by another."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Text
from backend.api.filters import ChoiceFilter, FilterSet
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from backend.core.errors import NotFound
from funding import access
from funding.enums import PayeeState, PayoutKind, PayoutState
from funding.selectors.campaigns import payouts_of_campaign
from funding.selectors.funds import payouts_of_fund, payouts_queue
from funding.services import payees, payouts


class PayeeShape(Shape):
    id = serializers.CharField(source="public_id")
    project = Ref("project")
    state = serializers.ChoiceField(choices=PayeeState.choices)


class OnboardingShape(Shape):
    url = serializers.CharField(help_text="The provider's page for the team's details.")


class PayoutShape(Shape):
    id = serializers.CharField(source="public_id")
    campaign = Ref("campaign")
    fund = Ref("fund", allow_null=True)
    kind = serializers.ChoiceField(choices=PayoutKind.choices)
    amount_minor = serializers.IntegerField()
    kept_minor = serializers.IntegerField(help_text="Of it: kept by the fund, which claims it back from the project.")
    currency = serializers.CharField()
    state = serializers.ChoiceField(choices=PayoutState.choices)
    failure = serializers.CharField()
    created_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)


class PayoutReasonBody(Body):
    reason = Text(max_length=300)


class PayoutFilter(FilterSet):
    state = ChoiceFilter(choices=PayoutState.choices)
    kind = ChoiceFilter(choices=PayoutKind.choices)


class Payee(ApiView):
    @operation(id="payees_read", summary="The project's account at the provider", gives=PayeeShape, scope=Scope.READ)
    def get(self, project_id: str) -> Any:
        payee = getattr(access.project_to_onboard(self.actor, project_id), "payee_account", None)
        if payee is None:
            raise NotFound
        return payee

    @operation(
        id="payees_onboard",
        summary="Set the project's account up",
        description="Answers with the provider's page, where the team's lead completes the details.",
        gives=OnboardingShape,
        status=201,
        scope=Scope.CAMPAIGNS_WRITE,
        network=True,
    )
    def post(self, project_id: str) -> Any:
        project = access.project_to_onboard(self.person, project_id)
        return {"url": payees.payee_onboard(project=project, actor=self.person)}


class CampaignPayouts(ApiView):
    @operation(
        id="payouts_list",
        summary="Payouts of a campaign",
        gives=PayoutShape,
        many=True,
        filters=PayoutFilter,
        scope=Scope.READ,
    )
    def get(self, campaign_id: str) -> Any:
        return payouts_of_campaign(access.campaign_to_see_payouts(self.actor, campaign_id))

    @operation(
        id="payouts_request",
        summary="Ask for all that can be paid now",
        description="The backers' money, and of each fund that you manage the approved matches: a payout each.",
        gives=PayoutShape,
        many=True,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, campaign_id: str) -> Any:
        campaign = access.campaign_to_pay_out(self.person, campaign_id)
        return payouts.payout_request(campaign=campaign, actor=self.person)


class FundPayouts(ApiView):
    @operation(
        id="payouts_list_of_fund",
        summary="Payouts that concern a fund, for its managers",
        gives=PayoutShape,
        many=True,
        filters=PayoutFilter,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return payouts_of_fund(access.fund_to_manage(self.person, fund_id))


class Payout(ApiView):
    @operation(id="payouts_read", summary="A payout, for team and managers", gives=PayoutShape, scope=Scope.READ)
    def get(self, payout_id: str) -> Any:
        return access.payout_to_view(self.actor, payout_id)


class PayoutApprove(ApiView):
    @operation(
        id="payouts_approve",
        summary="Approve a payout that somebody else asked for",
        gives=PayoutShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, payout_id: str) -> Any:
        return payouts.payout_approve(payout=access.payout_to_approve(self.person, payout_id), actor=self.person)


class PayoutDecline(ApiView):
    @operation(
        id="payouts_decline",
        summary="Stop a payout that has not left",
        takes=PayoutReasonBody,
        gives=PayoutShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, payout_id: str, data: Data) -> Any:
        payout = access.payout_to_decline(self.person, payout_id)
        return payouts.payout_decline(payout=payout, actor=self.person, **data)


class PayoutQueue(ApiView):
    @operation(
        id="payouts_list_to_approve",
        summary="Payouts that wait for my approval",
        gives=PayoutShape,
        many=True,
        ordering=("created_at", "id"),
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self) -> Any:
        return payouts_queue(self.person)


urlpatterns = [
    path("projects/<pid:project_id>/payee/", Payee.as_view(), name="payee"),
    path("campaigns/<pid:campaign_id>/payouts/", CampaignPayouts.as_view(), name="campaign-payouts"),
    path("funds/<pid:fund_id>/payouts/", FundPayouts.as_view(), name="fund-payouts"),
    path("payouts/<pid:payout_id>/", Payout.as_view(), name="payout"),
    path("payouts/<pid:payout_id>/approve/", PayoutApprove.as_view(), name="payout-approve"),
    path("payouts/<pid:payout_id>/decline/", PayoutDecline.as_view(), name="payout-decline"),
    path("me/payouts/", PayoutQueue.as_view(), name="payout-queue"),
]
