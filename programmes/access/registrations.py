"""Fetch and check: registrations and what belongs to one."""

from backend.accounts.fetching import by_id, by_name, checked, hidden_unless
from backend.accounts.models import User
from backend.accounts.viewers import Viewer
from backend.core.errors import NotFound
from programmes import rules
from programmes.enums import RegistrationState
from programmes.models import Certificate, GuardianConsent, Registration, Sprint
from programmes.selectors import sprints
from programmes.selectors.certificates import certificates_issued, code_read
from programmes.selectors.consents import consents, public_id_of_consent
from programmes.selectors.tickets import public_id_of_ticket


def own_registration_to_use(viewer: User, name: str) -> Registration:
    """One's own for the sprint of this name, with the sprint; who has cancelled has none."""
    row = own_registration_to_give_back(viewer, name)
    if row.state == RegistrationState.CANCELLED:
        raise NotFound
    return row


def own_registration_to_give_back(viewer: User, name: str) -> Registration:
    """Likewise, and what was given back already: whoever clicks twice has done what they wanted."""
    sprint = by_name(sprints.sprints_visible_to(viewer), name)
    row = sprint.registrations.filter(user=viewer).first()
    if row is None:
        raise NotFound
    row.sprint = sprint
    return row


def registration_to_view(viewer: Viewer, public_id: str) -> Registration:
    return hidden_unless(_registration(public_id), viewer, rules.is_own | rules.can_manage)


def registration_to_cancel(viewer: Viewer, public_id: str) -> Registration:
    return registration_to_view(viewer, public_id)


def registration_to_accept(viewer: Viewer, public_id: str) -> Registration:
    """One's own: nobody else takes an offered place."""
    return hidden_unless(_registration(public_id), viewer, rules.is_own)


def registration_to_answer(viewer: Viewer, public_id: str) -> Registration:
    """One's own: organisers read answers, and change none."""
    return hidden_unless(_registration(public_id), viewer, rules.is_own)


def _registration(public_id: str) -> Registration:
    return by_id(Registration.objects.select_related("sprint", "user"), public_id)


# At the door


def sprint_to_check_in(viewer: Viewer, name: str) -> Sprint:
    """For organisers and helpers at the door."""
    return checked(by_name(sprints.sprints_visible_to(viewer), name), viewer, rules.can_check_in)


def registration_to_check_in(viewer: Viewer, public_id: str) -> Registration:
    return hidden_unless(_registration(public_id), viewer, rules.can_check_in)


def ticket_to_open(viewer: Viewer, token: str) -> Registration:
    """For the person whose ticket it is, and for who checks in; the token is one that we have made."""
    return hidden_unless(_registration(public_id_of_ticket(token)), viewer, rules.is_own | rules.can_check_in)


def ticket_to_check_in(viewer: Viewer, token: str) -> Registration:
    return checked(ticket_to_open(viewer, token), viewer, rules.can_check_in)


# Guardians


def consent_to_answer(viewer: Viewer, token: str) -> GuardianConsent:
    """For whoever has the address that was mailed to the guardian."""
    del viewer
    return by_id(consents(), public_id_of_consent(token))


# Certificates


def registration_to_certify(viewer: Viewer, public_id: str) -> Registration:
    """One's own: nobody else has a certificate made out."""
    return hidden_unless(_registration(public_id), viewer, rules.is_own)


def certificate_to_check(viewer: Viewer, code: str) -> Certificate:
    """For whoever has the code."""
    del viewer
    row = certificates_issued().filter(code=code_read(code)).first()
    if row is None:
        raise NotFound
    return row
