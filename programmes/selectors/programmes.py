from django.db.models import QuerySet

from backend.accounts.models import User
from programmes.enums import ProgrammeRoleKind
from programmes.models import Category, Programme, ProgrammeRole


def programmes_public() -> QuerySet[Programme]:
    return Programme.objects.select_related("organisation")


def programmes_with_role(user: User, role: ProgrammeRoleKind) -> QuerySet[Programme]:
    return Programme.objects.filter(roles__user=user, roles__role=role)


def roles_of(programme: Programme, role: ProgrammeRoleKind | None = None) -> QuerySet[ProgrammeRole]:
    rows = programme.roles.select_related("user")
    return rows if role is None else rows.filter(role=role)


def categories_of(programme: Programme) -> QuerySet[Category]:
    return programme.categories.all()
