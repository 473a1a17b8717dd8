"""Fetch and check: registrations and what belongs to one."""

from backend.accounts.fetching import by_id, hidden_unless
from backend.accounts.viewers import Viewer
from programmes import rules
from programmes.models import Registration


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
