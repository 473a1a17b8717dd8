"""A fund from its draft to its end, by programs of two managers."""

from typing import Any

import pytest

from backend.core import clock
from funding.gateways.memory_gateway import MemoryGateway
from tests.backend.api.client import ApiClient
from tests.factories.funding import DepositFactory, FundFactory, FundManagerFactory
from tests.funding.conftest import gateway
from tests.funding.scenes import broken, scene_make

__all__ = ["gateway"]
pytestmark = pytest.mark.django_db


def two_managers(fund: Any) -> tuple[ApiClient, ApiClient]:
    first, second = (ApiClient(FundManagerFactory.create(fund=fund).user) for _ in range(2))
    return first, second


def test_open_top_up_and_close() -> None:
    fund = FundFactory.create(state="draft", pool_minor=0)
    first, second = two_managers(fund)
    base = f"funds/{fund.public_id}"
    opening = first.post(f"{base}/open/").json()
    assert (opening["kind"], opening["state"], opening["alone"]) == ("open", "proposed", False)
    assert first.post(f"proposals/{opening['id']}/approve/", {}).status_code == 403
    assert second.post(f"proposals/{opening['id']}/approve/", {"note": "Gern."}).json()["state"] == "approved"
    deposit = DepositFactory.create(fund=fund, amount_minor=5_000, state="announced")
    booking = first.post(f"deposits/{deposit.public_id}/receive/").json()
    second.post(f"proposals/{booking['id']}/approve/", {})
    assert first.get(f"{base}/").json()["waterline"]["free"] == 5_000
    rule = first.post(f"{base}/rules/", {"rate_bp": 3_000, "note": "Mehr."}).json()
    assert (rule["state"], rule["payload"]["definition"]["function"]["rate_bp"]) == ("proposed", 3_000)
    assert second.post(f"proposals/{rule['id']}/decline/", {}).status_code == 422
    assert second.post(f"proposals/{rule['id']}/decline/", {"reason": "Nein."}).json()["state"] == "declined"
    closing = first.post(f"{base}/close/").json()
    second.post(f"proposals/{closing['id']}/approve/", {})
    rest = first.post(f"{base}/remainder/", {"use": "returned"}).json()
    assert (rest["amount_minor"], rest["state"]) == (5_000, "proposed")
    second.post(f"proposals/{rest['id']}/approve/", {})
    assert first.get(f"{base}/").json()["fund"]["state"] == "closed"
    states = [row["state"] for row in first.get(f"{base}/proposals/").json()["results"]]
    assert states == ["approved", "approved", "declined", "approved", "approved"]
    assert broken() == []


def test_exposure_days_deputies_and_kits(gateway: MemoryGateway) -> None:
    scene = scene_make(gateway, caps={"cap_campaign_minor": 1_500_000})
    scene.paid(4_000)
    first, second = map(ApiClient, scene.managers)
    base = f"funds/{scene.fund.public_id}"
    seen = first.get(f"{base}/exposure/").json()
    assert (seen["claimable"], seen["short_by"], seen["used_percent"]) == (1_499_000, 500_000, 0)
    (short,) = seen["short"]
    assert (short["campaigns"], short["missing_minor"], short["certain"]) == ([scene.campaign.public_id], 500_000, True)
    assert [pot["free_minor"] for pot in short["pots"]] == [999_000]
    assert (seen["forecast"], seen["alarm"]) == (None, None)
    days = first.get(f"{base}/waterline/").json()["days"]
    assert days[-1]["waterline"]["reserved"] == 1_000
    today = clock.today().isoformat()
    given = {"deputy": scene.managers[1].public_id, "starts_on": today, "ends_on": today}
    named = first.post(f"{base}/deputies/", given).json()
    assert second.get(f"{base}/deputies/").json()["results"][0]["id"] == named["id"]
    assert second.post(f"deputies/{named['id']}/end/").json()["ended_at"]
    kit = first.post(f"{base}/kits/").json()
    assert (kit["state"], first.get(f"kits/{kit['id']}/").json()) == ("requested", kit)


def test_a_deposit_for_something(gateway: MemoryGateway) -> None:
    scene = scene_make(gateway, pool_minor=0)
    first, second = map(ApiClient, scene.managers)
    base = f"funds/{scene.fund.public_id}"
    purpose = {"regions": ["DE-BE"], "ends_at": "2099-01-01T00:00:00+01:00"}
    body = {"sponsor": scene.fund.organisation.public_id, "amount_minor": 500, "earmark": purpose, "priority": 3}
    made = first.post(f"{base}/deposits/", body).json()
    assert (made["priority"], made["earmark"]["regions"]) == (3, ["DE-BE"])
    booking = first.post(f"deposits/{made['id']}/receive/").json()
    assert booking["payload"] == {"earmark": made["earmark"], "priority": 3}
    second.post(f"proposals/{booking['id']}/approve/", {})
    match = scene.match(scene.paid(2_000))
    assert (match.amount_minor, match.bound) == (0, "earmark")
    told = ApiClient().get(f"matches/{match.public_id}/explanation/").json()["pots"]
    assert [(part["purpose"], part["allowed"]) for part in told] == [("only in Berlin, before 1 January 2099", False)]
    assert [pot["free_minor"] for pot in first.get(f"{base}/exposure/").json()["earmarked"]] == [500]
    for wrong in ({"regions": ["XX"]}, {"topics": ["unbekannt"]}, {"colour": "red"}):
        assert first.post(f"{base}/deposits/", body | {"earmark": wrong}).status_code == 422
