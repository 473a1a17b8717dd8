from programmes.models.announcement import Announcement, AnnouncementRecipient
from programmes.models.certificate import Certificate
from programmes.models.challenge import Challenge
from programmes.models.connecting import Connector, Introduction
from programmes.models.consent import GuardianConsent
from programmes.models.duplicates import DuplicateGroup, DuplicateMember, DuplicateRun
from programmes.models.jury_run import JuryRun
from programmes.models.late import LateHandIn
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
from programmes.models.registration_form import RegistrationAnswers, RegistrationForm
from programmes.models.reshaping import Reshaping, ReshapingPart
from programmes.models.review import Criterion, Review, Rubric, Score
from programmes.models.selection import Decision, SelectionMethod, TrackQuota
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
    "Call",
    "Category",
    "Certificate",
    "Challenge",
    "ChallengeSupport",
    "Cohort",
    "Connector",
    "Criterion",
    "Decision",
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
    "Milestone",
    "ModerationItem",
    "ModerationRun",
    "NearnessIndex",
    "Offer",
    "OfferReminder",
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
    "Solution",
    "SolutionVersion",
    "Sprint",
    "SprintBlock",
    "StageChange",
    "Team",
    "TeamMember",
    "TeamWait",
    "TrackQuota",
    "Vote",
]
