"""Who gave: what a backer is recognised by, and whether that is somebody whose pledge does not count."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from backend.accounts.models import User
from funding.domain.identities import Identity, digest, email_normal
from funding.enums import MatchBound
from funding.gateways.protocol import AccountFacts, PaymentFacts
from funding.models import Pledge

Digests = Mapping[Identity, str]

# Whoever is or was in the team; and the members of every organisation whose deposit the fund holds or expects.
PEOPLE = """
    SELECT 'team', u.id, u.email FROM programmes_project p JOIN programmes_teammember m ON m.team_id = p.team_id
      JOIN accounts_user u ON u.id = m.user_id WHERE p.id = %s
    UNION
    SELECT 'staff', u.id, u.email FROM funding_deposit d JOIN accounts_membership s ON s.organisation_id = d.sponsor_id
      JOIN accounts_user u ON u.id = s.user_id WHERE d.fund_id = %s AND d.state <> 'returned'
"""


def identity_digest(kind: Identity, value: str) -> str:
    return digest(kind, value, key=settings.SECRET_KEY)


def _digests(values: Mapping[Identity, str]) -> Digests:
    return {kind: identity_digest(kind, value) for kind, value in values.items() if value}


def digests_of_pledge(pledge: Pledge) -> Digests:
    """What is known when the pledge is made: the account with its verified address, or the address of a guest."""
    account = str(pledge.backer_id or "")
    return _digests({Identity.ACCOUNT: account, Identity.EMAIL: email_normal(pledge.address)})


def digests_of_payment(facts: PaymentFacts) -> Digests:
    """What the payment shows: the card, or the bank account."""
    return _digests({Identity.CARD: facts.card_fingerprint, Identity.IBAN: facts.iban_fingerprint})


def digests_of_payee(facts: AccountFacts) -> list[str]:
    """Where the payouts of a project go."""
    cards = [identity_digest(Identity.CARD, one) for one in facts.card_fingerprints]
    return [*cards, *(identity_digest(Identity.IBAN, one) for one in facts.iban_fingerprints)]


@dataclass(frozen=True, slots=True)
class Insiders:
    """Digests of the accounts and addresses of those whose pledges do not count."""

    team: list[str]
    staff: list[str]


def insiders(*, project_id: int, fund_id: int) -> Insiders:
    found: dict[str, list[str]] = {"team": [], "staff": []}
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [project_id, fund_id])
        for group, user_id, email in cursor.fetchall():
            known = _digests({Identity.ACCOUNT: str(user_id), Identity.EMAIL: email_normal(email)})
            found[group] += known.values()
    return Insiders(**found)


def exclusion_of(pledge: Pledge, *, fund_id: int) -> MatchBound:
    """Why the fund does not match this pledge because of who gave it; NONE if nothing is known against it."""
    known = insiders(project_id=pledge.campaign.project_id, fund_id=fund_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT funding_exclusion(%s, %s, %s)", [pledge.pk, known.team, known.staff])
        (reason,) = cursor.fetchone()
    return MatchBound(reason)


def exclusion_of_person(person: User, *, project_id: int, fund_id: int) -> MatchBound:
    """The same for somebody who has not given yet: by account and address alone."""
    known = insiders(project_id=project_id, fund_id=fund_id)
    own = set(_digests({Identity.ACCOUNT: str(person.pk), Identity.EMAIL: email_normal(person.email)}).values())
    if own & set(known.team):
        return MatchBound.OWN_TEAM
    return MatchBound.SPONSOR_STAFF if own & set(known.staff) else MatchBound.NONE
