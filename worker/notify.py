"""The one catalogue of messages: topic → who is told what. Messages are rows; their mails follow by themselves."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from backend.accounts import events as accounts
from backend.accounts.models import User
from backend.core.outbox import Event
from backend.notifications.mails import CALENDAR
from backend.notifications.services.messages import message_create
from funding import events as funding
from funding import events_of_funds as of_funds
from programmes import events as programmes
from programmes import events_of_mentoring as of_mentoring
from programmes import events_of_moderation as of_moderation
from programmes import events_of_rating as of_rating
from programmes import events_of_selection as of_selection
from worker.notices import (
    campaigns,
    cases,
    challenges,
    claims,
    connecting,
    decisions,
    funds,
    mentoring,
    moderation,
    offers,
    organisations,
    projects,
    ratings,
    taking_part,
)
from worker.notices.notice import Notice, Receiver

CATALOGUE: Mapping[str, Callable[[Any], list[Notice]]] = {
    accounts.InvitationCreated.topic: organisations.invitation_created,
    accounts.MemberAdded.topic: organisations.member_added,
    accounts.MemberRoleChanged.topic: organisations.member_role_changed,
    accounts.MemberRemoved.topic: organisations.member_removed,
    programmes.RegistrationConfirmed.topic: taking_part.registration_confirmed,
    programmes.RegistrationWaiting.topic: taking_part.registration_waiting,
    programmes.RegistrationPromoted.topic: taking_part.registration_promoted,
    programmes.RegistrationCancelled.topic: taking_part.registration_cancelled,
    programmes.PlaceOffered.topic: taking_part.place_offered,
    programmes.PlaceLapsed.topic: taking_part.place_lapsed,
    programmes.ConsentAsked.topic: taking_part.consent_asked,
    programmes.ConsentDeclined.topic: taking_part.consent_declined,
    programmes.ConsentLapsed.topic: taking_part.consent_lapsed,
    programmes.ChallengeProposed.topic: taking_part.challenge_proposed,
    programmes.ChallengePublished.topic: taking_part.challenge_published,
    programmes.ChallengeDeclined.topic: taking_part.challenge_declined,
    programmes.ChallengeMerged.topic: challenges.challenge_merged,
    programmes.ChallengeSplit.topic: challenges.challenge_split,
    of_mentoring.MentorInvited.topic: mentoring.mentor_invited,
    of_mentoring.MentorAnswered.topic: mentoring.mentor_answered,
    of_mentoring.SlotBooked.topic: mentoring.slot_booked,
    of_mentoring.BookingCancelled.topic: mentoring.booking_cancelled,
    of_mentoring.BookingDueSoon.topic: mentoring.booking_due_soon,
    of_mentoring.FeedbackGiven.topic: mentoring.feedback_given,
    of_moderation.AbuseCaseOpened.topic: moderation.abuse_case_opened,
    of_moderation.AbuseCaseHidden.topic: moderation.abuse_case_hidden,
    of_moderation.AbuseCaseDecided.topic: moderation.abuse_case_decided,
    of_moderation.LogEntryHidden.topic: moderation.log_entry_hidden,
    of_moderation.LogEntryShown.topic: moderation.log_entry_shown,
    of_moderation.SprintBlocked.topic: moderation.sprint_blocked,
    of_moderation.SprintBlockLifted.topic: moderation.sprint_block_lifted,
    of_moderation.ConflictDeclared.topic: moderation.conflict_declared,
    of_moderation.AppealMade.topic: moderation.appeal_made,
    of_moderation.AppealDecided.topic: moderation.appeal_decided,
    of_selection.SolutionWentOn.topic: projects.solution_went_on,
    of_rating.CommentMade.topic: ratings.comment_made,
    of_rating.CommunityAwardGiven.topic: ratings.community_award_given,
    programmes.JoinRequested.topic: taking_part.join_requested,
    programmes.JoinAccepted.topic: taking_part.join_accepted,
    programmes.JoinDeclined.topic: taking_part.join_declined,
    programmes.PlacingSeatPublished.topic: taking_part.placing_seat_published,
    programmes.PlacingSeatSettled.topic: taking_part.placing_seat_settled,
    programmes.TeamMemberJoined.topic: taking_part.team_member_joined,
    programmes.PlaceHoldEnded.topic: taking_part.place_hold_ended,
    programmes.PlaceForWaiting.topic: taking_part.place_for_waiting,
    programmes.TeamLeadPassed.topic: taking_part.team_lead_passed,
    programmes.ConnectorAppointed.topic: connecting.connector_appointed,
    programmes.IntroductionSent.topic: connecting.introduction_sent,
    programmes.IntroductionAccepted.topic: connecting.introduction_accepted,
    programmes.IntroductionDeclined.topic: connecting.introduction_declined,
    programmes.TeamMemberLeft.topic: taking_part.team_member_left,
    programmes.TeamMemberRemoved.topic: taking_part.team_member_removed,
    programmes.TeamDissolved.topic: taking_part.team_dissolved,
    programmes.SolutionHandedIn.topic: projects.solution_handed_in,
    programmes.ChallengeAdopted.topic: offers.challenge_adopted,
    programmes.OfferMade.topic: offers.offer_made,
    programmes.OfferAnswered.topic: offers.offer_answered,
    programmes.OfferReminded.topic: offers.offer_reminded,
    programmes.SolutionNotSelected.topic: projects.solution_not_selected,
    programmes.ReviewAssigned.topic: projects.review_assigned,
    programmes.ReviewRecused.topic: projects.review_recused,
    programmes.ProjectSelected.topic: projects.project_selected,
    programmes.MilestoneSubmitted.topic: projects.milestone_submitted,
    programmes.MilestoneAccepted.topic: projects.milestone_accepted,
    programmes.MilestoneReturned.topic: projects.milestone_returned,
    programmes.ReportSubmitted.topic: projects.report_submitted,
    programmes.ReportRevisionRequested.topic: projects.report_revision_requested,
    programmes.ReportAccepted.topic: projects.report_accepted,
    programmes.StageAdvanced.topic: projects.stage_advanced,
    funding.CampaignSubmitted.topic: campaigns.campaign_submitted,
    funding.CampaignApproved.topic: campaigns.campaign_approved,
    funding.CampaignDeclined.topic: campaigns.campaign_declined,
    funding.CampaignStarted.topic: campaigns.campaign_started,
    funding.CampaignEnded.topic: campaigns.campaign_ended,
    funding.CampaignUpdatePublished.topic: campaigns.campaign_update_published,
    funding.PledgeConfirmed.topic: campaigns.pledge_confirmed,
    funding.PledgeExpired.topic: campaigns.pledge_expired,
    funding.PledgeFailed.topic: campaigns.pledge_failed,
    funding.RefundSucceeded.topic: campaigns.refund_succeeded,
    funding.RefundFailed.topic: campaigns.refund_failed,
    funding.DisputeOpened.topic: campaigns.dispute_opened,
    funding.DisputeClosed.topic: campaigns.dispute_closed,
    funding.DepositAnnounced.topic: funds.deposit_announced,
    funding.DepositReceived.topic: funds.deposit_received,
    funding.DepositReturned.topic: funds.deposit_returned,
    funding.RuleSet.topic: funds.rule_set,
    funding.FundApplied.topic: funds.fund_applied,
    funding.FundAccepted.topic: funds.fund_accepted,
    funding.FundRejected.topic: funds.fund_rejected,
    funding.FundClosing.topic: decisions.fund_closing,
    funding.FundClosed.topic: decisions.fund_closed,
    funding.ProposalMade.topic: decisions.proposal_made,
    funding.ProposalDecided.topic: decisions.proposal_decided,
    funding.DeputyNamed.topic: decisions.deputy_named,
    funding.RemainderReturned.topic: decisions.remainder_returned,
    funding.RemainderRolledOver.topic: decisions.remainder_rolled_over,
    funding.DebtWrittenOff.topic: decisions.debt_written_off,
    of_funds.PackagePublished.topic: decisions.package_published,
    of_funds.PackageFailed.topic: decisions.package_failed,
    of_funds.ApprovalsEnded.topic: decisions.approvals_ended,
    of_funds.CampaignSettled.topic: claims.campaign_settled,
    of_funds.MatchHoldOver.topic: claims.match_hold_over,
    of_funds.MatchUncovered.topic: claims.match_uncovered,
    of_funds.BurdenDecided.topic: claims.burden_decided,
    of_funds.ClaimCollected.topic: claims.claim_collected,
    funding.FundAlarmRaised.topic: decisions.fund_alarm,
    funding.KitReady.topic: decisions.kit_ready,
    funding.AllocationCommitted.topic: decisions.allocation_committed,
    funding.MatchConfirmed.topic: funds.match_confirmed,
    funding.MatchFirstApproved.topic: funds.match_first_approved,
    funding.MatchApproved.topic: funds.match_approved,
    funding.MatchFrozen.topic: funds.match_frozen,
    funding.CaseOpened.topic: cases.case_opened,
    funding.CaseDecided.topic: cases.case_decided,
    funding.PayeeVerified.topic: funds.payee_verified,
    funding.PayeeRestricted.topic: funds.payee_restricted,
    funding.PayoutRequested.topic: funds.payout_requested,
    funding.PayoutPaid.topic: funds.payout_paid,
    funding.PayoutFailed.topic: funds.payout_failed,
}


def notify(event: Event, occasion: str, at: datetime | None = None) -> int:
    """Write the messages that an event calls for; return how many receivers. `occasion` is unique for the event."""
    notices = CATALOGUE[event.topic](event)
    return sum(_tell(notice, receiver, occasion, at) for notice in notices for receiver in notice.to)


def _tell(notice: Notice, receiver: Receiver, occasion: str, at: datetime | None) -> int:
    known = receiver if isinstance(receiver, User) else None
    who = str(known.public_id) if known else hashlib.sha256(receiver.email.encode()).hexdigest()[:32]
    message_create(
        recipient=known,
        address="" if known else receiver.email,
        language=receiver.language,
        category=notice.category,
        template=notice.template,
        context=notice.context,
        url=notice.url,
        urgent=notice.urgent,
        asked_for=notice.asked_for,
        secrets={} if notice.calendar is None else {CALENDAR: notice.calendar(receiver).decode()},
        at=at,
        dedupe_key=f"{notice.once or occasion}:{notice.template}:{who}",
    )
    return 1
