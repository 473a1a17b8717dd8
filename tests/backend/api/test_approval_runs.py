"""Many approvals at once by a program: started once for each key, read, stopped, gone on with."""

from typing import Any

import pytest

from funding.models import ApprovalItem, ApprovalRun, MatchApproval
from funding.services.approval_runs import approvals_piece
from tests.backend.api.client import ApiClient, problem_of
from tests.funding.conftest import gateway
from tests.funding.scenes import Scene, scene_make

__all__ = ["gateway"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(gateway: Any) -> Scene:
    made = scene_make(gateway)
    for amount in (2_000, 4_000, 40_000):
        made.paid(amount)
    return made


@pytest.fixture
def client(scene: Scene) -> ApiClient:
    return ApiClient(scene.managers[0])


def base(scene: Scene) -> str:
    return f"funds/{scene.fund.public_id}/approval-runs/"


def test_the_same_key_starts_one(scene: Scene, client: ApiClient) -> None:
    body = {"most_minor": 1_000, "note": "Nightly."}
    first, again = (client.post(base(scene), body, key="k1") for _ in range(2))
    assert first.status_code == again.status_code == 202
    assert first.content == again.content
    run = ApprovalRun.objects.get()
    told = first.json()
    assert (told["total"], told["amount_minor"], told["wanted"]) == (2, 1_500, {"most_minor": 1_000})
    assert problem_of(client.post(base(scene), body))["code"] == "approvals_running"
    address = f"approval-runs/{told['id']}/"
    assert client.post(f"{address}stop/").json()["state"] == "stopped"
    assert client.post(f"{address}resume/").json()["state"] == "running"
    ApprovalItem.objects.filter(amount_minor=500).update(amount_minor=499)
    approvals_piece(run_id=run.pk, piece=2)
    read = client.get(address).json()
    assert (read["state"], read["noted"], read["noted_minor"], read["left"]) == ("done", 1, 1_000, 1)
    (left,) = client.get(f"{address}left/").json()["results"]
    assert (left["reason"], left["amount_minor"]) == ("amount_changed", 499)
    assert client.get(base(scene)).json()["results"][0]["id"] == told["id"]
    assert MatchApproval.objects.count() == 1


def test_what_was_seen_has_to_be_so_still(scene: Scene, client: ApiClient) -> None:
    changed = problem_of(client.post(base(scene), {"seen_count": 2, "seen_minor": 1_500}))
    assert (changed["status"], changed["code"]) == (409, "queue_changed")
    assert (changed["count"], changed["amount_minor"]) == (3, 11_500)
    assert problem_of(client.post(base(scene), {"seen_count": 2}))["status"] == 422
    assert client.post(base(scene), {"seen_count": 3, "seen_minor": 11_500}).status_code == 202


def test_only_whose_they_are_goes_on(scene: Scene, client: ApiClient) -> None:
    told = client.post(base(scene), {"campaign": scene.campaign.public_id, "given": 0}).json()
    other = ApiClient(scene.managers[1])
    assert other.post(f"approval-runs/{told['id']}/stop/").status_code == 200
    assert problem_of(other.post(f"approval-runs/{told['id']}/resume/"))["code"] == "four_eyes"
