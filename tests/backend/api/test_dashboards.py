import pytest

from tests.backend.api.client import ApiClient
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def test_organisers_read_figures_and_no_names() -> None:
    team = make.TeamFactory.create()
    sprint = team.sprint
    make.OpenRoleFactory.create(team=team, skills=["Python"])
    desk = ApiClient(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)
    answer = desk.get(f"sprints/{sprint.public_id}/dashboard/")
    seen = answer.json()
    assert (seen["registered"], seen["teams"], seen["sizes"][0]) == (1, 1, {"people": 1, "teams": 1})
    assert seen["skills"] == [{"name": "Python", "wanted": 1, "offered": 0}]
    assert seen["steps"][-1]["registered"] == 1
    assert make.lead_of(team).email not in answer.text
