"""Fetch and check, for organisations, who is in them, and what is for one person only."""

from backend.accounts import rules
from backend.accounts.enums import ExportState, OrganisationRole
from backend.accounts.models import DataExport, Invitation, Membership, Organisation, User
from backend.accounts.viewers import Viewer, person_of
from backend.core import clock
from backend.core.errors import NotFound
from backend.core.predicates import holds, require


def organisation_to_view(viewer: Viewer, public_id: str) -> Organisation:
    del viewer  # every organisation is public
    row = Organisation.objects.filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def organisation_to_manage(viewer: Viewer, public_id: str) -> Organisation:
    row = organisation_to_view(viewer, public_id)
    require(rules.speaks_for, person_of(viewer), row)
    return row


def membership_to_manage(viewer: Viewer, public_id: str) -> Membership:
    row = Membership.objects.select_related("organisation", "user").filter(public_id=public_id).first()
    if row is None or not holds(rules.speaks_for, person_of(viewer), row.organisation):
        raise NotFound
    return row


def membership_to_change(viewer: Viewer, public_id: str) -> Membership:
    """One of an organisation that the person speaks for. Raises NotFound, and NotAllowed for an owner's if the person
    owns it not.
    """
    row = membership_to_manage(viewer, public_id)
    if row.role == OrganisationRole.OWNER:
        require(rules.owns, person_of(viewer), row.organisation)
    return row


def own_membership_to_end(actor: User, organisation_id: str) -> Membership:
    row = Membership.objects.select_related("organisation", "user").filter(user=actor)
    found = row.filter(organisation__public_id=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def membership_of_person_to_remove(actor: User, organisation_id: str, person_id: str) -> Membership:
    """Anybody's for who speaks for the organisation, the own one for everybody. Raises NotFound, NotAllowed."""
    organisation = organisation_to_view(actor, organisation_id)
    if actor.public_id != person_id:
        require(rules.speaks_for, actor, organisation)
    rows = Membership.objects.select_related("organisation", "user")
    row = rows.filter(organisation=organisation, user__public_id=person_id).first()
    if row is None:
        raise NotFound
    return row


def invitation_to_answer(actor: User, public_id: str) -> Invitation:
    """One's own. Raises NotFound, and NotAllowed for who only manages the organisation."""
    row = _invitation_to_view(actor, public_id)
    require(rules.is_invited, actor, row)
    return row


def invitation_to_withdraw(actor: User, public_id: str) -> Invitation:
    """One that the person could have made. Raises NotFound, and NotAllowed, also for who is invited."""
    row = _invitation_to_view(actor, public_id)
    require(rules.owns if row.role == OrganisationRole.OWNER else rules.speaks_for, actor, row.organisation)
    return row


def _invitation_to_view(actor: User, public_id: str) -> Invitation:
    rows = Invitation.objects.select_related("organisation", "user", "invited_by")
    row = rows.filter(public_id=public_id).first()
    if row is None or not (holds(rules.is_invited, actor, row) or holds(rules.speaks_for, actor, row.organisation)):
        raise NotFound
    return row


def data_export_to_fetch(actor: User, public_id: str) -> DataExport:
    """A person's own archive while it can be fetched. Raises NotFound, also for everybody else's."""
    exports = DataExport.objects.filter(user=actor, public_id=public_id)
    row = exports.filter(state=ExportState.READY, expires_at__gt=clock.now()).first()
    if row is None:
        raise NotFound
    return row
