"""A project's desk: milestones with evidence, reports with a review, stages by evidence; nobody judges the own work."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backend.core import clock
from programmes.enums import MilestoneState, ReportState, Stage
from programmes.models import Milestone, ProgressReport, Project
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make.ProjectFactory.create()


@pytest.fixture
def team(project: Project) -> Client:
    return signed_in(project.team.created_by)


@pytest.fixture
def coach(project: Project) -> Client:
    return signed_in(make.ProgrammeRoleFactory.create(programme=project.cohort.programme, role="coach").user)


def desk(project: Project) -> str:
    return reverse("web:project-desk", args=[project.public_id])


def page(name: str, row: Project | Milestone | ProgressReport) -> str:
    return reverse(f"web:{name}", args=[row.public_id])


def test_the_desk_is_for_the_team_and_its_guides(project: Project, team: Client, coach: Client) -> None:
    assert page("milestone-add", project) in text_of(team, desk(project))
    text = text_of(coach, desk(project))
    assert page("milestone-add", project) not in text
    assert page("project-stage", project) in text
    assert signed_in().get(desk(project)).status_code == 403


def due(days: int) -> str:
    return f"{(clock.now() + timedelta(days=days)).date():%Y-%m-%d}"


def test_a_milestone_goes_from_plan_to_reached(project: Project, team: Client, coach: Client) -> None:
    member = project.team.created_by
    assert member is not None
    given = {"title": "Prototyp", "description": "Er läuft.", "due_on": due(30), "owner": member.public_id}
    assert team.post(page("milestone-add", project), given)["Location"] == desk(project)
    row = Milestone.objects.get()
    assert row.owner == member
    team.post(page("milestone", row), {"do": "start"})
    refused = team.post(page("milestone", row), {"do": "submit", "evidence": ""})
    assert refused.status_code == 422
    team.post(page("milestone", row), {"do": "submit", "evidence": "Siehe https://example.org/test"})
    row.refresh_from_db()
    assert row.state == MilestoneState.SUBMITTED
    assert "Siehe" in text_of(coach, page("milestone", row))
    coach.post(page("milestone", row), {"do": "accept"})
    row.refresh_from_db()
    assert row.state == MilestoneState.ACCEPTED


def test_nobody_accepts_the_own_milestone(project: Project, team: Client) -> None:
    row = make.MilestoneFactory.create(project=project, state="submitted", evidence="Da.")
    assert 'value="accept"' not in text_of(team, page("milestone", row))
    answer = team.post(page("milestone", row), {"do": "accept"})
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.state == MilestoneState.SUBMITTED


def test_a_milestone_goes_back_with_a_reason(project: Project, coach: Client, team: Client) -> None:
    row = make.MilestoneFactory.create(project=project, state="submitted", evidence="Da.")
    assert coach.post(page("milestone", row), {"do": "return", "reason": ""}).status_code == 422
    coach.post(page("milestone", row), {"do": "return", "reason": "Das Protokoll fehlt."})
    row.refresh_from_db()
    assert row.state == MilestoneState.IN_PROGRESS
    assert "Das Protokoll fehlt." in text_of(team, page("milestone", row))
    assert "Das Protokoll fehlt." not in text_of(signed_in(), page("milestone", row))


def test_a_milestone_is_changed_and_dropped_after_one_question(project: Project, team: Client) -> None:
    row = make.MilestoneFactory.create(project=project)
    given = {"title": "Anders", "description": "", "due_on": due(40), "owner": ""}
    team.post(page("milestone-edit", row), given)
    row.refresh_from_db()
    assert row.title == "Anders"
    assert "Anders" in text_of(team, page("milestone-drop", row))
    team.post(page("milestone-drop", row))
    row.refresh_from_db()
    assert row.state == MilestoneState.DROPPED


@pytest.mark.parametrize("change", [{"title": ""}, {"due_on": "bald"}, {"owner": "usr_x"}])
def test_a_wrong_milestone_keeps_what_was_typed(project: Project, team: Client, change: dict[str, str]) -> None:
    given = {"title": "Prototyp", "description": "Er läuft gut.", "due_on": due(3), "owner": "", **change}
    answer = team.post(page("milestone-add", project), given)
    assert answer.status_code == 422
    assert "Er läuft gut." in answer.content.decode()
    assert not Milestone.objects.exists()


def test_what_is_late_says_so(project: Project, team: Client) -> None:
    make.MilestoneFactory.create(project=project, due_on=(clock.now() - timedelta(days=2)).date())
    assert "überfällig" in text_of(team, desk(project))


def report_form(**changes: str) -> dict[str, str]:
    return {"title": "Der Herbst", "period_start": due(-30), "period_end": due(0), "body": "Viel geschafft.", **changes}


def test_a_report_is_sent_revised_and_accepted(project: Project, team: Client, coach: Client) -> None:
    team.post(page("report-add", project), report_form())
    row = ProgressReport.objects.get()
    assert row.title not in text_of(coach, desk(project)), "a draft is its team's own"
    assert coach.get(page("report", row)).status_code == 404
    team.post(page("report", row), {"do": "submit"})
    assert coach.post(page("report", row), {"do": "return", "note": ""}).status_code == 422
    coach.post(page("report", row), {"do": "return", "note": "Bitte mit Zahlen."})
    returned = text_of(team, page("report", row))
    assert "Bitte mit Zahlen." in returned
    assert returned.index("Bericht überarbeiten") < returned.index("Bericht erneut einreichen")
    team.post(page("report-edit", row), report_form(body="Zwölf Bänke."))
    team.post(page("report", row), {"do": "submit"})
    coach.post(page("report", row), {"do": "accept"})
    row.refresh_from_db()
    assert (row.state, row.body) == (ReportState.ACCEPTED, "Zwölf Bänke.")
    assert "Zwölf Bänke." in text_of(signed_in(), page("report", row))


def test_the_team_does_not_accept_its_own_report(project: Project, team: Client) -> None:
    row = make.ProgressReportFactory.create(project=project, state="submitted")
    assert team.post(page("report", row), {"do": "accept"}).status_code == 422
    row.refresh_from_db()
    assert row.state == ReportState.SUBMITTED


def test_a_report_that_ends_before_it_begins_is_kept_as_typed(project: Project, team: Client) -> None:
    answer = team.post(page("report-add", project), report_form(period_end=due(-40)))
    assert answer.status_code == 422
    assert "Viel geschafft." in answer.content.decode()
    assert not ProgressReport.objects.exists()


def test_the_next_stage_is_reached_by_evidence(project: Project, coach: Client, team: Client) -> None:
    address = page("project-stage", project)
    assert team.get(address).status_code == 403
    assert coach.post(address, {"evidence": ""}).status_code == 422
    coach.post(address, {"evidence": "Der Prototyp wird genutzt."})
    project.refresh_from_db()
    assert project.stage == Stage.TEST
    assert "Der Prototyp wird genutzt." in text_of(team, desk(project))
    Project.objects.update(stage=Stage.IMPACT)
    assert coach.get(address)["Location"] == desk(project)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(project: Project, team: Client, rows: int) -> None:
    make.MilestoneFactory.create_batch(rows, project=project, owner=project.team.created_by)
    make.ProgressReportFactory.create_batch(rows, project=project, author=project.team.created_by)
    assert queries_of(team, desk(project)) == 12
