"""Pledges: what a backer promises, what the fund adds, and the page on which it is paid."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import MAX_AMOUNT_MINOR, Amount, Body, Flag, Language, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape, Worked
from backend.api.views import ApiView
from funding import access
from funding.domain.rule_axes import Settlement
from funding.enums import MatchBound, PaymentState, PledgeState, RefundState
from funding.selectors import campaigns as reads
from funding.selectors.quotes import pledge_quote
from funding.services import pledges, refunds


class FundQuoteShape(Shape):
    fund = Ref("fund")
    match_minor = serializers.IntegerField(source="match.amount_minor")
    rate_bp = serializers.IntegerField()
    bound = serializers.ChoiceField(
        choices=MatchBound.choices, help_text="Why it is less than the rate; empty if it is not."
    )
    free_minor = serializers.IntegerField(source="free_before.amount_minor", help_text="Free in the fund now.")


class QuoteShape(Shape):
    """Of the present moment, not a promise. `funds` add up to `match_minor`; what follows them is of the first."""

    amount_minor = serializers.IntegerField(source="amount.amount_minor")
    match_minor = serializers.IntegerField(source="match.amount_minor", help_text="What all funds would add.")
    total_minor = serializers.IntegerField(source="total.amount_minor")
    currency = serializers.CharField(source="amount.currency")
    funds = FundQuoteShape(many=True)
    fund = Ref("fund", allow_null=True, help_text="The one that adds most.")
    rate_bp = serializers.IntegerField()
    bound = serializers.ChoiceField(
        choices=MatchBound.choices, help_text="Why it is less than the rate; empty if it is not."
    )
    fund_free_minor = serializers.IntegerField(source="free_before.amount_minor", allow_null=True)
    settlement = serializers.ChoiceField(
        choices=[one.value for one in Settlement],
        help_text="When what the fund adds is settled; if not `at_pledge`, `match_minor` is 0 until then.",
    )
    estimate_minor = serializers.IntegerField(
        source="estimate.amount_minor", allow_null=True, help_text="For the campaign in all; an estimate, no promise."
    )
    estimated_at = serializers.DateTimeField(allow_null=True)


class QuoteQuestion(serializers.Serializer[Any]):
    amount_minor = serializers.IntegerField(min_value=1, max_value=MAX_AMOUNT_MINOR)


class PledgeShape(Shape):
    id = serializers.CharField(source="public_id")
    campaign = Ref("campaign")
    amount_minor = serializers.IntegerField()
    currency = serializers.CharField()
    state = serializers.ChoiceField(choices=PledgeState.choices)
    is_anonymous = serializers.BooleanField()
    message = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(help_text="To be paid until.")
    payment_state = serializers.ChoiceField(source="payment.state", choices=PaymentState.choices)
    payment_url = serializers.CharField(
        source="payment.page_url",
        help_text="The provider's page; empty while the provider does not answer. Ask again.",
    )
    refunded_minor = serializers.IntegerField(source="payment.refunded_minor")


class PublicPledgeShape(Shape):
    name = Worked(source="shown_name", help_text="Empty for an anonymous pledge.")
    amount_minor = serializers.IntegerField()
    currency = serializers.CharField()
    message = serializers.CharField()
    created_at = serializers.DateTimeField()


class PledgeBody(Body):
    amount_minor = Amount()
    currency = serializers.ChoiceField(choices=["EUR"], default="EUR")
    is_anonymous = Flag(default=False)
    message = Text(max_length=280, required=False, allow_blank=True)
    language = Language(required=False, help_text="Of the receipt; by default that of your profile.")


class RefundShape(Shape):
    id = serializers.CharField(source="public_id")
    amount_minor = serializers.IntegerField()
    state = serializers.ChoiceField(choices=RefundState.choices)
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()


class RefundBody(Body):
    amount_minor = Amount()
    reason = Text(max_length=1_000, help_text="The backer reads it.")


class PledgeFilter(FilterSet):
    campaign = IdFilter("campaign")
    state = ChoiceFilter(choices=PledgeState.choices)


class Quote(ApiView):
    @operation(
        id="pledges_quote",
        summary="What a pledge would bring",
        description="Honestly partial where the fund is short, and zero with the reason where nothing is added.",
        asks=QuoteQuestion,
        gives=QuoteShape,
    )
    def get(self, campaign_id: str, asked: Data) -> Any:
        campaign = access.campaign_to_back(self.actor, campaign_id)
        return pledge_quote(campaign, asked["amount_minor"], viewer=self.actor)


class CampaignPledges(ApiView):
    @operation(
        id="pledges_list", summary="What backers gave, as they want it shown", gives=PublicPledgeShape, many=True
    )
    def get(self, campaign_id: str) -> Any:
        return reads.pledges_public(access.campaign_to_view(self.actor, campaign_id))

    @operation(
        id="pledges_create",
        example={"amount_minor": 2_000, "currency": "EUR", "message": "For my aunt."},
        summary="Back a campaign",
        description="Reserves what the fund adds and answers with the page to pay on. Send an `Idempotency-Key`.",
        takes=PledgeBody,
        gives=PledgeShape,
        status=201,
        scope=Scope.PLEDGES_WRITE,
        network=True,
    )
    def post(self, campaign_id: str, data: Data) -> Any:
        campaign = access.campaign_to_back(self.person, campaign_id)
        language = data.pop("language", self.person.language)
        return pledges.pledge_start(
            campaign=campaign,
            backer=pledges.Backer(user=self.person, language=language),
            request_key=self.request_key or "",
            **data,
        )


class Pledge(ApiView):
    @operation(
        id="pledges_read",
        summary="A pledge: my own, or as a fund manager",
        gives=PledgeShape,
        scope=Scope.READ,
    )
    def get(self, pledge_id: str) -> Any:
        return access.pledge_to_view(self.actor, pledge_id)


class PledgeRefunds(ApiView):
    @operation(
        id="refunds_list",
        summary="What goes back of a pledge: my own, or as a fund manager",
        gives=RefundShape,
        many=True,
        scope=Scope.READ,
    )
    def get(self, pledge_id: str) -> Any:
        return reads.refunds_of_pledge(access.pledge_to_view(self.actor, pledge_id))

    @operation(
        id="refunds_request",
        summary="Give money back to a backer",
        description="All of a pledge or a part, as a manager of the money. The match follows.",
        takes=RefundBody,
        gives=RefundShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, pledge_id: str, data: Data) -> Any:
        payment = access.payment_to_refund(self.person, pledge_id)
        return refunds.refund_request(payment=payment, actor=self.person, **data)


class Refund(ApiView):
    @operation(
        id="refunds_read",
        summary="A refund: of my own pledge, or as a fund manager",
        gives=RefundShape,
        scope=Scope.READ,
    )
    def get(self, refund_id: str) -> Any:
        return access.refund_to_view(self.actor, refund_id)


class OwnPledges(ApiView):
    @operation(
        id="pledges_list_own",
        summary="My pledges",
        gives=PledgeShape,
        many=True,
        filters=PledgeFilter,
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.pledges_of(self.person)


urlpatterns = [
    path("campaigns/<pid:campaign_id>/quote/", Quote.as_view(), name="quote"),
    path("campaigns/<pid:campaign_id>/pledges/", CampaignPledges.as_view(), name="campaign-pledges"),
    path("pledges/<pid:pledge_id>/", Pledge.as_view(), name="pledge"),
    path("pledges/<pid:pledge_id>/refunds/", PledgeRefunds.as_view(), name="pledge-refunds"),
    path("refunds/<pid:refund_id>/", Refund.as_view(), name="refund"),
    path("me/pledges/", OwnPledges.as_view(), name="own-pledges"),
]
