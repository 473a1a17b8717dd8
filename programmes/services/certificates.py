"""Certificates of attendance: who has a right to one, and its code."""

import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.ids import ALPHABET
from backend.core.outbox import outbox_add
from programmes.events import CertificateIssued
from programmes.models import Certificate, Registration
from programmes.models.certificate import CODE_LENGTH
from programmes.selectors.certificates import has_earned
from programmes.selectors.people import registration_for_update
from programmes.services.changing import text_as


@transaction.atomic
def certificate_issue(*, actor: User, registration: Registration, name: str) -> Certificate:
    """Certify that `actor` took part. Repeating it returns the one there is: the name on it does not change any more.

    Locks the registration. Raises Conflict (`sprint_not_over`, `not_earned`), Invalid.
    """
    registration_for_update(registration.sprint, actor)
    found = Certificate.objects.filter(registration=registration).first()
    if found is not None:
        return found
    if registration.sprint.ends_at > clock.now():
        raise Conflict(_("Certificates can be had once the sprint is over."), code="sprint_not_over")
    registration.refresh_from_db(fields=["state", "checked_in_at"])
    if not has_earned(registration):
        raise Conflict(_("There is no certificate for you in this sprint."), code="not_earned")
    called = " ".join(text_as("name", Certificate, "name", name, missing=_("Please fill this in.")).split())
    code = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    certificate = Certificate.objects.create(registration=registration, code=code, name=called)
    audit_add(actor=actor, action="programmes.certificate_issued", row=registration)
    outbox_add(CertificateIssued(certificate_id=certificate.pk))
    return certificate
