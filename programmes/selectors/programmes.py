from django.db.models import QuerySet

from backend.accounts.models import User
from programmes.enums import ChallengeState, ProgrammeRoleKind
from programmes.models import Category, Challenge, Programme, ProgrammeRole, Sprint


def programmes_public() -> QuerySet[Programme]:
    return Programme.objects.select_related("organisation")


def programmes_with_role(user: User, role: ProgrammeRoleKind) -> QuerySet[Programme]:
    return Programme.objects.filter(roles__user=user, roles__role=role)


def roles_of(programme: Programme, role: ProgrammeRoleKind | None = None) -> QuerySet[ProgrammeRole]:
    rows = programme.roles.select_related("user")
    return rows if role is None else rows.filter(role=role)


def categories_of(programme: Programme) -> QuerySet[Category]:
    return programme.categories.all()


def categories_used_in(sprint: Sprint) -> QuerySet[Category]:
    """Those that a published challenge of the sprint is in, so that no choice leads to an empty list."""
    used = Challenge.objects.filter(sprint=sprint, state=ChallengeState.PUBLISHED, hidden_at=None).values("category_id")
    return Category.objects.filter(pk__in=used)
