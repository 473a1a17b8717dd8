"""Teams and who is in them. Everything here holds the lock of the team first; a trigger holds the size limit, too."""

from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.audit import audit_add
from backend.core.errors import Conflict, Invalid, LimitReached
from backend.core.outbox import outbox_add
from backend.core.text import TextRule, clean_text
from backend.core.transitions import transition
from programmes.enums import (
    ChallengeState,
    Feature,
    IntroductionState,
    Joining,
    JoinRequestState,
    MemberRole,
    OpenRoleState,
    SolutionState,
    TeamState,
    TimeSlot,
)
from programmes.events import PlaceForWaiting, TeamDissolved, TeamLeadPassed, TeamMemberLeft, TeamMemberRemoved
from programmes.models import (
    Challenge,
    Introduction,
    OpenRole,
    PlaceHold,
    Solution,
    Sprint,
    Team,
    TeamMember,
    TeamWait,
)
from programmes.selectors.counting import living_teams
from programmes.selectors.sprints import sprint_for_update
from programmes.selectors.teams import (
    held_count,
    leads_in_order,
    longest_member,
    member_count,
    membership_of,
    team_for_update,
)
from programmes.services.changing import require_among, require_within, texts_among, write_changes
from programmes.services.gates import require_feature, require_place, require_unmerged
from programmes.services.mentoring_endings import bookings_end_of_team

REASON_MAX = 1_000


class TeamChanges(TypedDict, total=False):
    name: str
    pitch: str
    language: str
    times: list[str]
    size_limit: int
    joining: str


@transaction.atomic
def team_create(*, actor: User, challenge: Challenge, **given: Unpack[TeamChanges]) -> Team:
    """Found a team on a published challenge; `actor` leads it. Raises Conflict, Invalid.

    Repeating it with the same name returns the team that is there. Locks the sprint, so that of two teams with one name
    the second is refused, and so that a challenge is not merged in the same moment.
    """
    sprint = sprint_for_update(challenge.sprint_id)
    require_feature(sprint, Feature.FORM_TEAM)
    require_place(actor, sprint)
    challenge.refresh_from_db()
    require_unmerged(challenge)
    if challenge.state != ChallengeState.PUBLISHED:
        raise Conflict(_("Teams work on published challenges only."), code="wrong_state")
    values = texts_among(
        Team, {"name": "", "size_limit": sprint.team_size_max, "joining": sprint.team_joining, **given}
    )
    require_within("size_limit", values["size_limit"], 1, sprint.team_size_max)
    require_among("times", values.get("times", []), TimeSlot.values)
    require_among("joining", [values["joining"]], Joining.values)
    same = living_teams().filter(challenge=challenge, created_by=actor, name__iexact=values["name"]).first()
    if same is not None and membership_of(same, actor):
        return same
    _require_free_name(sprint, values["name"])
    team = Team.objects.create(sprint=sprint, challenge=challenge, created_by=actor, **values)
    TeamMember.objects.create(team=team, user=actor, role=MemberRole.LEAD)
    _seeking_over(sprint, actor)
    audit_add(actor=actor, action="programmes.team_created", row=team)
    team_note_places(team)
    return team


@transaction.atomic
def team_update(*, actor: User | None, team: Team, **changes: Unpack[TeamChanges]) -> Team:
    """Change what is given. Raises Conflict once it is dissolved, Invalid."""
    sprint = sprint_for_update(team.sprint_id)
    team = team_for_update(team.pk)
    require_living(team)
    values = texts_among(Team, dict(changes))
    require_among("times", values.get("times", []), TimeSlot.values)
    require_among("joining", [values.get("joining", team.joining)], Joining.values)
    if "size_limit" in values:
        least = max(1, member_count(team) + held_count(team))
        require_within("size_limit", values["size_limit"], least, sprint.team_size_max)
    if "name" in values:
        _require_free_name(sprint, values["name"], but=team)
    write_changes(team, values, actor=actor, action="programmes.team_updated")
    team_note_places(team)
    return team


def team_member_add(*, team: Team, user: User) -> TeamMember:
    """Take somebody with a place in the sprint into `team`; the caller holds its lock and has asked for all else.

    Whatever place was held for them is used or given up. Raises Conflict (`wrong_state`, `not_registered`,
    `already_member`), LimitReached (`team_full`, `place_held`).
    """
    require_living(team)
    require_place(user, team.sprint)
    if TeamMember.objects.filter(team=team, user=user, left_at=None).exists():
        raise Conflict(_("You are in this team already."), code="already_member")
    require_free_place(team, user)
    member = TeamMember.objects.create(team=team, user=user)
    _seeking_over(team.sprint, user)
    team_note_places(team)
    return member


