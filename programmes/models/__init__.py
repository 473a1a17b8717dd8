from programmes.models.announcement import Announcement, AnnouncementRecipient
from programmes.models.calendar_feed import CalendarFeed
from programmes.models.certificate import Certificate
from programmes.models.challenge import Challenge
from programmes.models.comparison import Comparison
from programmes.models.conflict import DeclaredConflict
from programmes.models.connecting import Connector, Introduction
from programmes.models.consent import GuardianConsent
from programmes.models.duplicates import DuplicateGroup, DuplicateMember, DuplicateRun
from programmes.models.exchange import DataImport, SprintPackage
from programmes.models.jury_run import JuryRun
from programmes.models.late import LateHandIn
from programmes.models.mentoring import Booking, BookingLink, Mentor, OfficeHours, Slot, SlotFeedback
from programmes.models.moderation import (
    AbuseCase,
    AbuseReport,
    Appeal,
    ModerationItem,
    ModerationRun,
    SprintBlock,
)
from programmes.models.nearness import NearnessIndex
from programmes.models.offer import Offer, OfferReminder
from programmes.models.participation import Profile, Registration, RegistrationCount
from programmes.models.placing import PlacingRun, PlacingSeat, PlacingWish
from programmes.models.programme import Call, Category, Programme, ProgrammeRole
from programmes.models.project import Cohort, Milestone, ProgressReport, Project, StageChange
from programmes.models.rating import Comment, CommunityAward, Rating
from programmes.models.readme import Readme
from programmes.models.registration_form import RegistrationAnswers, RegistrationForm
from programmes.models.reshaping import Reshaping, ReshapingPart
from programmes.models.review import Criterion, Review, Rubric, Score
from programmes.models.selection import Decision, SelectionMethod, StagePass, TrackQuota
from programmes.models.selection_package import SelectionPackage
from programmes.models.solution import Solution, SolutionVersion
from programmes.models.sprint import Phase, Sprint
from programmes.models.support import ChallengeSupport
from programmes.models.team import JoinRequest, OpenRole, PlaceHold, Team, TeamMember, TeamWait
from programmes.models.team_log import LogEntry, LogVersion
from programmes.models.vote import Vote

__all__ = [
    "AbuseCase",
    "AbuseReport",
    "Announcement",
    "AnnouncementRecipient",
    "Appeal",
    "Booking",
    "BookingLink",
    "CalendarFeed",
    "Call",
    "Category",
    "Certificate",
    "Challenge",
    "ChallengeSupport",
    "Cohort",
    "Comment",
    "CommunityAward",
    "Comparison",
    "Connector",
    "Criterion",
    "DataImport",
    "Decision",
    "DeclaredConflict",
    "DuplicateGroup",
    "DuplicateMember",
    "DuplicateRun",
    "GuardianConsent",
    "Introduction",
    "JoinRequest",
    "JuryRun",
    "LateHandIn",
    "LogEntry",
    "LogVersion",
    "Mentor",
    "Milestone",
    "ModerationItem",
    "ModerationRun",
    "NearnessIndex",
    "Offer",
    "OfferReminder",
    "OfficeHours",
    "OpenRole",
    "Phase",
    "PlaceHold",
    "PlacingRun",
    "PlacingSeat",
    "PlacingWish",
    "Profile",
    "Programme",
    "ProgrammeRole",
    "ProgressReport",
    "Project",
    "Rating",
    "Readme",
    "Registration",
    "RegistrationAnswers",
    "RegistrationCount",
    "RegistrationForm",
    "Reshaping",
    "ReshapingPart",
    "Review",
    "Rubric",
    "Score",
    "SelectionMethod",
    "SelectionPackage",
    "Slot",
    "SlotFeedback",
    "Solution",
    "SolutionVersion",
    "Sprint",
    "SprintBlock",
    "SprintPackage",
    "StageChange",
    "StagePass",
    "Team",
    "TeamMember",
    "TeamWait",
    "TrackQuota",
    "Vote",
]
