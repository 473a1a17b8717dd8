"""What tells that two backers are one person: the account, the address, the card, the bank account.

Only keyed digests are kept. They can be compared with each other, but nobody can read an address or a card from them,
and without the key nobody can try out which address it was.
"""

import hmac
import unicodedata
from contextlib import suppress
from enum import StrEnum
from hashlib import sha256

from backend.core.checks import ensure


class Identity(StrEnum):
    ACCOUNT = "account"
    EMAIL = "email"
    CARD = "card"
    IBAN = "iban"


MEANS = (Identity.CARD, Identity.IBAN)
"""What the payment provider tells after the payment."""


def email_normal(address: str) -> str:
    """Return an address as it is compared: composed, without case, spaces around it and what follows a plus.

    `Max+Fonds@Example.org` and `max@example.org` reach the same person. The domain is compared in its ASCII form, so
    that `müll.example` is `xn--mll-hoa.example`. Empty for what is no address.
    """
    local, at, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    name = local.split("+", 1)[0] or local
    if not (at and name and domain):
        return ""
    # What has no such form stays as it stands: it still equals itself.
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{name}@{domain}"


def digest(kind: Identity, value: str, *, key: str) -> str:
    """Return the keyed hash (HMAC-SHA-256, hexadecimal) by which an identity is kept; the kind is part of it."""
    ensure(bool(value and key), "an identity and its key are not empty")
    # A key of its own purpose: what is learnt of these hashes says nothing about other uses of the secret.
    own_key = hmac.digest(key.encode(), b"identities of backers", sha256)
    return hmac.new(own_key, f"{kind}:{value}".encode(), sha256).hexdigest()
