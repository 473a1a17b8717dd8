"""The team room, the request that someone answers, and the hand-in as a document."""

from dataclasses import dataclass

from django.db.models import QuerySet

from backend.accounts.models import User
from programmes import rules
from programmes.enums import Feature, MemberRole, SolutionState, TeamState
from programmes.models import JoinRequest, LogEntry, OpenRole, Solution, SolutionVersion, Team, TeamMember
from programmes.models.solution import AFTER_HAND_IN
from programmes.selectors.handing_in import HandInWindow, draft_stamp, hand_in_window
from programmes.selectors.solutions import solution_of, versions_of
from programmes.selectors.team_log import log_whole_of
from programmes.selectors.teams import members_of, open_roles, requests_pending


@dataclass(frozen=True, slots=True)
class TeamRoom:
    team: Team
    members: list[TeamMember]
    roles: list[OpenRole]
    requests: list[JoinRequest]
    versions: list[SolutionVersion]
    solution: Solution | None
    window: HandInWindow
    log: "QuerySet[LogEntry]"
    """The latest; read where they are shown."""
    is_member: bool
    is_lead: bool
    can_lead: bool
    can_join: bool

    @property
    def is_dissolved(self) -> bool:
        return self.team.state == TeamState.DISSOLVED

    @property
    def latest(self) -> SolutionVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def stamp(self) -> str:
        return draft_stamp(self.latest)

    @property
    def handed_in(self) -> bool:
        return self.solution is not None and self.solution.state in AFTER_HAND_IN

    @property
    def has_newer_draft(self) -> bool:
        """Whether there is text that the public does not see yet."""
        return self.handed_in and self.latest is not None and self.latest.handed_in_at is None

    @property
    def can_withdraw(self) -> bool:
        return self.solution is not None and self.solution.state == SolutionState.HANDED_IN and self.window.is_open

    @property
    def can_write(self) -> bool:
        decided = self.solution is not None and self.solution.state in DECIDED
        return self.is_member and not decided and not self.is_dissolved


LOG_SHOWN = 3
DECIDED = (SolutionState.SELECTED, SolutionState.NOT_SELECTED)


def team_room(team: Team, viewer: User) -> TeamRoom:
    members = list(members_of(team))
    mine = next((member for member in members if member.user_id == viewer.pk), None)
    solution = solution_of(team)
    return TeamRoom(
        team=team,
        members=members,
        roles=list(open_roles().filter(team=team)),
        requests=list(requests_pending(team)),
        versions=list(versions_of(solution, viewer)) if solution else [],
        solution=solution,
        log=log_whole_of(team)[:LOG_SHOWN],
        window=hand_in_window(team.sprint),
        is_member=mine is not None,
        is_lead=mine is not None and mine.role == MemberRole.LEAD,
        can_lead=team.state != TeamState.DISSOLVED and rules.can_edit_team.test(viewer, team),
        can_join=rules.sprint_accepts(team.sprint, Feature.JOIN_TEAM),
    )
