"""State → states that may follow it, one table per entity; `core.transitions.transition` reads them."""

from typing import Final

from backend.core.transitions import Table
from programmes.enums import (
    AbuseCaseState,
    AnnouncementState,
    AppealState,
    BlockState,
    ChallengeState,
    ConsentState,
    DuplicateRunState,
    IntroductionState,
    JoinRequestState,
    JuryRunState,
    MilestoneState,
    ModerationRunState,
    OfferState,
    OpenRoleState,
    PlacingRunState,
    PlacingWishState,
    ProjectState,
    RegistrationState,
    ReportState,
    ReviewState,
    SolutionState,
    SprintState,
    TeamState,
)
from programmes.enums_of_exchange import DataImportState, SprintPackageState
from programmes.enums_of_mentoring import BookingState, MentorState, OfficeHoursState

SPRINT: Final[Table] = {
    SprintState.DRAFT: frozenset({SprintState.PUBLISHED}),
    SprintState.PUBLISHED: frozenset({SprintState.ARCHIVED}),
    SprintState.ARCHIVED: frozenset(),
}

CHALLENGE: Final[Table] = {
    ChallengeState.DRAFT: frozenset({ChallengeState.PROPOSED, ChallengeState.WITHDRAWN}),
    ChallengeState.PROPOSED: frozenset(
        {
            ChallengeState.PUBLISHED,
            ChallengeState.DECLINED,
            ChallengeState.WITHDRAWN,
            ChallengeState.DRAFT,
            ChallengeState.MERGED,
        }
    ),
    ChallengeState.PUBLISHED: frozenset({ChallengeState.WITHDRAWN, ChallengeState.MERGED}),
    # Who proposed it may rework a declined challenge and propose it again, or an appeal is granted.
    ChallengeState.DECLINED: frozenset({ChallengeState.PROPOSED, ChallengeState.PUBLISHED}),
    ChallengeState.WITHDRAWN: frozenset(),
    # What was merged lives on in another one, so there are no circles.
    ChallengeState.MERGED: frozenset(),
}

ABUSE_CASE: Final[Table] = {
    AbuseCaseState.OPEN: frozenset({AbuseCaseState.KEPT, AbuseCaseState.REMOVED}),
    # Others report what was kept, or whoever kept it was wrong.
    AbuseCaseState.KEPT: frozenset({AbuseCaseState.OPEN, AbuseCaseState.REMOVED}),
    # Who removed it may have been wrong.
    AbuseCaseState.REMOVED: frozenset({AbuseCaseState.KEPT}),
}

BLOCK: Final[Table] = {
    BlockState.ACTIVE: frozenset({BlockState.LIFTED}),
    BlockState.LIFTED: frozenset(),
}

APPEAL: Final[Table] = {
    AppealState.OPEN: frozenset({AppealState.GRANTED, AppealState.REJECTED}),
    AppealState.GRANTED: frozenset(),
    AppealState.REJECTED: frozenset(),
}

MODERATION_RUN: Final[Table] = {
    ModerationRunState.RUNNING: frozenset({ModerationRunState.STOPPED, ModerationRunState.DONE}),
    ModerationRunState.STOPPED: frozenset({ModerationRunState.RUNNING}),
    ModerationRunState.DONE: frozenset(),
}

DUPLICATE_RUN: Final[Table] = {
    DuplicateRunState.COMPUTING: frozenset({DuplicateRunState.READY, DuplicateRunState.FAILED}),
    DuplicateRunState.READY: frozenset(),
    DuplicateRunState.FAILED: frozenset(),
}

JURY_RUN: Final[Table] = {
    JuryRunState.COMPUTING: frozenset({JuryRunState.READY, JuryRunState.FAILED}),
    JuryRunState.READY: frozenset(),
    JuryRunState.FAILED: frozenset(),
}

SPRINT_PACKAGE: Final[Table] = {
    SprintPackageState.REQUESTED: frozenset({SprintPackageState.READY, SprintPackageState.FAILED}),
    SprintPackageState.READY: frozenset(),
    SprintPackageState.FAILED: frozenset(),
}

