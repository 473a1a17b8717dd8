"""A fund's money divided in one batch: computed, looked at, proposed by one manager and agreed to by another."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, PublicId
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.v1.proposals import ProposalShape, SigningBody, proposed
from backend.api.views import ApiView
from backend.core.errors import NotFound
from funding import access
from funding.enums import AllocationState, ProposalKind
from funding.selectors.allocations import allocations_of
from funding.services import allocations


class AllocationShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("fund")
    position = Ref("position", allow_null=True, help_text="Of a campaign's success; null: of the close of the fund.")
    state = serializers.ChoiceField(choices=AllocationState.choices)
    progress_percent = serializers.IntegerField()
    problem = serializers.CharField(help_text="Why it failed, as a stable word, or empty.")
    pool_minor = serializers.IntegerField(help_text="Free in the fund before it.")
    amount_minor = serializers.IntegerField(help_text="What all campaigns get together.")
    sequence = serializers.IntegerField(help_text="The entry of the fund's journal up to which it was computed.")
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)


class AllocationResultShape(AllocationShape):
    lines = serializers.ListField(
        child=serializers.DictField(),
        help_text="One for each campaign and rule version: `gifts` and `backers` that count, `base_minor` of their"
        " money, `claim_minor` by the function, `most_minor` after caps and gates, `amount_minor` that it gets,"
        " `unpaid_minor` that does not count yet, and the `bounds` that it ran into, as stable words.",
    )


class AllocationBody(Body):
    position = PublicId(required=False, help_text="Where the campaign stands with the fund; left out for the close.")


class FundAllocations(ApiView):
    @operation(
        id="allocations_list",
        summary="Divisions that were computed, for the managers of a fund",
        gives=AllocationShape,
        many=True,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return allocations_of(access.fund_to_manage(self.person, fund_id))

    @operation(
        id="allocations_ask",
        summary="Ask who would get what",
        description="A worker computes it; `allocations_read` says how far it is. Decides nothing.",
        takes=AllocationBody,
        gives=AllocationShape,
        status=202,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        fund = access.fund_to_manage(self.person, fund_id)
        wanted = data.get("position")
        position = access.position_to_view(self.person, wanted) if wanted else None
        if position is not None and position.fund_id != fund.pk:
            raise NotFound
        return allocations.allocation_ask(fund=fund, actor=self.person, position=position)


class Allocation(ApiView):
    @operation(
        id="allocations_read",
        summary="How far a division is, and who would get what",
        gives=AllocationResultShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, allocation_id: str) -> Any:
        return access.allocation_to_view(self.person, allocation_id)


class AllocationPropose(ApiView):
    @operation(
        id="allocations_propose",
        summary="Propose to divide as computed",
        description="Carried out as soon as another manager agrees, unless something has changed by then.",
        takes=SigningBody,
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, allocation_id: str, data: Data) -> Any:
        run = access.allocation_to_view(self.person, allocation_id)
        return proposed(self, run.fund, ProposalKind.ALLOCATION, {"allocation": run.public_id, **data})


urlpatterns = [
    path("funds/<pid:fund_id>/allocations/", FundAllocations.as_view(), name="fund-allocations"),
    path("allocations/<pid:allocation_id>/", Allocation.as_view(), name="allocation"),
    path("allocations/<pid:allocation_id>/propose/", AllocationPropose.as_view(), name="allocation-propose"),
]
