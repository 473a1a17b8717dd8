"""Sign-in links of the demo's personas. They work only where `DEMO_SIGN_IN` is set, which production refuses."""

from django.conf import settings
from django.core import signing

from backend.accounts.models import User
from backend.core.errors import NotFound

SALT = "accounts.demo-sign-in"
PATH = "/demo/anmelden/"


def demo_sign_in_url(user: User) -> str:
    return f"{settings.SITE_URL}{PATH}{signing.dumps(str(user.public_id), salt=SALT)}/"


def demo_sign_in_user(token: str) -> User:
    """Return whom a link signs in. Raises NotFound for anything else, and wherever this is no demo."""
    if not settings.DEMO_SIGN_IN:
        raise NotFound
    try:
        public_id = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound from error
    user = User.objects.filter(public_id=public_id, is_active=True).first()
    if user is None:
        raise NotFound
    return user
