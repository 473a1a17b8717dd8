"""The live picture on its page: figures, pictures with their tables, and the part that htmx asks for."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from programmes.enums import SprintState
from programmes.models import Sprint
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
KINDS = ("registrations", "without-team", "teams", "skills", "hand-ins")


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create(capacity=10)


@pytest.fixture
def desk(sprint: Sprint) -> Client:
    user = make.ProgrammeRoleFactory.create(programme=sprint.programme).user
    client = Client()
    client.force_login(user)
    return client


def address(sprint: Sprint, more: str = "") -> str:
    return f"/organisation/sprints/{sprint.slug}/lagebild/{more}"


def fill(sprint: Sprint) -> None:
    team = make.TeamFactory.create(challenge__sprint=sprint)
    make.OpenRoleFactory.create(team=team, skills=["=1+1"])
    make.ProfileFactory.create(user=make.RegistrationFactory.create(sprint=sprint).user, skills=["Python"])
    make.SolutionFactory.create(team=team, handed_in=True)


def test_each_picture_has_its_table_on_the_page_and_to_take_along(sprint: Sprint, desk: Client) -> None:
    fill(sprint)
    shown = desk.get(address(sprint)).text
    assert "chart.js" in shown
    for kind in KINDS:
        assert f'id="{kind}-title"' in shown
        assert address(sprint, f"{kind}/tabelle/") in shown
        table = desk.get(address(sprint, f"{kind}/tabelle/"))
        assert table["Content-Type"] == "text/csv; charset=utf-8"
        assert f'filename="{sprint.slug}-{kind}.csv"' in table["Content-Disposition"]
        assert table.text.startswith("\ufeff")
        assert ";" in table.text.splitlines()[0]
    assert desk.get(address(sprint, "money/tabelle/")).status_code == 404


def test_what_somebody_wrote_is_no_formula(sprint: Sprint, desk: Client) -> None:
    fill(sprint)
    lines = desk.get(address(sprint, "skills/tabelle/")).text.splitlines()
    assert "'=1+1;1;0" in lines
    assert "Python;0;1" in lines


def test_an_empty_sprint_says_so(sprint: Sprint, desk: Client) -> None:
    assert "Noch nichts zu sehen." in desk.get(address(sprint)).text


def test_the_part_asks_for_itself_until_the_sprint_is_archived(sprint: Sprint, desk: Client) -> None:
    part = desk.get(address(sprint), headers={"hx-request": "true"})
    assert 'hx-trigger="every 30s"' in part.text
    assert "<html" not in part.text
    assert "HX-Request" in part["Vary"]
    sprint.state = SprintState.ARCHIVED
    sprint.save()
    assert "hx-trigger" not in desk.get(address(sprint), headers={"hx-request": "true"}).text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_part_is_cheap(
    rows: int, sprint: Sprint, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        fill(sprint)
    desk.get(address(sprint), headers={"hx-request": "true"})
    with django_assert_num_queries(4):
        desk.get(address(sprint), headers={"hx-request": "true"})
