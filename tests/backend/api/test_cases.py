"""Cases through the API: opened, read, decided by managers; counted for the team; nothing of a backer in any of it."""

import pytest

from funding.enums import MatchState
from funding.services.pledges import Backer
from tests.backend.api.client import ApiClient, problem_of
from tests.factories.accounts import UserFactory
from tests.funding.conftest import gateway, scene
from tests.funding.scenes import Scene, backer

__all__ = ["gateway", "scene"]
pytestmark = pytest.mark.django_db


def test_a_case_from_its_question_to_its_answer(scene: Scene) -> None:
    scene.paid(1_000, backer=backer(email="anna@example.org"), card="one")
    pledge = scene.paid(2_000, backer=backer(email="bert@example.org"), card="one")
    client = ApiClient(scene.managers[0])
    made = client.post("cases/", {"pledge": pledge.public_id, "note": "Zu klären."})
    assert made.status_code == 201, made.content
    case = made.json()
    assert (case["kind"], case["state"], case["pledge_number"]) == ("by_hand", "open", 2)
    read = client.get(f"cases/{case['id']}/").json()
    assert (read["same_means"], read["same_person"]) == ([1], [1])
    listed = client.get(f"funds/{scene.fund.public_id}/cases/", state="open").json()["results"]
    assert [row["id"] for row in listed] == [case["id"]]
    body = {"verdict": "excluded", "reason": "second_account", "note": "Gleiche Karte.", "answer_en": "Once only."}
    decided = client.post(f"cases/{case['id']}/decide/", body)
    assert decided.status_code == 201, decided.content
    assert decided.json()["answer_en"] == "Once only."
    assert decided.json()["answer_de"].startswith("Der Fonds stockt je Person einmal auf")
    assert scene.match(pledge).state == MatchState.RELEASED
    counts = ApiClient(scene.lead).get(f"campaigns/{scene.campaign.public_id}/who-counts/").json()
    assert counts == {
        "people": 1,
        "qualifying": 1,
        "held": 0,
        "excluded": [{"reason": "second_account", "pledges": 1}],
    }
    everything = made.content + decided.content + client.get(f"cases/{case['id']}/").content
    assert b"bert@" not in everything
    assert b"Gesine" not in everything


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"verdict": "open", "note": "x"}, "verdict"),
        ({"verdict": "excluded", "note": "x"}, "reason"),
        ({"verdict": "excluded", "reason": "pool", "note": "x"}, "reason"),
        ({"verdict": "counted", "note": ""}, "note"),
    ],
)
def test_a_bad_decision_names_its_field(scene: Scene, body: dict[str, str], field: str) -> None:
    client = ApiClient(scene.managers[0])
    case = client.post("cases/", {"pledge": scene.paid(2_000).public_id, "note": "?"}).json()
    answer = client.post(f"cases/{case['id']}/decide/", body)
    assert answer.status_code == 422
    assert field in problem_of(answer)["errors"]


def test_others_do_not_even_see_it(scene: Scene) -> None:
    pledge = scene.paid(2_000, backer=Backer(user=UserFactory.create()))
    case = ApiClient(scene.managers[0]).post("cases/", {"pledge": pledge.public_id, "note": "?"}).json()
    stranger = ApiClient(UserFactory.create())
    assert stranger.get(f"cases/{case['id']}/").status_code == 404
    assert stranger.post("cases/", {"pledge": pledge.public_id, "note": "?"}).status_code == 404
    assert ApiClient(pledge.backer).post("cases/", {"pledge": pledge.public_id, "note": "?"}).status_code == 403


def test_without_the_scope_nothing_is_decided(scene: Scene) -> None:
    client = ApiClient(scene.managers[0], scopes=("read",))
    assert client.post("cases/", {"pledge": scene.paid(2_000).public_id, "note": "?"}).status_code == 403
