"""The people of a journey, and the worker that does in this process what it would do in its own."""

from dataclasses import dataclass, field

from backend.accounts.enums import OrganisationRole
from backend.accounts.models import Organisation, User
from backend.core.models import OutboxMessage
from backend.notifications.models import Message
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from worker.handling import handle

ROUNDS_MOST = 20


def person(name: str) -> User:
    return UserFactory.create(email=f"{name}@example.org", display_name=name.title())


def spokesperson(name: str, organisation: Organisation) -> User:
    return MembershipFactory.create(organisation=organisation, user=person(name), role=OrganisationRole.MANAGER).user


@dataclass
class Cast:
    town: Organisation = field(default_factory=lambda: OrganisationFactory.create(name="Stadt Auental"))
    foundation: Organisation = field(default_factory=lambda: OrganisationFactory.create(name="Stiftung Weitblick"))
    bank: Organisation = field(default_factory=lambda: OrganisationFactory.create(name="Sparkasse Auental"))

    def __post_init__(self) -> None:
        self.olivia, self.clara, self.tarik, self.mira = map(person, ("olivia", "clara", "tarik", "mira"))
        self.jonas, self.judith, self.karim, self.felix = map(person, ("jonas", "judith", "karim", "felix"))
        self.frieda = spokesperson("frieda", self.foundation)
        self.sabine = spokesperson("sabine", self.bank)
        self.clemens = spokesperson("clemens", self.town)


def work() -> None:
    """Handle what has been told, and what that tells, until nothing is left."""
    for _round in range(ROUNDS_MOST):
        waiting = list(OutboxMessage.objects.filter(handled_at=None).order_by("id").values_list("pk", flat=True))
        if not waiting:
            return
        for key in waiting:
            handle(key)
    left = OutboxMessage.objects.filter(handled_at=None).values_list("topic", "error")
    raise AssertionError(f"the outbox does not empty: {list(left)}")


def told(user: User) -> set[str]:
    """What a person was told, by the template's last word."""
    rows = Message.objects.filter(recipient=user).values_list("template", flat=True)
    return {template.rsplit("/", 1)[-1] for template in rows}
