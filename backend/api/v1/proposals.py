"""What two managers decide about a fund: one proposes, another one agrees."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.accounts.models import User
from backend.accounts.selectors.people import person_to_name
from backend.api.fields import Amount, Body, Flag, Integer, PublicId, Text
from backend.api.filters import ChoiceFilter, FilterSet
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from funding import access
from funding.domain.pots import PRIORITY_MAX
from funding.enums import Admission, ProposalKind, ProposalState, RemainderUse
from funding.selectors import proposals as reads
from funding.services import proposals


class ProposalShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("fund")
    kind = serializers.ChoiceField(choices=ProposalKind.choices)
    subject = serializers.CharField(source="subject_ref", help_text="A deposit or campaign that it is about, or empty.")
    payload = serializers.DictField(help_text="What was asked for.")
    amount_minor = serializers.IntegerField()
    note = serializers.CharField()
    state = serializers.ChoiceField(choices=ProposalState.choices)
    alone = serializers.BooleanField(help_text="One person was enough.")
    proposed_by = Ref("proposed_by")
    proposed_for = Ref("proposed_for", allow_null=True, help_text="Who was away, where a deputy proposed it.")
    decided_by = Ref("decided_by", allow_null=True)
    decided_for = Ref("decided_for", allow_null=True, help_text="Who was away, where a deputy decided it.")
    decision_note = serializers.CharField()
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class SigningBody(Body):
    note = Text(max_length=1_000, required=False, allow_blank=True)
    acting_for = PublicId(required=False, help_text="A manager who has named you as deputy for today.")


class ProposalDeclineBody(Body):
    reason = Text(max_length=1_000, required=False, allow_blank=True, help_text="Needed, except for one's own.")
    acting_for = PublicId(required=False, help_text="A manager who has named you as deputy for today.")


class SettingsBody(SigningBody):
    solo_below_minor = Integer(
        min_value=0, max_value=10**11, required=False, help_text="Below this sum one person is enough; 0: never."
    )
    admission = serializers.ChoiceField(choices=Admission.choices, required=False)
    public_money = Flag(required=False)
    rank = Integer(min_value=0, max_value=PRIORITY_MAX, required=False, help_text="Beside other funds, 0 is first.")


class RemainderBody(SigningBody):
    use = serializers.ChoiceField(choices=RemainderUse.choices)
    to_fund = PublicId(required=False, help_text="Where it goes over into another fund.")


class WriteOffBody(SigningBody):
    campaign = PublicId()
    amount_minor = Amount()


class ProposalFilter(FilterSet):
    state = ChoiceFilter(choices=ProposalState.choices)
    kind = ChoiceFilter(choices=ProposalKind.choices)


def signer(data: Data) -> User | None:
    """Take from a body in whose name it is sent."""
    absent = data.pop("acting_for", None)
    return person_to_name(absent) if absent else None


def proposed(view: ApiView, fund: Any, kind: ProposalKind, data: Data) -> Any:
    """Propose it for whoever asks; carried out at once where one person is enough."""
    note, absent = data.pop("note", ""), signer(data)
    return proposals.proposal_make(fund=fund, kind=kind, actor=view.person, data=data, note=note, acting_for=absent)


class FundProposals(ApiView):
    @operation(
        id="proposals_list",
        summary="What was proposed and decided about a fund, for its managers",
        gives=ProposalShape,
        many=True,
        filters=ProposalFilter,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return reads.proposals_of_fund(access.fund_to_manage(self.person, fund_id))


class FundSettings(ApiView):
    @operation(
        id="settings_propose",
        summary="Propose what one person may do alone and how campaigns are taken in",
        takes=SettingsBody,
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        return proposed(self, access.fund_to_manage(self.person, fund_id), ProposalKind.SETTINGS, data)


class FundRemainder(ApiView):
    @operation(
        id="remainder_propose",
        summary="Propose what becomes of the money that a closing fund has left",
        takes=RemainderBody,
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        return proposed(self, access.fund_to_manage(self.person, fund_id), ProposalKind.REMAINDER, data)


class FundWriteOffs(ApiView):
    @operation(
        id="write_offs_propose",
        summary="Propose to write off what a campaign owes and will not bring",
        takes=WriteOffBody,
        gives=ProposalShape,
        status=201,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        fund = access.fund_to_manage(self.person, fund_id)
        access.campaign_to_write_off(self.person, fund, data["campaign"])
        return proposed(self, fund, ProposalKind.WRITE_OFF, data)


class Proposal(ApiView):
    @operation(
        id="proposals_read",
        summary="A proposal, for managers of its fund",
        gives=ProposalShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, proposal_id: str) -> Any:
        return access.proposal_to_view(self.actor, proposal_id)


class ProposalApprove(ApiView):
    @operation(
        id="proposals_approve",
        summary="Agree as the second person; it is carried out at once",
        takes=SigningBody,
        gives=ProposalShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, proposal_id: str, data: Data) -> Any:
        proposal = access.proposal_to_decide(self.person, proposal_id)
        absent = signer(data)
        return proposals.proposal_approve(proposal=proposal, actor=self.person, acting_for=absent, **data)


class ProposalDecline(ApiView):
    @operation(
        id="proposals_decline",
        summary="Decline a proposal, or withdraw one's own",
        takes=ProposalDeclineBody,
        gives=ProposalShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, proposal_id: str, data: Data) -> Any:
        proposal = access.proposal_to_decide(self.person, proposal_id)
        absent = signer(data)
        return proposals.proposal_decline(proposal=proposal, actor=self.person, acting_for=absent, **data)


urlpatterns = [
    path("funds/<pid:fund_id>/proposals/", FundProposals.as_view(), name="fund-proposals"),
    path("funds/<pid:fund_id>/settings/", FundSettings.as_view(), name="fund-settings"),
    path("funds/<pid:fund_id>/remainder/", FundRemainder.as_view(), name="fund-remainder"),
    path("funds/<pid:fund_id>/write-offs/", FundWriteOffs.as_view(), name="fund-write-offs"),
    path("proposals/<pid:proposal_id>/", Proposal.as_view(), name="proposal"),
    path("proposals/<pid:proposal_id>/approve/", ProposalApprove.as_view(), name="proposal-approve"),
    path("proposals/<pid:proposal_id>/decline/", ProposalDecline.as_view(), name="proposal-decline"),
]
