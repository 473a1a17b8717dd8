"""Who is in an organisation, and who speaks for it.

Locks, in this order: people by their ids, organisation, invitation. Nobody comes or goes but under the lock of the
organisation, so that it keeps an owner; and nobody comes but under the lock of the person, so that who has left for
good does not come back. Nobody comes without having said yes: that stands in `invitations`.
"""

from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts import rules
from backend.accounts.enums import OrganisationRole
from backend.accounts.events import MemberAdded, MemberRemoved, MemberRoleChanged
from backend.accounts.models import Membership, Organisation, PastMembership, User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.outbox import outbox_add
from backend.core.predicates import require

HEIRS: Final = (OrganisationRole.MANAGER, OrganisationRole.MEMBER)


@transaction.atomic
def membership_set(*, actor: User | None, organisation: Organisation, user: User, role: str) -> Membership:
    """Give another role to who is in the organisation; repeating it changes nothing.

    Owners give every role, managers all but that of an owner, and they leave owners alone. `actor` None is the system,
    which alone takes people in unasked. Locks the person and the organisation; tells the person. Raises Invalid,
    NotAllowed, NotFound if the person is not in, and Conflict: `last_owner` if nobody would own it any more,
    `person_gone` if the account was erased meanwhile.
    """
    require_role(role)
    people_and_organisation_lock(user, organisation=organisation)
    membership = Membership.objects.filter(organisation=organisation, user=user).first()
    before = None if membership is None else membership.role
    if actor is not None:
        require_right(actor, organisation, before, role)
        if membership is None:
            raise NotFound
    if membership is not None and before == role:
        return membership
    if before == OrganisationRole.OWNER:
        _require_other_owner(organisation, user)
    return _write(actor, membership or Membership(organisation=organisation, user=user), role)


@transaction.atomic
def membership_remove(*, actor: User | None, membership: Membership) -> None:
    """Take somebody out of an organisation, or leave it oneself; repeating it changes nothing.

    That somebody was in it is kept for those who look for conflicts of interest.
    Locks the organisation; tells the person. Raises NotAllowed, and Conflict (`last_owner`).
    """
    _lock(membership.organisation)
    # Only now does the role hold still: the caller's row may be from before an owner was made or unmade.
    present = Membership.objects.select_related("organisation", "user").filter(pk=membership.pk).first()
    if present is None:
        return
    if actor is not None and actor.pk != present.user_id:
        require_right(actor, present.organisation, present.role)
    if present.role == OrganisationRole.OWNER:
        _require_other_owner(present.organisation, present.user)
    facts = {"organisation": present.organisation.public_id, "user": present.user.public_id}
    Membership.objects.filter(pk=present.pk).delete()
    PastMembership.objects.update_or_create(
        organisation=present.organisation, user=present.user, defaults={"left_at": clock.now()}
    )
    audit_add(actor=actor, action="accounts.membership_removed", row=present, facts=facts)
    outbox_add(
        MemberRemoved(
            organisation_id=present.organisation_id, user_id=present.user_id, actor_id=actor.pk if actor else None
        )
    )


@transaction.atomic
def memberships_end(*, user: User) -> list[Organisation]:
    """Take a person who leaves for good out of all organisations.

    Who is the only owner hands over to the manager who is there longest, else to the member; an organisation in which
    nobody is left stays as it is, with all that it has posed and paid; these are returned. The caller holds the lock of
    the person; locks the organisations in the order of their ids, and tells the new owners.
    """
    mine = Membership.objects.filter(user=user)
    organisations = Organisation.objects.filter(pk__in=mine.values("organisation_id"))
    held = list(organisations.order_by("pk").select_for_update(no_key=True))
    for organisation in held:
        # Read under the lock: whoever was made the only owner meanwhile hands over, too.
        owners = Membership.objects.filter(organisation=organisation, role=OrganisationRole.OWNER)
        if owners.filter(user=user).exists() and not owners.exclude(user=user).exists():
            _hand_over(organisation)
    for membership in mine.select_related("organisation"):
        facts = {"organisation": membership.organisation.public_id}
        audit_add(actor=None, action="accounts.membership_ended", row=membership, facts=facts)
    mine.delete()
    PastMembership.objects.filter(user=user).delete()
    peopled = set(Membership.objects.filter(organisation__in=held).values_list("organisation_id", flat=True))
    return [organisation for organisation in held if organisation.pk not in peopled]


def first_owner_set(*, organisation: Organisation, user: User) -> Membership:
    """Make who has just founded an organisation its owner, inside the founding service's transaction."""
    return _write(user, Membership(organisation=organisation, user=user), OrganisationRole.OWNER)


def membership_admit(*, organisation: Organisation, user: User, role: str) -> None:
    """Take in who has said yes, inside the answering service's transaction and locks; who is in keeps the role."""
    if not Membership.objects.filter(organisation=organisation, user=user).exists():
        _write(user, Membership(organisation=organisation, user=user), role)


def people_and_organisation_lock(user: User, *others: User, organisation: Organisation) -> None:
    """Lock the people, then the organisation. Raises Conflict (`person_gone`) if `user` has left for good."""
    people = User.objects.filter(pk__in=[user.pk, *(other.pk for other in others)])
    held = {person.pk: person for person in people.order_by("pk").select_for_update(no_key=True)}
    if not held[user.pk].is_active:
        raise Conflict(_("This account is closed."), code="person_gone")
    _lock(organisation)


def require_role(role: str) -> None:
    if role not in OrganisationRole.values:
        raise Invalid({"role": _("Please choose one of the offered values.")})


def _hand_over(organisation: Organisation) -> None:
    others = Membership.objects.filter(organisation=organisation, user__is_active=True).order_by("created_at", "pk")
    for role in HEIRS:
        heir = others.filter(role=role).first()
        if heir is not None:
            _write(None, heir, OrganisationRole.OWNER, is_inherited=True)
            return


def _write(actor: User | None, membership: Membership, role: str, *, is_inherited: bool = False) -> Membership:
    is_new = membership.pk is None
    membership.role = role
    membership.save()
    facts = {"organisation": membership.organisation.public_id, "user": membership.user.public_id, "role": role}
    audit_add(actor=actor, action="accounts.membership_set", row=membership, facts=facts)
    actor_id = actor.pk if actor else None
    if is_new:
        outbox_add(MemberAdded(membership_id=membership.pk, actor_id=actor_id))
    else:
        outbox_add(MemberRoleChanged(membership_id=membership.pk, actor_id=actor_id, is_inherited=is_inherited))
    return membership


def _lock(organisation: Organisation) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def require_right(actor: User, organisation: Organisation, *roles: str | None) -> None:
    """Asked under the lock, so that who was removed a moment ago changes nothing any more."""
    require(rules.owns if OrganisationRole.OWNER in roles else rules.speaks_for, actor, organisation)


def _require_other_owner(organisation: Organisation, user: User) -> None:
    owners = Membership.objects.filter(organisation=organisation, role=OrganisationRole.OWNER)
    if not owners.exclude(user=user).exists():
        raise Conflict(
            _("An organisation needs at least one owner. Please make somebody else an owner first."), code="last_owner"
        )
