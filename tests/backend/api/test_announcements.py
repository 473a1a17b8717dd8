"""Announcements through the API: written, counted, sent; nobody in them is named."""

from datetime import timedelta

import pytest

from backend.core import clock
from programmes.models import Sprint
from programmes.services.announcement_sending import announcement_piece
from tests.backend.api.client import ApiClient, problem_of
from tests.factories import programmes as make
from tests.factories.announcements import AnnouncementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sprint() -> Sprint:
    return make.SprintFactory.create()


@pytest.fixture
def desk(sprint: Sprint) -> ApiClient:
    return ApiClient(make.ProgrammeRoleFactory.create(programme=sprint.programme).user)


def test_from_the_draft_to_the_delivery(sprint: Sprint, desk: ApiClient) -> None:
    person = make.RegistrationFactory.create(sprint=sprint).user
    made = desk.post(
        f"sprints/{sprint.public_id}/announcements/",
        {"segments": ["with_place", "waiting"], "subject_en": "Hello", "body_en": "Off we go."},
    ).json()
    one = f"announcements/{made['id']}/"
    assert (made["state"], made["segments"], made["category"]) == ("draft", ["with_place", "waiting"], None)
    assert desk.get(f"{one}reach/").json() == {"people": 1}
    assert desk.patch(one, {"subject_de": "Hallo", "body_de": "Los."}).json()["subject_de"] == "Hallo"
    assert desk.post(f"{one}test/").status_code == 200
    at = (clock.now() + timedelta(days=1)).isoformat()
    assert desk.post(f"{one}send/", {"send_at": at}).json()["state"] == "scheduled"
    assert problem_of(desk.patch(one, {"subject_de": "Zu spät"}))["code"] == "wrong_state"
    assert desk.post(f"{one}stop/").json()["state"] == "draft"
    sent = desk.post(f"{one}send/", {})
    assert (sent.status_code, sent.json()["state"]) == (202, "sending")
    [row] = desk.get(f"sprints/{sprint.public_id}/announcements/").json()["results"]
    for piece in range(2):
        announcement_piece(announcement_id=sprint.announcements.get().pk, piece=piece)
    row = desk.get(one).json()
    assert (row["state"], row["total"], row["told"]) == ("sent", 1, 1)
    delivery = desk.get(f"{one}delivery/")
    assert (delivery.json()["told"], delivery.json()["on_the_way"]) == (1, 1)
    assert person.email not in delivery.text


def test_a_category_is_named_by_its_id(sprint: Sprint, desk: ApiClient) -> None:
    category = make.CategoryFactory.create(programme=sprint.programme)
    body = {"segments": ["category"], "category": category.public_id, "subject_de": "Hallo", "body_de": "Los."}
    made = desk.post(f"sprints/{sprint.public_id}/announcements/", body)
    assert made.json()["category"] == category.public_id
    refused = desk.post(f"sprints/{sprint.public_id}/announcements/", body | {"category": None})
    assert problem_of(refused)["errors"]


def test_who_has_come_is_a_group_where_there_is_a_door(sprint: Sprint, desk: ApiClient) -> None:
    body = {"segments": ["checked_in"], "subject_de": "Hallo", "body_de": "Los."}
    refused = problem_of(desk.post(f"sprints/{sprint.public_id}/announcements/", body))
    assert list(refused["errors"]) == ["segments"]
    make.RegistrationFactory.create(sprint=sprint, checked_in_at=clock.now())
    made = desk.post(f"sprints/{sprint.public_id}/announcements/", body).json()
    assert desk.get(f"announcements/{made['id']}/reach/").json() == {"people": 1}


def test_a_token_that_only_reads_sends_nothing(sprint: Sprint) -> None:
    organiser = make.ProgrammeRoleFactory.create(programme=sprint.programme).user
    row = AnnouncementFactory.create(sprint=sprint)
    reader = ApiClient(organiser, scopes=("read",))
    assert problem_of(reader.post(f"announcements/{row.public_id}/send/", {}))["code"] == "scope_missing"
    row.refresh_from_db()
    assert row.state == "draft"
