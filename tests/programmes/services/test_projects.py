from datetime import date

import pytest

from backend.accounts.models import User
from backend.core.errors import Conflict, Invalid
from backend.core.models import AuditPersonal, OutboxMessage
from programmes.enums import MilestoneState, ProjectState, ReportState, Stage
from programmes.models import Project
from programmes.services.milestones import (
    milestone_accept,
    milestone_add,
    milestone_drop,
    milestone_return,
    milestone_start,
    milestone_submit,
    milestone_update,
)
from programmes.services.projects import project_complete, project_stop, project_update, stage_advance
from programmes.services.reports import report_accept, report_request_revision, report_save, report_submit
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 1)


@pytest.fixture
def project() -> Project:
    return make.ProjectFactory.create()


@pytest.fixture
def lead(project: Project) -> User:
    return make.lead_of(project.team)


def topics() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


def test_a_milestone_goes_from_plan_to_proof(project: Project, lead: User) -> None:
    milestone = milestone_add(actor=lead, project=project, title="Prototyp", due_on=DUE, owner=lead)
    milestone = milestone_start(actor=lead, milestone=milestone)
    for _ in range(2):
        milestone = milestone_submit(actor=lead, milestone=milestone, evidence="https://example.org")
    for _ in range(2):
        milestone = milestone_accept(actor=None, milestone=milestone)
    assert milestone.state == MilestoneState.ACCEPTED
    assert topics() == ["programmes.milestone_submitted", "programmes.milestone_accepted"]


def test_a_milestone_without_proof_is_not_submitted(project: Project, lead: User) -> None:
    milestone = milestone_add(actor=lead, project=project, title="Prototyp", due_on=DUE)
    with pytest.raises(Invalid) as error:
        milestone_submit(actor=lead, milestone=milestone, evidence="  ")
    assert list(error.value.fields) == ["evidence"]


def test_a_milestone_goes_back_to_work(project: Project, lead: User) -> None:
    milestone = make.MilestoneFactory.create(project=project, owner=lead)
    milestone_submit(actor=lead, milestone=milestone, evidence="Foto")
    for _ in range(2):
        milestone = milestone_return(actor=None, milestone=milestone, reason="Auf dem Foto ist nichts zu sehen.")
    assert (milestone.state, milestone.review_note) == (
        MilestoneState.IN_PROGRESS,
        "Auf dem Foto ist nichts zu sehen.",
    )
    assert topics() == ["programmes.milestone_submitted", "programmes.milestone_returned"]
    assert AuditPersonal.objects.get().subject_ref == lead.public_id
    assert milestone_submit(actor=lead, milestone=milestone, evidence="Zwei Fotos").review_note == ""
    assert milestone_drop(actor=lead, milestone=milestone, reason="Anders gelöst.").state == MilestoneState.DROPPED
    with pytest.raises(Conflict):
        milestone_update(actor=lead, milestone=milestone, title="Doch")


def test_a_milestone_is_sent_back_for_a_reason_and_only_if_submitted(project: Project, lead: User) -> None:
    milestone = make.MilestoneFactory.create(project=project)
    with pytest.raises(Conflict):
        milestone_return(actor=None, milestone=milestone, reason="Zu früh.")
    milestone_submit(actor=lead, milestone=milestone, evidence="Foto")
    with pytest.raises(Invalid) as error:
        milestone_return(actor=None, milestone=milestone, reason=" ")
    assert list(error.value.fields) == ["reason"]
    milestone.refresh_from_db()
    assert milestone.state == MilestoneState.SUBMITTED


def test_only_people_of_the_team_own_milestones(project: Project, lead: User) -> None:
    with pytest.raises(Invalid) as error:
        milestone_add(actor=lead, project=project, title="Prototyp", due_on=DUE, owner=UserFactory.create())
    assert list(error.value.fields) == ["owner"]
    milestone = milestone_add(actor=lead, project=project, title="Prototyp", due_on=DUE)
    milestone = milestone_update(actor=lead, milestone=milestone, owner=lead, due_on=date(2027, 4, 1))
    assert (milestone.owner, milestone.due_on) == (lead, date(2027, 4, 1))
    with pytest.raises(Invalid):
        milestone_update(actor=lead, milestone=milestone, owner=UserFactory.create())


