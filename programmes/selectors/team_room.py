"""The team room, the request that someone answers, and the hand-in as a document."""

from dataclasses import dataclass

from django.db.models import QuerySet

from backend.accounts.models import User
from programmes import rules
from programmes.enums import Feature, MemberRole, SolutionState, TeamState
from programmes.models import JoinRequest, LogEntry, OpenRole, Solution, SolutionVersion, Team, TeamMember
from programmes.models.solution import AFTER_HAND_IN
from programmes.selectors.handing_in import HandInWindow, draft_stamp, hand_in_window
from programmes.selectors.solutions import drafts_added, solutions_begun, versions_of
from programmes.selectors.team_log import log_whole_of
from programmes.selectors.teams import members_of, open_roles, requests_pending


@dataclass(frozen=True, slots=True)
class TeamRoom:
    team: Team
    members: list[TeamMember]
    roles: list[OpenRole]
    requests: list[JoinRequest]
    solutions: list[Solution]
    """In the order in which they were begun."""
    has_several: bool
    """Whether the team has, or may have, more than one; then each has its `drafts`."""
    solution: Solution | None
    """The one that is looked at: the first, where nothing else is asked for."""
    versions: list[SolutionVersion]
    """Of that one."""
    window: HandInWindow
    is_writing: bool
    """Whether drafts may be begun at the moment; asked where there may be several."""
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
    def can_begin(self) -> bool:
        """Whether there is room for one more; the first one begins with what is written into it."""
        is_free = 0 < len(self.solutions) < self.team.sprint.solutions_per_team
        return is_free and self.is_writing and self.is_member and not self.is_dissolved

    @property
    def can_discard(self) -> bool:
        """Whether it was never handed in, and is one of several."""
        is_draft = self.solution is not None and self.solution.current_version_id is None
        return is_draft and self.is_writing and self.can_write

    @property
    def can_write(self) -> bool:
        decided = self.solution is not None and self.solution.state in DECIDED
        return self.is_member and not decided and not self.is_dissolved


LOG_SHOWN = 3
DECIDED = (SolutionState.SELECTED, SolutionState.NOT_SELECTED)


def team_room(team: Team, viewer: User, solution: Solution | None = None) -> TeamRoom:
    """With `solution`, or the first one of the team, as the one that is looked at."""
    members = list(members_of(team))
    mine = next((member for member in members if member.user_id == viewer.pk), None)
    solutions = list(solutions_begun(team))
    has_several = max(team.sprint.solutions_per_team, len(solutions)) > 1
    solution = solution or next(iter(solutions), None)
    window = hand_in_window(team.sprint)
    return TeamRoom(
        team=team,
        members=members,
        roles=list(open_roles().filter(team=team)),
        requests=list(requests_pending(team)),
        solutions=drafts_added(solutions, for_team=mine is not None) if has_several else solutions,
        has_several=has_several,
        solution=solution,
        versions=list(versions_of(solution, viewer)) if solution else [],
        log=log_whole_of(team)[:LOG_SHOWN],
        window=window,
        is_writing=has_several and (window.takes or rules.sprint_accepts(team.sprint, Feature.BUILD)),
        is_member=mine is not None,
        is_lead=mine is not None and mine.role == MemberRole.LEAD,
        can_lead=team.state != TeamState.DISSOLVED and rules.can_edit_team.test(viewer, team),
        can_join=rules.sprint_accepts(team.sprint, Feature.JOIN_TEAM),
    )
