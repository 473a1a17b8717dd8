"""The signed address in each mail with which its reader ends that kind of mail, signed in or not."""

from django.conf import settings
from django.core import signing

from backend.core.errors import NotFound
from backend.notifications.enums import ALWAYS_AT_ONCE, Category
from backend.notifications.people import Person

SALT = "notifications.unsubscribe"
PATH = "/abmelden/"


def unsubscribe_url(user: Person, category: Category | None) -> str:
    """Return the address that ends mails of `category`; of all that can be ended, if None. It does not expire."""
    token = signing.dumps([str(user.public_id), category.value if category else ""], salt=SALT)
    return f"{settings.SITE_URL}{PATH}{token}/"


def unsubscribe_read(token: str) -> tuple[str, list[Category]]:
    """Return the person's public id and the categories that a token is for. Raises NotFound for any other text."""
    try:
        user_ref, name = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise NotFound from error
    switchable = [category for category in Category if category not in ALWAYS_AT_ONCE]
    return user_ref, [category for category in switchable if name in ("", category.value)]
