"""What goes back of a pledge can be read by who asked for it and by whom it goes to."""

import pytest

from funding.services.pledges import Backer
from tests.backend.api.client import ApiClient
from tests.factories.accounts import UserFactory
from tests.funding.conftest import gateway, scene
from tests.funding.scenes import Scene

__all__ = ["gateway", "scene"]
pytestmark = pytest.mark.django_db


def test_a_refund_is_read_back_by_both_sides(scene: Scene) -> None:
    backer = UserFactory.create()
    pledge = scene.paid(2_000, backer=Backer(user=backer))
    other = scene.paid(2_000, backer=Backer(user=backer))
    manager, address = ApiClient(scene.managers[0]), f"pledges/{pledge.public_id}/refunds/"
    first, second = (manager.post(address, {"amount_minor": part, "reason": "Auf Wunsch."}).json() for part in (5, 6))
    assert (first["amount_minor"], first["state"], first["reason"]) == (5, "requested", "Auf Wunsch.")
    for reader in (manager, ApiClient(backer)):
        assert reader.get(address).json() == {"results": [second, first], "next": None}
        assert reader.get(f"refunds/{first['id']}/").json() == first
        assert reader.get(f"pledges/{other.public_id}/refunds/").json()["results"] == []
    stranger = ApiClient(UserFactory.create())
    assert {stranger.get(path).status_code for path in (address, f"refunds/{first['id']}/")} == {404}
