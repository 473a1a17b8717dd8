"""Many approvals at once: one person's for all matches that meet a filter, noted by a worker, each match by itself."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Amount, Body, Integer, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape, WorkedNumber
from backend.api.views import ApiView
from backend.core.errors import Invalid
from funding import access
from funding.enums import ApprovalRunState, LeftReason
from funding.selectors.approvals import Waiting, Wanted, approval_runs_of, items_left
from funding.services import approval_runs


class ApprovalRunShape(Shape):
    id = serializers.CharField(source="public_id")
    fund = Ref("fund")
    state = serializers.ChoiceField(choices=ApprovalRunState.choices)
    progress_percent = WorkedNumber(help_text="Noted or left, of all.")
    wanted = serializers.DictField(help_text="The filter: `campaign`, `given`, `most_minor`; what is missing is any.")
    note = serializers.CharField()
    total = serializers.IntegerField(help_text="Matches that met the filter when it was asked for.")
    amount_minor = serializers.IntegerField(help_text="Of all of them.")
    noted = serializers.IntegerField(help_text="Matches that have this approval now.")
    noted_minor = serializers.IntegerField()
    left = serializers.IntegerField(help_text="Matches that were left as they are, since they changed meanwhile.")
    created_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)


class LeftShape(Shape):
    match = Ref("match")
    reason = serializers.ChoiceField(choices=LeftReason.choices)
    amount_minor = serializers.IntegerField(help_text="What it was when it was asked for.")


class ApprovalRunBody(Body):
    campaign = PublicId(required=False)
    given = Integer(required=False, min_value=0, max_value=1, help_text="Approvals that are there: 0 or 1.")
    most_minor = Amount(required=False, help_text="Only matches up to this amount.")
    note = Text(max_length=1_000, required=False, allow_blank=True)
    seen_count = Integer(required=False, min_value=1, max_value=approval_runs.MATCHES_MAX)
    seen_minor = Amount(required=False, help_text="With `seen_count`: refused where the queue is another by now.")


class FundApprovalRuns(ApiView):
    @operation(
        id="approval_runs_list",
        summary="Many approvals at once, for the managers of a fund",
        gives=ApprovalRunShape,
        many=True,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, fund_id: str) -> Any:
        return approval_runs_of(access.fund_to_manage(self.person, fund_id))

    @operation(
        id="approval_runs_start",
        summary="Approve all matches that meet a filter",
        description="As `matches_approve` for each; a worker does it, and `approval_runs_read` says how far it is.",
        takes=ApprovalRunBody,
        gives=ApprovalRunShape,
        status=202,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, fund_id: str, data: Data) -> Any:
        fund = access.fund_to_manage(self.person, fund_id)
        seen, note = _seen(data), data.pop("note", "")
        return approval_runs.approvals_start(fund=fund, actor=self.person, wanted=Wanted(**data), note=note, seen=seen)


def _seen(data: Data) -> Waiting | None:
    found = [data.pop(name, None) for name in ("seen_count", "seen_minor")]
    if found.count(None) == 1:
        raise Invalid({"seen_minor": _("`seen_count` and `seen_minor` belong together.")})
    return None if None in found else Waiting(*found)


class ApprovalRun(ApiView):
    @operation(
        id="approval_runs_read",
        summary="How far many approvals at once are",
        gives=ApprovalRunShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, approval_run_id: str) -> Any:
        return access.approval_run_to_view(self.person, approval_run_id)


class ApprovalRunLeft(ApiView):
    @operation(
        id="approval_runs_left",
        summary="Matches that were left as they are, with the reason",
        gives=LeftShape,
        many=True,
        ordering=("id",),
        scope=Scope.FUNDS_MANAGE,
    )
    def get(self, approval_run_id: str) -> Any:
        return items_left(access.approval_run_to_view(self.person, approval_run_id))


class ApprovalRunStop(ApiView):
    @operation(
        id="approval_runs_stop",
        summary="Stop noting approvals",
        description="What is noted stays noted.",
        gives=ApprovalRunShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, approval_run_id: str) -> Any:
        row = access.approval_run_to_view(self.person, approval_run_id)
        return approval_runs.approvals_stop(run=row, actor=self.person)


class ApprovalRunResume(ApiView):
    @operation(
        id="approval_runs_resume",
        summary="Go on with approvals that were stopped",
        description="Only whose approvals they are.",
        gives=ApprovalRunShape,
        scope=Scope.FUNDS_MANAGE,
    )
    def post(self, approval_run_id: str) -> Any:
        row = access.approval_run_to_view(self.person, approval_run_id)
        return approval_runs.approvals_resume(run=row, actor=self.person)


urlpatterns = [
    path("funds/<pid:fund_id>/approval-runs/", FundApprovalRuns.as_view(), name="fund-approval-runs"),
    path("approval-runs/<pid:approval_run_id>/", ApprovalRun.as_view(), name="approval-run"),
    path("approval-runs/<pid:approval_run_id>/left/", ApprovalRunLeft.as_view(), name="approval-run-left"),
    path("approval-runs/<pid:approval_run_id>/stop/", ApprovalRunStop.as_view(), name="approval-run-stop"),
    path("approval-runs/<pid:approval_run_id>/resume/", ApprovalRunResume.as_view(), name="approval-run-resume"),
]
