"""The personas that funding needs; whoever is there already stays as is."""

from backend.accounts.enums import OrganisationKind, OrganisationRole
from backend.accounts.models import Membership, Organisation, User
from backend.core import clock

NAMES = {
    "frieda": "Frieda Fuchs",
    "felix": "Felix Finke",
    "sabine": "Sabine Stern",
    "karim": "Karim Kurt",
    "clara": "Clara Conrad",
    "olivia": "Olivia Ott",
}
FOUNDATION = "Sternstiftung"
FUND_HOST = "Förderwerk e. V."
GUESTS = (
    "Anna Albers", "Björn Brandt", "Cem Çelik", "Dorothea Dietz", "Emil Ernst", "Fatma Faruk", "Georg Groß",
    "Hanna Huber",
    "Ida Ibing", "Jan Jost", "Käthe Krüger", "Lars Lorenz", "Maren Meier", "Nils Nolte", "Özlem Özkan", "Paula Pohl",
    "Quirin Quast", "Rosa Ritter", "Sven Sauer", "Tilda Thoms", "Uwe Unger", "Vera Vogt", "Wim Winter", "Yara Yıldız",
)  # fmt: skip


def person(name: str) -> User:
    email = f"{name}@example.org"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, display_name=NAMES.get(name, name.title()))


def organisation(name: str, kind: OrganisationKind, *members: User) -> Organisation:
    made, _is_new = Organisation.objects.get_or_create(name=name, defaults={"kind": kind, "created_at": clock.now()})
    for member in members:
        Membership.objects.get_or_create(organisation=made, user=member, defaults={"role": OrganisationRole.OWNER})
    return made
