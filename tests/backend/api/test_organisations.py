"""Organisations through programs: who creates, changes, takes in and leaves."""

import pytest

from backend.accounts.models import Membership, Organisation, User
from backend.core.models import OutboxMessage
from tests.backend.api.client import ApiClient, problem_of
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Organisation:
    return OrganisationFactory.create(name="Stadt Auental")


@pytest.fixture
def owner(city: Organisation) -> User:
    return MembershipFactory.create(organisation=city, role="owner").user


def member(city: Organisation, person: User) -> str:
    return f"organisations/{city.public_id}/members/{person.public_id}/"


def test_who_creates_an_organisation_owns_it_and_a_repeat_makes_no_second_one() -> None:
    person = UserFactory.create()
    api = ApiClient(person)
    answers = [api.post("organisations/", {"name": "Verein", "kind": "association"}, key="1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    made = Organisation.objects.get()
    assert answers[0].json() == {
        "id": made.public_id,
        "name": "Verein",
        "kind": "association",
        "website": "",
        "about": "",
    }
    assert Membership.objects.get().role == "owner"
    assert api.get("me/").json()["organisations"][0]["role"] == "owner"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 161), ("kind", "guild"), ("website", "javascript:alert(1)"), ("about", "\x00")],
)
def test_nonsense_is_refused_and_changes_nothing(city: Organisation, owner: User, field: str, value: str) -> None:
    api = ApiClient(owner)
    for answer in (
        api.post("organisations/", {"name": "Verein"} | {field: value}),
        api.patch(f"organisations/{city.public_id}/", {field: value}),
    ):
        assert answer.status_code == 422
        assert list(problem_of(answer)["errors"]) == [field]
    city.refresh_from_db()
    assert (city.name, Organisation.objects.count()) == ("Stadt Auental", 1)


def test_only_what_is_sent_is_changed(city: Organisation, owner: User) -> None:
    answer = ApiClient(owner).patch(f"organisations/{city.public_id}/", {"about": "Neu"})
    assert (answer.json()["name"], answer.json()["about"]) == ("Stadt Auental", "Neu")


def test_members_come_change_and_go(city: Organisation, owner: User) -> None:
    api, person = ApiClient(owner), UserFactory.create(display_name="Dora")
    for role in ("member", "manager", "manager"):
        assert api.put(member(city, person), {"role": role}).json()["role"] == role
    listed = api.get(f"organisations/{city.public_id}/members/").json()["results"]
    assert [(row["person"], row["role"]) for row in listed] == [
        (owner.public_id, "owner"),
        (person.public_id, "manager"),
    ]
    assert "email" not in listed[0]
    assert len(api.get(f"organisations/{city.public_id}/members/", role="manager").json()["results"]) == 1
    assert api.delete(member(city, person)).status_code == 204
    assert api.delete(member(city, person)).status_code == 404
    assert OutboxMessage.objects.filter(topic__startswith="accounts.member_").count() == 3


def test_a_manager_makes_no_owner_and_the_last_owner_stays(city: Organisation, owner: User) -> None:
    manager = MembershipFactory.create(organisation=city, role="manager").user
    for person in (manager, UserFactory.create()):
        assert problem_of(ApiClient(manager).put(member(city, person), {"role": "owner"}))["code"] == "not_allowed"
    assert problem_of(ApiClient(manager).delete(member(city, owner)))["code"] == "not_allowed"
    for answer in (
        ApiClient(owner).put(member(city, owner), {"role": "manager"}),
        ApiClient(owner).delete(member(city, owner)),
    ):
        assert problem_of(answer)["code"] == "last_owner"
    assert Membership.objects.get(user=owner).role == "owner"


def test_unknown_and_erased_people_are_not_found(city: Organisation, owner: User) -> None:
    gone = UserFactory.create(is_active=False)
    for ref in (gone.public_id, "usr_none"):
        answer = ApiClient(owner).put(f"organisations/{city.public_id}/members/{ref}/", {"role": "member"})
        assert answer.status_code == 404


def test_a_token_needs_the_scope(city: Organisation, owner: User) -> None:
    api, person = ApiClient(owner, scopes=("read", "programmes:manage")), UserFactory.create()
    for answer in (
        api.post("organisations/", {"name": "Verein"}),
        api.patch(f"organisations/{city.public_id}/", {"about": "Neu"}),
        api.put(member(city, person), {"role": "member"}),
        api.delete(member(city, owner)),
    ):
        assert problem_of(answer)["scope"] == "organisations:manage"
    assert api.get(f"organisations/{city.public_id}/members/").status_code == 200
