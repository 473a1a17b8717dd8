import pytest
from django.test import Client

from backend.core import clock
from programmes.enums import MilestoneState, ProgrammeRoleKind, ReportState, ReviewState, Stage
from programmes.models import StageChange
from tests.backend.web.visitors import queries_of, signed_in, text_of
from tests.factories.funding import CampaignFactory
from tests.factories.programmes import (
    MilestoneFactory,
    ProgrammeRoleFactory,
    ProgressReportFactory,
    ProjectFactory,
    ReviewFactory,
    lead_of,
)

pytestmark = pytest.mark.django_db
LIST_QUERIES, PAGE_QUERIES = 2, 11


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    for project in ProjectFactory.create_batch(many):
        MilestoneFactory.create(project=project)
    assert queries_of(client, "/projekte/") == LIST_QUERIES


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_many(client: Client, many: int) -> None:
    project = ProjectFactory.create()
    CampaignFactory.create(project=project)
    said = {"solution": project.solution, "state": ReviewState.SUBMITTED, "submitted_at": clock.now()}
    for _ in range(many):
        ReviewFactory.create(**said, comment="Das sagt die Jury.")
        MilestoneFactory.create(project=project)
        ProgressReportFactory.create(project=project, state=ReportState.ACCEPTED)
    assert queries_of(client, f"/projekte/{project.public_id}/") == PAGE_QUERIES
    assert text_of(client, f"/projekte/{project.public_id}/").count("Das sagt die Jury.") == many


def test_stages_show_how_far_it_is_and_what_it_was_passed_by(client: Client) -> None:
    project = ProjectFactory.create(stage=Stage.TEST)
    StageChange.objects.create(
        project=project, from_stage=Stage.PROTOTYPE, to_stage=Stage.TEST, evidence="30 Haushalte haben es probiert."
    )
    page = text_of(client, f"/projekte/{project.public_id}/")
    assert "30 Haushalte haben es probiert." in page
    assert page.count('aria-current="step"') == 1


def test_only_accepted_reports_are_public_and_dropped_milestones_are_gone(client: Client) -> None:
    project = ProjectFactory.create()
    ProgressReportFactory.create(project=project, title="Angenommen", state=ReportState.ACCEPTED)
    ProgressReportFactory.create(project=project, title="Noch offen", state=ReportState.SUBMITTED)
    MilestoneFactory.create(project=project, title="Fallengelassen", state=MilestoneState.DROPPED)
    page = text_of(client, f"/projekte/{project.public_id}/")
    assert "Angenommen" in page
    assert "Noch offen" not in page
    assert "Fallengelassen" not in page


def test_the_list_filters_by_stage_and_ignores_unknown_ones(client: Client) -> None:
    ProjectFactory.create(title="Im Test", stage=Stage.TEST)
    ProjectFactory.create(title="Am Anfang", stage=Stage.PROTOTYPE)
    page = text_of(client, "/projekte/?stage=test")
    assert "Im Test" in page
    assert "Am Anfang" not in page
    assert "Am Anfang" in text_of(client, "/projekte/?stage=erfunden")


@pytest.mark.parametrize("role", [ProgrammeRoleKind.ORGANISER, ProgrammeRoleKind.COACH])
def test_a_hidden_team_is_named_only_to_who_may_see_it(client: Client, role: ProgrammeRoleKind) -> None:
    project = ProjectFactory.create(solution__team__name="Garstige Bande")
    helper = ProgrammeRoleFactory.create(programme=project.cohort.programme, role=role).user
    page = f"/projekte/{project.public_id}/"
    assert "Garstige Bande" in text_of(signed_in(helper), page)
    project.team.hidden_at = clock.now()
    project.team.save(update_fields=["hidden_at"])
    assert client.get(page).status_code == 404
    assert "Garstige Bande" in text_of(signed_in(lead_of(project.team)), page)
    shown = text_of(signed_in(helper), page)
    assert project.title in shown
    assert ("Garstige Bande" in shown) is (role == ProgrammeRoleKind.ORGANISER)


@pytest.mark.parametrize("role", [ProgrammeRoleKind.JUROR, ProgrammeRoleKind.CURATOR, ProgrammeRoleKind.HELPER])
def test_a_hidden_project_is_not_for_every_role_of_its_programme(role: ProgrammeRoleKind) -> None:
    project = ProjectFactory.create(solution__team__hidden_at=clock.now())
    helper = ProgrammeRoleFactory.create(programme=project.cohort.programme, role=role).user
    assert signed_in(helper).get(f"/projekte/{project.public_id}/").status_code == 404


def test_a_running_campaign_is_offered(client: Client) -> None:
    campaign = CampaignFactory.create()
    page = text_of(client, f"/projekte/{campaign.project.public_id}/")
    assert "Dieses Projekt unterstützen" in page
    assert f"/kampagnen/{campaign.slug}/" in page