@transaction.atomic
def team_leave(*, actor: User, team: Team) -> Team:
    """Leave a team; repeating it changes nothing. The last lead hands over to who has been in the team longest.

    The last person dissolves the team. Raises Conflict (`has_solution`) if the team has handed something in by then.
    """
    team = team_for_update(team.pk)
    member = TeamMember.objects.filter(team=team, user=actor, left_at=None).first()
    if member is None:
        return team
    if member_count(team) == 1:
        return team_dissolve(actor=actor, team=team)
    _end(member)
    new_lead = None if leads_in_order(team) else _hand_over(team)
    audit_add(actor=actor, action="programmes.team_member_left", row=team, facts={"user": actor.public_id})
    outbox_add(TeamMemberLeft(team_id=team.pk, user_id=actor.pk, new_lead_id=new_lead.user_id if new_lead else None))
    team_note_places(team)
    return team


@transaction.atomic
def team_member_remove(*, actor: User | None, member: TeamMember, reason: str = "") -> Team:
    """Remove somebody from a team, who is told and reads the reason; repeating it changes nothing.

    Raises Conflict for leads and oneself, Invalid.
    """
    reason = clean_text("reason", reason, TextRule(REASON_MAX, required=False, lines=True))
    team = team_for_update(member.team_id)
    member.refresh_from_db()
    if member.left_at is not None:
        return team
    if member.role == MemberRole.LEAD:
        raise Conflict(_("Whoever leads the team cannot be removed, but can leave."), code="is_lead")
    _end(member)
    facts = {"user": member.user.public_id}
    action = "programmes.team_member_removed"
    entry = audit_add(actor=actor, action=action, row=team, reason=reason, subject=member.user, facts=facts)
    outbox_add(TeamMemberRemoved(team_id=team.pk, user_id=member.user_id, audit_entry_id=entry.pk))
    team_note_places(team)
    return team


@transaction.atomic
def team_member_expel(*, actor: User | None, member: TeamMember) -> Team:
    """Take somebody out of a team who may not take part any more, whatever role they have; the others are told.

    The last person dissolves the team; where it has handed something in, the solution stays without anybody.
    """
    team = team_for_update(member.team_id)
    member.refresh_from_db()
    if member.left_at is not None or team.state == TeamState.DISSOLVED:
        return team
    _end(member)
    if not member_count(team) and not _has_handed_in(team):
        return team_dissolve(actor=actor, team=team)
    new_lead = None if leads_in_order(team) else _hand_over(team)
    facts = {"user": member.user.public_id}
    audit_add(actor=actor, action="programmes.team_member_expelled", row=team, facts=facts)
    told = {"team_id": team.pk, "user_id": member.user_id}
    outbox_add(TeamMemberLeft(**told, new_lead_id=new_lead.user_id if new_lead else None))
    team_note_places(team)
    return team


@transaction.atomic
def team_dissolve(*, actor: User | None, team: Team, reason: str = "") -> Team:
    """End a team: members leave, requests lapse, roles close; all are told. Repeating it changes nothing.

    Raises Conflict (`has_solution`) once a solution was handed in and not withdrawn.
    """
    team = team_for_update(team.pk)
    if team.state == TeamState.DISSOLVED:
        return team
    if _has_handed_in(team):
        raise Conflict(_("The team has handed in a solution and cannot be dissolved."), code="has_solution")
    members = list(TeamMember.objects.filter(team=team, left_at=None))
    for member in members:
        _end(member)
    waiting = list(team.join_requests.filter(state=JoinRequestState.PENDING))
    for request in waiting:
        transition(request, to=JoinRequestState.WITHDRAWN, actor=None)
    for role in team.open_roles.exclude(state=OpenRoleState.CLOSED):
        transition(role, to=OpenRoleState.CLOSED, actor=None)
    transition(team, to=TeamState.DISSOLVED, actor=actor, reason=reason)
    for one in team.introductions.filter(state=IntroductionState.SENT):
        transition(one, to=IntroductionState.WITHDRAWN, actor=None)
    bookings_end_of_team(team)
    held = PlaceHold.objects.filter(team=team)
    told = [row.user_id for rows in (members, waiting, held) for row in rows]
    held.delete()
    outbox_add(TeamDissolved(team_id=team.pk, user_ids=told))
    return team


