"""People and organisations for tests."""

from factory.django import DjangoModelFactory

from backend.accounts.enums import OrganisationKind, OrganisationRole
from backend.accounts.models import Invitation, Membership, Organisation, User
from tests.factories.declarations import sequence, sub


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = sequence(lambda n: f"person{n}@example.org")
    display_name = sequence(lambda n: f"Person {n}")
    language = "de"
    # Unusable, as for everybody who signs in by a mailed code; hashing a real one would cost more than the test.
    password = "!"


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = sequence(lambda n: f"Stadt Musterhausen {n}")
    kind = OrganisationKind.ADMINISTRATION


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    organisation = sub(OrganisationFactory)
    user = sub(UserFactory)
    role = OrganisationRole.MANAGER


class InvitationFactory(DjangoModelFactory[Invitation]):
    class Meta:
        model = Invitation

    organisation = sub(OrganisationFactory)
    user = sub(UserFactory)
    role = OrganisationRole.MEMBER
    invited_by = sub(UserFactory)
