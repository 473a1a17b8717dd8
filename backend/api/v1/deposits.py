"""Deposits: money of sponsors, announced, then received. Only what was received can be promised."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.accounts.selectors.organisations import organisation_to_view
from backend.api.fields import Amount, Body, PublicId, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.v1.proposals import ProposalShape, proposed
from backend.api.views import ApiView
from funding import access
from funding.enums import DepositState, ProposalKind
from funding.selectors import funds as reads
from funding.services import deposits


class DepositShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("fund")
    sponsor = Ref("sponsor")
    amount_minor = serializers.IntegerField()
    currency = serializers.CharField()
    reference = serializers.CharField()
    state = serializers.ChoiceField(choices=DepositState.choices)
    created_at = serializers.DateTimeField()


class DepositBody(Body):
    sponsor = PublicId(help_text="An organisation that you speak for; managers of the fund may name any.")
    amount_minor = Amount()
    currency = serializers.ChoiceField(choices=["EUR"], default="EUR")
    reference = Text(max_length=140, required=False, allow_blank=True, help_text="Of the bank transfer; each one once.")


class DepositFilter(FilterSet):
    state = ChoiceFilter(choices=DepositState.choices)


class OwnDepositFilter(DepositFilter):
    fund = IdFilter("fund")


class FundDeposits(ApiView):
    @operation(
        id="deposits_list",
        summary="Deposits of a fund, for its managers",
        gives=DepositShape,
        many=True,
        filters=DepositFilter,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return reads.deposits_of_fund(access.fund_to_manage(self.person, fund_id))

    @operation(
        id="deposits_announce",
        example={"sponsor": "org_0123456789abcdefghjk", "amount_minor": 500_000, "reference": "Invoice 2027-17"},
        summary="Announce a deposit",
        description="By whoever speaks for the sponsor, or by a manager. It counts once it is received.",
        takes=DepositBody,
        gives=DepositShape,
        status=201,
        scope=Scope.DEPOSITS_WRITE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        fund = access.fund_to_deposit(self.person, fund_id)
        sponsor = organisation_to_view(data.pop("sponsor"))
        return deposits.deposit_record(fund=fund, sponsor=sponsor, actor=self.person, **data)


class Deposit(ApiView):
    @operation(
        id="deposits_read", summary="A deposit, for its sponsor and managers", gives=DepositShape, scope=Scope.READ
    )
    def get(self, deposit_id: str) -> Any:
        return access.deposit_to_view(self.actor, deposit_id)


class DepositReceive(ApiView):
    @operation(
        id="deposits_receive",
        summary="Say that the money is there",
        description="Booked at once in a draft and below the fund's threshold, else when another manager approves.",
        gives=ProposalShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, deposit_id: str) -> Any:
        deposit = access.deposit_to_receive(self.person, deposit_id)
        return proposed(self, deposit.fund, ProposalKind.DEPOSIT, {"deposit": deposit.public_id})


class DepositReturn(ApiView):
    @operation(
        id="deposits_return",
        summary="Give a deposit back, as far as it is free",
        gives=DepositShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, deposit_id: str) -> Any:
        deposit = access.deposit_to_receive(self.person, deposit_id)
        return deposits.deposit_return(deposit=deposit, actor=self.person)


class OwnDeposits(ApiView):
    @operation(
        id="deposits_list_own",
        summary="Deposits of my organisations",
        gives=DepositShape,
        many=True,
        filters=OwnDepositFilter,
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.deposits_of_sponsor(self.person)


urlpatterns = [
    path("funds/<pid:fund_id>/deposits/", FundDeposits.as_view(), name="fund-deposits"),
    path("deposits/<pid:deposit_id>/", Deposit.as_view(), name="deposit"),
    path("deposits/<pid:deposit_id>/receive/", DepositReceive.as_view(), name="deposit-receive"),
    path("deposits/<pid:deposit_id>/return/", DepositReturn.as_view(), name="deposit-return"),
    path("me/deposits/", OwnDeposits.as_view(), name="own-deposits"),
]
