"""Two connections and the last owner of an organisation. With the guards off nobody owns it; so the race is real."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db.models import QuerySet

from backend.accounts.models import Membership, Organisation, User
from backend.accounts.services import memberships
from backend.accounts.services.erasure import account_erase
from backend.accounts.services.memberships import membership_remove, membership_set
from backend.core.errors import Conflict
from tests.factories.accounts import MembershipFactory, OrganisationFactory
from tests.races.test_places import _execute, at_once, meet_after

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _without_guards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)
    _execute("ALTER TABLE accounts_membership DISABLE TRIGGER organisation_keeps_owner")
    yield
    _execute("ALTER TABLE accounts_membership ENABLE TRIGGER organisation_keeps_owner")


@pytest.fixture
def city() -> Organisation:
    return OrganisationFactory.create()


@pytest.fixture
def owners(city: Organisation, monkeypatch: pytest.MonkeyPatch) -> list[Membership]:
    MembershipFactory.create(organisation=city, role="member")
    meet_after(monkeypatch, (memberships, "_require_other_owner"))
    return [MembershipFactory.create(organisation=city, role="owner") for _ in range(2)]


def owned_by(city: Organisation) -> int:
    return Membership.objects.filter(organisation=city, role="owner").count()


def leave(one: Membership, other: Membership) -> list[object]:
    return at_once(
        lambda: membership_remove(actor=one.user, membership=one),
        lambda: membership_set(actor=other.user, organisation=other.organisation, user=other.user, role="member"),
    )


def test_of_two_owners_who_go_at_once_one_stays(city: Organisation, owners: list[Membership]) -> None:
    refused = [one for one in leave(*owners) if isinstance(one, Exception)]
    assert [type(one) for one in refused] == [Conflict]
    assert owned_by(city) == 1


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_nobody_stays(city: Organisation, owners: list[Membership]) -> None:
    assert not [one for one in leave(*owners) if isinstance(one, Exception)]
    assert owned_by(city) == 0


def test_of_two_owners_erased_at_once_the_last_one_hands_over(city: Organisation, owners: list[Membership]) -> None:
    results = at_once(*(partial(account_erase, user=one.user) for one in owners))
    assert all(isinstance(one, User) for one in results), results
    assert [row.role for row in city.memberships.all()] == ["owner"]


def test_who_is_erased_while_being_taken_in_is_not_in_afterwards(city: Organisation) -> None:
    head = MembershipFactory.create(organisation=city, role="owner").user
    for _ in range(5):
        person = MembershipFactory.create(role="owner").user
        add = partial(membership_set, actor=head, organisation=city, user=person, role="member")
        _added, erased = at_once(add, partial(account_erase, user=User.objects.get(pk=person.pk)))
        assert isinstance(erased, User), erased
        assert not Membership.objects.filter(user=person).exists()
