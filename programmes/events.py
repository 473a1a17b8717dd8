"""What this package tells others, past tense, with integer ids that never leave the server."""

from dataclasses import dataclass
from typing import ClassVar

from backend.core.outbox import Event


@dataclass(frozen=True, kw_only=True)
class RegistrationConfirmed(Event):
    topic: ClassVar[str] = "programmes.registration_confirmed"
    registration_id: int


@dataclass(frozen=True, kw_only=True)
class RegistrationWaiting(Event):
    topic: ClassVar[str] = "programmes.registration_waiting"
    registration_id: int


@dataclass(frozen=True, kw_only=True)
class RegistrationPromoted(Event):
    topic: ClassVar[str] = "programmes.registration_promoted"
    registration_id: int


@dataclass(frozen=True, kw_only=True)
class PlaceOffered(Event):
    topic: ClassVar[str] = "programmes.place_offered"
    registration_id: int


@dataclass(frozen=True, kw_only=True)
class PlaceLapsed(Event):
    """Nobody has accepted in time; the place goes to the next one."""

    topic: ClassVar[str] = "programmes.place_lapsed"
    registration_id: int


@dataclass(frozen=True, kw_only=True)
class ConsentAsked(Event):
    """A guardian is to say whether somebody may take part."""

    topic: ClassVar[str] = "programmes.consent_asked"
    consent_id: int


@dataclass(frozen=True, kw_only=True)
class ConsentDeclined(Event):
    topic: ClassVar[str] = "programmes.consent_declined"
    consent_id: int


@dataclass(frozen=True, kw_only=True)
class ConsentLapsed(Event):
    """No guardian has agreed in time; the place goes to the next one."""

    topic: ClassVar[str] = "programmes.consent_lapsed"
    registration_id: int


@dataclass(frozen=True, kw_only=True)
class CheckedIn(Event):
    topic: ClassVar[str] = "programmes.checked_in"
    registration_id: int


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Event):
    topic: ClassVar[str] = "programmes.certificate_issued"
    certificate_id: int


@dataclass(frozen=True, kw_only=True)
class RegistrationCancelled(Event):
    """Somebody else, an organiser, has taken the place away."""

    topic: ClassVar[str] = "programmes.registration_cancelled"
    registration_id: int


@dataclass(frozen=True, kw_only=True)
class CallOpened(Event):
    """Challenges of one category are asked for."""

    topic: ClassVar[str] = "programmes.call_opened"
    call_id: int


@dataclass(frozen=True, kw_only=True)
class ChallengeProposed(Event):
    topic: ClassVar[str] = "programmes.challenge_proposed"
    challenge_id: int


@dataclass(frozen=True, kw_only=True)
class ChallengePublished(Event):
    topic: ClassVar[str] = "programmes.challenge_published"
    challenge_id: int


@dataclass(frozen=True, kw_only=True)
class ChallengeDeclined(Event):
    topic: ClassVar[str] = "programmes.challenge_declined"
    challenge_id: int


@dataclass(frozen=True, kw_only=True)
class ChallengeAdopted(Event):
    """An organisation answers from now on for what a citizen has posed."""

    topic: ClassVar[str] = "programmes.challenge_adopted"
    challenge_id: int


@dataclass(frozen=True, kw_only=True)
class ChallengeMerged(Event):
    """One challenge has become part of another; told once a challenge that is gone."""

    topic: ClassVar[str] = "programmes.challenge_merged"
    part_id: int


@dataclass(frozen=True, kw_only=True)
class ChallengeSplit(Event):
    topic: ClassVar[str] = "programmes.challenge_split"
    reshaping_id: int


@dataclass(frozen=True, kw_only=True)
class JoinRequested(Event):
    topic: ClassVar[str] = "programmes.join_requested"
    join_request_id: int


@dataclass(frozen=True, kw_only=True)
class JoinAccepted(Event):
    topic: ClassVar[str] = "programmes.join_accepted"
    join_request_id: int


@dataclass(frozen=True, kw_only=True)
class JoinDeclined(Event):
    topic: ClassVar[str] = "programmes.join_declined"
    join_request_id: int


@dataclass(frozen=True, kw_only=True)
class PlacingRunAsked(Event):
    topic: ClassVar[str] = "programmes.placing_run_asked"
    run_id: int


@dataclass(frozen=True, kw_only=True)
class PlacingSeatPublished(Event):
    """Somebody can read which team is meant for them, and object."""

    topic: ClassVar[str] = "programmes.placing_seat_published"
    seat_id: int


@dataclass(frozen=True, kw_only=True)
class PlacingSeatSettled(Event):
    """The time to object is over; the seat says what came of it."""

    topic: ClassVar[str] = "programmes.placing_seat_settled"
    seat_id: int


@dataclass(frozen=True, kw_only=True)
class TeamMemberJoined(Event):
    """Somebody has joined a team that takes people in at once."""

    topic: ClassVar[str] = "programmes.team_member_joined"
    team_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True)
class PlaceHoldEnded(Event):
    """The time was over, and the person had not come."""

    topic: ClassVar[str] = "programmes.place_hold_ended"
    team_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True)
