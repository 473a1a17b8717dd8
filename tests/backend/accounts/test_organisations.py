import pytest

from backend.accounts.access import membership_to_manage, organisation_to_manage, organisation_to_view
from backend.accounts.models import Membership
from backend.accounts.rules import belongs_to
from backend.accounts.services.memberships import membership_remove, membership_set
from backend.accounts.services.organisations import organisation_create, organisation_update
from backend.core.errors import Conflict, Invalid, NotAllowed, NotFound
from backend.core.models import AuditEntry
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_who_creates_an_organisation_owns_it() -> None:
    person = UserFactory.create()
    organisation = organisation_create(actor=person, name=" Verein ", website="https://example.org")
    assert organisation.name == "Verein"
    assert Membership.objects.get(organisation=organisation).role == "owner"
    assert belongs_to.test(person, organisation)
    assert organisation_create(actor=None, name="Ohne Menschen").memberships.count() == 0


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("website", "javascript:alert(1)"), ("kind", "guild"), ("about", "\x00")]
)
def test_nonsense_is_refused(field: str, value: str) -> None:
    given = {"name": "Verein", field: value}
    with pytest.raises(Invalid) as error:
        organisation_create(actor=None, **given)
    assert list(error.value.fields) == [field]


def test_an_organisation_is_changed() -> None:
    organisation = OrganisationFactory.create()
    for _ in range(2):
        assert organisation_update(actor=None, organisation=organisation, about="Neu").about == "Neu"
    assert AuditEntry.objects.get().facts == {"changed": ["about"]}


def test_membership_is_set_once_and_changed() -> None:
    organisation, person = OrganisationFactory.create(), UserFactory.create()
    for role in ("member", "member", "manager"):
        membership = membership_set(actor=None, organisation=organisation, user=person, role=role)
    assert membership.role == "manager"
    assert AuditEntry.objects.count() == 2
    with pytest.raises(Invalid):
        membership_set(actor=None, organisation=organisation, user=person, role="king")
    membership_remove(actor=None, membership=membership)
    membership_remove(actor=None, membership=membership)
    assert AuditEntry.objects.count() == 3


def test_the_last_owner_stays() -> None:
    owner = MembershipFactory.create(role="owner")
    with pytest.raises(Conflict):
        membership_set(actor=None, organisation=owner.organisation, user=owner.user, role="member")
    with pytest.raises(Conflict):
        membership_remove(actor=None, membership=owner)
    MembershipFactory.create(organisation=owner.organisation, role="owner")
    membership_remove(actor=None, membership=owner)


def test_who_may_manage() -> None:
    manager, elsewhere = MembershipFactory.create(), MembershipFactory.create()
    member = MembershipFactory.create(organisation=manager.organisation, role="member")
    public_id = manager.organisation.public_id
    assert organisation_to_view(None, public_id) == manager.organisation
    assert organisation_to_manage(manager.user, public_id) == manager.organisation
    assert membership_to_manage(manager.user, member.public_id) == member
    for person in (member.user, elsewhere.user, None):
        with pytest.raises(NotAllowed):
            organisation_to_manage(person, public_id)
        with pytest.raises(NotFound):
            membership_to_manage(person, member.public_id)
    with pytest.raises(NotFound):
        organisation_to_view(None, "org_none")
    with pytest.raises(NotFound):
        membership_to_manage(manager.user, "mem_none")


def test_an_owner_made_meanwhile_is_not_removed_as_the_last_one() -> None:
    member = MembershipFactory.create(role="member")
    Membership.objects.update(role="owner")
    with pytest.raises(Conflict):
        membership_remove(actor=None, membership=member)