DATA_IMPORT: Final[Table] = {
    DataImportState.READING: frozenset({DataImportState.READY, DataImportState.DISCARDED, DataImportState.FAILED}),
    DataImportState.READY: frozenset({DataImportState.TAKING, DataImportState.DISCARDED}),
    DataImportState.TAKING: frozenset({DataImportState.DONE, DataImportState.FAILED}),
    DataImportState.DONE: frozenset(),
    DataImportState.DISCARDED: frozenset(),
    DataImportState.FAILED: frozenset(),
}

REGISTRATION: Final[Table] = {
    RegistrationState.REGISTERED: frozenset({RegistrationState.CANCELLED}),
    RegistrationState.WAITING: frozenset(
        {
            RegistrationState.REGISTERED,
            RegistrationState.OFFERED,
            RegistrationState.CONSENT,
            RegistrationState.CANCELLED,
        }
    ),
    RegistrationState.OFFERED: frozenset({RegistrationState.REGISTERED, RegistrationState.CANCELLED}),
    RegistrationState.CONSENT: frozenset({RegistrationState.REGISTERED, RegistrationState.CANCELLED}),
    RegistrationState.CANCELLED: frozenset(
        {RegistrationState.REGISTERED, RegistrationState.WAITING, RegistrationState.CONSENT}
    ),
}

GUARDIAN_CONSENT: Final[Table] = {
    ConsentState.ASKED: frozenset({ConsentState.AGREED, ConsentState.DECLINED}),
    # Who has agreed may think better of it.
    ConsentState.AGREED: frozenset({ConsentState.DECLINED}),
    # The person registers again.
    ConsentState.DECLINED: frozenset({ConsentState.ASKED}),
}

TEAM: Final[Table] = {
    TeamState.FORMING: frozenset({TeamState.COMPLETE, TeamState.DISSOLVED}),
    TeamState.COMPLETE: frozenset({TeamState.FORMING, TeamState.DISSOLVED}),
    TeamState.DISSOLVED: frozenset(),
}

OPEN_ROLE: Final[Table] = {
    OpenRoleState.OPEN: frozenset({OpenRoleState.FILLED, OpenRoleState.CLOSED}),
    OpenRoleState.FILLED: frozenset({OpenRoleState.OPEN, OpenRoleState.CLOSED}),
    OpenRoleState.CLOSED: frozenset(),
}

JOIN_REQUEST: Final[Table] = {
    JoinRequestState.PENDING: frozenset(
        {JoinRequestState.ACCEPTED, JoinRequestState.DECLINED, JoinRequestState.WITHDRAWN}
    ),
    JoinRequestState.ACCEPTED: frozenset(),
    JoinRequestState.DECLINED: frozenset(),
    JoinRequestState.WITHDRAWN: frozenset(),
}

INTRODUCTION: Final[Table] = {
    IntroductionState.SENT: frozenset(
        {IntroductionState.ACCEPTED, IntroductionState.DECLINED, IntroductionState.WITHDRAWN}
    ),
    IntroductionState.ACCEPTED: frozenset(),
    IntroductionState.DECLINED: frozenset(),
    IntroductionState.WITHDRAWN: frozenset(),
}

PLACING_WISH: Final[Table] = {
    PlacingWishState.ASKED: frozenset({PlacingWishState.PLACED, PlacingWishState.WITHDRAWN}),
    # Who has left that team may ask again.
    PlacingWishState.PLACED: frozenset({PlacingWishState.ASKED}),
    PlacingWishState.WITHDRAWN: frozenset({PlacingWishState.ASKED}),
}

PLACING_RUN: Final[Table] = {
    PlacingRunState.COMPUTING: frozenset({PlacingRunState.READY, PlacingRunState.FAILED, PlacingRunState.DISCARDED}),
    PlacingRunState.READY: frozenset({PlacingRunState.PUBLISHED, PlacingRunState.DISCARDED}),
    PlacingRunState.PUBLISHED: frozenset({PlacingRunState.CARRIED_OUT}),
    PlacingRunState.CARRIED_OUT: frozenset(),
    PlacingRunState.DISCARDED: frozenset(),
    PlacingRunState.FAILED: frozenset(),
}

SOLUTION: Final[Table] = {
    SolutionState.DRAFT: frozenset({SolutionState.HANDED_IN, SolutionState.WITHDRAWN}),
    SolutionState.HANDED_IN: frozenset({SolutionState.SELECTED, SolutionState.NOT_SELECTED, SolutionState.WITHDRAWN}),
    SolutionState.SELECTED: frozenset(),
    SolutionState.NOT_SELECTED: frozenset(),
    SolutionState.WITHDRAWN: frozenset({SolutionState.HANDED_IN}),
}

