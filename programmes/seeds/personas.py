"""The people of the demonstration, one for each task. Everybody else that seeds need is in `people.py`."""

from dataclasses import dataclass
from typing import Final

from backend.accounts.models import User


@dataclass(frozen=True, slots=True)
class Persona:
    name: str
    task: str
    language: str = "de"

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@example.org"


PERSONAS: Final = (
    Persona("Olivia Brandt", "organiser"),
    Persona("Clara Neumann", "citizen"),
    Persona("Tarik Yılmaz", "team lead"),
    Persona("Mira Hoffmann", "team member"),
    Persona("Jonas Weber", "juror"),
    Persona("Judith Adeyemi", "juror", "en"),
    Persona("Karim Haddad", "curator and coach"),
    Persona("Frieda Lange", "fund manager"),
    Persona("Felix Sommer", "fund manager"),
    Persona("Sabine Krüger", "sponsor"),
    Persona("Clemens Vogt", "challenge owner"),
)
KEYS: Final = {persona.name.split()[0].lower(): persona for persona in PERSONAS}


def person(email: str, name: str, language: str = "de") -> User:
    """Return the person with this address, made if need be; what they changed themselves stays."""
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, display_name=name, language=language)


def persona(key: str) -> User:
    """`persona("tarik")`"""
    chosen = KEYS[key]
    return person(chosen.email, chosen.name, chosen.language)


def personas_seed() -> list[User]:
    return [persona(key) for key in KEYS]
