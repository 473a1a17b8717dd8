from collections.abc import Collection, Sequence

from django.db.models import Prefetch, Q, QuerySet

from backend.accounts.models import User
from backend.accounts.viewers import Viewer, person_of
from backend.core.db import require_transaction
from programmes.domain.fitting import shared_words
from programmes.enums import JoinRequestState, MemberRole, OpenRoleState, SprintState, TeamState
from programmes.models import Challenge, JoinRequest, OpenRole, PlaceHold, Profile, Sprint, Team, TeamMember
from programmes.models.team import SEARCH
from programmes.selectors.counting import TEAM_SHOWN, TeamWithPlaces, holds_now, living_teams, teams_shown, with_places
from programmes.selectors.matching import matching
from programmes.selectors.sprints import programmes_organised_by

SHOWN = ("sprint", "sprint__programme", "challenge", "challenge__owner")


def active_members() -> QuerySet[TeamMember]:
    """Who is in a team now, the lead first, with the person."""
    return TeamMember.objects.select_related("user").filter(left_at=None).order_by("role", "created_at", "id")


def in_teams(sprint: Sprint) -> "QuerySet[TeamMember, int]":
    """Ids of the people who are in a living team of a sprint, for use inside other queries."""
    members = TeamMember.objects.filter(team__sprint=sprint, left_at=None).exclude(team__state=TeamState.DISSOLVED)
    return members.values_list("user_id", flat=True)


def open_roles() -> QuerySet[OpenRole]:
    return OpenRole.objects.filter(state=OpenRoleState.OPEN)


def with_people(rows: QuerySet[TeamWithPlaces]) -> QuerySet[TeamWithPlaces]:
    """Teams with `active_members` and `roles_sought` as lists: two more queries, however many teams."""
    return rows.prefetch_related(
        Prefetch("members", queryset=active_members(), to_attr="active_members"),
        Prefetch("open_roles", queryset=open_roles(), to_attr="roles_sought"),
    )


def with_roles(rows: QuerySet[Team]) -> QuerySet[Team]:
    """Teams with `roles_sought` as lists, for cards that name no people."""
    return rows.prefetch_related(None).prefetch_related(
        Prefetch("open_roles", queryset=open_roles(), to_attr="roles_sought")
    )


def teams_public(
    *,
    sprint: Sprint | None = None,
    challenge: Challenge | None = None,
    query: str = "",
    only_seeking: bool = False,
    skills: Sequence[str] = (),
    language: str = "",
) -> QuerySet[Team]:
    """Living teams of published sprints by name, with people, roles sought and places.

    `only_seeking`: those with a free place and a role that they look for. `skills`: any of them is asked for.
    """
    rows = with_places(teams_shown().exclude(sprint__state=SprintState.DRAFT).select_related(*SHOWN))
    if sprint is not None:
        rows = rows.filter(sprint=sprint)
    if challenge is not None:
        rows = rows.filter(challenge=challenge)
    if language:
        rows = rows.filter(language=language)
    if only_seeking:
        rows = rows.filter(state=TeamState.FORMING, open_role_count__gt=0, places_free__gt=0)
    if skills:
        rows = rows.filter(pk__in=open_roles().filter(skills__overlap=list(skills)).values("team_id"))
    return with_people(matching(rows, query, SEARCH))


def teams_visible_to(viewer: Viewer) -> QuerySet[TeamWithPlaces]:
    """Living teams of sprints that one sees; what has ended or is hidden only for who was in it or organises."""
    person = person_of(viewer)
    rows = with_places(Team.objects.select_related(*SHOWN), besides=person)
    public = TEAM_SHOWN & ~Q(state=TeamState.DISSOLVED) & ~Q(sprint__state=SprintState.DRAFT)
    if person is None:
        return rows.filter(public)
    was_in = TeamMember.objects.filter(user=person).values("team_id")
    return rows.filter(public | Q(pk__in=was_in) | Q(sprint__programme_id__in=programmes_organised_by(person)))