OFFER: Final[Table] = {
    OfferState.OFFERED: frozenset(
        {
            OfferState.IN_TALKS,
            OfferState.PILOTING,
            OfferState.ADOPTED,
            OfferState.DECLINED,
            OfferState.WITHDRAWN,
        }
    ),
    OfferState.IN_TALKS: frozenset(
        {OfferState.PILOTING, OfferState.ADOPTED, OfferState.DECLINED, OfferState.WITHDRAWN}
    ),
    OfferState.PILOTING: frozenset({OfferState.ADOPTED, OfferState.DECLINED, OfferState.WITHDRAWN}),
    OfferState.ADOPTED: frozenset(),
    # Who has said no may come back to it.
    OfferState.DECLINED: frozenset({OfferState.IN_TALKS}),
    # The team has handed its solution in again.
    OfferState.WITHDRAWN: frozenset({OfferState.OFFERED}),
}

REVIEW: Final[Table] = {
    ReviewState.ASSIGNED: frozenset({ReviewState.STARTED, ReviewState.RECUSED}),
    ReviewState.STARTED: frozenset({ReviewState.SUBMITTED, ReviewState.RECUSED}),
    ReviewState.SUBMITTED: frozenset({ReviewState.STARTED, ReviewState.RECUSED}),
    ReviewState.RECUSED: frozenset(),
}

PROJECT: Final[Table] = {
    ProjectState.ACTIVE: frozenset({ProjectState.COMPLETED, ProjectState.STOPPED}),
    ProjectState.COMPLETED: frozenset(),
    ProjectState.STOPPED: frozenset(),
}

MILESTONE: Final[Table] = {
    MilestoneState.PLANNED: frozenset({MilestoneState.IN_PROGRESS, MilestoneState.SUBMITTED, MilestoneState.DROPPED}),
    MilestoneState.IN_PROGRESS: frozenset({MilestoneState.SUBMITTED, MilestoneState.DROPPED}),
    MilestoneState.SUBMITTED: frozenset({MilestoneState.ACCEPTED, MilestoneState.IN_PROGRESS, MilestoneState.DROPPED}),
    MilestoneState.ACCEPTED: frozenset(),
    MilestoneState.DROPPED: frozenset(),
}

REPORT: Final[Table] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset({ReportState.NEEDS_REVISION, ReportState.ACCEPTED}),
    ReportState.NEEDS_REVISION: frozenset({ReportState.SUBMITTED}),
    ReportState.ACCEPTED: frozenset(),
}

ANNOUNCEMENT: Final[Table] = {
    AnnouncementState.DRAFT: frozenset(
        {AnnouncementState.SCHEDULED, AnnouncementState.SENDING, AnnouncementState.DISCARDED}
    ),
    # Whoever stops it in time has a draft again.
    AnnouncementState.SCHEDULED: frozenset({AnnouncementState.SENDING, AnnouncementState.DRAFT}),
    AnnouncementState.SENDING: frozenset({AnnouncementState.SENT}),
    AnnouncementState.SENT: frozenset(),
    AnnouncementState.DISCARDED: frozenset(),
}

MENTOR: Final[Table] = {
    MentorState.INVITED: frozenset({MentorState.ACTIVE, MentorState.DECLINED, MentorState.ENDED}),
    MentorState.ACTIVE: frozenset({MentorState.ENDED}),
    # Who was asked and could not may be asked again, or finds the time after all.
    MentorState.DECLINED: frozenset({MentorState.INVITED, MentorState.ACTIVE}),
    MentorState.ENDED: frozenset({MentorState.INVITED, MentorState.ACTIVE}),
}

OFFICE_HOURS: Final[Table] = {
    OfficeHoursState.OPEN: frozenset({OfficeHoursState.WITHDRAWN}),
    OfficeHoursState.WITHDRAWN: frozenset(),
}

BOOKING: Final[Table] = {
    BookingState.BOOKED: frozenset({BookingState.CANCELLED, BookingState.MISSED}),
    BookingState.CANCELLED: frozenset(),
    # The mentor was mistaken, or had looked into the wrong room.
    BookingState.MISSED: frozenset({BookingState.BOOKED}),
}
