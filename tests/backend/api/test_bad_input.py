"""Bad input is answered with errors by field, in the reader's language, and changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from backend.accounts.enums import Scope
from backend.core import clock
from funding.models import Match, Pledge
from programmes.models import Registration
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import funding as money
from tests.factories import programmes as made
from tests.factories.accounts import UserFactory
from tests.funding.conftest import gateway, scene
from tests.funding.scenes import Scene

__all__ = ["gateway", "scene"]
pytestmark = pytest.mark.django_db
AMOUNTS = [0, -1, 99, 5_000_001, 10**12 + 1, 10**30, 12.5, "2000", None, True, [], {}]


@pytest.mark.parametrize("amount", AMOUNTS)
def test_an_amount_that_is_none(amount: Any, scene: Scene) -> None:
    client = ApiClient(UserFactory.create())
    response = client.post(f"campaigns/{scene.campaign.public_id}/pledges/", {"amount_minor": amount})
    assert (response.status_code, list(problem_of(response)["errors"])) == (422, ["amount_minor"])
    assert Pledge.objects.count() == Match.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "CHF"),
        ("currency", "eur"),
        ("message", "x" * 281),
        ("message", "a\0b"),
        ("message", 7),
        ("is_anonymous", "yes"),
        ("language", "fr"),
        ("backer", "usr_00000000000000000000"),
    ],
)
def test_a_field_that_is_wrong_is_named(field: str, value: Any, scene: Scene) -> None:
    client = ApiClient(UserFactory.create(), language="de")
    body = {"amount_minor": 2_000, field: value}
    response = client.post(f"campaigns/{scene.campaign.public_id}/pledges/", body)
    assert (response.status_code, list(problem_of(response)["errors"])) == (422, [field])
    assert Pledge.objects.count() == 0


def test_after_the_deadline(scene: Scene) -> None:
    campaign = scene.campaign
    campaign.starts_at, campaign.ends_at = clock.now() - timedelta(days=9), clock.now() - timedelta(days=1)
    campaign.save()
    response = ApiClient(UserFactory.create()).post(f"campaigns/{campaign.public_id}/pledges/", {"amount_minor": 2_000})
    assert (response.status_code, problem_of(response)["code"]) == (409, "campaign_not_running")


def test_a_double_click_gives_once(scene: Scene) -> None:
    client = ApiClient(UserFactory.create())
    path = f"campaigns/{scene.campaign.public_id}/pledges/"
    first = client.post(path, {"amount_minor": 2_000}, key="click")
    again = client.post(path, {"amount_minor": 2_000}, key="click")
    assert first.json() == again.json()
    assert first.json()["payment_url"].startswith("https://")
    assert again["Idempotency-Replayed"] == "true"
    assert Pledge.objects.count() == Match.objects.count() == 1


def test_a_pledge_that_lost_its_answer_is_found_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies after the pledge and before its answer is kept: the repeat goes on with the same pledge."""
    client = ApiClient(UserFactory.create())
    client.client.raise_request_exception = False
    path = f"campaigns/{scene.campaign.public_id}/pledges/"
    with monkeypatch.context() as broken:
        broken.setattr("backend.api.idempotency._content", lambda _response: 1 / 0)
        assert client.post(path, {"amount_minor": 2_000}, key="lost").status_code == 500
    assert Pledge.objects.count() == 1
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        response = client.post(path, {"amount_minor": 2_000}, key="lost")
    assert response.status_code == 201
    assert Pledge.objects.count() == 1


def test_over_capacity_there_is_a_waiting_list_in_order() -> None:
    sprint = made.SprintFactory.create(capacity=1)
    path = f"sprints/{sprint.public_id}/registrations/"
    answers = [ApiClient(UserFactory.create()).post(path).json() for _ in range(3)]
    assert [row["state"] for row in answers] == ["registered", "waiting", "waiting"]
    assert [row["waiting_position"] for row in answers] == [None, 1, 2]
    assert Registration.objects.count() == 3


def test_a_closed_phase_says_when_it_opens() -> None:
    sprint = made.SprintFactory.create(features=[])
    opens_at = clock.now() + timedelta(hours=3)
    made.PhaseFactory.create(
        sprint=sprint, features=["register"], starts_at=opens_at, ends_at=opens_at + timedelta(hours=1)
    )
    response = ApiClient(UserFactory.create()).post(f"sprints/{sprint.public_id}/registrations/")
    body = problem_of(response)
    assert (response.status_code, body["code"]) == (409, "phase_closed")
    assert body["opens_at"] == opens_at.isoformat()


def test_ids_in_bodies_are_looked_for_where_they_may_be() -> None:
    team, foreign = made.TeamFactory.create(), made.OpenRoleFactory.create()
    asker = made.RegistrationFactory.create(sprint=team.sprint).user
    path = f"teams/{team.public_id}/join-requests/"
    unknown = ApiClient(asker).post(path, {"motivation": "x", "role": "rol_00000000000000000000"})
    assert unknown.status_code == 404
    of_another_team = ApiClient(asker).post(path, {"motivation": "x", "role": foreign.public_id})
    assert (of_another_team.status_code, list(problem_of(of_another_team)["errors"])) == (422, ["role"])
    assert team.join_requests.count() == 0


def test_what_is_hidden_is_not_found_without_the_scope_to_read() -> None:
    campaign = money.CampaignFactory.create(state="draft")
    lead = campaign.project.team.created_by
    path = f"campaigns/{campaign.public_id}/"
    assert ApiClient(lead).get(path).status_code == 200
    assert ApiClient(lead, scopes=(Scope.CAMPAIGNS_WRITE,)).get(path).status_code == 404
    assert ApiClient().get(path).status_code == 404


def test_markup_stays_text() -> None:
    lead = UserFactory.create()
    team = made.TeamFactory.create(lead=lead)
    client = ApiClient(lead)
    response = client.patch(f"teams/{team.public_id}/", {"pitch": "<script>alert(1)</script>"})
    assert response.json()["pitch"] == "<script>alert(1)</script>"
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
