"""Notices about who is in an organisation: to who is invited, came, changed or went, unless it was their own act."""

from typing import Any

from backend.accounts import events
from backend.accounts.enums import InvitationState
from backend.accounts.models import Invitation, Membership, Organisation, User
from backend.notifications.enums import Category
from worker.notices import addresses, people
from worker.notices.notice import Notice

Notices = list[Notice]


def invitation_created(event: events.InvitationCreated) -> Notices:
    rows = Invitation.objects.select_related("organisation", "invited_by")
    row = rows.filter(pk=event.invitation_id, state=InvitationState.OPEN).first()
    if row is None:
        # Withdrawn or answered meanwhile: there is nothing left to decide.
        return []
    return [
        Notice(
            to=people.without(people.people(row.user_id), row.invited_by),
            category=Category.ACCOUNT,
            template="organisations/invitation_created",
            url=addresses.invitation(row),
            context={"organisation": row.organisation.name, **people.named(row.invited_by), "role": row.role},
        )
    ]


def member_added(event: events.MemberAdded) -> Notices:
    return _about_role(event, "organisations/member_added")


def member_role_changed(event: events.MemberRoleChanged) -> Notices:
    template = "member_now_owner" if event.is_inherited else "member_role_changed"
    return _about_role(event, f"organisations/{template}")


def member_removed(event: events.MemberRemoved) -> Notices:
    organisation = Organisation.objects.get(pk=event.organisation_id)
    return [_notice(event.user_id, event.actor_id, "organisations/member_removed", organisation, {})]


def _about_role(event: events.MemberAdded | events.MemberRoleChanged, template: str) -> Notices:
    row = Membership.objects.select_related("organisation").filter(pk=event.membership_id).first()
    if row is None:
        # Gone again meanwhile, which has a notice of its own.
        return []
    return [_notice(row.user_id, event.actor_id, template, row.organisation, {"role": row.role})]


def _notice(
    user_id: int, actor_id: int | None, template: str, organisation: Organisation, more: dict[str, Any]
) -> Notice:
    actor = None if actor_id is None else User.objects.get(pk=actor_id)
    return Notice(
        to=people.without(people.people(user_id), actor),
        category=Category.ACCOUNT,
        template=template,
        url=addresses.organisation(organisation) if template.endswith("removed") else addresses.OWN_ORGANISATIONS,
        context={"organisation": organisation.name, **people.named(actor), **more},
    )
