"""What guardians were asked, and the address by which they answer."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from backend.core.db import require_transaction
from programmes.models import GuardianConsent, Registration

SIGNER = Signer(sep=".", salt="programmes.guardian")


def consent_token(consent: GuardianConsent) -> str:
    """Whoever holds this answers as the guardian: it stands in the mail to them and nowhere else."""
    return SIGNER.sign(consent.public_id)


def consent_url(consent: GuardianConsent) -> str:
    return f"{settings.SITE_URL}/einwilligung/{consent_token(consent)}/"


def public_id_of_consent(token: str) -> str:
    """Return the public id in a token, or "" if we did not make it."""
    try:
        return SIGNER.unsign(token)
    except BadSignature:
        return ""


def consents() -> QuerySet[GuardianConsent]:
    return GuardianConsent.objects.select_related("registration__sprint__programme", "registration__user")


def consent_of(registration: Registration) -> GuardianConsent | None:
    return GuardianConsent.objects.filter(registration=registration).first()


def consent_for_update(consent_id: int) -> GuardianConsent:
    require_transaction()
    return GuardianConsent.objects.select_for_update(no_key=True, of=("self",)).get(pk=consent_id)
