"""Organisations, and the words that they say about themselves. Who is in them stands in `memberships`."""

from typing import TypedDict, Unpack

from django.db import transaction

from backend.accounts import rules
from backend.accounts.enums import OrganisationKind
from backend.accounts.models import Organisation, User
from backend.accounts.services.memberships import first_owner_set
from backend.core.audit import audit_add
from backend.core.links import clean_url
from backend.core.predicates import require
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
        first_owner_set(organisation=organisation, user=actor)
    return organisation


@transaction.atomic
def organisation_update(
    *, actor: User | None, organisation: Organisation, **changes: Unpack[OrganisationChanges]
) -> Organisation:
    """Change what is given and differs; nothing else is written down. Locks the organisation.

    Raises NotAllowed, Invalid.
    """
    organisation.refresh_from_db(from_queryset=Organisation.objects.select_for_update(no_key=True))
    if actor is not None:
        require(rules.speaks_for, actor, organisation)
    values = {name: value for name, value in _clean(dict(changes)).items() if getattr(organisation, name) != value}
    if not values:
        return organisation
    for name, value in values.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=[*values, "updated_at"])
    audit_add(actor=actor, action="accounts.organisation_updated", row=organisation, facts={"changed": sorted(values)})
    return organisation


def _clean(given: dict[str, object]) -> dict[str, str]:
    values = clean_for(Organisation, given)
    if values.get("website"):
        values["website"] = clean_url("website", values["website"], max_length=300)
    return values
