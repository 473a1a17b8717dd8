"""What waits for a person in the kernel."""

from backend.accounts.models import User
from backend.accounts.selectors.organisations import invitations_to_answer
from backend.core.next_items import NextItem


def next_items(user: User) -> list[NextItem]:
    """Return the invitations that `user` has not answered. One query."""
    return [
        NextItem(
            kind="accounts.invitation_answer",
            ref=row.public_id,
            title=row.organisation.name,
            about=row.invited_by.shown_name,
            since=row.created_at,
        )
        for row in invitations_to_answer(user)
    ]
