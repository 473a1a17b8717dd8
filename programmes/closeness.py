"""Who is too close to a solution to judge it, or to decide about its money.

Each relation is a condition on solutions, so that one row and whole lists are asked the same question.
"""

from datetime import timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.accounts.models import Membership, PastMembership, User
from backend.core import clock
from programmes.enums import ProgrammeRoleKind
from programmes.models import DeclaredConflict, ProgrammeRole, Solution, TeamMember

FORMER: Final = timedelta(days=3 * 365)
"""As long as somebody counts as belonging to an organisation after leaving it."""


def has_interest_in(user: User, solution: Solution) -> bool:
    """Whether the solution comes from the own team or organisation.

    Asked of who decides about its money, who may well have posed the challenge: judges are asked for more.
    """
    own = Membership.objects.filter(user=user).values("organisation_id")
    colleagues = Membership.objects.filter(organisation_id__in=own).values("user_id")
    close = TeamMember.objects.filter(Q(user=user) | Q(user_id__in=colleagues))
    return close.filter(team_id=solution.team_id).exists()


def is_too_close_to_judge(user: User, solution: Solution) -> bool:
    """Whether the solution comes from the own team, from somebody of an own or former organisation, is one to a
    challenge of one's own, comes from a team with a juror while oneself is in a team of the same sprint, or a conflict
    was declared.
    """
    return solutions_too_close(user).filter(pk=solution.pk).exists()


def solutions_too_close(user: User) -> "QuerySet[Solution]":
    """All that `user` may not judge, in whatever sprint."""
    named = DeclaredConflict.objects.filter(juror=user).values("solution_id")
    return Solution.objects.filter(_from_close_people(user) | _of_own_challenge(user) | _mutual(user) | Q(pk__in=named))


def past_memberships() -> "QuerySet[PastMembership]":
    """Those that still count."""
    return PastMembership.objects.filter(left_at__gt=clock.now() - FORMER)


def _own_organisations(user: User, column: str) -> Q:
    now = Membership.objects.filter(user=user).values("organisation_id")
    before = past_memberships().filter(user=user).values("organisation_id")
    return Q(**{f"{column}__in": now}) | Q(**{f"{column}__in": before})


def _from_close_people(user: User) -> Q:
    """Who has left a team still knows whose work it is, so leaving makes no juror impartial."""
    theirs = _own_organisations(user, "organisation_id")
    people = Q(user_id__in=Membership.objects.filter(theirs).values("user_id"))
    people |= Q(user_id__in=past_memberships().filter(theirs).values("user_id"))
    return Q(team_id__in=TeamMember.objects.filter(Q(user=user) | people).values("team_id"))


def _of_own_challenge(user: User) -> Q:
    """What `user` has posed, is named as the contact of, or answers for with an organisation, now or before."""
    posed = Q(challenge__proposed_by=user) | Q(challenge__contact=user)
    return posed | _own_organisations(user, "challenge__owner_id")


def _mutual(user: User) -> Q:
    """Whoever has a team in a sprint does not judge the teams of other jurors in it: each could return the favour."""
    own = TeamMember.objects.filter(user=user).values("team__sprint_id")
    return Q(sprint_id__in=own, team_id__in=jurors_in_teams().values("team_id"))


def jurors_in_teams() -> "QuerySet[TeamMember]":
    """Members of teams who judge in the same programme."""
    judging = ProgrammeRole.objects.filter(
        user=OuterRef("user_id"), programme=OuterRef("team__sprint__programme_id"), role=ProgrammeRoleKind.JUROR
    )
    return TeamMember.objects.filter(Exists(judging))
