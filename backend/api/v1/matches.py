"""Matches: what a fund adds because of a pledge, and why it is that much. Public; they name no backer."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape, WorkedNumber
from backend.api.views import ApiView
from funding import access
from funding.enums import CauseKind, MatchBound, MatchState, PayoutState
from funding.selectors import funds as reads
from funding.selectors.explanations import match_explanation
from funding.services import approvals


class MatchShape(Shape):
    id = serializers.CharField(source="public_id")
    campaign = Ref("position.campaign")
    sequence = serializers.IntegerField(help_text="The order in which the fund's money was promised.")
    amount_minor = serializers.IntegerField()
    currency = serializers.CharField()
    state = serializers.ChoiceField(choices=MatchState.choices)
    base_minor = serializers.IntegerField(help_text="The part of the pledge that counts.")
    lost_minor = serializers.IntegerField(help_text="What it would have been, had the campaign reached its goal.")
    held_until = serializers.DateTimeField(
        allow_null=True, help_text="Not paid out before, because a bank may still return a direct debit."
    )
    borne_minor = serializers.IntegerField(help_text="Of the amount: paid out, lost its pledge, borne by the fund.")
    claimed_minor = WorkedNumber(help_text="Of the amount: paid out, lost its pledge, claimed back.")
    open_minor = serializers.IntegerField(help_text="Of the amount: paid out, lost its pledge, not decided yet.")
    rate_bp = WorkedNumber(source="rule.rate_bp", help_text="Basis points; 0 if the rule is not a percentage.")
    rule_version = serializers.IntegerField(source="rule.version")
    due_before_minor = serializers.IntegerField(help_text="Due to the campaign before this pledge, in all.")
    due_after_minor = serializers.IntegerField()
    bound = serializers.ChoiceField(
        choices=MatchBound.choices, help_text="Why it is less than the rate; empty if it is not."
    )
    pool_before_minor = serializers.IntegerField(help_text="Free in the fund when it was promised.")
    pool_after_minor = serializers.IntegerField()


class WaitingMatchShape(MatchShape):
    approvals_given = serializers.IntegerField(source="given")


class ApprovalBody(Body):
    note = Text(max_length=1_000, required=False, allow_blank=True)


class MatchFilter(FilterSet):
    campaign = IdFilter("position__campaign")
    state = ChoiceFilter(choices=MatchState.choices)


class QueueFilter(FilterSet):
    fund = IdFilter("position__fund")
    campaign = IdFilter("position__campaign")


class FundMatches(ApiView):
    @operation(
        id="matches_list",
        summary="Every match of a fund with its reason",
        gives=MatchShape,
        many=True,
        ordering=("-sequence", "-id"),
        filters=MatchFilter,
    )
    def get(self, fund_id: str) -> Any:
        return reads.matches_public(access.fund_to_view(self.actor, fund_id))


class Match(ApiView):
    @operation(id="matches_read", summary="A match with its reason", gives=MatchShape)
    def get(self, match_id: str) -> Any:
        return access.match_to_view(self.actor, match_id)


class LineShape(Shape):
    code = serializers.CharField(
        help_text="A stable word for what this line is; due_before, limit and own_gifts are taken away."
    )
    amount_minor = serializers.IntegerField()
    sentence = serializers.CharField(help_text="In the language of Accept-Language, German or English.")


class ChangeShape(Shape):
    kind = serializers.ChoiceField(choices=CauseKind.choices)
    at = serializers.DateTimeField()
    before_minor = serializers.IntegerField()
    after_minor = serializers.IntegerField()
    sentence = serializers.CharField()


class ApprovedShape(Shape):
    at = serializers.DateTimeField()
    amount_minor = serializers.IntegerField()
    by = serializers.CharField(help_text="Empty for whoever works neither with the fund nor with the campaign.")


class PotPartShape(Shape):
    sponsor = Ref("pot.sponsor")
    purpose = serializers.CharField(help_text="What the money is for; empty: anything.")
    amount_minor = serializers.IntegerField()
    allowed = serializers.BooleanField(help_text="Whether this money may go to the campaign.")


class LeavingShape(Shape):
    """Names are empty for whoever works neither with the fund nor with the campaign."""

    state = serializers.ChoiceField(choices=PayoutState.choices)
    amount_minor = serializers.IntegerField(help_text="Of the whole payout, with other matches of the campaign.")
    kept_minor = serializers.IntegerField(help_text="Of it: stays with the fund, which claims it back.")
    asked_at = serializers.DateTimeField()
    asked_by = serializers.CharField()
    approved_by = serializers.CharField()
    paid_at = serializers.DateTimeField(allow_null=True)


class OtherMatchShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("position.fund")
    amount_minor = serializers.IntegerField()


class ExplanationShape(Shape):
    """`lines` reads from top to bottom like a sum on paper; `changes` is what became of it later."""

    match = MatchShape()
    allocation = Ref("divided", allow_null=True, help_text="The division that it came of, or null.")
    rule_digest = serializers.CharField(source="match.rule.digest")
    rule = serializers.JSONField(source="match.rule.definition", help_text="The whole version of the rule.")
    lines = LineShape(many=True)
    changes = ChangeShape(many=True)
    approvals = ApprovedShape(many=True)
    pots = PotPartShape(many=True, help_text="They add up to the match; with them those that were not allowed.")
    payout = LeavingShape(allow_null=True, help_text="The payout that the match is in, if there is one.")
    others = OtherMatchShape(many=True, help_text="What other funds add because of the same pledge.")


class MatchExplanation(ApiView):
    @operation(
        id="matches_explain",
        summary="A match as a sum on paper",
        description="What counted, what the rule made of it, what bound, what was free, and each later change.",
        gives=ExplanationShape,
    )
    def get(self, match_id: str) -> Any:
        match = access.match_to_view(self.actor, match_id)
        return match_explanation(match, with_names=access.may_see_approvers(self.actor, match))


class MatchApprove(ApiView):
    @operation(
        id="matches_approve",
        summary="Approve a match",
        description="Two different managers of the fund, neither of whom belongs to the project.",
        takes=ApprovalBody,
        gives=MatchShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, match_id: str, data: Data) -> Any:
        match = access.match_to_approve(self.person, match_id)
        return approvals.match_approve(match=match, actor=self.person, **data)


class ApprovalQueue(ApiView):
    @operation(
        id="matches_list_to_approve",
        summary="Matches that wait for my approval",
        description="Second approvals first, then the longest waiting.",
        gives=WaitingMatchShape,
        many=True,
        ordering=("-given", "sequence", "id"),
        filters=QueueFilter,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self) -> Any:
        return reads.approvals_queue(self.person)


urlpatterns = [
    path("funds/<pid:fund_id>/matches/", FundMatches.as_view(), name="fund-matches"),
    path("matches/<pid:match_id>/", Match.as_view(), name="match"),
    path("matches/<pid:match_id>/explanation/", MatchExplanation.as_view(), name="match-explanation"),
    path("matches/<pid:match_id>/approve/", MatchApprove.as_view(), name="match-approve"),
    path("me/approvals/", ApprovalQueue.as_view(), name="approval-queue"),
]
