"""Free places in teams: holding one for some minutes, and joining at once. The lock of the team comes first."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict
from backend.core.outbox import outbox_add
from backend.core.transitions import transition
from programmes.enums import Feature, Joining, JoinRequestState
from programmes.events import PlaceHoldEnded, TeamMemberJoined
from programmes.models import PlaceHold, Team, TeamMember
from programmes.selectors.sprints import feature_closes_at
from programmes.selectors.teams import in_teams, membership_of, team_for_update
from programmes.services.gates import require_feature, require_place
from programmes.services.teams import (
    holds_give_up,
    require_free_place,
    require_living,
    team_member_add,
    waiting_tell,
)

SWEEP = 2_000


@transaction.atomic
def place_hold(*, actor: User, team: Team) -> PlaceHold:
    """Hold a free place of `team` for `actor`: for some minutes, at most as long as teams can be joined.

    Repeating it returns the hold as it is: the time does not begin anew. What was held in another team of the sprint
    is given up. Locks the team, the registration. Raises Conflict (`phase_closed`, `not_registered`, `wrong_state`,
    `in_team`), LimitReached (`team_full`, `place_held`).
    """
    team = team_for_update(team.pk)
    require_feature(team.sprint, Feature.JOIN_TEAM)
    require_living(team)
    require_place(actor, team.sprint)
    _require_no_team(actor, team)
    now = clock.now()
    found = PlaceHold.objects.filter(team=team, user=actor, until__gt=now).first()
    if found is not None:
        return found
    require_free_place(team, actor)
    holds_give_up(team.sprint, actor)
    closes_at = feature_closes_at(team.sprint, Feature.JOIN_TEAM)
    ends = [now + timedelta(minutes=settings.PLACE_HOLD_MINUTES), *([closes_at] if closes_at else [])]
    hold = PlaceHold.objects.create(
        sprint=team.sprint, team=team, user=actor, joining=team.joining, held_at=now, until=min(ends)
    )
    audit_add(actor=actor, action="programmes.place_held", row=hold, facts={"team": team.public_id})
    return hold


@transaction.atomic
def place_hold_release(*, actor: User, hold: PlaceHold) -> None:
    """Let others have the place, and tell who waits for one at the challenge; repeating it changes nothing."""
    team = team_for_update(hold.team_id)
    if PlaceHold.objects.filter(pk=hold.pk).delete()[0]:
        audit_add(actor=actor, action="programmes.place_released", row=team, facts={"user": hold.user.public_id})
        waiting_tell(team)


@transaction.atomic
def team_join(*, actor: User, team: Team) -> TeamMember:
    """Join a team that takes people in at once, or one that did when it held a place for `actor`. The team is told.

    Repeating it returns the membership; an own request to the team is withdrawn. Within a hold it always succeeds,
    since nobody else can have had the place. Locks the team, the registration, the request.
    Raises Conflict (`phase_closed`, `not_registered`, `wrong_state`, `in_team`, `on_request`), LimitReached
    (`team_full`, `place_held`).
    """
    team = team_for_update(team.pk)
    member = membership_of(team, actor)
    if member is not None:
        return member
    require_feature(team.sprint, Feature.JOIN_TEAM)
    require_living(team)
    require_place(actor, team.sprint)
    _require_no_team(actor, team)
    promised = PlaceHold.objects.filter(team=team, user=actor, until__gt=clock.now(), joining=Joining.AT_ONCE)
    if team.joining != Joining.AT_ONCE and not promised.exists():
        raise Conflict(_("This team answers each request. Please ask for a place."), code="on_request")
    member = team_member_add(team=team, user=actor)
    for request in team.join_requests.filter(user=actor, state=JoinRequestState.PENDING):
        transition(request, to=JoinRequestState.WITHDRAWN, actor=actor)
    audit_add(actor=actor, action="programmes.team_joined", row=team, facts={"user": actor.public_id})
    outbox_add(TeamMemberJoined(team_id=team.pk, user_id=actor.pk))
    return member


def place_holds_end_due() -> int:
    """Forget the holds whose time is over, and tell those for whom they were; return how many. Places are free anyway.

    A hold that somebody renews meanwhile is another row and stays. Locks one team after the other.
    """
    over = PlaceHold.objects.filter(until__lte=clock.now()).order_by("until", "id")
    return sum(_end(hold) for hold in list(over[:SWEEP]))


@transaction.atomic
def _end(hold: PlaceHold) -> bool:
    team = team_for_update(hold.team_id)
    if not PlaceHold.objects.filter(pk=hold.pk).delete()[0]:
        return False
    outbox_add(PlaceHoldEnded(team_id=hold.team_id, user_id=hold.user_id))
    waiting_tell(team)
    return True


def _require_no_team(actor: User, team: Team) -> None:
    """One team at once is enough: who wants a second one asks it."""
    if in_teams(team.sprint).filter(user_id=actor.pk).exists():
        raise Conflict(_("You are in a team already."), code="in_team")
