"""Moderation: many decisions at once, reports of texts, blocks, appeals."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.accounts.selectors.people import person_to_name
from backend.api.fields import Body, Flag, Integer, PublicId, Text
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape, WorkedNumber
from backend.api.views import ApiView
from programmes import access
from programmes.enums import (
    AbuseCaseState,
    AbuseKind,
    AppealState,
    BlockKind,
    BlockState,
    ModerationAct,
    ModerationRunState,
)
from programmes.selectors import abuse as reads
from programmes.selectors.moderation import Wanted
from programmes.services import abuse, appeals, blocks, moderation_runs


class AbuseReportShape(Shape):
    id = serializers.CharField(source="public_id")
    kind = serializers.ChoiceField(choices=AbuseKind.choices)
    words = serializers.CharField()
    created_at = serializers.DateTimeField()


class AbuseCaseShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    challenge = Ref("challenge", allow_null=True)
    team = Ref("team", allow_null=True)
    solution = Ref("solution", allow_null=True)
    comment = Ref("comment", allow_null=True)
    state = serializers.ChoiceField(choices=AbuseCaseState.choices)
    opened_at = serializers.DateTimeField()
    reason = serializers.CharField()


class AbuseCaseDetailShape(AbuseCaseShape):
    reports = AbuseReportShape(many=True, source="reports.all")


class BlockShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    person = Ref("user")
    kind = serializers.ChoiceField(choices=BlockKind.choices)
    state = serializers.ChoiceField(choices=BlockState.choices)
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()


class AppealShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    challenge = Ref("challenge", allow_null=True)
    block = Ref("block", allow_null=True)
    words = serializers.CharField()
    state = serializers.ChoiceField(choices=AppealState.choices)
    answer = serializers.CharField()
    created_at = serializers.DateTimeField()


class ModerationRunShape(Shape):
    id = serializers.CharField(source="public_id")
    sprint = Ref("sprint")
    state = serializers.ChoiceField(choices=ModerationRunState.choices)
    act = serializers.ChoiceField(choices=ModerationAct.choices)
    reason = serializers.CharField()
    progress_percent = WorkedNumber(help_text="Decided or left, of all.")
    total = serializers.IntegerField(help_text="Challenges that met the filter when it was asked for.")
    decided = serializers.IntegerField()
    left = serializers.IntegerField(help_text="About which somebody else had decided meanwhile.")
    created_at = serializers.DateTimeField()


class AbuseReportBody(Body):
    kind = serializers.ChoiceField(choices=AbuseKind.choices)
    words = Text(max_length=2_000, default="", allow_blank=True, help_text="Only organisers read this.")


class CaseDecisionBody(Body):
    remove = Flag(help_text="False: it stays public, or is public again.")
    reason = Text(max_length=2_000, help_text="Who wrote the text reads this.")
    bad_faith = serializers.ListField(
        child=PublicId(), required=False, max_length=200, help_text="Reports that were made to harm."
    )


class BlockBody(Body):
    person = PublicId()
    kind = serializers.ChoiceField(choices=BlockKind.choices, default=BlockKind.TAKING_PART)
    reason = Text(max_length=2_000, help_text="The person reads this.")


class AppealBody(Body):
    words = Text(max_length=2_000)


class AppealDecisionBody(Body):
    grant = Flag()
    answer = Text(max_length=2_000)


class ModerationRunBody(Body):
    act = serializers.ChoiceField(choices=ModerationAct.choices)
    reason = Text(max_length=2_000, default="", allow_blank=True, help_text="Needed for `decline`.")
    q = Text(max_length=200, default="", allow_blank=True)
    category = PublicId(required=False)
    posed_by = serializers.ChoiceField(choices=["citizen", "organisation"], required=False)
    seen = Integer(
        required=False, min_value=1, max_value=1_000_000, help_text="Refused where they are not as many by now."
    )


class ChallengeReports(ApiView):
    @operation(
        id="challenges_report",
        summary="Report a challenge to the organisers",
        description="Once a person. After as many reports as the sprint says, it is hidden until they decide.",
        takes=AbuseReportBody,
        gives=AbuseReportShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, challenge_id: str, data: Data) -> Any:
        row = access.challenge_to_report(self.person, challenge_id)
        return abuse.abuse_report_create(actor=self.person, thing=row, **data)


class TeamReports(ApiView):
    @operation(
        id="teams_report",
        summary="Report a team to the organisers",
        takes=AbuseReportBody,
        gives=AbuseReportShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, team_id: str, data: Data) -> Any:
        row = access.team_to_report(self.person, team_id)
        return abuse.abuse_report_create(actor=self.person, thing=row, **data)


class SolutionReports(ApiView):
    @operation(
        id="solutions_report",
        summary="Report a solution to the organisers",
        takes=AbuseReportBody,
        gives=AbuseReportShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, solution_id: str, data: Data) -> Any:
        row = access.solution_to_report(self.person, solution_id)
        return abuse.abuse_report_create(actor=self.person, thing=row, **data)


class AbuseCases(ApiView):
    @operation(
        id="abuse_cases_list",
        summary="Reported texts of a sprint, what waits on top",
        gives=AbuseCaseShape,
        many=True,
        ordering=("is_decided", "opened_at", "id"),
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.cases_of(access.sprint_to_manage(self.person, sprint_id))


class AbuseCase(ApiView):
    @operation(
        id="abuse_cases_read",
        summary="A reported text and its reports",
        gives=AbuseCaseDetailShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, abuse_case_id: str) -> Any:
        return access.abuse_case_to_decide(self.person, abuse_case_id)


class AbuseCaseDecide(ApiView):
    @operation(
        id="abuse_cases_decide",
        example={"remove": False, "reason": "This is an opinion."},
        summary="Remove a reported text, or keep it public",
        takes=CaseDecisionBody,
        gives=AbuseCaseShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, abuse_case_id: str, data: Data) -> Any:
        case = access.abuse_case_to_decide(self.person, abuse_case_id)
        bad = access.reports_among(case, data.pop("bad_faith", []))
        return abuse.abuse_case_decide(actor=self.person, case=case, bad_faith=bad, **data)


class SprintBlocks(ApiView):
    @operation(
        id="blocks_list",
        summary="Who is or was blocked in a sprint, the latest first",
        gives=BlockShape,
        many=True,
        ordering=("-created_at", "-id"),
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.blocks_of(access.sprint_to_manage(self.person, sprint_id))

    @operation(
        id="blocks_create",
        summary="Keep somebody from taking part in a sprint, or from reporting texts",
        description="The person loses place and teams, is told why, and can appeal once.",
        takes=BlockBody,
        gives=BlockShape,
        status=201,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        user = person_to_name(data.pop("person"))
        return blocks.block_create(actor=self.person, sprint=sprint, user=user, **data)


class BlockLift(ApiView):
    @operation(id="blocks_lift", summary="Lift a block", gives=BlockShape, scope=Scope.PROGRAMMES_MANAGE)
    def post(self, block_id: str) -> Any:
        return blocks.block_lift(actor=self.person, block=access.block_to_lift(self.person, block_id))


class BlockAppeal(ApiView):
    @operation(
        id="blocks_appeal",
        summary="Appeal against being blocked, once",
        takes=AppealBody,
        gives=AppealShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, block_id: str, data: Data) -> Any:
        return appeals.block_appeal(actor=self.person, block=access.block_to_appeal(self.person, block_id), **data)


class OwnBlocks(ApiView):
    @operation(
        id="blocks_list_own",
        summary="Where I am or was blocked",
        gives=BlockShape,
        many=True,
        ordering=("-created_at", "-id"),
        scope=Scope.READ,
    )
    def get(self) -> Any:
        return reads.blocks_of_person(self.person)


class ChallengeAppeal(ApiView):
    @operation(
        id="challenges_appeal",
        summary="Appeal against a challenge being declined, once",
        description="Another organiser decides.",
        takes=AppealBody,
        gives=AppealShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, challenge_id: str, data: Data) -> Any:
        challenge = access.challenge_to_appeal(self.person, challenge_id)
        return appeals.challenge_appeal(actor=self.person, challenge=challenge, **data)


class Appeals(ApiView):
    @operation(
        id="appeals_list",
        summary="Appeals in a sprint, what waits on top",
        gives=AppealShape,
        many=True,
        ordering=("is_decided", "created_at", "id"),
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.appeals_of(access.sprint_to_manage(self.person, sprint_id))


class AppealDecide(ApiView):
    @operation(
        id="appeals_decide",
        summary="Grant or reject an appeal",
        description="Never by whoever decided first.",
        takes=AppealDecisionBody,
        gives=AppealShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, appeal_id: str, data: Data) -> Any:
        appeal = access.appeal_to_decide(self.person, appeal_id)
        return appeals.appeal_decide(actor=self.person, appeal=appeal, **data)


class ModerationRuns(ApiView):
    @operation(
        id="moderation_runs_list",
        summary="Many decisions at once, the latest first",
        gives=ModerationRunShape,
        many=True,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, sprint_id: str) -> Any:
        return reads.moderation_runs_of(access.sprint_to_manage(self.person, sprint_id))

    @operation(
        id="moderation_runs_start",
        example={"act": "decline", "reason": "Please describe a problem.", "posed_by": "citizen"},
        summary="Publish or decline all waiting challenges that meet a filter",
        description="As `challenges_accept` or `challenges_decline` for each; a worker does it.",
        takes=ModerationRunBody,
        gives=ModerationRunShape,
        status=202,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, sprint_id: str, data: Data) -> Any:
        sprint = access.sprint_to_manage(self.person, sprint_id)
        names = {"q": "query", "category": "category", "posed_by": "posed_by"}
        wanted = Wanted(**{kept: data.pop(name) for name, kept in names.items() if name in data})
        return moderation_runs.moderation_start(actor=self.person, sprint=sprint, wanted=wanted, **data)


class ModerationRun(ApiView):
    @operation(
        id="moderation_runs_read",
        summary="How far many decisions at once are",
        gives=ModerationRunShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def get(self, moderation_run_id: str) -> Any:
        return access.moderation_run_to_manage(self.person, moderation_run_id)


class ModerationRunStop(ApiView):
    @operation(
        id="moderation_runs_stop",
        summary="Stop deciding",
        description="What is decided stays decided.",
        gives=ModerationRunShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, moderation_run_id: str) -> Any:
        row = access.moderation_run_to_manage(self.person, moderation_run_id)
        return moderation_runs.moderation_stop(actor=self.person, run=row)


class ModerationRunResume(ApiView):
    @operation(
        id="moderation_runs_resume",
        summary="Go on with decisions that were stopped",
        gives=ModerationRunShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, moderation_run_id: str) -> Any:
        row = access.moderation_run_to_manage(self.person, moderation_run_id)
        return moderation_runs.moderation_resume(actor=self.person, run=row)


RUN = "moderation-runs/<pid:moderation_run_id>"
urlpatterns = [
    path("challenges/<pid:challenge_id>/reports/", ChallengeReports.as_view(), name="challenge-reports"),
    path("teams/<pid:team_id>/reports/", TeamReports.as_view(), name="team-reports"),
    path("solutions/<pid:solution_id>/reports/", SolutionReports.as_view(), name="solution-reports"),
    path("sprints/<pid:sprint_id>/abuse-cases/", AbuseCases.as_view(), name="sprint-abuse-cases"),
    path("abuse-cases/<pid:abuse_case_id>/", AbuseCase.as_view(), name="abuse-case"),
    path("abuse-cases/<pid:abuse_case_id>/decide/", AbuseCaseDecide.as_view(), name="abuse-case-decide"),
    path("sprints/<pid:sprint_id>/blocks/", SprintBlocks.as_view(), name="sprint-blocks"),
    path("blocks/<pid:block_id>/lift/", BlockLift.as_view(), name="block-lift"),
    path("blocks/<pid:block_id>/appeal/", BlockAppeal.as_view(), name="block-appeal"),
    path("me/blocks/", OwnBlocks.as_view(), name="own-blocks"),
    path("challenges/<pid:challenge_id>/appeal/", ChallengeAppeal.as_view(), name="challenge-appeal"),
    path("sprints/<pid:sprint_id>/appeals/", Appeals.as_view(), name="sprint-appeals"),
    path("appeals/<pid:appeal_id>/decide/", AppealDecide.as_view(), name="appeal-decide"),
    path("sprints/<pid:sprint_id>/moderation-runs/", ModerationRuns.as_view(), name="sprint-moderation-runs"),
    path(f"{RUN}/", ModerationRun.as_view(), name="moderation-run"),
    path(f"{RUN}/stop/", ModerationRunStop.as_view(), name="moderation-run-stop"),
    path(f"{RUN}/resume/", ModerationRunResume.as_view(), name="moderation-run-resume"),
]