def test_a_report_is_revised_until_it_is_accepted(project: Project, lead: User) -> None:
    report = report_save(
        actor=lead, project=project, title="März", period_start=date(2027, 3, 1), period_end=date(2027, 3, 31)
    )
    with pytest.raises(Invalid) as error:
        report_submit(actor=lead, report=report)
    assert list(error.value.fields) == ["body"]
    days = (report.period_start, report.period_end)
    report = report_save(
        actor=lead, project=project, report=report, title="März", period_start=days[0], period_end=days[1], body="Gut."
    )
    for _ in range(2):
        report = report_submit(actor=lead, report=report)
    for _ in range(2):
        report = report_request_revision(actor=None, report=report, note="Bitte Zahlen.")
    assert (report.state, report.review_note) == (ReportState.NEEDS_REVISION, "Bitte Zahlen.")
    assert AuditPersonal.objects.get().subject_ref == lead.public_id
    report_submit(actor=lead, report=report)
    with pytest.raises(Conflict):
        report_save(actor=lead, project=project, report=report, title="A", period_start=days[0], period_end=days[1])
    for _ in range(2):
        report = report_accept(actor=None, report=report)
    assert report.state == ReportState.ACCEPTED
    assert topics() == [
        "programmes.report_submitted",
        "programmes.report_revision_requested",
        "programmes.report_submitted",
        "programmes.report_accepted",
    ]


def test_reports_are_checked(project: Project, lead: User) -> None:
    with pytest.raises(Invalid) as error:
        report_save(actor=lead, project=project, title="März", period_start=DUE, period_end=date(2027, 2, 1))
    assert list(error.value.fields) == ["period_end"]
    report = make.ProgressReportFactory.create(project=project, state=ReportState.SUBMITTED)
    for note in ("", "\x07"):
        with pytest.raises(Invalid) as error:
            report_request_revision(actor=None, report=report, note=note)
        assert list(error.value.fields) == ["note"]


def test_a_project_passes_its_stages_by_evidence(project: Project) -> None:
    for expected in (Stage.TEST, Stage.SCALE, Stage.IMPACT):
        assert stage_advance(actor=None, project=project, evidence="Gemessen.").to_stage == expected
    with pytest.raises(Conflict):
        stage_advance(actor=None, project=project, evidence="Noch weiter.")
    assert topics() == ["programmes.stage_advanced"] * 3


def test_a_double_click_advances_once(project: Project) -> None:
    changes = [stage_advance(actor=None, project=project, evidence="Gemessen.", to=Stage.TEST) for _ in range(2)]
    assert changes[0] == changes[1]
    project.refresh_from_db()
    assert project.stage == Stage.TEST
    with pytest.raises(Conflict):
        stage_advance(actor=None, project=project, evidence="Gesprungen.", to=Stage.IMPACT)
    with pytest.raises(Invalid):
        stage_advance(actor=None, project=project, evidence="")


def test_an_ended_project_is_changed_no_more(project: Project, lead: User) -> None:
    assert project_update(actor=lead, project=project, title="Neuer Name").title == "Neuer Name"
    assert project_stop(actor=None, project=project, reason="Kein Geld.").state == ProjectState.STOPPED
    assert not Project.TRANSITIONS[ProjectState.STOPPED], "nothing takes up again what was stopped"
    with pytest.raises(Conflict):
        project_update(actor=lead, project=project, title="Noch einer")
    with pytest.raises(Conflict):
        milestone_add(actor=lead, project=project, title="Prototyp", due_on=DUE)
    other = make.ProjectFactory.create()
    assert project_complete(actor=None, project=other).state == ProjectState.COMPLETED
