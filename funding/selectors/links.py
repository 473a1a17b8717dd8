"""Addresses that funding itself hands out: a backer's page, which needs no account."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from funding.models import Pledge

SIGNER = Signer(sep=".", salt="funding.pledge")


def pledge_token(pledge: Pledge) -> str:
    """Whoever holds this may see the pledge: it stands in the backer's mails and nowhere else."""
    return SIGNER.sign(pledge.public_id)


def public_id_of_token(token: str) -> str:
    """Return the public id in a token, or "" if we did not make it."""
    try:
        return SIGNER.unsign(token)
    except BadSignature:
        return ""


def pledge_url(pledge: Pledge, suffix: str = "") -> str:
    return f"{settings.SITE_URL}/unterstuetzungen/{pledge_token(pledge)}/{suffix}"
