"""Cases: does a pledge count for the match? For the managers of the fund; and, in numbers, for the campaign."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, PublicId, Text
from backend.api.filters import ChoiceFilter, FilterSet, IdFilter
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from funding import access
from funding.enums import EXCLUSIONS, CaseKind, CaseState, MatchBound
from funding.selectors import cases as reads
from funding.services import cases

REASONS = [("", MatchBound.NONE.label), *((reason.value, reason.label) for reason in EXCLUSIONS)]


class CaseShape(Shape):
    id = serializers.CharField(source="public_id")
    campaign = Ref("position.campaign")
    fund = Ref("position.fund")
    pledge = Ref("pledge")
    pledge_number = serializers.IntegerField(source="pledge.sequence", help_text="Its number in the campaign.")
    kind = serializers.ChoiceField(choices=CaseKind.choices)
    state = serializers.ChoiceField(choices=CaseState.choices)
    note = serializers.CharField()
    created_at = serializers.DateTimeField()


class CaseFactsShape(Shape):
    """Pledges by their number in the campaign; never whose they are or which card it was."""

    case = CaseShape()
    same_means = serializers.ListField(
        child=serializers.IntegerField(), help_text="Paid from the same card or bank account."
    )
    same_person = serializers.ListField(child=serializers.IntegerField(), help_text="Given by the same person.")


class CaseDecisionShape(Shape):
    id = serializers.CharField(source="public_id")
    case = Ref("case")
    verdict = serializers.ChoiceField(choices=CaseState.choices)
    reason = serializers.ChoiceField(choices=REASONS)
    note = serializers.CharField()
    answer_de = serializers.CharField()
    answer_en = serializers.CharField()
    created_at = serializers.DateTimeField()


class ExcludedShape(Shape):
    reason = serializers.CharField()
    pledges = serializers.IntegerField()


class WhoCountsShape(Shape):
    people = serializers.IntegerField(help_text="Who has paid, each person once.")
    qualifying = serializers.IntegerField(help_text="How many of them count for the match.")
    held = serializers.IntegerField(help_text="Pledges about which a case is open.")
    excluded = ExcludedShape(many=True, help_text="Pledges that stand but do not count, by reason.")


class OpenBody(Body):
    pledge = PublicId()
    note = Text(max_length=1_000, help_text="The other managers read it.")


class DecideBody(Body):
    verdict = serializers.ChoiceField(choices=[CaseState.COUNTED.value, CaseState.EXCLUDED.value])
    reason = serializers.ChoiceField(choices=REASONS, required=False, allow_blank=True)
    note = Text(max_length=1_000, help_text="The other managers and the audit trail keep it.")
    answer_de = Text(max_length=2_000, required=False, allow_blank=True, help_text="Empty is the usual answer.")
    answer_en = Text(max_length=2_000, required=False, allow_blank=True, help_text="Empty is the usual answer.")


class CaseFilter(FilterSet):
    state = ChoiceFilter(choices=CaseState.choices)
    kind = ChoiceFilter(choices=CaseKind.choices)
    campaign = IdFilter("position__campaign")


class FundCases(ApiView):
    @operation(
        id="cases_list",
        summary="Cases of a fund, for its managers",
        gives=CaseShape,
        many=True,
        filters=CaseFilter,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return reads.cases_of_fund(access.fund_to_manage(self.person, fund_id))


class Cases(ApiView):
    @operation(
        id="cases_open",
        summary="Ask whether a pledge counts",
        description="Its match is on hold until somebody has decided; a payout that has not left is ended.",
        takes=OpenBody,
        gives=CaseShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
        errors=(404,),
    )
    def post(self, data: Data) -> Any:
        pledge, position = access.pledge_to_question(self.person, data["pledge"])
        return cases.case_open(pledge=pledge, position=position, actor=self.person, note=data["note"])


class Case(ApiView):
    @operation(id="cases_read", summary="A case with what is known", gives=CaseFactsShape, scope=Scope.FUNDS_MANAGE)
    def get(self, case_id: str) -> Any:
        case = access.case_to_view(self.person, case_id)
        facts = reads.case_facts(case)
        return {"case": case, "same_means": facts.same_means, "same_person": facts.same_person}


class CaseDecide(ApiView):
    @operation(
        id="cases_decide",
        summary="Decide a case and answer the backer",
        description="A later decision may differ. Not for who belongs to the project or gave the pledge.",
        takes=DecideBody,
        gives=CaseDecisionShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, case_id: str, data: Data) -> Any:
        given = {**data, "verdict": CaseState(data["verdict"]), "reason": MatchBound(data.get("reason", ""))}
        return cases.case_decide(case=access.case_to_decide(self.person, case_id), actor=self.person, **given)


class CampaignWhoCounts(ApiView):
    @operation(
        id="campaigns_who_counts",
        summary="How many people count for the match, and why others do not",
        description="For the team and who manages the fund: numbers with reasons, no other person's data.",
        gives=WhoCountsShape,
        scope=Scope.READ,
    )
    def get(self, campaign_id: str) -> Any:
        counts = reads.who_counts(access.campaign_to_see_who_counts(self.actor, campaign_id))
        excluded = [{"reason": reason, "pledges": number} for reason, number in counts.excluded]
        return {"people": counts.people, "qualifying": counts.qualifying, "held": counts.held, "excluded": excluded}


urlpatterns = [
    path("funds/<pid:fund_id>/cases/", FundCases.as_view(), name="fund-cases"),
    path("cases/", Cases.as_view(), name="cases"),
    path("cases/<pid:case_id>/", Case.as_view(), name="case"),
    path("cases/<pid:case_id>/decide/", CaseDecide.as_view(), name="case-decide"),
    path("campaigns/<pid:campaign_id>/who-counts/", CampaignWhoCounts.as_view(), name="campaign-who-counts"),
]
