"""Who may, as sentences: a role in the programme, a relation to the row, or both.

What time allows is asked of the phases by `sprint_accepts`; services ask it under the lock of the row they change.
"""

from datetime import datetime
from operator import attrgetter
from typing import Final

from django.db import models

from backend.accounts.models import Membership, Organisation, User
from backend.accounts.rules import SPEAKERS
from backend.core import clock
from backend.core.predicates import sentence
from programmes.closeness import is_too_close_to_judge
from programmes.domain import phases
from programmes.enums import ChallengeState, Feature, MemberRole, ProgrammeRoleKind, RegistrationState
from programmes.enums_of_mentoring import MentorState
from programmes.models import (
    AbuseCase,
    Announcement,
    Appeal,
    Booking,
    BookingLink,
    CalendarFeed,
    Call,
    Category,
    Challenge,
    Cohort,
    Comment,
    Connector,
    DataImport,
    DuplicateRun,
    Introduction,
    JoinRequest,
    JuryRun,
    LogEntry,
    Mentor,
    Milestone,
    ModerationRun,
    Offer,
    OfficeHours,
    OpenRole,
    Phase,
    PlaceHold,
    PlacingRun,
    PlacingSeat,
    PlacingWish,
    Programme,
    ProgrammeRole,
    ProgressReport,
    Project,
    Registration,
    Review,
    Slot,
    Solution,
    Sprint,
    SprintBlock,
    SprintPackage,
    Team,
    TeamMember,
)


def sprint_accepts(sprint: Sprint, feature: Feature, at: datetime | None = None) -> bool:
    """Whether `feature` is open in `sprint` at `at` (now)."""
    return phases.accepts(sprint.phases.all(), feature, at or clock.now())


OF_SPRINTS: Final[tuple[type[models.Model], ...]] = (
    *(Phase, Challenge, Team, Solution, Registration, PlacingWish, PlacingRun),
    *(Announcement, Connector, PlaceHold, AbuseCase, SprintBlock, Appeal, ModerationRun, DuplicateRun, JuryRun),
    Mentor,
    *(SprintPackage, DataImport),
)
# Where a row says which programme it belongs to, and which team.
PROGRAMME_PATHS: Final[dict[type[models.Model], str]] = {
    Programme: "pk",
    Call: "category.programme_id",
    **dict.fromkeys((Sprint, Cohort, Category, ProgrammeRole), "programme_id"),
    **dict.fromkeys(OF_SPRINTS, "sprint.programme_id"),
    PlacingSeat: "run.sprint.programme_id",
    **dict.fromkeys((TeamMember, OpenRole, JoinRequest, Introduction, LogEntry), "team.sprint.programme_id"),
    **dict.fromkeys((Review, Offer), "solution.sprint.programme_id"),
    Project: "cohort.programme_id",
    **dict.fromkeys((Milestone, ProgressReport), "project.cohort.programme_id"),
    **dict.fromkeys((OfficeHours, BookingLink), "mentor.sprint.programme_id"),
    Slot: "office_hours.mentor.sprint.programme_id",
    Booking: "slot.office_hours.mentor.sprint.programme_id",
}
MENTOR_PATHS: Final[dict[type[models.Model], str]] = {
    Mentor: "user_id",
    **dict.fromkeys((OfficeHours, BookingLink), "mentor.user_id"),
    Booking: "slot.office_hours.mentor.user_id",
}
TEAM_PATHS: Final[dict[type[models.Model], str]] = {
    Team: "pk",
    **dict.fromkeys((TeamMember, OpenRole, JoinRequest, Introduction, LogEntry, Solution, Project, Booking), "team_id"),
    **dict.fromkeys((Milestone, ProgressReport), "project.team_id"),
    **dict.fromkeys((Review, Offer), "solution.team_id"),
}


def programme_id_of(row: models.Model) -> int:
    return int(attrgetter(PROGRAMME_PATHS[type(row)])(row))


def team_id_of(row: models.Model) -> int:
    return int(attrgetter(TEAM_PATHS[type(row)])(row))


def _has_role(user: User, row: models.Model, role: ProgrammeRoleKind) -> bool:
    return ProgrammeRole.objects.filter(user=user, programme_id=programme_id_of(row), role=role).exists()


@sentence
def organises(user: User, row: models.Model) -> bool:
    return _has_role(user, row, ProgrammeRoleKind.ORGANISER)


@sentence
def judges(user: User, row: models.Model) -> bool:
    return _has_role(user, row, ProgrammeRoleKind.JUROR)


@sentence
def coaches(user: User, row: models.Model) -> bool:
    return _has_role(user, row, ProgrammeRoleKind.COACH)


@sentence
def curates(user: User, row: models.Model) -> bool:
    return _has_role(user, row, ProgrammeRoleKind.CURATOR)


@sentence
def helps_at_door(user: User, row: models.Model) -> bool:
    return _has_role(user, row, ProgrammeRoleKind.HELPER)


@sentence
def connects(user: User, sprint: Sprint) -> bool:
    return Connector.objects.filter(user=user, sprint=sprint).exists()


