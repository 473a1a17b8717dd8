"""What this package holds about one person, for the archive that the person may ask for."""

from pathlib import PurePosixPath
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile

from backend.accounts.models import User
from backend.accounts.personal import PersonalData, rows
from programmes.enums_of_mentoring import Side
from programmes.models import (
    AbuseReport,
    Announcement,
    AnnouncementRecipient,
    Appeal,
    Booking,
    BookingLink,
    CalendarFeed,
    Certificate,
    Challenge,
    ChallengeSupport,
    Comment,
    Connector,
    DeclaredConflict,
    GuardianConsent,
    Introduction,
    JoinRequest,
    LateHandIn,
    LogVersion,
    Mentor,
    Milestone,
    OfficeHours,
    PlaceHold,
    PlacingSeat,
    PlacingWish,
    Profile,
    ProgrammeRole,
    ProgressReport,
    Rating,
    Readme,
    Registration,
    RegistrationAnswers,
    Review,
    Score,
    SlotFeedback,
    SolutionVersion,
    SprintBlock,
    TeamMember,
    TeamWait,
    Vote,
)
from programmes.models.placing import TOLD

TEXT: Final = ("public_id", "title", "summary", "body", "language", "created_at")


def programmes_personal_data(user: User) -> PersonalData:
    versions = SolutionVersion.objects.filter(author=user)
    names = {row: PurePosixPath(str(row.image.name)).name for row in versions if row.image}
    pictures: dict[str, FieldFile] = {f"solutions/{row.public_id}-{name}": row.image for row, name in names.items()}
    log = LogVersion.objects.filter(author=user).exclude(image="")
    pictures |= {f"slides/{row.public_id}.pdf": row.slides for row in versions if row.slides}
    pictures |= {f"log/{row.public_id}-{PurePosixPath(str(row.image.name)).name}": row.image for row in log}
    return PersonalData(
        _taking_part(user) | _teams(user) | _challenges(user) | _work(user, versions) | _mentoring(user), pictures
    )


def _taking_part(user: User) -> dict[str, Any]:
    return {
        "profile": rows(
            Profile.objects.filter(user=user), "skills", "topics", "roles_sought", "languages", "about", "is_public"
        ),
        "programme_roles": rows(ProgrammeRole.objects.filter(user=user), "programme__name", "role", "created_at"),
        "registrations": rows(
            Registration.objects.filter(user=user),
            *("public_id", "sprint__title", "state", "held_until", "checked_in_at", "introducible_since", "created_at"),
        ),
        "guardian_consents": rows(
            GuardianConsent.objects.filter(registration__user=user),
            *("registration__sprint__title", "name", "email", "state", "answered_at", "created_at"),
        ),
        "certificates": rows(
            Certificate.objects.filter(registration__user=user),
            *("registration__sprint__title", "name", "code", "created_at"),
        ),
        "registration_answers": rows(
            RegistrationAnswers.objects.filter(registration__user=user),
            *("registration__sprint__title", "form__definition", "values", "consents", "created_at"),
        ),
        "placing_wishes": rows(
            PlacingWish.objects.filter(user=user),
            *("sprint__title", "wishes", "skills", "languages", "times", "group", "state", "created_at"),
        ),
        "placing_seats": rows(
            PlacingSeat.objects.filter(user=user, run__state__in=TOLD),
            *("run__sprint__title", "team__name", "skill", "reasons", "objection", "objected_at", "outcome"),
        ),
    }


def _teams(user: User) -> dict[str, Any]:
    return {
        "teams": rows(TeamMember.objects.filter(user=user), "team__name", "role", "created_at", "left_at"),
        "join_requests": rows(
            JoinRequest.objects.filter(user=user), "team__name", "motivation", "state", "answer", "created_at"
        ),
        "place_holds": rows(PlaceHold.objects.filter(user=user), "team__name", "held_at", "until"),
        "team_waits": rows(TeamWait.objects.filter(user=user), "challenge__title", "created_at"),
        "connecting": rows(Connector.objects.filter(user=user), "sprint__title", "created_at"),
        "introductions": rows(
            Introduction.objects.filter(user=user),
            "team__name",
            "message",
            "state",
            "person_agreed_at",
            "created_at",
        ),
        "introductions_sent": rows(
            Introduction.objects.filter(sent_by=user), "public_id", "team__name", "message", "created_at"
        ),
    }


