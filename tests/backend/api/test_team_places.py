"""Finding a team, holding a place, joining at once and being introduced, by programs."""

import json
from typing import Any

import pytest

from backend.accounts.enums import Scope
from backend.core import clock
from programmes.enums import Joining
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make
from tests.factories.connecting import ConnectorFactory

pytestmark = pytest.mark.django_db


def citizen(sprint: Any, **given: Any) -> ApiClient:
    return ApiClient(make.RegistrationFactory.create(sprint=sprint, **given).user)


def test_from_the_wish_to_the_team() -> None:
    sprint = make.SprintFactory.create()
    topic = make.CategoryFactory.create(programme=sprint.programme, slug="schule")
    plain = make.TeamFactory.create(challenge__sprint=sprint)
    team = make.TeamFactory.create(
        challenge__sprint=sprint, challenge__category=topic, size_limit=2, joining=Joining.AT_ONCE
    )
    make.OpenRoleFactory.create(team=team, skills=["Figma"])
    address = f"sprints/{sprint.public_id}/fitting-teams/"
    found = ApiClient().get(address, skills="figma, Karten", topics="schule", language="de").json()["results"]
    assert [row["team"]["id"] for row in found] == [team.public_id, plain.public_id]
    assert [reason["code"] for reason in found[0]["reasons"]] == ["skill", "topic", "language"]
    assert (found[0]["team"]["places_free"], found[0]["team"]["joining"]) == (1, "at_once")
    refused = ApiClient().get(address, skills="a,b", topics="c,d")
    assert problem_of(refused)["status"] == 422

    me, other = citizen(sprint), citizen(sprint)
    hold = me.post(f"teams/{team.public_id}/hold/").json()
    assert (hold["team"], hold["joining"]) == (team.public_id, "at_once")
    assert [row["id"] for row in me.get("me/place-holds/").json()["results"]] == [hold["id"]]
    assert problem_of(other.post(f"teams/{team.public_id}/join/"))["code"] == "place_held"
    assert other.delete(f"place-holds/{hold['id']}/").status_code == 404
    listed = {row["id"]: row for row in ApiClient().get("teams/").json()["results"]}
    assert (listed[team.public_id]["places_free"], listed[team.public_id]["places_held"]) == (0, 1)
    joined = me.post(f"teams/{team.public_id}/join/")
    assert (joined.status_code, joined.json()["role"]) == (201, "member")
    assert me.get("me/place-holds/").json()["results"] == []


def test_what_is_public_names_nobody() -> None:
    team = make.TeamFactory.create()
    person = make.RegistrationFactory.create(sprint=team.sprint, user__display_name="Hilde Hält").user
    ApiClient(person).post(f"teams/{team.public_id}/hold/")
    sprint = team.sprint.public_id
    for address in (f"sprints/{sprint}/fitting-teams/", "teams/", f"teams/{team.public_id}/", f"sprints/{sprint}/"):
        text = json.dumps(ApiClient().get(address).json())
        assert person.public_id not in text, address
        assert "Hilde" not in text, address


def test_where_all_are_full() -> None:
    full = make.TeamFactory.create(size_limit=1, challenge__title="Wer hilft?")
    base = f"challenges/{full.challenge.public_id}"
    waits, founds = citizen(full.sprint), citizen(full.sprint)
    assert waits.post(f"{base}/team-wait/").status_code == 201
    made = founds.post(f"{base}/further-team/").json()
    assert (made["name"], made["joining"]) == ("Wer hilft? – Team 2", "at_once")
    assert problem_of(waits.post(f"{base}/further-team/"))["code"] == "places_left"
    assert waits.delete(f"{base}/team-wait/").status_code == 204
    waits.post(f"teams/{made['id']}/join/")
    [member] = [row for row in ApiClient().get(f"teams/{made['id']}/").json()["members"] if row["role"] == "member"]
    assert founds.post(f"team-members/{member['id']}/let-lead/").json()["role"] == "lead"


def test_introducing_by_programs() -> None:
    team = make.TeamFactory.create()
    base = f"sprints/{team.sprint.public_id}"
    organiser = ApiClient(make.ProgrammeRoleFactory.create(programme=team.sprint.programme).user)
    helper = make.RegistrationFactory.create(sprint=team.sprint).user
    assert organiser.post(f"{base}/connectors/", {"person": "usr_00000000000000000000"}).status_code == 422
    appointed = organiser.post(f"{base}/connectors/", {"person": helper.public_id}).json()
    registration = make.RegistrationFactory.create(sprint=team.sprint)
    make.ProfileFactory.create(user=registration.user, skills=["Figma"])
    me, connector = ApiClient(registration.user), ApiClient(helper)
    assert connector.get(f"{base}/introducible-people/").json()["results"] == []
    assert me.post(f"{base}/introducing/").status_code == 204
    [seen] = connector.get(f"{base}/introducible-people/").json()["results"]
    assert (seen["skills"], seen["person"]) == (["Figma"], registration.user.public_id)
    assert registration.user.email not in json.dumps(seen)
    body = {"registration": seen["id"], "team": team.public_id, "message": "Das passt."}
    sent = connector.post(f"{base}/introductions/", body).json()
    assert [row["id"] for row in connector.get(f"{base}/introductions/").json()["results"]] == [sent["id"]]
    assert [row["id"] for row in me.get("me/introductions/").json()["results"]] == [sent["id"]]
    lead = ApiClient(make.lead_of(team))
    assert lead.post(f"introductions/{sent['id']}/agree/").json()["state"] == "sent"
    assert me.post(f"introductions/{sent['id']}/agree/").json()["state"] == "accepted"
    assert problem_of(lead.post(f"introductions/{sent['id']}/decline/"))["code"] == "wrong_state"
    assert organiser.delete(f"connectors/{appointed['id']}/").status_code == 204
    assert connector.get(f"{base}/introducible-people/").status_code == 403


def test_each_act_needs_its_scope() -> None:
    team = make.TeamFactory.create(joining=Joining.AT_ONCE)
    person = make.RegistrationFactory.create(sprint=team.sprint, introducible_since=clock.now()).user
    reader = ApiClient(person, scopes=(Scope.READ,))
    for address in (f"teams/{team.public_id}/join/", f"teams/{team.public_id}/hold/"):
        assert reader.post(address).status_code == 403
    connector = ConnectorFactory.create(sprint=team.sprint)
    writer = ApiClient(connector.user, scopes=(Scope.READ, Scope.PROGRAMMES_WRITE))
    assert writer.get(f"sprints/{team.sprint.public_id}/introducible-people/").status_code == 200
    body = {"registration": person.registrations.get().public_id, "team": team.public_id, "message": "Gut."}
    assert writer.post(f"sprints/{team.sprint.public_id}/introductions/", body).status_code == 403
