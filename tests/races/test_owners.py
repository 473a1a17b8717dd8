"""Two connections and the last owner of an organisation. With the guards off nobody owns it; so the race is real."""

from collections.abc import Iterator
from functools import partial

import pytest
from django.db import OperationalError

from backend.accounts.models import Invitation, Membership, Organisation, User
from backend.accounts.services import invitations, memberships
from backend.accounts.services.erasure import account_erase
from backend.accounts.services.invitations import invitation_accept, invitation_create, invitation_withdraw
from backend.accounts.services.memberships import membership_remove, membership_set, people_and_organisation_lock
from backend.core import transitions
from backend.core.errors import Conflict, NotAllowed
from tests.factories.accounts import InvitationFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.races.meeting import at_once, meet_after, without_locks
from tests.races.test_places import _execute

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _without_guards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    without_locks(monkeypatch)
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
        asked = invitation_create(actor=head, organisation=city, user=person, role="member")
        accept = partial(invitation_accept, actor=person, invitation=asked)
        _accepted, erased = at_once(accept, partial(account_erase, user=User.objects.get(pk=person.pk)))
        assert isinstance(erased, User), erased
        assert not Membership.objects.filter(user=person).exists()


def answer_and_withdraw(city: Organisation, monkeypatch: pytest.MonkeyPatch) -> tuple[Invitation, list[object]]:
    asked = InvitationFactory.create(
        organisation=city, invited_by=MembershipFactory.create(organisation=city, role="owner").user
    )
    # Past the reading of the state that allows the step.
    meet_after(monkeypatch, (transitions, "ensure"))
    results = at_once(
        partial(invitation_accept, actor=asked.user, invitation=Invitation.objects.get(pk=asked.pk)),
        partial(invitation_withdraw, actor=asked.invited_by, invitation=Invitation.objects.get(pk=asked.pk)),
    )
    asked.refresh_from_db()
    return asked, results


def test_of_accepting_and_withdrawing_at_once_one_wins(city: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, results = answer_and_withdraw(city, monkeypatch)
    assert [type(one) for one in results if isinstance(one, Exception)] == [Conflict]
    assert city.memberships.filter(user=asked.user).exists() == (asked.state == "accepted")


@pytest.mark.usefixtures("_without_guards")
def test_without_guards_both_win(city: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    _asked, results = answer_and_withdraw(city, monkeypatch)
    assert not [one for one in results if isinstance(one, Exception)]


def invite_and_leave(city: Organisation, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The row names both people: with the organisation locked before who invites, the two wait for each other."""
    head = MembershipFactory.create(organisation=city, role="owner").user
    meet_after(monkeypatch, (invitations, "require_right"), (User, "refresh_from_db"))
    return at_once(
        partial(invitation_create, actor=head, organisation=city, user=UserFactory.create(), role="member"),
        partial(account_erase, user=User.objects.get(pk=head.pk)),
    )


def test_who_leaves_for_good_while_inviting_stops_neither(city: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    invited, erased = invite_and_leave(city, monkeypatch)
    assert isinstance(invited, Invitation | NotAllowed), invited
    assert isinstance(erased, User), erased


def test_with_the_invited_person_locked_alone_they_stop_each_other(
    city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_alone(user: User, *_others: User, organisation: Organisation) -> None:
        people_and_organisation_lock(user, organisation=organisation)

    monkeypatch.setattr(invitations, "people_and_organisation_lock", one_alone)
    refused = [one for one in invite_and_leave(city, monkeypatch) if isinstance(one, Exception)]
    assert [type(one) for one in refused] == [OperationalError]


def test_of_two_who_invite_the_same_person_at_once_one_row_comes(city: Organisation) -> None:
    heads = [MembershipFactory.create(organisation=city, role="owner").user for _ in range(2)]
    person = MembershipFactory.create().user
    results = at_once(
        *(partial(invitation_create, actor=head, organisation=city, user=person, role="member") for head in heads)
    )
    assert results[0] == results[1]
    assert Invitation.objects.count() == 1
