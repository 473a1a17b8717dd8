"""Money that was paid out and lost its pledge: what is claimed back, who carries it, what came back."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Amount
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape, WorkedNumber
from backend.api.v1.proposals import ProposalShape, SigningBody, proposed
from backend.api.views import ApiView
from funding import access
from funding.domain.book_events import Burden
from funding.enums import MatchState, ProposalKind
from funding.selectors import claims as reads


class ClaimShape(Shape):
    """`open` waits for a decision, `claimed` is kept of the project's next payouts, `borne` the fund carries."""

    match = serializers.CharField(source="public_id")
    campaign = Ref("position.campaign")
    state = serializers.ChoiceField(choices=MatchState.choices)
    amount_minor = serializers.IntegerField(help_text="What the match still holds.")
    open_minor = serializers.IntegerField()
    claimed_minor = WorkedNumber()
    kept_minor = WorkedNumber(help_text="Of what is claimed: kept of payouts that are on their way.")
    borne_minor = serializers.IntegerField()
    currency = serializers.CharField()


class BurdenBody(SigningBody):
    burden = serializers.ChoiceField(
        choices=[(one.value, one.value) for one in Burden],
        help_text="bear: the fund carries it, and waives what it claims. claw_back: only for what is open.",
    )


class RepaymentBody(SigningBody):
    amount_minor = Amount()


class FundClaims(ApiView):
    @operation(
        id="claims_list",
        summary="What of a fund's money was paid out and has lost its pledge, for its managers",
        gives=ClaimShape,
        many=True,
        ordering=("-open_minor", "-claim_minor", "-id"),
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return reads.claims_of_fund(access.fund_to_manage(self.person, fund_id))


class MatchBurden(ApiView):
    @operation(
        id="burdens_propose",
        summary="Propose who carries what of a match has lost its pledge",
        takes=BurdenBody,
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, match_id: str, data: Data) -> Any:
        match = access.match_to_decide_on(self.person, match_id)
        return proposed(self, match.position.fund, ProposalKind.BURDEN, {**data, "match": match.public_id})


class MatchRepayment(ApiView):
    @operation(
        id="repayments_propose",
        summary="Propose to book what a project has paid back",
        takes=RepaymentBody,
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, match_id: str, data: Data) -> Any:
        match = access.match_to_decide_on(self.person, match_id)
        return proposed(self, match.position.fund, ProposalKind.REPAYMENT, {**data, "match": match.public_id})


urlpatterns = [
    path("funds/<pid:fund_id>/claims/", FundClaims.as_view(), name="fund-claims"),
    path("matches/<pid:match_id>/burden/", MatchBurden.as_view(), name="match-burden"),
    path("matches/<pid:match_id>/repayment/", MatchRepayment.as_view(), name="match-repayment"),
]
