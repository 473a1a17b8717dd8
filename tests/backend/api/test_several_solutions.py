"""Several solutions of a team through the API, beside the one address that a team had before."""

import pytest

from programmes.models import Team
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db
TEXT = {"title": "Karte", "summary": "Kurz.", "body": "Lang.", "licence": "MIT"}


def test_a_second_solution_is_begun_written_and_handed_in() -> None:
    team = make.TeamFactory.create()
    lead, own = ApiClient(make.lead_of(team)), f"teams/{team.public_id}/solutions/"
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user)
    first = lead.patch(f"teams/{team.public_id}/solution/", TEXT).json()["id"]
    assert problem_of(lead.post(own, {}))["code"] == "solutions_full"
    assert organiser.patch(f"sprints/{team.sprint.public_id}/", {"solutions_per_team": 6}).status_code == 422
    changed = organiser.patch(f"sprints/{team.sprint.public_id}/", {"solutions_per_team": 2}).json()
    assert changed["solutions_per_team"] == 2

    made = lead.post(own, {"title": "Plan"})
    assert made.status_code == 201
    second = made.json()["id"]
    changed = lead.patch(f"solutions/{second}/", {**TEXT, "title": "Der Plan"}).json()
    assert (changed["id"], changed["draft"]["title"]) == (second, "Der Plan")
    assert lead.post(f"solutions/{second}/hand-in/").json()["state"] == "handed_in"
    listed = [
        (one["id"], one["state"], one["title"], one["draft"] and one["draft"]["title"])
        for one in lead.get(own).json()["results"]
    ]
    assert listed == [(first, "draft", None, "Karte"), (second, "handed_in", "Der Plan", None)]
    assert lead.get(f"teams/{team.public_id}/solution/").json()["id"] == first
    assert organiser.get(own).status_code == 403

    assert problem_of(lead.delete(f"solutions/{second}/"))["code"] == "wrong_state"
    assert lead.delete(f"solutions/{first}/").status_code == 204
    assert Team.objects.get().solutions.get().public_id == second
