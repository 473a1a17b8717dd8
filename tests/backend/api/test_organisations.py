"""Organisations through programs: who creates, changes, takes in and leaves."""

import pytest

from backend.accounts.models import Invitation, Membership, Organisation, User
from backend.core.models import OutboxMessage
from tests.backend.api.client import ApiClient, problem_of
from tests.factories.accounts import InvitationFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Organisation:
    return OrganisationFactory.create(name="Stadt Auental")


@pytest.fixture
def owner(city: Organisation) -> User:
    return MembershipFactory.create(organisation=city, role="owner").user


def member(city: Organisation, person: User) -> str:
    return f"organisations/{city.public_id}/members/{person.public_id}/"


def invitations(city: Organisation) -> str:
    return f"organisations/{city.public_id}/invitations/"


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
    assert api.put(member(city, person), {"role": "member"}).status_code == 404
    MembershipFactory.create(organisation=city, user=person, role="member")
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
    assert OutboxMessage.objects.filter(topic__startswith="accounts.member_").count() == 2


def test_a_manager_makes_no_owner_and_the_last_owner_stays(city: Organisation, owner: User) -> None:
    manager, person = MembershipFactory.create(organisation=city, role="manager").user, UserFactory.create()
    for user in (manager, person):
        assert problem_of(ApiClient(manager).put(member(city, user), {"role": "owner"}))["code"] == "not_allowed"
    given = {"person": person.public_id, "role": "owner"}
    assert problem_of(ApiClient(manager).post(invitations(city), given))["code"] == "not_allowed"
    assert problem_of(ApiClient(manager).delete(member(city, owner)))["code"] == "not_allowed"
    for answer in (
        ApiClient(owner).put(member(city, owner), {"role": "manager"}),
        ApiClient(owner).delete(member(city, owner)),
    ):
        assert problem_of(answer)["code"] == "last_owner"
    assert Membership.objects.get(user=owner).role == "owner"


def test_unknown_and_erased_people_are_not_found(city: Organisation, owner: User) -> None:
    gone = UserFactory.create(is_active=False)
    nobody = str(owner.public_id)[:-1] + ("1" if str(owner.public_id).endswith("0") else "0")
    for ref in (gone.public_id, nobody):
        answer = ApiClient(owner).put(f"organisations/{city.public_id}/members/{ref}/", {"role": "member"})
        assert answer.status_code == 404
        assert ApiClient(owner).post(invitations(city), {"person": ref, "role": "member"}).status_code == 404


def test_who_is_invited_comes_by_accepting(city: Organisation, owner: User) -> None:
    person = UserFactory.create(display_name="Dora")
    api, own = ApiClient(owner), ApiClient(person)
    for named in ({"person": person.public_id}, {"email": person.email.upper()}):
        answer = api.post(invitations(city), {**named, "role": "member"})
        assert answer.status_code == 201
    made = answer.json()
    assert made == {
        "id": made["id"],
        "organisation": city.public_id,
        "organisation_name": city.name,
        "person": person.public_id,
        "name": "Dora",
        "role": "member",
        "state": "open",
        "created_at": made["created_at"],
    }
    assert not Membership.objects.filter(user=person).exists()
    for listed in (api.get(invitations(city)), own.get("me/invitations/")):
        assert listed.json()["results"] == [made]
    for _ in range(2):
        assert own.post(f"invitations/{made['id']}/accept/").json() == made | {"state": "accepted"}
    assert own.get("me/").json()["organisations"][0]["role"] == "member"
    assert api.get(invitations(city)).json()["results"] == own.get("me/invitations/").json()["results"] == []
    assert problem_of(api.post(f"invitations/{made['id']}/withdraw/"))["code"] == "wrong_state"


@pytest.mark.parametrize(("word", "by_owner"), [("decline", False), ("withdraw", True)])
def test_what_is_declined_or_withdrawn_takes_nobody_in(
    city: Organisation, owner: User, word: str, *, by_owner: bool
) -> None:
    row = InvitationFactory.create(organisation=city)
    api, own = ApiClient(owner), ApiClient(row.user)
    for _ in range(2):
        answer = (api if by_owner else own).post(f"invitations/{row.public_id}/{word}/")
        assert answer.json()["state"] == {"decline": "declined", "withdraw": "withdrawn"}[word]
    assert problem_of(own.post(f"invitations/{row.public_id}/accept/"))["code"] == "wrong_state"
    assert not Membership.objects.filter(user=row.user).exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"role": "member"}, "person"),
        ({"role": "member", "person": "usr_none", "email": "a@example.org"}, "person"),
        ({"role": "king", "email": "a@example.org"}, "role"),
        ({"role": "member", "email": "nobody"}, "email"),
        ({"role": "member", "email": "unknown@example.org"}, "email"),
    ],
)
def test_a_wrong_invitation_is_refused(city: Organisation, owner: User, given: dict[str, str], field: str) -> None:
    answer = ApiClient(owner).post(invitations(city), given)
    assert answer.status_code == 422
    assert list(problem_of(answer)["errors"]) == [field]
    assert not Invitation.objects.exists()


def test_a_token_needs_the_scope(city: Organisation, owner: User) -> None:
    row = InvitationFactory.create(organisation=city, user=owner)
    api, person = ApiClient(owner, scopes=("read", "programmes:manage")), UserFactory.create()
    for answer in (
        api.post("organisations/", {"name": "Verein"}),
        api.patch(f"organisations/{city.public_id}/", {"about": "Neu"}),
        api.put(member(city, person), {"role": "member"}),
        api.delete(member(city, owner)),
        api.post(invitations(city), {"person": person.public_id, "role": "member"}),
        *(api.post(f"invitations/{row.public_id}/{word}/") for word in ("accept", "decline", "withdraw")),
    ):
        assert problem_of(answer)["scope"] == "organisations:manage"
    assert api.get(f"organisations/{city.public_id}/members/").status_code == 200
