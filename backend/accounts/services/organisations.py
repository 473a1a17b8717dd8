"""Organisations and who speaks for them."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.enums import OrganisationKind, OrganisationRole
from backend.accounts.models import Membership, Organisation, User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from backend.core.links import clean_url
from backend.core.text import clean_for


class OrganisationChanges(TypedDict, total=False):
    name: str
    kind: str
    website: str
    about: str


@transaction.atomic
def organisation_create(*, actor: User | None, **given: Unpack[OrganisationChanges]) -> Organisation:
    """Create an organisation; who creates it owns it. Raises Invalid."""
    values = _clean({"name": "", "kind": OrganisationKind.ASSOCIATION, **given})
    organisation = Organisation.objects.create(**values)
    audit_add(actor=actor, action="accounts.organisation_created", row=organisation)
    if actor is not None:
        membership_set(actor=actor, organisation=organisation, user=actor, role=OrganisationRole.OWNER)
    return organisation


@transaction.atomic
def organisation_update(
    *, actor: User | None, organisation: Organisation, **changes: Unpack[OrganisationChanges]
) -> Organisation:
    """Change what is given. Raises Invalid."""
    organisation.refresh_from_db(from_queryset=Organisation.objects.select_for_update(no_key=True))
    values = _clean(dict(changes))
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=[*values, "updated_at"])
    audit_add(actor=actor, action="accounts.organisation_updated", row=organisation, facts={"changed": sorted(values)})
    return organisation


@transaction.atomic
def membership_set(*, actor: User | None, organisation: Organisation, user: User, role: str) -> Membership:
    """Let `user` be in the organisation with this role; repeating it changes nothing.

    Locks the organisation. Raises Invalid, and Conflict (`last_owner`) if nobody would own it any more.
    """
    if role not in OrganisationRole.values:
        raise Invalid({"role": _("Please choose one of the offered values.")})
    _lock(organisation)
    membership = Membership.objects.filter(organisation=organisation, user=user).first()
    if membership is not None and membership.role == role:
        return membership
    if membership is None:
        membership = Membership(organisation=organisation, user=user)
    elif membership.role == OrganisationRole.OWNER:
        _require_other_owner(membership)
    membership.role = role
    membership.save()
    facts = {"organisation": organisation.public_id, "user": user.public_id, "role": role}
    audit_add(actor=actor, action="accounts.membership_set", row=membership, facts=facts)
    return membership


@transaction.atomic
def membership_remove(*, actor: User | None, membership: Membership) -> None:
    """Take somebody out of an organisation; repeating it changes nothing. Raises Conflict (`last_owner`)."""
    _lock(membership.organisation)
    # Only now does the role hold still: the caller's row may be from before an owner was made or unmade.
    present = Membership.objects.select_related("organisation", "user").filter(pk=membership.pk).first()
    if present is None:
        return
    if present.role == OrganisationRole.OWNER:
        _require_other_owner(present)
    facts = {"organisation": present.organisation.public_id, "user": present.user.public_id}
    Membership.objects.filter(pk=present.pk).delete()
    audit_add(actor=actor, action="accounts.membership_removed", row=present, facts=facts)


def _clean(given: dict[str, object]) -> dict[str, str]:
    values = clean_for(Organisation, given)
    if values.get("website"):
        values["website"] = clean_url("website", values["website"], max_length=300)
    return values


def _lock(organisation: Organisation) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _require_other_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(organisation_id=membership.organisation_id, role=OrganisationRole.OWNER)
    if not owners.exclude(pk=membership.pk).exists():
        raise Conflict(_("An organisation needs at least one owner."), code="last_owner")