class PlaceForWaiting(Event):
    """A team has a place, and these have waited for one at its challenge; they wait no longer."""

    topic: ClassVar[str] = "programmes.place_for_waiting"
    team_id: int
    user_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class TeamLeadPassed(Event):
    topic: ClassVar[str] = "programmes.team_lead_passed"
    team_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True)
class ConnectorAppointed(Event):
    topic: ClassVar[str] = "programmes.connector_appointed"
    connector_id: int


@dataclass(frozen=True, kw_only=True)
class IntroductionSent(Event):
    topic: ClassVar[str] = "programmes.introduction_sent"
    introduction_id: int


@dataclass(frozen=True, kw_only=True)
class IntroductionAccepted(Event):
    """Both have agreed; the person is in the team."""

    topic: ClassVar[str] = "programmes.introduction_accepted"
    introduction_id: int


@dataclass(frozen=True, kw_only=True)
class IntroductionDeclined(Event):
    """One of the two has declined; who did is nobody's business."""

    topic: ClassVar[str] = "programmes.introduction_declined"
    introduction_id: int


@dataclass(frozen=True, kw_only=True)
class TeamMemberLeft(Event):
    """Someone left by own will; `new_lead_id` is set if the lead passed to another member."""

    topic: ClassVar[str] = "programmes.team_member_left"
    team_id: int
    user_id: int
    new_lead_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TeamMemberRemoved(Event):
    """The reason, if one was given, stands in the audit entry: words about people are in no event."""

    topic: ClassVar[str] = "programmes.team_member_removed"
    team_id: int
    user_id: int
    audit_entry_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TeamDissolved(Event):
    topic: ClassVar[str] = "programmes.team_dissolved"
    team_id: int
    # Who was in it at the end, since the team has no members any more when this is read.
    user_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class SolutionHandedIn(Event):
    topic: ClassVar[str] = "programmes.solution_handed_in"
    solution_id: int
    version_id: int


@dataclass(frozen=True, kw_only=True)
class SolutionWithdrawn(Event):
    topic: ClassVar[str] = "programmes.solution_withdrawn"
    solution_id: int


@dataclass(frozen=True, kw_only=True)
class SolutionReturned(Event):
    """Handed in again as it was before it was withdrawn."""

    topic: ClassVar[str] = "programmes.solution_returned"
    solution_id: int


@dataclass(frozen=True, kw_only=True)
class OfferMade(Event):
    topic: ClassVar[str] = "programmes.offer_made"
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OfferAnswered(Event):
    topic: ClassVar[str] = "programmes.offer_answered"
    offer_id: int


@dataclass(frozen=True, kw_only=True)
class OfferReminded(Event):
    topic: ClassVar[str] = "programmes.offer_reminded"
    reminder_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewAssigned(Event):
    topic: ClassVar[str] = "programmes.review_assigned"
    review_id: int


@dataclass(frozen=True, kw_only=True)
class JuryRunAsked(Event):
    topic: ClassVar[str] = "programmes.jury_run_asked"
    run_id: int


@dataclass(frozen=True, kw_only=True)
class ReviewRecused(Event):
    """The organisers must find another juror."""

    topic: ClassVar[str] = "programmes.review_recused"
    review_id: int


@dataclass(frozen=True, kw_only=True)
class ProjectSelected(Event):
    topic: ClassVar[str] = "programmes.project_selected"
    project_id: int


@dataclass(frozen=True, kw_only=True)
class SolutionNotSelected(Event):
    topic: ClassVar[str] = "programmes.solution_not_selected"
    solution_id: int


@dataclass(frozen=True, kw_only=True)
class MilestoneSubmitted(Event):
    topic: ClassVar[str] = "programmes.milestone_submitted"
    milestone_id: int


@dataclass(frozen=True, kw_only=True)
class MilestoneAccepted(Event):
    topic: ClassVar[str] = "programmes.milestone_accepted"
    milestone_id: int


@dataclass(frozen=True, kw_only=True)
class MilestoneReturned(Event):
    topic: ClassVar[str] = "programmes.milestone_returned"
    milestone_id: int


@dataclass(frozen=True, kw_only=True)
class ReportSubmitted(Event):
    topic: ClassVar[str] = "programmes.report_submitted"
    report_id: int


@dataclass(frozen=True, kw_only=True)
class ReportRevisionRequested(Event):
    topic: ClassVar[str] = "programmes.report_revision_requested"
    report_id: int


@dataclass(frozen=True, kw_only=True)
class ReportAccepted(Event):
    topic: ClassVar[str] = "programmes.report_accepted"
    report_id: int


@dataclass(frozen=True, kw_only=True)
class StageAdvanced(Event):
    topic: ClassVar[str] = "programmes.stage_advanced"
    stage_change_id: int


@dataclass(frozen=True, kw_only=True)
class AnnouncementPieceDue(Event):
    """The next few people of an announcement wait to be told; piece 0 finds out who they are."""

    topic: ClassVar[str] = "programmes.announcement_piece_due"
    announcement_id: int
    piece: int


@dataclass(frozen=True, kw_only=True)
class AnnouncementSent(Event):
    topic: ClassVar[str] = "programmes.announcement_sent"
    announcement_id: int