@transaction.atomic
def team_lead_pass(*, actor: User, member: TeamMember) -> TeamMember:
    """Let another member lead instead of `actor`, who stays in the team; the new lead is told. Repeating it is safe.

    Raises Conflict (`wrong_state`) for who has left meanwhile. Who organises and is not in the team adds a lead.
    """
    team = team_for_update(member.team_id)
    member.refresh_from_db()
    if member.left_at is not None:
        raise Conflict(_("This person has left the team."), code="wrong_state")
    if member.role == MemberRole.LEAD:
        return member
    TeamMember.objects.filter(team=team, user=actor, left_at=None).update(role=MemberRole.MEMBER)
    _let_lead(member, actor)
    outbox_add(TeamLeadPassed(team_id=team.pk, user_id=member.user_id))
    return member


def team_note_places(team: Team) -> None:
    """Let the state say whether there is a free place, and tell who waits for one; the caller holds the team's lock."""
    members = member_count(team)
    is_full = members >= team.size_limit
    transition(team, to=TeamState.COMPLETE if is_full else TeamState.FORMING, actor=None)
    if not is_full:
        waiting_tell(team)


def waiting_tell(team: Team) -> None:
    """Tell all who wait for a place at this challenge; whoever comes first has it. The caller holds the team's lock."""
    if team.size_limit <= member_count(team) + held_count(team):
        return
    waits = list(TeamWait.objects.select_for_update(skip_locked=True).filter(challenge_id=team.challenge_id))
    if waits:
        TeamWait.objects.filter(pk__in=[row.pk for row in waits]).delete()
        outbox_add(PlaceForWaiting(team_id=team.pk, user_ids=sorted(row.user_id for row in waits)))


def require_free_place(team: Team, user: User) -> None:
    """Raise LimitReached unless there is a place for `user`: one that is held for somebody else is none."""
    left = team.size_limit - member_count(team)
    if left <= 0:
        raise LimitReached(_("This team is complete."), code="team_full", size_limit=team.size_limit)
    if left <= held_count(team, besides=user):
        said = _("The last free place is being held for somebody. Please try again in some minutes.")
        raise LimitReached(said, code="place_held", size_limit=team.size_limit)


def holds_give_up(sprint: Sprint, user: User) -> None:
    """Nothing is held for `user` in `sprint` any more; the caller holds the lock of the registration."""
    PlaceHold.objects.filter(sprint=sprint, user=user).delete()


def require_living(team: Team) -> None:
    if team.state == TeamState.DISSOLVED:
        raise Conflict(_("This team has been dissolved."), code="wrong_state")


def _has_handed_in(team: Team) -> bool:
    kept = (SolutionState.DRAFT, SolutionState.WITHDRAWN)
    return Solution.objects.filter(team=team).exclude(state__in=kept).exists()


def _seeking_over(sprint: Sprint, user: User) -> None:
    """Who is in a team looks for no other one; the caller holds the lock of the registration."""
    holds_give_up(sprint, user)
    TeamWait.objects.filter(challenge__sprint=sprint, user=user).delete()
    sprint.registrations.filter(user=user, introducible_since__isnull=False).update(introducible_since=None)
    for one in Introduction.objects.filter(user=user, team__sprint=sprint, state=IntroductionState.SENT):
        transition(one, to=IntroductionState.WITHDRAWN, actor=None)


def _require_free_name(sprint: Sprint, name: str, but: Team | None = None) -> None:
    taken = living_teams().filter(sprint=sprint, name__iexact=name)
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    if taken.exists():
        raise Invalid({"name": _("Another team of this sprint has this name.")})


def _end(member: TeamMember) -> None:
    """Let somebody be no member any more; the role that was taken is free again."""
    member.left_at = clock.now()
    member.save(update_fields=["left_at", "updated_at"])
    taken = OpenRole.objects.filter(
        join_requests__user_id=member.user_id, join_requests__state=JoinRequestState.ACCEPTED, team_id=member.team_id
    )
    for role in taken.filter(state=OpenRoleState.FILLED).distinct():
        transition(role, to=OpenRoleState.OPEN, actor=None)


def _hand_over(team: Team) -> TeamMember | None:
    heir = longest_member(team)
    if heir is not None:
        _let_lead(heir, None)
    return heir


def _let_lead(member: TeamMember, actor: User | None) -> None:
    member.role = MemberRole.LEAD
    member.save(update_fields=["role", "updated_at"])
    facts = {"user": member.user.public_id}
    audit_add(actor=actor, action="programmes.team_lead_passed", row=member.team, facts=facts)