def team_is_shown_to(team: Team, viewer: Viewer) -> bool:
    """Whether the viewer may read its name where something else names it. One query, where it is hidden."""
    is_hidden = team.hidden_at is not None or team.challenge.hidden_at is not None
    return not is_hidden or teams_visible_to(viewer).filter(pk=team.pk).exists()


def teams_of(user: User) -> QuerySet[TeamWithPlaces]:
    """Living teams that a person is in, the latest sprint first."""
    own = TeamMember.objects.filter(user=user, left_at=None).values("team_id")
    rows = living_teams().filter(pk__in=own).select_related(*SHOWN)
    return with_people(with_places(rows)).order_by("-sprint__starts_at", "-id")


def teams_of_sprint(sprint: Sprint) -> QuerySet[TeamWithPlaces]:
    """Living teams of a sprint for its organisers, drafts of sprints too."""
    return with_people(with_places(living_teams().filter(sprint=sprint).select_related(*SHOWN)))


def teams_of_challenge(challenge: Challenge) -> QuerySet[Team]:
    """Living teams that work on a challenge, for its organisers."""
    return living_teams().filter(challenge=challenge).order_by("name", "id")


def members_of(team: Team) -> QuerySet[TeamMember]:
    return active_members().filter(team=team)


def membership_of(team: Team, viewer: Viewer) -> TeamMember | None:
    person = person_of(viewer)
    return None if person is None else active_members().filter(team=team, user=person).first()


def requests_pending(team: Team) -> QuerySet[JoinRequest]:
    rows = team.join_requests.select_related("user", "user__profile", "role").filter(state=JoinRequestState.PENDING)
    return rows.order_by("created_at", "id")


def requests_of(user: User) -> QuerySet[JoinRequest]:
    rows = JoinRequest.objects.select_related("team", "team__sprint", "role")
    return rows.filter(user=user).order_by("-created_at", "-id")


def request_of(team: Team, viewer: Viewer) -> JoinRequest | None:
    """The viewer's pending request to `team`."""
    person = person_of(viewer)
    if person is None:
        return None
    return team.join_requests.filter(user=person, state=JoinRequestState.PENDING).first()


def reasons_to_join(profile: Profile, team: Team) -> list[str]:
    """What of the person's words the roles sought ask for, as the person wrote them."""
    wanted = [word for role in open_roles().filter(team=team) for word in (role.title, *role.skills)]
    return shared_words([*profile.skills, *profile.roles_sought], wanted)


def team_for_update(team_id: int) -> Team:
    """Lock a team: the first lock of whatever changes its people, roles or requests.

    Its challenge is read afterwards: whoever waits for a merge would look for the team beside the challenge it had.
    """
    require_transaction()
    rows = Team.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("sprint").get(pk=team_id)


def teams_for_update(challenges: Collection[int]) -> list[Team]:
    """Lock all teams of challenges, also those that have ended, by id; the caller holds the challenges."""
    require_transaction()
    return list(Team.objects.select_for_update(no_key=True).filter(challenge__in=challenges).order_by("id"))


def member_count(team: Team) -> int:
    return team.members.filter(left_at=None).count()


def held_count(team: Team, besides: User | None = None) -> int:
    """How many places are held at this moment, without one for `besides`."""
    return holds_now(besides).filter(team=team).count()


def holds_of(user: User) -> QuerySet[PlaceHold]:
    """The places that are held for a person now, who must hurry most first."""
    rows = holds_now().filter(user=user).select_related("team", "team__challenge", "sprint")
    return rows.order_by("until", "id")


def hold_of(team: Team, viewer: Viewer) -> PlaceHold | None:
    person = person_of(viewer)
    return None if person is None else holds_of(person).filter(team=team).first()


def leads_in_order(team: Team) -> list[TeamMember]:
    return list(active_members().filter(team=team, role=MemberRole.LEAD))


def longest_member(team: Team) -> TeamMember | None:
    return TeamMember.objects.filter(team=team, left_at=None).order_by("created_at", "id").first()
