"""A placement by programs: asked for, computed, read, published, objected to."""

import pytest

from programmes.models import PlacingRun
from programmes.services.placing_runs import placing_run_compute
from tests.backend.api.client import ApiClient
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


def test_from_the_wish_to_the_objection() -> None:
    team = make.TeamFactory.create(size_limit=3)
    base = f"sprints/{team.sprint.public_id}"
    citizen = ApiClient(make.RegistrationFactory.create(sprint=team.sprint).user)
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user)
    assert citizen.get(f"{base}/placing-wish/").status_code == 404
    wish = citizen.post(f"{base}/placing-wish/", {"wishes": [team.public_id], "times": ["evening"]}).json()
    assert (wish["state"], wish["wishes"], wish["pinned_team"]) == ("asked", [team.public_id], None)
    [seen] = organiser.get(f"{base}/placing-wishes/").json()["results"]
    assert seen == wish
    pinned = organiser.post(f"placing-wishes/{wish['id']}/pin/", {"team": team.public_id}).json()
    assert pinned["pinned_team"] == team.public_id

    asked = organiser.post(f"{base}/placing-runs/", {"seed": 3, "emphasis": "skills"})
    assert (asked.status_code, asked.json()["state"], asked.json()["seed"]) == (202, "computing", 3)
    placing_run_compute(run_id=PlacingRun.objects.get().pk)
    address = f"placing-runs/{asked.json()['id']}/"
    run = organiser.get(address).json()
    assert (run["state"], run["figures"]["placed"], run["unmet"]) == ("ready", 1, [])
    [seat] = organiser.get(f"{address}seats/").json()["results"]
    assert (seat["team"], seat["reasons"][0]) == (team.public_id, {"code": "pinned"})
    assert citizen.get(f"{base}/placing-seat/").status_code == 404

    assert organiser.post(f"{address}publish/", {"hours": 12}).json()["state"] == "published"
    assert organiser.post(f"{address}discard/", {}).json()["code"] == "wrong_state"
    assert citizen.get(f"{base}/placing-seat/").json()["id"] == seat["id"]
    no = citizen.post(f"placing-seats/{seat['id']}/object/", {"objection": "Zu weit."}).json()
    assert no["objected_at"] is not None
    assert citizen.post(f"{base}/placing-wish/withdraw/").json()["state"] == "withdrawn"


def test_what_a_wish_may_say() -> None:
    team = make.TeamFactory.create()
    citizen = ApiClient(make.RegistrationFactory.create(sprint=team.sprint).user)
    address = f"sprints/{team.sprint.public_id}/placing-wish/"
    bodies: list[dict[str, list[str]]] = [
        {"times": ["noon"]},
        {"wishes": [make.TeamFactory.create().public_id]},
        {"wish": []},
    ]
    for body in bodies:
        assert citizen.post(address, body).status_code == 422


def test_organisers_of_others_see_nothing() -> None:
    run = make.PlacingRunFactory.create()
    stranger = ApiClient(make.ProgrammeRoleFactory.create().user)
    assert stranger.get(f"placing-runs/{run.public_id}/seats/").status_code == 404
    assert stranger.get(f"sprints/{run.sprint.public_id}/placing-wishes/").status_code == 403
