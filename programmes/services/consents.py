"""Whether somebody needs a guardian's consent, and asking for it."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from backend.core.db import require_transaction
from backend.core.errors import Invalid
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.domain.ages import age_on, is_plausible
from programmes.enums import AgeProof, ConsentState
from programmes.events import ConsentAsked
from programmes.models import GuardianConsent, Registration, Sprint
from programmes.selectors.consents import consent_of
from programmes.services.changing import text_as


@dataclass(frozen=True, kw_only=True)
class Age:
    """What somebody says about it at registration. The date of birth is compared and kept nowhere."""

    birth_date: date | None = None
    of_age: bool | None = None
    guardian_name: str = ""
    guardian_email: str = ""


@dataclass(frozen=True, kw_only=True)
class Guardian:
    name: str
    email: str


def guardian_wanted(sprint: Sprint, age: Age) -> Guardian | None:
    """Return who must agree; None for who may decide alone on the day the sprint begins. Raises Invalid."""
    if not sprint.age_limit or _is_of_age(sprint, age):
        return None
    missing = _("Please fill this in: somebody who is responsible for you must agree.")
    name = text_as("guardian_name", GuardianConsent, "name", age.guardian_name, missing=missing)
    email = text_as("guardian_email", GuardianConsent, "email", age.guardian_email, missing=missing)
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid({"guardian_email": _("Please enter a valid e-mail address.")}) from None
    return Guardian(name=name, email=email)


def _is_of_age(sprint: Sprint, age: Age) -> bool:
    if sprint.age_proof == AgeProof.STATEMENT:
        if age.of_age is None:
            raise Invalid({"of_age": _("Please say how old you are.")})
        return age.of_age
    day = sprint.starts_at.astimezone(sprint.zone).date()
    if age.birth_date is None or not is_plausible(age.birth_date, day):
        raise Invalid({"birth_date": _("Please enter your date of birth.")})
    return age_on(age.birth_date, day) >= sprint.age_limit


def consent_ask(*, registration: Registration, guardian: Guardian, language: str) -> GuardianConsent:
    """Ask the guardian; the caller holds the lock of the sprint."""
    require_transaction()
    values = {"name": guardian.name, "email": guardian.email, "language": language}
    found = consent_of(registration)
    if found is None:
        found = GuardianConsent.objects.create(registration=registration, **values)
    else:
        changes = {**values, "answered_at": None}
        found = transition(found, to=ConsentState.ASKED, actor=registration.user, changes=changes)
    outbox_add(ConsentAsked(consent_id=found.pk))
    return found


def is_missing(registration: Registration) -> bool:
    """Whether a guardian was asked and has not agreed."""
    found = consent_of(registration)
    return found is not None and found.state != ConsentState.AGREED
