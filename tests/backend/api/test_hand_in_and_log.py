"""Handing in late through the API, what is frozen of it, and the log of a team."""

import hashlib
import json

import pytest

from programmes.models import LateHandIn, Solution, Team
from programmes.services.nearness import nearness_build
from programmes.services.solutions import solution_save_draft
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import building
from tests.factories import programmes as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make.TeamFactory.create()


@pytest.fixture
def lead(team: Team) -> ApiClient:
    return ApiClient(make.lead_of(team))


def draft(team: Team) -> Solution:
    return solution_save_draft(
        actor=make.lead_of(team), team=team, title="Karte", summary="Kurz.", body="Lang.", licence="MIT"
    )


def test_within_the_grace_period_it_is_taken_and_says_that_it_is_late(team: Team, lead: ApiClient) -> None:
    solution = draft(team)
    building.closed(team.sprint, minutes_ago=5, grace_minutes=15)
    answer = lead.post(f"solutions/{solution.public_id}/hand-in/").json()
    assert answer["current_version"]["late_since"] is not None
    [row] = lead.get(f"teams/{team.public_id}/late-hand-ins/").json()["results"]
    assert (row["outcome"], row["version"]) == ("taken", answer["current_version"]["id"])


@pytest.mark.parametrize("key", [None, "once"])
def test_what_is_refused_is_written_down_whatever_key_it_came_with(
    team: Team, lead: ApiClient, key: str | None
) -> None:
    solution = draft(team)
    building.closed(team.sprint, minutes_ago=20, grace_minutes=15)
    answer = lead.post(f"solutions/{solution.public_id}/hand-in/", key=key)
    assert problem_of(answer)["code"] == "phase_closed"
    assert LateHandIn.objects.get().outcome == "refused"
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user)
    [row] = organiser.get(f"sprints/{team.sprint.public_id}/late-hand-ins/").json()["results"]
    assert (row["team"], row["outcome"], row["version"]) == (team.public_id, "refused", None)


def test_the_grace_period_is_set_before_the_deadline_only(team: Team) -> None:
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user)
    address = f"sprints/{team.sprint.public_id}/"
    assert organiser.patch(address, {"grace_minutes": 30}).json()["grace_minutes"] == 30
    assert organiser.patch(address, {"grace_minutes": 721}).status_code == 422
    building.closed(team.sprint, minutes_ago=1, grace_minutes=30)
    assert problem_of(organiser.patch(address, {"grace_minutes": 60}))["code"] == "deadline_passed"


def test_the_check_sum_follows_from_what_the_api_says(team: Team, lead: ApiClient) -> None:
    solution = draft(team)
    version = lead.post(f"solutions/{solution.public_id}/hand-in/").json()["current_version"]
    names = ("number", "title", "summary", "body", "language", "licence", "links", "image_sha256", "image_alt")
    facts = {name: version[name] for name in names}
    moment = LateHandIn.objects.first()
    assert moment is None
    handed_in_at = Solution.objects.get().versions.get().handed_in_at
    assert handed_in_at is not None
    facts |= {"format": "gemeinwerk-solution-1", "solution": solution.public_id}
    facts |= {"handed_in_at": handed_in_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    form = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(form.encode()).hexdigest() == version["sha256"]


def test_a_log_is_written_changed_and_restored(team: Team, lead: ApiClient) -> None:
    made = lead.post(f"teams/{team.public_id}/log/", {"text": "Zwei Straßen."}).json()
    lead.post(f"teams/{team.public_id}/log/", {"text": "Unter uns.", "is_public": False})
    changed = lead.patch(f"log-entries/{made['id']}/", {"text": "Drei Straßen.", "seen": 1}).json()
    assert changed["current_version"]["number"] == 2
    assert problem_of(lead.patch(f"log-entries/{made['id']}/", {"text": "Vier.", "seen": 1}))["code"] == "entry_changed"
    restored = lead.post(f"log-entries/{made['id']}/restore/", {"number": 1}).json()
    assert (restored["current_version"]["number"], restored["current_version"]["text"]) == (3, "Zwei Straßen.")
    assert [row["number"] for row in lead.get(f"log-entries/{made['id']}/versions/").json()["results"]] == [3, 2, 1]
    public = ApiClient().get(f"teams/{team.public_id}/log/").json()["results"]
    assert [row["id"] for row in public] == [made["id"]]
    assert len(lead.get(f"teams/{team.public_id}/log/").json()["results"]) == 2


def test_organisers_hide_what_everybody_reads(team: Team, lead: ApiClient) -> None:
    entry = building.LogEntryFactory.create(team=team)
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user)
    hidden = organiser.post(f"log-entries/{entry.public_id}/hide/", {"reason": "Es zeigt jemanden."}).json()
    assert hidden["hidden_why"] == "Es zeigt jemanden."
    assert ApiClient().get(f"teams/{team.public_id}/log/").json()["results"] == []
    organiser.post(f"log-entries/{entry.public_id}/show/")
    assert len(ApiClient().get(f"teams/{team.public_id}/log/").json()["results"]) == 1


def test_what_is_alike_is_found(team: Team) -> None:
    Team.objects.filter(pk=team.pk).update(pitch="Eine Telefonkette für ältere Menschen in der Nachbarschaft.")
    nearness_build(sprint=team.sprint)
    address = f"sprints/{team.sprint.public_id}/similar/"
    [found] = ApiClient().get(address, q="Telefonketten für ältere Menschen").json()["results"]
    assert (found["kind"], found["id"]) == ("team", team.public_id)
    assert ApiClient().get(address).status_code == 422
