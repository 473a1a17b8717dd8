"""Funds: a pool of sponsors' money, its rule and its managers."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Amount, Body, Integer, Language, Moment, PublicId, SearchText, Slug, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.v1.proposals import ProposalShape, SigningBody, proposed
from backend.api.views import ApiView
from funding import access
from funding.domain.limits import RATE_MAX_BP, RATE_MIN_BP
from funding.enums import Admission, FundState, ProposalKind
from funding.selectors import funds as reads
from funding.services import funds
from programmes.access import programme_to_view


class FundShape(Shape):
    id = serializers.CharField(source="public_id")
    slug = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField()
    language = serializers.CharField()
    currency = serializers.CharField()
    organisation = Ref("organisation")
    programme = Ref("programme", allow_null=True)
    state = serializers.ChoiceField(choices=FundState.choices)
    solo_below_minor = serializers.IntegerField(help_text="Below this sum one manager may decide alone; 0: never.")
    admission = serializers.ChoiceField(choices=Admission.choices)
    public_money = serializers.BooleanField(help_text="Whether a ceiling on public money holds for it.")
    rank = serializers.IntegerField(help_text="Its place where several funds top a campaign up; the smallest is first.")


class WaterlineShape(Shape):
    """From the ledger: paid_in = paid + approved + reserved + free + returned, to the cent."""

    paid_in = serializers.IntegerField()
    returned = serializers.IntegerField()
    paid = serializers.IntegerField()
    approved = serializers.IntegerField()
    reserved = serializers.IntegerField()
    free = serializers.IntegerField()
    borne = serializers.IntegerField(
        help_text="The part of `paid` whose pledges went back afterwards, and that the fund bears."
    )
    claimed = serializers.IntegerField(help_text="The part of `paid` that is claimed back from projects.")
    undecided = serializers.IntegerField(help_text="The part of `paid` about which managers have yet to decide.")
    currency = serializers.CharField()


class RuleShape(Shape):
    id = serializers.CharField(source="public_id")
    version = serializers.IntegerField()
    definition = serializers.DictField(help_text="The whole rule set.")
    digest = serializers.CharField(help_text="SHA-256 of the definition as canonical JSON.")
    rate_bp = serializers.SerializerMethodField(help_text="Basis points: 2500 is 25 %; 0 if it is not a percentage.")
    cap_campaign_minor = serializers.IntegerField(allow_null=True)
    cap_pledge_minor = serializers.IntegerField(allow_null=True)
    window_starts_at = serializers.DateTimeField(allow_null=True)
    window_ends_at = serializers.DateTimeField(allow_null=True)
    valid_from_sequence = serializers.IntegerField()

    def get_rate_bp(self, rule: Any) -> int:
        """Worked out of the definition, as the caps and the window are: so lists read rows, not columns."""
        return int(rule.rate_bp)


class FundDetailShape(Shape):
    fund = FundShape()
    waterline = WaterlineShape()
    rule = RuleShape(allow_null=True)


class FundBody(Body):
    organisation = PublicId(help_text="One that you speak for.")
    slug = Slug(max_length=80)
    name = Text(max_length=120)
    summary = Text(max_length=300)
    language = Language(default="de")
    programme = PublicId(required=False, allow_null=True)


class RuleBody(SigningBody):
    """Either the whole rule set, or the fields of a percentage."""

    definition = serializers.DictField(required=False, help_text="A whole rule set, as `rules_list` shows it.")
    rate_bp = Integer(
        min_value=RATE_MIN_BP, max_value=RATE_MAX_BP, required=False, help_text="Basis points: 2500 is 25 %."
    )
    cap_campaign_minor = Amount(required=False, allow_null=True)
    cap_pledge_minor = Amount(required=False, allow_null=True)
    window_starts_at = Moment(required=False, allow_null=True)
    window_ends_at = Moment(required=False, allow_null=True)


class ManagerBody(SigningBody):
    person = PublicId()


class FundFilter(FilterSet):
    organisation = IdFilter("organisation")
    programme = IdFilter("programme")
    state = ChoiceFilter(choices=[pair for pair in FundState.choices if pair[0] != FundState.DRAFT])


class Funds(ApiView):
    @operation(
        id="funds_list",
        summary="Funds",
        asks=SearchText,
        gives=FundShape,
        many=True,
        ordering=("name", "id"),
        filters=FundFilter,
    )
    def get(self, asked: Data) -> Any:
        return reads.funds_public(query=asked.get("q", ""))

    @operation(
        id="funds_create",
        summary="Found a fund",
        description="For an organisation that you speak for; you manage it. It opens with a rule and two managers.",
        takes=FundBody,
        gives=FundShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
        errors=(404,),
    )
    def post(self, data: Data) -> Any:
        organisation = access.organisation_to_found(self.person, data.pop("organisation"))
        if data.get("programme"):
            data["programme"] = programme_to_view(self.person, data["programme"])
        return funds.fund_create(organisation=organisation, actor=self.person, fields=data)


class Fund(ApiView):
    @operation(id="funds_read", summary="A fund: where its money is, and its rule", gives=FundDetailShape)
    def get(self, fund_id: str) -> Any:
        return reads.fund_page(access.fund_to_view(self.actor, fund_id))


class FundOpen(ApiView):
    @operation(
        id="funds_open",
        summary="Propose to let a fund match",
        description="It opens when another manager approves the proposal.",
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str) -> Any:
        return proposed(self, access.fund_to_manage(self.person, fund_id), ProposalKind.OPEN, {})


class FundClose(ApiView):
    @operation(
        id="funds_close",
        summary="Propose to match no new pledges",
        description="Once another manager approves, what runs may finish; then the rest is decided about.",
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str) -> Any:
        return proposed(self, access.fund_to_manage(self.person, fund_id), ProposalKind.CLOSE, {})


class FundManagers(ApiView):
    @operation(
        id="fund_managers_add",
        summary="Propose another manager; the only one names the second alone",
        takes=ManagerBody,
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        fund = access.fund_to_manage(self.person, fund_id)
        return proposed(self, fund, ProposalKind.MANAGER, data)


class FundRules(ApiView):
    @operation(
        id="rules_list",
        summary="All versions of a fund's rule",
        gives=RuleShape,
        many=True,
        ordering=("-version", "-id"),
    )
    def get(self, fund_id: str) -> Any:
        return access.fund_to_view(self.actor, fund_id).rules.all()

    @operation(
        id="rules_set",
        example={"rate_bp": 2_500, "cap_campaign_minor": 1_000_000},
        summary="Propose the next version of the rule",
        description="In a draft it holds at once, in an open fund when another manager approves the proposal."
        " Earlier matches keep theirs.",
        takes=RuleBody,
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        fund = access.fund_to_manage(self.person, fund_id)
        return proposed(self, fund, ProposalKind.RULE, data)


class OwnFunds(ApiView):
    @operation(
        id="funds_list_managed",
        summary="Funds that I manage",
        gives=FundShape,
        many=True,
        ordering=("name", "id"),
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.funds_managed_by(self.person)


urlpatterns = [
    path("funds/", Funds.as_view(), name="funds"),
    path("funds/<pid:fund_id>/", Fund.as_view(), name="fund"),
    path("funds/<pid:fund_id>/open/", FundOpen.as_view(), name="fund-open"),
    path("funds/<pid:fund_id>/close/", FundClose.as_view(), name="fund-close"),
    path("funds/<pid:fund_id>/managers/", FundManagers.as_view(), name="fund-managers"),
    path("funds/<pid:fund_id>/rules/", FundRules.as_view(), name="fund-rules"),
    path("me/funds/", OwnFunds.as_view(), name="own-funds"),
]
