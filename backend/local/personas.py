"""Who can be played in the demo, and what the token of each may do."""

from dataclasses import dataclass

from backend.accounts.enums import Scope

TAKE_PART = (Scope.READ, Scope.PROGRAMMES_WRITE)
ORGANISE = (Scope.READ, Scope.PROGRAMMES_WRITE, Scope.PROGRAMMES_MANAGE)
MANAGE_FUNDS = (Scope.READ, Scope.FUNDS_MANAGE, Scope.DEPOSITS_WRITE)


@dataclass(frozen=True)
class Persona:
    email: str
    role: str
    scopes: tuple[Scope, ...]


PERSONAS = (
    Persona("olivia@example.org", "organiser", ORGANISE),
    Persona("clara@example.org", "citizen", (*TAKE_PART, Scope.PLEDGES_WRITE)),
    Persona("tarik@example.org", "team lead", (*TAKE_PART, Scope.CAMPAIGNS_WRITE)),
    Persona("mira@example.org", "team member", TAKE_PART),
    Persona("jonas@example.org", "juror", ORGANISE),
    Persona("judith@example.org", "second juror", ORGANISE),
    Persona("karim@example.org", "curator and coach", (*ORGANISE, Scope.CAMPAIGNS_WRITE)),
    Persona("frieda@example.org", "fund manager", MANAGE_FUNDS),
    Persona("felix@example.org", "second fund manager", MANAGE_FUNDS),
    Persona("sabine@example.org", "sponsor", (Scope.READ, Scope.DEPOSITS_WRITE, Scope.ORGANISATIONS_MANAGE)),
    Persona("clemens@example.org", "challenge owner", (*TAKE_PART, Scope.ORGANISATIONS_MANAGE)),
)
