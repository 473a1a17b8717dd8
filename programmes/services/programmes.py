from typing import Required, TypedDict, Unpack

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Organisation, User
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid
from programmes.enums import ProgrammeRoleKind
from programmes.models import Category, Programme, ProgrammeRole
from programmes.selectors.programmes import roles_of
from programmes.services.changing import require_among, texts_among, write_changes


class ProgrammeChanges(TypedDict, total=False):
    name: str
    summary: str
    about: str
    language: str


class NewProgramme(ProgrammeChanges, total=False):
    slug: Required[str]
    organisation: Organisation | None


def clean_slug(slug: str) -> str:
    """Small letters, digits and hyphens, as in addresses. Raises Invalid."""
    if not slug or slug != slugify(slug):
        raise Invalid({"slug": _("Please use small letters, digits and hyphens.")})
    return slug


@transaction.atomic
def programme_create(*, actor: User | None, **given: Unpack[NewProgramme]) -> Programme:
    """Create a programme; who creates it organises it. Raises Invalid."""
    slug = clean_slug(given["slug"])
    if Programme.objects.filter(slug=slug).exists():
        raise Invalid({"slug": _("This short name is taken.")})
    programme = Programme.objects.create(**texts_among(Programme, {"name": "", "summary": "", **given}))
    audit_add(actor=actor, action="programmes.programme_created", row=programme)
    if actor is not None:
        role_grant(actor=actor, programme=programme, user=actor, role=ProgrammeRoleKind.ORGANISER)
    return programme


@transaction.atomic
def programme_update(*, actor: User | None, programme: Programme, **changes: Unpack[ProgrammeChanges]) -> Programme:
    """Change what is given. Raises Invalid."""
    programme.refresh_from_db(from_queryset=Programme.objects.select_for_update(no_key=True))
    write_changes(programme, texts_among(Programme, dict(changes)), actor=actor, action="programmes.programme_updated")
    return programme


@transaction.atomic
def category_create(*, actor: User | None, programme: Programme, slug: str, name_de: str, name_en: str) -> Category:
    """Add a category; one with this short name is returned as it is. Raises Invalid."""
    names = texts_among(Category, {"name_de": name_de, "name_en": name_en})
    category, is_new = Category.objects.get_or_create(programme=programme, slug=clean_slug(slug), defaults=names)
    if is_new:
        audit_add(actor=actor, action="programmes.category_created", row=category)
    return category


@transaction.atomic
def role_grant(*, actor: User | None, programme: Programme, user: User, role: str) -> ProgrammeRole:
    """Give `user` a role in the programme; repeating it changes nothing. Raises Invalid."""
    require_among("role", [role], ProgrammeRoleKind.values)
    row, is_new = ProgrammeRole.objects.get_or_create(programme=programme, user=user, role=role)
    if is_new:
        facts = {"programme": programme.public_id, "user": user.public_id, "role": role}
        audit_add(actor=actor, action="programmes.role_granted", row=row, facts=facts)
    return row


@transaction.atomic
def role_revoke(*, actor: User | None, role: ProgrammeRole) -> None:
    """Take a role away; repeating it changes nothing. Raises Conflict for the last organiser."""
    programme = Programme.objects.select_for_update(no_key=True).get(pk=role.programme_id)
    organisers = roles_of(programme, ProgrammeRoleKind.ORGANISER)
    if role.role == ProgrammeRoleKind.ORGANISER and not organisers.exclude(pk=role.pk).exists():
        raise Conflict(_("A programme needs at least one organiser."), code="last_organiser")
    facts = {"programme": programme.public_id, "user": role.user.public_id, "role": role.role}
    if ProgrammeRole.objects.filter(pk=role.pk).delete()[0]:
        audit_add(actor=actor, action="programmes.role_revoked", row=role, facts=facts)
