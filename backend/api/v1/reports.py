"""Progress reports and their review; accepted ones are public."""

from typing import Any

from django.urls import path
from rest_framework import serializers

from backend.accounts.enums import Scope
from backend.api.fields import Body, Day, Text
from backend.api.filters import ChoiceFilter, FilterSet
from backend.api.operations import Data, operation
from backend.api.shapes import Ref, Shape
from backend.api.views import ApiView
from programmes import access
from programmes.enums import ReportState
from programmes.selectors import projects as reads
from programmes.services import reports


class ReportShape(Shape):
    id = serializers.CharField(source="public_id")
    project = Ref("project")
    title = serializers.CharField()
    body = serializers.CharField()
    period_start = serializers.DateField()
    period_end = serializers.DateField()
    state = serializers.ChoiceField(choices=ReportState.choices)
    review_note = serializers.SerializerMethodField(help_text="For the team: empty once everybody sees the report.")

    def get_review_note(self, report: Any) -> str:
        return "" if report.state == ReportState.ACCEPTED else str(report.review_note)


class ReportBody(Body):
    title = Text(max_length=160)
    body = Text(max_length=20_000, required=False, allow_blank=True, help_text="Markdown.")
    period_start = Day()
    period_end = Day()


class RevisionBody(Body):
    note = Text(max_length=4_000)


class ReportFilter(FilterSet):
    state = ChoiceFilter(choices=ReportState.choices)


class ProjectReports(ApiView):
    @operation(
        id="reports_list",
        summary="Progress reports of a project",
        description="Accepted ones; for the team and its guides also the others.",
        gives=ReportShape,
        many=True,
        ordering=("-period_end", "-id"),
        filters=ReportFilter,
    )
    def get(self, project_id: str) -> Any:
        return reads.reports_of(access.project_to_view(self.actor, project_id), self.actor)

    @operation(
        id="reports_create",
        summary="Begin a report",
        takes=ReportBody,
        gives=ReportShape,
        status=201,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def post(self, project_id: str, data: Data) -> Any:
        project = access.project_to_edit(self.person, project_id)
        return reports.report_save(actor=self.person, project=project, **data)


class Report(ApiView):
    @operation(id="reports_read", summary="A progress report", gives=ReportShape)
    def get(self, report_id: str) -> Any:
        return access.report_to_view(self.actor, report_id)

    @operation(
        id="reports_save",
        summary="Write into a report",
        description="While it is a draft or needs revision.",
        takes=ReportBody,
        gives=ReportShape,
        scope=Scope.PROGRAMMES_WRITE,
    )
    def put(self, report_id: str, data: Data) -> Any:
        report = access.report_to_edit(self.person, report_id)
        return reports.report_save(actor=self.person, project=report.project, report=report, **data)


class ReportSubmit(ApiView):
    @operation(id="reports_submit", summary="Submit a report", gives=ReportShape, scope=Scope.PROGRAMMES_WRITE)
    def post(self, report_id: str) -> Any:
        return reports.report_submit(actor=self.person, report=access.report_to_edit(self.person, report_id))


class ReportAccept(ApiView):
    @operation(
        id="reports_accept",
        summary="Accept a report, which makes it public",
        gives=ReportShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, report_id: str) -> Any:
        return reports.report_accept(actor=self.person, report=access.report_to_check(self.person, report_id))


class ReportRevise(ApiView):
    @operation(
        id="reports_request_revision",
        summary="Send a report back, with what is missing",
        takes=RevisionBody,
        gives=ReportShape,
        scope=Scope.PROGRAMMES_MANAGE,
    )
    def post(self, report_id: str, data: Data) -> Any:
        report = access.report_to_check(self.person, report_id)
        return reports.report_request_revision(actor=self.person, report=report, **data)


urlpatterns = [
    path("projects/<pid:project_id>/reports/", ProjectReports.as_view(), name="project-reports"),
    path("reports/<pid:report_id>/", Report.as_view(), name="report"),
    path("reports/<pid:report_id>/submit/", ReportSubmit.as_view(), name="report-submit"),
    path("reports/<pid:report_id>/accept/", ReportAccept.as_view(), name="report-accept"),
    path("reports/<pid:report_id>/request-revision/", ReportRevise.as_view(), name="report-request-revision"),
]
