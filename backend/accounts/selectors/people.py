from backend.accounts.models import User
from backend.core.errors import NotFound


def person_to_name(public_id: str) -> User:
    """Return an active person whom somebody names by public id, to give them a role. Raises NotFound."""
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        raise NotFound
    return person


def person_with_address(email: str) -> User | None:
    """Return the active person who signs in with this address."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()