def _challenges(user: User) -> dict[str, Any]:
    return {
        "challenges": rows(Challenge.objects.filter(proposed_by=user), *TEXT, "state", "decline_reason"),
        "ratings": rows(Rating.objects.filter(user=user), "solution__public_id", "stars", "rated_at"),
        "comments": rows(
            Comment.objects.filter(author=user),
            "public_id",
            "solution__public_id",
            "body",
            "withdrawn_at",
            "created_at",
        ),
        "supported_challenges": rows(
            ChallengeSupport.objects.filter(user=user), "challenge__public_id", "challenge__title", "created_at"
        ),
        "contact_for": rows(
            Challenge.objects.filter(contact=user), "public_id", "title", "contact_name", "contact_role"
        ),
        "abuse_reports": rows(
            AbuseReport.objects.filter(reporter=user), "public_id", "kind", "words", "in_bad_faith", "created_at"
        ),
        "sprint_blocks": rows(
            SprintBlock.objects.filter(user=user),
            *("public_id", "sprint__title", "kind", "state", "reason", "created_at"),
        ),
        "appeals": rows(
            Appeal.objects.filter(made_by=user),
            *("public_id", "sprint__title", "challenge__title", "words", "state", "answer", "created_at"),
        ),
    }


def _mentoring(user: User) -> dict[str, Any]:
    slot = ("slot__starts_at", "slot__ends_at")
    said = SlotFeedback.objects.filter(side=Side.BOOKER, booking__booked_by=user)
    said |= SlotFeedback.objects.filter(side=Side.MENTOR, booking__slot__office_hours__mentor__user=user)
    return {
        "mentoring": rows(
            Mentor.objects.filter(user=user),
            *("sprint__title", "headline", "about", "skills", "languages", "state", "created_at"),
        ),
        "office_hours": rows(
            OfficeHours.objects.filter(mentor__user=user),
            *("public_id", "starts_at", "ends_at", "slot_minutes", "place", "video_url", "state"),
        ),
        "slots_booked": rows(
            Booking.objects.filter(booked_by=user), *("public_id", "team__name", *slot, "topic", "state", "created_at")
        ),
        "slot_feedback": rows(said, "booking__public_id", "side", "stars", "words", "created_at"),
        "booking_links": rows(BookingLink.objects.filter(made_by=user), "note", "expires_at", "ended_at"),
        "calendar_feeds": rows(CalendarFeed.objects.filter(user=user), "kind", "team__name", "renewed_at"),
    }


def _work(user: User, versions: QuerySet[SolutionVersion]) -> dict[str, Any]:
    return {
        "solution_versions": rows(
            versions, *TEXT, "number", "slides_title", "links", "licence", "handed_in_at", "sha256"
        ),
        "late_hand_ins": rows(
            LateHandIn.objects.filter(user=user), "public_id", "team__name", "at", "deadline", "outcome"
        ),
        "repositories": rows(Readme.objects.filter(named_by=user), "public_id", "team__name", "address", "created_at"),
        "log_versions": rows(
            LogVersion.objects.filter(author=user),
            *(
                "public_id",
                "entry__team__name",
                "entry__is_public",
                "number",
                "text",
                "link",
                "image_alt",
                "created_at",
            ),
        ),
        "reviews": rows(
            Review.objects.filter(juror=user),
            *("public_id", "solution__public_id", "state", "comment", "note", "conflict_reason", "submitted_at"),
        ),
        "declared_conflicts": rows(
            DeclaredConflict.objects.filter(juror=user), "public_id", "solution__public_id", "reason", "created_at"
        ),
        "votes": rows(Vote.objects.filter(review__juror=user), "review__public_id", "kind", "points", "at"),
        "comparisons": rows(
            Vote.objects.filter(comparison__juror=user),
            *("comparison__public_id", "comparison__first__public_id", "comparison__second__public_id"),
            *("kind", "choice", "at"),
        ),
        "scores": rows(Score.objects.filter(review__juror=user), "review__public_id", "criterion__title", "points"),
        "announcements": rows(
            Announcement.objects.filter(created_by=user),
            *("public_id", "sprint__title", "segments", "subject_de", "body_de", "subject_en", "body_en", "state"),
        ),
        "announcements_to_come": rows(AnnouncementRecipient.objects.filter(user=user), "announcement__public_id"),
        "milestones": rows(
            Milestone.objects.filter(owner=user), "public_id", "title", "description", "due_on", "evidence", "state"
        ),
        "progress_reports": rows(
            ProgressReport.objects.filter(author=user),
            *("public_id", "title", "body", "period_start", "period_end", "state", "review_note"),
        ),
    }
