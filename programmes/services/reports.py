from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import ReportState
from programmes.events import ReportAccepted, ReportRevisionRequested, ReportSubmitted
from programmes.models import ProgressReport, Project
from programmes.services.changing import text_as, texts_among, write_changes
from programmes.services.projects import project_in_work

EDITABLE = (ReportState.DRAFT, ReportState.NEEDS_REVISION)


@transaction.atomic
def report_save(
    *,
    actor: User | None,
    project: Project,
    title: str,
    period_start: date,
    period_end: date,
    body: str = "",
    report: ProgressReport | None = None,
) -> ProgressReport:
    """Write a new draft, or into `report` while it is a draft or needs revision. Raises Conflict, Invalid."""
    project = project_in_work(project)
    if period_end < period_start:
        raise Invalid({"period_end": _("The end must not be before the beginning.")})
    values = texts_among(
        ProgressReport, {"title": title, "body": body, "period_start": period_start, "period_end": period_end}
    )
    if report is None:
        report = ProgressReport.objects.create(project=project, author=actor, **values)
        audit_add(actor=actor, action="programmes.progressreport.draft", row=report)
        return report
    report.refresh_from_db()
    if report.state not in EDITABLE:
        raise Conflict(_("This report has been submitted and cannot be changed."), code="wrong_state")
    write_changes(report, values, actor=actor, action="programmes.report_updated")
    return report


@transaction.atomic
def report_submit(*, actor: User | None, report: ProgressReport) -> ProgressReport:
    """Submit a report; coaches and organisers are told. Repeating it changes nothing. Raises Conflict, Invalid."""
    project_in_work(report.project)
    report.refresh_from_db()
    if not report.body:
        raise Invalid({"body": _("Please fill this in.")})
    if report.state != ReportState.SUBMITTED:
        transition(report, to=ReportState.SUBMITTED, actor=actor)
        outbox_add(ReportSubmitted(report_id=report.pk))
    return report


@transaction.atomic
def report_request_revision(*, actor: User | None, report: ProgressReport, note: str) -> ProgressReport:
    """Send a report back with a note on what is missing; the team is told. Raises Conflict, Invalid."""
    project_in_work(report.project)
    text = text_as("note", ProgressReport, "review_note", note, missing=_("Please say what is missing."))
    report.refresh_from_db()
    if report.state != ReportState.NEEDS_REVISION:
        changes = {"review_note": text, "reviewer": actor}
        about = report.author
        transition(report, to=ReportState.NEEDS_REVISION, actor=actor, reason=text, subject=about, changes=changes)
        outbox_add(ReportRevisionRequested(report_id=report.pk))
    return report


@transaction.atomic
def report_accept(*, actor: User | None, report: ProgressReport, note: str = "") -> ProgressReport:
    """Accept a report, which makes it public; the team is told. Repeating it changes nothing. Raises Conflict."""
    project_in_work(report.project)
    report.refresh_from_db()
    if report.state != ReportState.ACCEPTED:
        changes = {"review_note": text_as("note", ProgressReport, "review_note", note), "reviewer": actor}
        transition(report, to=ReportState.ACCEPTED, actor=actor, changes=changes)
        outbox_add(ReportAccepted(report_id=report.pk))
    return report
