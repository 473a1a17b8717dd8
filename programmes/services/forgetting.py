"""What this package forgets about a person who has left for good."""

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict
from backend.core.transitions import transition
from programmes.enums import JoinRequestState, MilestoneState, RegistrationState, ReviewState, TeamState
from programmes.models import (
    AbuseReport,
    AnnouncementRecipient,
    Appeal,
    Certificate,
    Challenge,
    ChallengeSupport,
    Comment,
    Connector,
    DeclaredConflict,
    GuardianConsent,
    Introduction,
    JoinRequest,
    Milestone,
    PlaceHold,
    PlacingSeat,
    PlacingWish,
    Profile,
    ProgrammeRole,
    Rating,
    Readme,
    Registration,
    RegistrationAnswers,
    Review,
    SprintBlock,
    TeamMember,
    TeamWait,
)
from programmes.selectors.sprints import sprint_for_update
from programmes.services.mentoring_endings import mentoring_forget
from programmes.services.registrations import registration_cancel
from programmes.services.reviews import review_recuse
from programmes.services.teams import team_leave


@transaction.atomic
def person_forget(*, user: User) -> None:
    """Give up the person's places, roles and open work; delete the profile, wishes, answers and what requests said.

    Certificates are no longer valid then: nothing is left that says whose they were.

    Solutions, reports and reviews that were handed in stay, without a name: they belong to the team and to the public.
    Where a team cannot lose its last member because a solution was handed in, the membership stays, without a name.
    Repeating it changes nothing. Locks in the order of all others: sprints, teams, registrations, requests, mentors.
    """
    _lock_sprints(user)
    Profile.objects.filter(user=user).delete()
    PlaceHold.objects.filter(user=user).delete()
    TeamWait.objects.filter(user=user).delete()
    PlacingWish.objects.filter(user=user).delete()
    PlacingSeat.objects.filter(user=user).delete()
    RegistrationAnswers.objects.filter(registration__user=user).delete()
    Certificate.objects.filter(registration__user=user).delete()
    GuardianConsent.objects.filter(registration__user=user).delete()
    ProgrammeRole.objects.filter(user=user).delete()
    AnnouncementRecipient.objects.filter(user=user).delete()
    Connector.objects.filter(user=user).delete()
    Introduction.objects.filter(user=user).delete()
    Introduction.objects.filter(sent_by=user).update(message="")
    _leave_teams(user)
    _give_up_places(user)
    for request in JoinRequest.objects.filter(user=user, state=JoinRequestState.PENDING).order_by("pk"):
        transition(request, to=JoinRequestState.WITHDRAWN, actor=None)
    JoinRequest.objects.filter(user=user).update(motivation="")
    _hand_reviews_back(user)
    DeclaredConflict.objects.filter(juror=user).delete()
    mentoring_forget(user)
    ChallengeSupport.objects.filter(user=user).delete()
    # What an award rests on stays, without a name; before that it is the person's to take away.
    Rating.objects.filter(user=user, solution__sprint__community_award=None).delete()
    Comment.objects.filter(author=user, withdrawn_at=None).update(withdrawn_at=clock.now())
    Comment.objects.filter(author=user).update(body="")
    # What somebody has said of others, or of a decision about them, goes; that something was reported stays.
    AbuseReport.objects.filter(reporter=user).update(words="")
    Appeal.objects.filter(made_by=user).update(words=_("The account was erased."))
    SprintBlock.objects.filter(user=user).update(reason=_("The account was erased."))
    Challenge.objects.filter(contact=user).update(contact=None, contact_name="", contact_role="")
    # The repository is the team's; who has named it is of no interest without the person.
    Readme.objects.filter(named_by=user).update(named_by=None)
    open_states = [MilestoneState.PLANNED, MilestoneState.IN_PROGRESS]
    Milestone.objects.filter(owner=user, state__in=open_states).update(owner=None)


def _lock_sprints(user: User) -> None:
    """First of all: whoever changes a team holds its sprint already, and would wait for us as we for them."""
    places = Registration.objects.filter(user=user).exclude(state=RegistrationState.CANCELLED)
    teams = TeamMember.objects.filter(user=user, left_at=None)
    sprints = {*places.values_list("sprint_id", flat=True), *teams.values_list("team__sprint_id", flat=True)}
    for sprint_id in sorted(sprints):
        sprint_for_update(sprint_id)


def _leave_teams(user: User) -> None:
    memberships = TeamMember.objects.filter(user=user, left_at=None).exclude(team__state=TeamState.DISSOLVED)
    for membership in memberships.select_related("team").order_by("team_id"):
        try:
            team_leave(actor=user, team=membership.team)
        except Conflict:
            # The last member of a team with a solution: the team's work stays, and so does this nameless row.
            continue


def _give_up_places(user: User) -> None:
    places = Registration.objects.filter(user=user).exclude(state=RegistrationState.CANCELLED)
    for registration in places.order_by("sprint_id"):
        try:
            registration_cancel(actor=None, registration=registration)
        except Conflict:
            continue


def _hand_reviews_back(user: User) -> None:
    for review in Review.objects.filter(juror=user, state__in=[ReviewState.ASSIGNED, ReviewState.STARTED]):
        try:
            review_recuse(actor=user, review=review, reason=_("The account was erased."))
        except Conflict:
            continue
