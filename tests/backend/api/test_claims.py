"""Claims through the API: seen by managers, decided by two, and open to everybody on the match."""

import pytest

from funding.domain.rule_axes import Reversal
from tests.backend.api.client import ApiClient, problem_of
from tests.funding.conftest import gateway, scene
from tests.funding.scenes import Scene
from tests.funding.services.test_claims import claims, lost

__all__ = ["gateway", "scene"]
pytestmark = pytest.mark.django_db


def test_two_managers_decide_and_book_what_came_back(scene: Scene) -> None:
    pledge = lost(scene, reversal=Reversal.RECOMPUTE)
    first, second = (ApiClient(one) for one in scene.managers)
    (row,) = first.get(f"funds/{scene.fund.public_id}/claims/").json()["results"]
    assert (row["open_minor"], row["claimed_minor"], row["campaign"]) == (500, 0, scene.campaign.public_id)
    made = first.post(f"matches/{row['match']}/burden/", {"burden": "claw_back"})
    assert (made.status_code, made.json()["kind"], made.json()["amount_minor"]) == (201, "burden", 500)
    assert second.post(f"proposals/{made.json()['id']}/approve/", {}).status_code == 200
    assert claims(scene, pledge) == (500, 500, 0, 0)
    asked = second.post(f"matches/{row['match']}/repayment/", {"amount_minor": 500})
    assert first.post(f"proposals/{asked.json()['id']}/approve/", {}).json()["state"] == "approved"
    public = ApiClient().get(f"matches/{row['match']}/").json()
    assert (public["state"], public["amount_minor"], public["claimed_minor"]) == ("clawed_back", 0, 0)


def test_what_makes_no_sense_is_refused_with_a_word(scene: Scene) -> None:
    match = scene.match(scene.paid(2_000)).public_id
    client = ApiClient(scene.managers[0])
    assert problem_of(client.post(f"matches/{match}/burden/", {"burden": "bear"}))["code"] == "nothing_to_decide"
    assert problem_of(client.post(f"matches/{match}/repayment/", {"amount_minor": 1}))["code"] == "nothing_claimed"
    assert client.post(f"matches/{match}/burden/", {"burden": "moon"}).status_code == 422
    assert ApiClient(scene.lead).get(f"funds/{scene.fund.public_id}/claims/").status_code == 403
