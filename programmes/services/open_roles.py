from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.text import clean_words
from backend.core.transitions import transition
from programmes.enums import OpenRoleState
from programmes.models import OpenRole, Team
from programmes.selectors.teams import team_for_update
from programmes.services.changing import require_within, texts_among
from programmes.services.teams import require_living

ROLES_MOST = 20


@transaction.atomic
def open_role_add(
    *,
    actor: User | None,
    team: Team,
    title: str,
    description: str = "",
    skills: Sequence[str] = (),
    places: int = 1,
) -> OpenRole:
    """Say whom the team looks for. Raises Conflict, Invalid."""
    team = team_for_update(team.pk)
    require_living(team)
    if team.open_roles.filter(state=OpenRoleState.OPEN).count() >= ROLES_MOST:
        raise Conflict(_("The team looks for enough people already."), code="too_many_roles")
    values = texts_among(OpenRole, {"title": title, "description": description})
    require_within("places", places, 1, team.size_limit)
    words = clean_words("skills", skills)
    role = OpenRole.objects.create(team=team, skills=words, places=places, **values)
    audit_add(actor=actor, action="programmes.open_role_added", row=role)
    return role


@transaction.atomic
def open_role_close(*, actor: User | None, role: OpenRole) -> OpenRole:
    """Stop looking for this role; repeating it changes nothing. Requests for it stay to be answered."""
    team_for_update(role.team_id)
    return transition(role, to=OpenRoleState.CLOSED, actor=actor)
