"""When all teams of a challenge are full: a further team with one tap, or waiting for a place."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from programmes.enums import Feature, Joining
from programmes.models import Challenge, Sprint, Team, TeamWait
from programmes.selectors.overflow import challenge_is_full, name_of_next
from programmes.selectors.sprints import sprint_for_update
from programmes.selectors.teams import in_teams
from programmes.services.gates import require_feature, require_place
from programmes.services.teams import team_create


@transaction.atomic
def team_found_next(*, actor: User, challenge: Challenge) -> Team:
    """Found a further team on a challenge whose teams are all full; `actor` leads it until others join and agree.

    Its name is proposed, and whoever comes joins at once; both can be changed. Who waits is told. Locks the sprint, so
    that of two who tap at once the second is told of the first one's team. Raises Conflict (`phase_closed`,
    `not_registered`, `in_team`, `wrong_state`, `places_left`).
    """
    sprint = sprint_for_update(challenge.sprint_id)
    require_place(actor, sprint)
    _require_no_team(actor, sprint)
    _require_full(challenge)
    name, language = name_of_next(challenge), challenge.language
    return team_create(actor=actor, challenge=challenge, name=name, joining=Joining.AT_ONCE, language=language)


@transaction.atomic
def team_wait_start(*, actor: User, challenge: Challenge) -> TeamWait:
    """Wait for a place in a team of `challenge`; repeating it changes nothing. Locks the sprint.

    Raises Conflict (`phase_closed`, `not_registered`, `in_team`, `places_left`).
    """
    sprint = sprint_for_update(challenge.sprint_id)
    require_feature(sprint, Feature.JOIN_TEAM)
    require_place(actor, sprint)
    _require_no_team(actor, sprint)
    _require_full(challenge)
    wait, is_new = TeamWait.objects.get_or_create(challenge=challenge, user=actor)
    if is_new:
        audit_add(actor=actor, action="programmes.team_wait_started", row=wait)
    return wait


@transaction.atomic
def team_wait_stop(*, actor: User, challenge: Challenge) -> None:
    """Wait no longer; repeating it changes nothing."""
    wait = TeamWait.objects.filter(challenge=challenge, user=actor).first()
    if wait is not None and TeamWait.objects.filter(pk=wait.pk).delete()[0]:
        audit_add(actor=actor, action="programmes.team_wait_stopped", row=challenge, facts={"user": actor.public_id})


def _require_no_team(actor: User, sprint: Sprint) -> None:
    if in_teams(sprint).filter(user_id=actor.pk).exists():
        raise Conflict(_("You are in a team already."), code="in_team")


def _require_full(challenge: Challenge) -> None:
    if not challenge_is_full(challenge):
        raise Conflict(_("A team of this challenge has a free place."), code="places_left")
