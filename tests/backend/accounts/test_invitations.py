"""Nobody is in an organisation without having said yes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from backend.accounts.access import invitation_to_answer, invitation_to_withdraw
from backend.accounts.models import Invitation, Membership, Organisation, User
from backend.accounts.selectors.next import next_items
from backend.accounts.services.erasure import account_erase
from backend.accounts.services.invitations import (
    invitation_accept,
    invitation_create,
    invitation_decline,
    invitation_withdraw,
)
from backend.accounts.services.memberships import membership_remove
from backend.core.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.core.models import AuditEntry, OutboxMessage
from tests.factories.accounts import InvitationFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
ROLES = ("owner", "manager", "member")
ANSWERS: list[Callable[..., Invitation]] = [invitation_accept, invitation_decline]


@pytest.fixture
def city() -> Organisation:
    return OrganisationFactory.create()


@pytest.fixture
def owner(city: Organisation) -> User:
    return inside(city, "owner")


def inside(city: Organisation, role: str) -> User:
    return MembershipFactory.create(organisation=city, role=role).user


def invited(city: Organisation, role: str = "member", **fields: Any) -> Invitation:
    return InvitationFactory.create(organisation=city, role=role, **fields)


def told() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def code_of(act: Callable[..., Any], **given: Any) -> str:
    with pytest.raises(Conflict) as error:
        act(**given)
    return error.value.code


# Inviting.


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("acting", [*ROLES, None])
def test_who_invites_to_which_role(city: Organisation, owner: User, acting: str | None, role: str) -> None:
    actor = inside(city, acting) if acting else MembershipFactory.create(role="owner").user
    person = UserFactory.create()
    if acting == "owner" or (acting == "manager" and role != "owner"):
        row = invitation_create(actor=actor, organisation=city, user=person, role=role)
        assert (row.role, row.state, row.invited_by) == (role, "open", actor)
        assert str(row.public_id).startswith("inv_")
        return
    with pytest.raises(NotAllowed):
        invitation_create(actor=actor, organisation=city, user=person, role=role)
    assert (told(), actions(), Invitation.objects.count()) == ([], [], 0)


def test_who_is_invited_is_not_in_and_is_told_once(city: Organisation, owner: User) -> None:
    person = UserFactory.create()
    rows = [invitation_create(actor=owner, organisation=city, user=person, role="member") for _ in range(2)]
    assert rows[0] == rows[1]
    assert not Membership.objects.filter(user=person).exists()
    assert told() == ["accounts.invitation_created"]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_ref) == ("accounts.invitation.open", str(owner.public_id))
    again = {"actor": owner, "organisation": city, "user": person, "role": "manager"}
    assert code_of(invitation_create, **again) == "invited_already"
    assert Invitation.objects.get().role == "member"


def test_who_is_in_or_gone_is_not_invited(city: Organisation, owner: User) -> None:
    gone = UserFactory.create()
    stale = User.objects.get(pk=gone.pk)
    account_erase(user=gone)
    given = {"actor": owner, "organisation": city, "role": "member"}
    assert code_of(invitation_create, user=stale, **given) == "person_gone"
    for user in (owner, inside(city, "member")):
        assert code_of(invitation_create, user=user, **given) == "member_already"
    with pytest.raises(Invalid):
        invitation_create(actor=owner, organisation=city, user=UserFactory.create(), role="king")
    assert not Invitation.objects.exists()


def test_the_database_keeps_one_open_invitation_and_known_states(city: Organisation) -> None:
    first = invited(city, state="declined")
    second = invited(city, user=first.user)
    assert second.state == "open"
    with pytest.raises(IntegrityError, match="invitation_open_once"):
        invited(city, user=first.user)


def test_the_database_knows_the_states(city: Organisation) -> None:
    with pytest.raises(IntegrityError, match="invitation_state_known"):
        invited(city, state="lost")


# Answering.


@pytest.mark.parametrize("role", ROLES)
def test_who_accepts_is_in(city: Organisation, owner: User, role: str) -> None:
    row = invited(city, role)
    for _ in range(2):
        assert invitation_accept(actor=row.user, invitation=row).state == "accepted"
    assert Membership.objects.get(user=row.user).role == role
    assert actions() == ["accounts.invitation.accepted", "accounts.membership_set"]
    assert {entry.actor_ref for entry in AuditEntry.objects.all()} == {str(row.user.public_id)}


def test_an_old_yes_brings_nobody_back(city: Organisation, owner: User) -> None:
    row = invited(city)
    invitation_accept(actor=row.user, invitation=row)
    membership_remove(actor=owner, membership=Membership.objects.get(user=row.user))
    assert invitation_accept(actor=row.user, invitation=row).state == "accepted"
    assert not Membership.objects.filter(user=row.user).exists()
    anew = invitation_create(actor=owner, organisation=city, user=row.user, role="member")
    assert anew != row


def test_who_is_in_already_keeps_the_role(city: Organisation, owner: User) -> None:
    row = invited(city, user=owner)
    assert invitation_accept(actor=owner, invitation=row).state == "accepted"
    assert Membership.objects.get(user=owner).role == "owner"
    assert told() == []


def test_who_declines_is_not_in_and_may_be_asked_again(city: Organisation, owner: User) -> None:
    row = invited(city)
    for _ in range(2):
        assert invitation_decline(actor=row.user, invitation=row).state == "declined"
    assert code_of(invitation_accept, actor=row.user, invitation=row) == "wrong_state"
    assert not Membership.objects.filter(user=row.user).exists()
    assert actions() == ["accounts.invitation.declined"]
    assert invitation_create(actor=owner, organisation=city, user=row.user, role="member") != row


@pytest.mark.parametrize("answer", ANSWERS)
def test_nobody_answers_for_somebody_else(city: Organisation, owner: User, answer: Callable[..., Invitation]) -> None:
    row = invited(city)
    for person in (owner, UserFactory.create()):
        with pytest.raises(NotAllowed):
            answer(actor=person, invitation=row)
    row.refresh_from_db()
    assert row.state == "open"
    assert not Membership.objects.filter(user=row.user).exists()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("acting", [*ROLES, None])
def test_who_withdraws_what(city: Organisation, owner: User, acting: str | None, role: str) -> None:
    row = invited(city, role)
    actor = inside(city, acting) if acting else row.user
    if acting == "owner" or (acting == "manager" and role != "owner"):
        for _ in range(2):
            assert invitation_withdraw(actor=actor, invitation=row).state == "withdrawn"
        assert actions() == ["accounts.invitation.withdrawn"]
        for answer in ANSWERS:
            assert code_of(answer, actor=row.user, invitation=row) == "wrong_state"
        assert not Membership.objects.filter(user=row.user).exists()
        return
    with pytest.raises(NotAllowed):
        invitation_withdraw(actor=actor, invitation=row)


def test_what_is_accepted_is_not_withdrawn(city: Organisation, owner: User) -> None:
    row = invited(city)
    stale = Invitation.objects.get(pk=row.pk)
    invitation_accept(actor=row.user, invitation=row)
    assert code_of(invitation_withdraw, actor=owner, invitation=stale) == "wrong_state"


# Leaving for good.


def test_an_erased_account_leaves_no_invitation(city: Organisation, owner: User) -> None:
    row, other = invited(city), invited(city)
    stale = Invitation.objects.select_related("user").get(pk=row.pk)
    account_erase(user=row.user)
    assert list(Invitation.objects.all()) == [other]
    given: list[tuple[Callable[..., Invitation], User]] = [
        (invitation_accept, stale.user),
        (invitation_decline, stale.user),
        (invitation_withdraw, owner),
    ]
    for act, actor in given:
        assert code_of(act, actor=actor, invitation=stale) == "person_gone"
    assert not Membership.objects.filter(user=row.user).exists()


def test_who_invited_may_leave(city: Organisation, owner: User) -> None:
    second = inside(city, "owner")
    row = invitation_create(actor=owner, organisation=city, user=UserFactory.create(), role="member")
    account_erase(user=owner)
    invitation_accept(actor=row.user, invitation=row)
    assert set(city.memberships.values_list("user", flat=True)) == {second.pk, row.user_id}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_comes_into_an_organisation_that_all_have_left(city: Organisation, owner: User, role: str) -> None:
    row = invited(city, role)
    account_erase(user=owner)
    assert code_of(invitation_accept, actor=row.user, invitation=row) == "wrong_state"
    assert row.state == "withdrawn"
    assert not city.memberships.exists()


# Fetch and check, and what waits.


def test_who_finds_an_invitation(city: Organisation, owner: User) -> None:
    row, first = invited(city), invited(city, "owner")
    manager, member = inside(city, "manager"), inside(city, "member")
    stranger = MembershipFactory.create(role="owner").user
    assert invitation_to_answer(row.user, row.public_id) == row
    for person in (owner, manager):
        assert invitation_to_withdraw(person, row.public_id) == row
        with pytest.raises(NotAllowed):
            invitation_to_answer(person, row.public_id)
    assert invitation_to_withdraw(owner, first.public_id) == first
    for person, one in ((manager, first), (row.user, row)):
        with pytest.raises(NotAllowed):
            invitation_to_withdraw(person, one.public_id)
    for person in (member, stranger, first.user):
        for find in (invitation_to_answer, invitation_to_withdraw):
            with pytest.raises(NotFound):
                find(person, row.public_id)


def test_only_the_invited_person_has_something_to_do(city: Organisation, owner: User) -> None:
    row = invited(city, invited_by=owner)
    (item,) = next_items(row.user)
    assert (item.kind, item.ref, item.title) == ("accounts.invitation_answer", row.public_id, city.name)
    assert (item.about, item.since) == (owner.shown_name, row.created_at)
    assert next_items(owner) == []
    invitation_decline(actor=row.user, invitation=row)
    assert next_items(row.user) == []
