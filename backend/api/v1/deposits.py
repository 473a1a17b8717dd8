"""Deposits: money of sponsors, announced, then received. Only what was received can be promised."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.accounts.selectors.organisations import organisation_to_view
from backend.api.fields import Amount, Body, Integer, Moment, PublicId, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.v1.matches import MatchFilter, MatchShape
from backend.api.v1.proposals import ProposalShape, proposed
from backend.api.views import ApiView
from funding import access
from funding.domain.allocation import Earmark
from funding.domain.pots import PRIORITY_MAX
from funding.enums import DepositState, ProposalKind, Region
from funding.selectors import funds as reads
from funding.selectors.pots import pots_of
from funding.selectors.sponsored import matches_sponsored, sponsorship_of
from funding.services import deposits

EARMARK = "topics, regions, starts_at and ends_at; empty: for anything."


class PotShape(Shape):
    """One sponsor's money for one purpose; free = paid_in - given."""

    sponsor = Ref("sponsor")
    priority = serializers.IntegerField(help_text="The smallest is used first; the same is shared out together.")
    earmark = serializers.DictField(source="earmark_data", help_text=EARMARK)
    paid_in_minor = serializers.IntegerField()
    given_minor = serializers.IntegerField(help_text="Reserved, approved or paid.")
    free_minor = serializers.IntegerField()


class PotsShape(Shape):
    pots = PotShape(many=True)


class CampaignShareShape(Shape):
    campaign = Ref("campaign")
    own_minor = serializers.IntegerField(help_text="Of your money.")
    matched_minor = serializers.IntegerField(help_text="All that the fund adds to the campaign.")


class SponsorshipShape(Shape):
    """`campaigns` add up to `given_minor`."""

    paid_in_minor = serializers.IntegerField()
    given_minor = serializers.IntegerField()
    free_minor = serializers.IntegerField()
    pots = PotShape(many=True)
    campaigns = CampaignShareShape(many=True)


class SponsoredMatchShape(MatchShape):
    own_minor = serializers.IntegerField(help_text="How much of the match is your money.")


class DepositShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("fund")
    sponsor = Ref("sponsor")
    amount_minor = serializers.IntegerField()
    currency = serializers.CharField()
    reference = serializers.CharField()
    priority = serializers.IntegerField()
    earmark = serializers.DictField(help_text=EARMARK)
    state = serializers.ChoiceField(choices=DepositState.choices)
    created_at = serializers.DateTimeField()


class EarmarkBody(Body):
    """Every condition that is named must hold; none is for anything."""

    topics = serializers.ListField(child=Text(max_length=60), default=list, help_text="Short names of categories.")
    regions = serializers.ListField(child=serializers.ChoiceField(choices=Region.choices), default=list)
    starts_at = Moment(required=False, allow_null=True)
    ends_at = Moment(required=False, allow_null=True, help_text="Not included.")


class DepositBody(Body):
    sponsor = PublicId(help_text="An organisation that you speak for; managers of the fund may name any.")
    amount_minor = Amount()
    currency = serializers.ChoiceField(choices=["EUR"], default="EUR")
    reference = Text(max_length=140, required=False, allow_blank=True, help_text="Of the bank transfer; each one once.")
    earmark = EarmarkBody(required=False)
    priority = Integer(min_value=0, max_value=PRIORITY_MAX, default=0, help_text="For managers.")


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
        description="By whoever speaks for the sponsor, or by a manager. It counts once it is received. What it is for"
        " cannot be changed later.",
        takes=DepositBody,
        gives=DepositShape,
        status=201,
        scope=Scope.DEPOSITS_WRITE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        fund = access.fund_to_deposit(self.person, fund_id)
        sponsor = organisation_to_view(data.pop("sponsor"))
        if known := data.pop("earmark", None):
            topics, regions = tuple(known.pop("topics")), tuple(known.pop("regions"))
            data["earmark"] = Earmark(topics=topics, regions=regions, **known)
        return deposits.deposit_record(fund=fund, sponsor=sponsor, actor=self.person, **data)


class FundPots(ApiView):
    @operation(
        id="pots_list",
        summary="The pots of a fund: whose money, and what it is for",
        description="A match takes money only from pots that may go to its campaign.",
        gives=PotsShape,
    )
    def get(self, fund_id: str) -> Any:
        return {"pots": pots_of(access.fund_to_view(self.actor, fund_id))}


class FundSponsorship(ApiView):
    @operation(
        id="sponsorship_read",
        summary="Where my organisations' money in a fund is",
        gives=SponsorshipShape,
        scope=Scope.READ,
    )
    def get(self, fund_id: str) -> Any:
        return sponsorship_of(*access.fund_to_follow(self.person, fund_id))


class FundSponsoredMatches(ApiView):
    @operation(
        id="matches_list_sponsored",
        summary="Every match that my organisations' money is in",
        gives=SponsoredMatchShape,
        many=True,
        ordering=("-sequence", "-id"),
        filters=MatchFilter,
        scope=Scope.READ,
    )
    def get(self, fund_id: str) -> Any:
        return matches_sponsored(sponsorship_of(*access.fund_to_follow(self.person, fund_id)))


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
    path("funds/<pid:fund_id>/pots/", FundPots.as_view(), name="fund-pots"),
    path("funds/<pid:fund_id>/sponsorship/", FundSponsorship.as_view(), name="fund-sponsorship"),
    path("funds/<pid:fund_id>/sponsored-matches/", FundSponsoredMatches.as_view(), name="fund-sponsored-matches"),
    path("deposits/<pid:deposit_id>/", Deposit.as_view(), name="deposit"),
    path("deposits/<pid:deposit_id>/receive/", DepositReceive.as_view(), name="deposit-receive"),
    path("deposits/<pid:deposit_id>/return/", DepositReturn.as_view(), name="deposit-return"),
    path("me/deposits/", OwnDeposits.as_view(), name="own-deposits"),
]
