"""Days and people of the story: everything is dated from today, so that the demonstration is always alive."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from backend.accounts.enums import OrganisationKind, OrganisationRole
from backend.accounts.models import Organisation, User
from backend.accounts.services.memberships import membership_set
from backend.accounts.services.organisations import organisation_create
from backend.core import clock
from programmes.models import Programme, Sprint
from programmes.seeds.content_running import NACHBARSCHAFT
from programmes.seeds.personas import person, persona

ZONE: Final = ZoneInfo("Europe/Berlin")
PROGRAMME: Final = "auental-packt-an"
ORGANISATIONS: Final = {
    "stadt": ("Stadt Auental", OrganisationKind.ADMINISTRATION, "Verwaltung für 38.000 Menschen in vierzehn Orten."),
    "werke": ("Stadtwerke Auental", OrganisationKind.COMPANY, "Strom, Wärme, Wasser und Busse."),
    "buergerwerkstatt": (
        "Bürgerwerkstatt Auental e. V.",
        OrganisationKind.ASSOCIATION,
        "Ein Verein, der Menschen zusammenbringt, die etwas anpacken wollen.",
    ),
    "stiftung": (
        "Stiftung Gemeinsinn",
        OrganisationKind.FOUNDATION,
        "Fördert, was Nachbarschaften selbst in die Hand nehmen.",
    ),
}
OWNERS: Final = {"stadt": "clemens", "werke": "frieda", "buergerwerkstatt": "olivia", "stiftung": "sabine"}


@dataclass(frozen=True, slots=True)
class Story:
    """A fixed day from which all others count, also while the clock is told to be elsewhere."""

    today: date

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def moment(self, days: int, hour: int = 9) -> datetime:
        """That day at a full hour, where the story plays."""
        return datetime.combine(self.day(days), time(hour), tzinfo=ZONE).astimezone(UTC)

    def on(self, days: int, hour: int = 12) -> AbstractContextManager[None]:
        """Inside the block it is that day."""
        return clock.at(self.moment(days, hour))


def begun() -> Story:
    """The story as it stands: counted from the running sprint, so that a later stage fits the earlier ones."""
    running = Sprint.objects.filter(slug=NACHBARSCHAFT.slug).first()
    if running is None:
        return Story(clock.now().astimezone(ZONE).date())
    return Story(running.starts_at.astimezone(ZONE).date() - timedelta(days=NACHBARSCHAFT.days["teams"][0]))


def organisations_seed() -> None:
    """Whom people have taken in or out since then stays so: members come with their organisation alone."""
    for key, (name, kind, about) in ORGANISATIONS.items():
        if not Organisation.objects.filter(name=name).exists():
            made = organisation_create(actor=None, name=name, kind=kind, about=about)
            for user, role in _members(key):
                membership_set(actor=None, organisation=made, user=user, role=role)


def _members(key: str) -> Iterator[tuple[User, OrganisationRole]]:
    yield persona(OWNERS[key]), OrganisationRole.OWNER
    if key == "buergerwerkstatt":
        yield person("dorothea.lang@example.org", "Dorothea Lang"), OrganisationRole.MANAGER


def organisation(key: str) -> Organisation:
    return Organisation.objects.get(name=ORGANISATIONS[key][0])


def programme() -> Programme:
    return Programme.objects.get(slug=PROGRAMME)