@sentence
def takes_part(user: User, sprint: Sprint) -> bool:
    """Whoever has a place in the sprint, or is in one of its teams."""
    placed = Registration.objects.filter(sprint=sprint, user=user, state=RegistrationState.REGISTERED)
    return placed.exists() or TeamMember.objects.filter(user=user, team__sprint=sprint, left_at=None).exists()


@sentence
def mentors_in(user: User, sprint: Sprint) -> bool:
    return Mentor.objects.filter(user=user, sprint=sprint, state=MentorState.ACTIVE).exists()


@sentence
def was_asked_to_mentor(user: User, sprint: Sprint) -> bool:
    return Mentor.objects.filter(user=user, sprint=sprint).exists()


@sentence
def is_its_mentor(user: User, row: models.Model) -> bool:
    return bool(attrgetter(MENTOR_PATHS[type(row)])(row) == user.pk)


@sentence
def booked_it(user: User, booking: Booking) -> bool:
    """A slot is the team's: whoever is in it acts for it."""
    return booking.team_id is not None and is_in_team.test(user, booking)


@sentence
def is_in_team(user: User, row: models.Model) -> bool:
    return TeamMember.objects.filter(user=user, team_id=team_id_of(row), left_at=None).exists()


@sentence
def leads_team(user: User, row: models.Model) -> bool:
    return TeamMember.objects.filter(user=user, team_id=team_id_of(row), left_at=None, role=MemberRole.LEAD).exists()


@sentence
def proposed_it(user: User, challenge: Challenge) -> bool:
    return challenge.proposed_by_id == user.pk


@sentence
def wrote_it(user: User, thing: Challenge | Team | Solution | Comment) -> bool:
    """Whose text it is: who proposed the challenge or answers for it, wrote the comment, or is in the team."""
    if isinstance(thing, Comment):
        return thing.author_id == user.pk
    if isinstance(thing, Challenge):
        return proposed_it.test(user, thing) or speaks_for_owner.test(user, thing)
    return is_in_team.test(user, thing)


@sentence
def is_blocked_one(user: User, block: SprintBlock) -> bool:
    return block.user_id == user.pk


@sentence
def decided_it_first(user: User, appeal: Appeal) -> bool:
    return appeal.first_decider_id == user.pk


@sentence
def was_taken_over(_user: User, challenge: Challenge) -> bool:
    """A citizen's idea that an organisation answers for now."""
    return challenge.adopted_at is not None


@sentence
def is_published(_user: User, challenge: Challenge) -> bool:
    return challenge.state == ChallengeState.PUBLISHED


@sentence
def speaks_for_owner(user: User, challenge: Challenge) -> bool:
    """Owners and managers of an organisation speak for it."""
    return (
        challenge.owner_id is not None
        and Membership.objects.filter(user=user, organisation_id=challenge.owner_id, role__in=SPEAKERS).exists()
    )


@sentence
def speaks_for_asked(user: User, offer: Offer) -> bool:
    """Owners and managers of the organisation that was offered something."""
    return Membership.objects.filter(user=user, organisation_id=offer.organisation_id, role__in=SPEAKERS).exists()


@sentence
def is_contact(user: User, offer: Offer) -> bool:
    """Named as the one who answers, and still in the organisation."""
    return (
        offer.challenge.contact_id == user.pk
        and Membership.objects.filter(user=user, organisation_id=offer.organisation_id).exists()
    )


@sentence
def is_contact_of(user: User, organisation: Organisation) -> bool:
    """Named as the one who answers for it somewhere, and still in it."""
    named = Challenge.objects.filter(owner=organisation, contact=user)
    return named.filter(owner__memberships__user=user).exists()


@sentence
def is_own(
    user: User,
    row: Registration | JoinRequest | Introduction | TeamMember | PlacingSeat | PlaceHold | Mentor | CalendarFeed,
) -> bool:
    return row.user_id == user.pk


@sentence
def is_juror_of(user: User, review: Review) -> bool:
    return review.juror_id == user.pk


@sentence
def is_impartial(user: User, review: Review) -> bool:
    return not is_too_close_to_judge(user, review.solution)


can_manage: Final = organises
can_check_in: Final = organises | helps_at_door
# What everybody reads is changed by those who answer for it; until then, by who wrote it.
can_edit_challenge: Final = organises | speaks_for_owner | (proposed_it & ~is_published)
can_withdraw_challenge: Final = organises | speaks_for_owner | (proposed_it & ~was_taken_over)
can_appeal: Final = proposed_it | speaks_for_owner
can_decide_appeal: Final = organises & ~decided_it_first
can_edit_team: Final = leads_team | organises
can_connect: Final = connects | organises
can_find_mentors: Final = takes_part | mentors_in | coaches | organises
can_hand_out_slots: Final = is_its_mentor | organises
can_act_in_slot: Final = booked_it | is_its_mentor
can_answer_introduction: Final = is_own | leads_team
can_work_on_solution: Final = is_in_team
# Who is no juror any more has nothing left to judge.
can_review: Final = is_juror_of & judges
can_answer_offer: Final = speaks_for_asked | is_contact
can_work_on_project: Final = is_in_team
# Nobody accepts the own milestone or report.
can_guide_project: Final = (organises | coaches) & ~is_in_team
