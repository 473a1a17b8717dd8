"""Who may put whom into an organisation, and that it keeps an owner."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from backend.accounts.access import membership_of_person_to_remove, membership_to_change, own_membership_to_end
from backend.accounts.models import Membership, Organisation, User
from backend.accounts.services.erasure import account_erase
from backend.accounts.services.memberships import membership_remove, membership_set
from backend.accounts.services.organisations import organisation_create, organisation_update
from backend.core.errors import Conflict, NotAllowed, NotFound
from backend.core.models import AuditEntry, OutboxMessage
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
ROLES = ("owner", "manager", "member")


@pytest.fixture
def city() -> Organisation:
    return OrganisationFactory.create()


def inside(city: Organisation, role: str) -> Membership:
    return MembershipFactory.create(organisation=city, role=role)


def told() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))


def may(acting: str | None, before: str | None, after: str) -> bool:
    return acting == "owner" or (acting == "manager" and "owner" not in {before, after})


@pytest.mark.parametrize("after", ROLES)
@pytest.mark.parametrize("before", ROLES)
@pytest.mark.parametrize("acting", [*ROLES, None])
def test_who_gives_which_role(city: Organisation, acting: str | None, before: str, after: str) -> None:
    inside(city, "owner")
    actor = inside(city, acting).user if acting else MembershipFactory.create(role="owner").user
    person = inside(city, before).user
    if may(acting, before, after):
        membership_set(actor=actor, organisation=city, user=person, role=after)
        assert Membership.objects.get(organisation=city, user=person).role == after
        return
    with pytest.raises(NotAllowed):
        membership_set(actor=actor, organisation=city, user=person, role=after)
    assert told() == []
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_put_into_an_organisation(city: Organisation, role: str) -> None:
    owner, stranger = inside(city, "owner").user, UserFactory.create()
    with pytest.raises(NotFound):
        membership_set(actor=owner, organisation=city, user=stranger, role=role)
    assert not Membership.objects.filter(user=stranger).exists()
    assert told() == []


@pytest.mark.parametrize("acting", ["manager", "member"])
def test_nobody_makes_themselves_an_owner(city: Organisation, acting: str) -> None:
    inside(city, "owner")
    actor = inside(city, acting).user
    with pytest.raises(NotAllowed):
        membership_set(actor=actor, organisation=city, user=actor, role="owner")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("acting", [*ROLES, None])
def test_who_removes_whom(city: Organisation, acting: str | None, role: str) -> None:
    inside(city, "owner")
    actor = inside(city, acting).user if acting else MembershipFactory.create(role="owner").user
    membership = inside(city, role)
    if acting == "owner" or (acting == "manager" and role != "owner"):
        membership_remove(actor=actor, membership=membership)
        assert not Membership.objects.filter(pk=membership.pk).exists()
        return
    with pytest.raises(NotAllowed):
        membership_remove(actor=actor, membership=membership)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_leave_but_the_last_owner(city: Organisation, role: str) -> None:
    first = inside(city, "owner")
    with pytest.raises(Conflict) as error:
        membership_remove(actor=first.user, membership=first)
    assert error.value.code == "last_owner"
    membership = inside(city, role)
    membership_remove(actor=membership.user, membership=membership)
    assert list(city.memberships.all()) == [first]


def test_the_last_owner_cannot_step_down(city: Organisation) -> None:
    first = inside(city, "owner")
    inside(city, "manager")
    with pytest.raises(Conflict):
        membership_set(actor=first.user, organisation=city, user=first.user, role="manager")


def test_who_was_removed_a_moment_ago_changes_nothing(city: Organisation) -> None:
    owner = inside(city, "owner")
    manager = inside(city, "manager")
    membership_remove(actor=owner.user, membership=manager)
    with pytest.raises(NotAllowed):
        membership_set(actor=manager.user, organisation=city, user=inside(city, "member").user, role="manager")
    with pytest.raises(NotAllowed):
        organisation_update(actor=manager.user, organisation=city, about="Neu")
    assert organisation_update(actor=owner.user, organisation=city, about="Neu").about == "Neu"


def test_each_change_is_written_down_and_told_once(city: Organisation) -> None:
    owner, person = inside(city, "owner").user, inside(city, "member").user
    for role in ("member", "manager", "manager", "owner"):
        membership = membership_set(actor=owner, organisation=city, user=person, role=role)
    for _ in range(2):
        membership_remove(actor=owner, membership=membership)
    actions = ["accounts.membership_set", "accounts.membership_set", "accounts.membership_removed"]
    entries = AuditEntry.objects.order_by("id")
    assert list(entries.values_list("action", flat=True)) == actions
    assert {entry.actor_ref for entry in entries} == {str(owner.public_id)}
    assert told() == ["accounts.member_role_changed", "accounts.member_role_changed", "accounts.member_removed"]


def test_who_has_left_for_good_is_not_taken_in(city: Organisation) -> None:
    gone = UserFactory.create()
    stale = User.objects.get(pk=gone.pk)
    account_erase(user=gone)
    with pytest.raises(Conflict) as error:
        membership_set(actor=None, organisation=city, user=stale, role="member")
    assert error.value.code == "person_gone"


# An owner's account is erased.


def erased_leaves(city: Organisation, owner: Membership) -> dict[str, Any]:
    account_erase(user=owner.user)
    return {row.user.email: row.role for row in city.memberships.select_related("user")}


def test_the_manager_who_is_there_longest_follows(city: Organisation) -> None:
    owner = inside(city, "owner")
    member, first, second = inside(city, "member"), inside(city, "manager"), inside(city, "manager")
    assert erased_leaves(city, owner) == {
        member.user.email: "member",
        first.user.email: "owner",
        second.user.email: "manager",
    }
    assert told().count("accounts.member_role_changed") == 1


def test_a_member_follows_where_there_is_no_manager(city: Organisation) -> None:
    owner, first, second = inside(city, "owner"), inside(city, "member"), inside(city, "member")
    assert erased_leaves(city, owner) == {first.user.email: "owner", second.user.email: "member"}


def test_who_is_shut_out_follows_nobody(city: Organisation) -> None:
    owner, shut_out, member = inside(city, "owner"), inside(city, "manager"), inside(city, "member")
    User.objects.filter(pk=shut_out.user_id).update(is_active=False)
    assert erased_leaves(city, owner) == {shut_out.user.email: "manager", member.user.email: "owner"}


def test_a_second_owner_is_enough(city: Organisation) -> None:
    owner, second, manager = inside(city, "owner"), inside(city, "owner"), inside(city, "manager")
    assert erased_leaves(city, owner) == {second.user.email: "owner", manager.user.email: "manager"}
    assert told().count("accounts.member_role_changed") == 0


def test_a_manager_who_leaves_changes_no_owner(city: Organisation) -> None:
    manager, owner = inside(city, "manager"), inside(city, "owner")
    assert erased_leaves(city, manager) == {owner.user.email: "owner"}


def test_an_organisation_outlives_the_last_person_in_it() -> None:
    person = UserFactory.create()
    alone = organisation_create(actor=person, name="Verein", about="Für alle.")
    account_erase(user=person)
    alone.refresh_from_db()
    assert (alone.name, alone.about, alone.memberships.count()) == ("Verein", "Für alle.", 0)


# The database itself.


def ends(rows: Any, **changes: Any) -> None:
    """Change rows past all services, and let the transaction come to its end as far as the rules are concerned."""
    with transaction.atomic():
        if changes:
            rows.update(**changes)
        else:
            rows.delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_keeps_an_owner_too(city: Organisation) -> None:
    owner, manager = inside(city, "owner"), inside(city, "manager")
    rows = Membership.objects.filter(pk=owner.pk)
    for changes in ({"role": "member"}, {}):
        with pytest.raises(IntegrityError, match="no owner any more"):
            ends(rows, **changes)
    Membership.objects.filter(pk=manager.pk).update(role="owner")
    ends(rows)
    ends(Membership.objects.filter(pk=manager.pk))
    assert city.memberships.count() == 0


# Fetch and check.


def test_who_may_change_a_membership(city: Organisation) -> None:
    owner, manager, member = (inside(city, role) for role in ROLES)
    stranger = MembershipFactory.create(role="owner").user
    assert membership_to_change(manager.user, member.public_id) == member
    assert membership_to_change(owner.user, owner.public_id) == owner
    with pytest.raises(NotAllowed):
        membership_to_change(manager.user, owner.public_id)
    for person in (member.user, stranger, None):
        with pytest.raises(NotFound):
            membership_to_change(person, member.public_id)


def test_who_finds_a_membership_by_its_person(city: Organisation) -> None:
    manager, member = inside(city, "manager"), inside(city, "member")
    stranger = UserFactory.create()
    for person in (manager.user, member.user):
        assert membership_of_person_to_remove(person, city.public_id, member.user.public_id) == member
    for person in (member.user, stranger):
        with pytest.raises(NotAllowed):
            membership_of_person_to_remove(person, city.public_id, manager.user.public_id)
    for ref in (stranger.public_id, "usr_none"):
        with pytest.raises(NotFound):
            membership_of_person_to_remove(manager.user, city.public_id, ref)


def test_one_leaves_what_one_is_in(city: Organisation) -> None:
    member = inside(city, "member")
    assert own_membership_to_end(member.user, city.public_id) == member
    for person, ref in ((UserFactory.create(), city.public_id), (member.user, "org_none")):
        with pytest.raises(NotFound):
            own_membership_to_end(person, ref)
