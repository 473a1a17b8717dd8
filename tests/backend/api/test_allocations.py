"""A fund's money is divided by programs of two managers."""

from typing import Any

import pytest

from funding.models import AllocationRun
from funding.services.allocation_runs import allocation_run
from tests.backend.api.client import ApiClient
from tests.funding.batches import LUMP, SHARED, batch_make
from tests.funding.conftest import gateway

__all__ = ["gateway"]
pytestmark = pytest.mark.django_db


def test_ask_read_propose_and_agree(gateway: Any) -> None:
    batch = batch_make(gateway, SHARED, [[3_000], [1_000]], pool_minor=2_000)
    first, second = ApiClient(batch.first), ApiClient(batch.second)
    base = f"funds/{batch.fund.public_id}/allocations/"
    early = first.post(base, {})
    assert (early.status_code, early.json()["code"]) == (409, "nothing_to_allocate")
    batch.close()
    asked = first.post(base, {})
    assert (asked.status_code, asked.json()["state"], asked.json()["position"]) == (202, "computing", None)
    address = f"allocations/{asked.json()['id']}/"
    assert first.post(f"{address}propose/", {}).json()["code"] == "allocation_not_ready"
    allocation_run(run_id=AllocationRun.objects.get().pk)
    read = second.get(address).json()
    assert (read["state"], read["pool_minor"], read["amount_minor"]) == ("ready", 2_000, 2_000)
    assert [line["amount_minor"] for line in read["lines"]] == [1_500, 500]
    assert read["lines"][0]["bounds"] == ["pool"]
    proposal = first.post(f"{address}propose/", {"note": "Wie besprochen."}).json()
    assert (proposal["kind"], proposal["subject"], proposal["amount_minor"]) == ("allocation", read["id"], 2_000)
    assert second.post(f"proposals/{proposal['id']}/approve/", {}).json()["state"] == "approved"
    assert second.get(base).json()["results"][0]["state"] == "committed"
    match = first.get(f"funds/{batch.fund.public_id}/matches/").json()["results"][0]
    assert (match["amount_minor"], match["base_minor"]) == (500, 1_000)
    again = first.post(base, {})
    assert (again.status_code, again.json()["code"]) == (409, "allocated_already")


def test_a_success_is_named_by_its_position(gateway: Any) -> None:
    batch = batch_make(gateway, LUMP, [[4_000]], pool_minor=2_000, goal1_minor=4_000)
    batch.scenes[0].end()
    client = ApiClient(batch.first)
    position = batch.scenes[0].position.public_id
    asked = client.post(f"funds/{batch.fund.public_id}/allocations/", {"position": position}).json()
    assert asked["position"] == position
