"""The catalogue: who is told what, in words that can be read."""

from collections.abc import Callable

import pytest
from django.test import Client

from backend.accounts import events as accounts
from backend.accounts.models import User
from backend.core.outbox import EVENTS, Event
from backend.notifications.enums import Category, MailState
from backend.notifications.mails import message_mail
from backend.notifications.models import Message
from backend.notifications.texts import text_of
from funding import events as funding
from funding import events_of_funds as of_funds
from funding.enums import ApprovalRunState, PayoutFailure, RefundReason
from funding.models import ApprovalRun
from programmes import events as programmes
from programmes import events_of_mentoring as of_mentoring
from programmes import events_of_moderation as of_moderation
from programmes import events_of_rating as of_rating
from programmes import events_of_selection as of_selection
from tests.factories.accounts import UserFactory
from tests.factories.funding import PledgeFactory
from tests.worker.world import World
from worker import handlers
from worker.notify import CATALOGUE, notify

pytestmark = pytest.mark.django_db
Make = Callable[[World], Event]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def uncovered(part: str) -> Make:
    parts = {"borne_minor": 0, "claimed_minor": 0, "open_minor": 0, part: 500}
    return lambda w: of_funds.MatchUncovered(match_id=w.match.pk, **parts)


# Event → first names of whom it is told to.
TOLD: list[tuple[Make, str]] = [
    (lambda w: accounts.InvitationCreated(invitation_id=w.invitation.pk), "clara"),
    (lambda w: accounts.MemberAdded(membership_id=w.membership.pk, actor_id=w.sabine.pk), "clara"),
    (lambda w: accounts.MemberRoleChanged(membership_id=w.membership.pk, actor_id=w.sabine.pk), "clara"),
    (lambda w: accounts.MemberRoleChanged(membership_id=w.membership.pk, actor_id=None, is_inherited=True), "clara"),
    (
        lambda w: accounts.MemberRemoved(organisation_id=w.sponsor.pk, user_id=w.clara.pk, actor_id=w.sabine.pk),
        "clara",
    ),
    (lambda w: programmes.RegistrationConfirmed(registration_id=w.registration.pk), "clara"),
    (lambda w: programmes.RegistrationWaiting(registration_id=w.registration.pk), "clara"),
    (lambda w: programmes.RegistrationPromoted(registration_id=w.registration.pk), "clara"),
    (lambda w: programmes.RegistrationCancelled(registration_id=w.registration.pk), "clara"),
    (lambda w: programmes.PlaceOffered(registration_id=w.place_offered.pk), "mira"),
    (lambda w: programmes.PlaceLapsed(registration_id=w.registration.pk), "clara"),
    (lambda w: programmes.ConsentAsked(consent_id=w.consent.pk), "None clara"),
    (lambda w: programmes.ConsentDeclined(consent_id=w.consent.pk), "clara"),
    (lambda w: programmes.ConsentLapsed(registration_id=w.registration.pk), "clara"),
    (lambda w: programmes.ChallengeProposed(challenge_id=w.challenge.pk), "olivia"),
    (lambda w: programmes.ChallengePublished(challenge_id=w.challenge.pk), "clemens"),
    (lambda w: programmes.ChallengeDeclined(challenge_id=w.challenge.pk), "clemens"),
    (lambda w: programmes.ChallengeMerged(part_id=w.merge_part.pk), "clara clemens mira"),
    (lambda w: programmes.ChallengeSplit(reshaping_id=w.split.pk), "clara clemens mira"),
    (lambda w: of_moderation.AbuseCaseOpened(case_id=w.abuse_case.pk, report_id=w.abuse_report.pk), "olivia"),
    (lambda w: of_moderation.AbuseCaseHidden(case_id=w.abuse_case.pk), "mira olivia tarik"),
    (lambda w: of_moderation.AbuseCaseDecided(case_id=w.kept_case.pk), "clara"),
    (lambda w: of_moderation.AbuseCaseDecided(case_id=w.removed_case.pk), "mira tarik"),
    (lambda w: of_moderation.LogEntryHidden(entry_id=w.hidden_entry.pk), "clara mira tarik"),
    (lambda w: of_moderation.LogEntryShown(entry_id=w.shown_entry.pk), "mira tarik"),
    (lambda w: of_moderation.SprintBlocked(block_id=w.block.pk), "clara"),
    (lambda w: of_moderation.SprintBlockLifted(block_id=w.block.pk), "clara"),
    (lambda w: of_moderation.AppealMade(appeal_id=w.appeal.pk), "olivia"),
    (lambda w: of_moderation.AppealDecided(appeal_id=w.granted.pk), "clara"),
    (lambda w: of_moderation.AppealDecided(appeal_id=w.rejected.pk), "clara"),
    (lambda w: programmes.PlacingSeatPublished(seat_id=w.seat.pk), "clara"),
    (lambda w: programmes.PlacingSeatPublished(seat_id=w.left_out.pk), "clara"),
    (lambda w: programmes.PlacingSeatSettled(seat_id=w.joined.pk), "mira"),
    (lambda w: programmes.PlacingSeatSettled(seat_id=w.left_out.pk), "clara"),
    (lambda w: programmes.JoinRequested(join_request_id=w.join_request.pk), "tarik"),
    (lambda w: programmes.JoinAccepted(join_request_id=w.accepted.pk), "mira"),
    (lambda w: programmes.JoinDeclined(join_request_id=w.join_request.pk), "clara"),
    (lambda w: programmes.TeamMemberJoined(team_id=w.team.pk, user_id=w.mira.pk), "tarik"),
    (lambda w: programmes.PlaceHoldEnded(team_id=w.team.pk, user_id=w.clara.pk), "clara"),
    (lambda w: programmes.PlaceHoldEnded(team_id=w.team.pk, user_id=w.mira.pk), ""),
    (lambda w: programmes.PlaceForWaiting(team_id=w.team.pk, user_ids=[w.clara.pk, w.jonas.pk]), "clara jonas"),
    (lambda w: programmes.TeamLeadPassed(team_id=w.team.pk, user_id=w.mira.pk), "mira"),
    (lambda w: programmes.ConnectorAppointed(connector_id=w.connector.pk), "karim"),
    (lambda w: programmes.IntroductionSent(introduction_id=w.introduction.pk), "clara tarik"),
    (lambda w: programmes.IntroductionAccepted(introduction_id=w.introduced.pk), "karim mira tarik"),
    (lambda w: programmes.IntroductionDeclined(introduction_id=w.introduction.pk), "clara karim tarik"),
    (lambda w: programmes.TeamMemberLeft(team_id=w.team.pk, user_id=w.clara.pk), "mira tarik"),
    (lambda w: programmes.TeamMemberRemoved(team_id=w.team.pk, user_id=w.clara.pk), "clara"),
    (lambda w: of_mentoring.MentorInvited(mentor_id=w.booking.slot.office_hours.mentor_id), "karim"),
    (lambda w: of_mentoring.MentorAnswered(mentor_id=w.booking.slot.office_hours.mentor_id), "olivia"),
    (lambda w: of_mentoring.SlotBooked(booking_id=w.booking.pk), "karim mira tarik"),
    (lambda w: of_mentoring.SlotBooked(booking_id=w.guest_booking.pk), "None karim"),
    (lambda w: of_mentoring.BookingCancelled(booking_id=w.booking.pk), "karim mira tarik"),
    (lambda w: of_mentoring.BookingDueSoon(booking_id=w.guest_booking.pk), "None karim"),
    (lambda w: of_mentoring.FeedbackGiven(feedback_id=w.feedback.pk), "karim"),
    (lambda w: programmes.TeamDissolved(team_id=w.team.pk, user_ids=[w.clara.pk, w.mira.pk]), "clara mira"),
    (
        lambda w: programmes.SolutionHandedIn(solution_id=w.solution.pk, version_id=w.version.pk),
        "mira tarik",
    ),
    (lambda w: programmes.ChallengeAdopted(challenge_id=w.challenge.pk), "clara clemens"),
    (lambda w: programmes.OfferMade(offer_id=w.offer.pk), "clemens"),
    (lambda w: programmes.OfferAnswered(offer_id=w.offer.pk), "mira tarik"),
    (lambda w: programmes.OfferReminded(reminder_id=w.reminders["soon"].pk), "clemens"),
    (lambda w: programmes.OfferReminded(reminder_id=w.reminders["overdue"].pk), "clemens"),
    (lambda w: programmes.OfferReminded(reminder_id=w.reminders["late"].pk), "olivia"),
    (lambda w: programmes.SolutionNotSelected(solution_id=w.solution.pk), "mira tarik"),
    (lambda w: of_selection.SolutionWentOn(pass_id=w.went_on.pk), "mira tarik"),
    (lambda w: of_rating.CommentMade(comment_id=w.comment.pk), "mira tarik"),
    (lambda w: of_rating.CommunityAwardGiven(award_id=w.award.pk), "mira tarik"),
    (lambda w: of_moderation.ConflictDeclared(conflict_id=w.conflict.pk), "jonas"),
    (lambda w: programmes.ReviewAssigned(review_id=w.review.pk), "jonas"),
    (lambda w: programmes.ReviewRecused(review_id=w.review.pk), "olivia"),
    (lambda w: programmes.ProjectSelected(project_id=w.project.pk), "mira tarik"),
    (lambda w: programmes.MilestoneSubmitted(milestone_id=w.milestone.pk), "karim"),
    (lambda w: programmes.MilestoneAccepted(milestone_id=w.milestone.pk), "mira tarik"),
    (lambda w: programmes.MilestoneReturned(milestone_id=w.milestone.pk), "mira tarik"),
    (lambda w: programmes.ReportSubmitted(report_id=w.report.pk), "karim"),
    (lambda w: programmes.ReportRevisionRequested(report_id=w.report.pk), "mira tarik"),
    (lambda w: programmes.ReportAccepted(report_id=w.report.pk), "mira tarik"),
    (lambda w: programmes.StageAdvanced(stage_change_id=w.stage_change.pk), "mira tarik"),
    (lambda w: funding.CampaignSubmitted(campaign_id=w.campaign.pk), "karim olivia"),
    (lambda w: funding.CampaignApproved(campaign_id=w.campaign.pk), "mira tarik"),
    (lambda w: funding.CampaignDeclined(campaign_id=w.campaign.pk), "mira tarik"),
    (lambda w: funding.CampaignStarted(campaign_id=w.campaign.pk), "mira tarik"),
    (lambda w: funding.CampaignEnded(campaign_id=w.campaign.pk), "mira tarik"),
    (lambda w: funding.CampaignUpdatePublished(update_id=w.update.pk), "clara"),
    (lambda w: funding.PledgeConfirmed(pledge_id=w.pledge.pk), "clara mira tarik"),
    (lambda w: funding.PledgeExpired(pledge_id=w.pledge.pk), "clara"),
    (lambda w: funding.PledgeFailed(pledge_id=w.pledge.pk), "clara"),
    (lambda w: funding.RefundSucceeded(refund_id=w.refund.pk), "clara"),
    (lambda w: funding.RefundFailed(refund_id=w.refund.pk), "felix frieda"),
    (lambda w: funding.DisputeOpened(dispute_id=w.dispute.pk), "felix frieda"),
    (lambda w: funding.DisputeClosed(dispute_id=w.dispute.pk), "felix frieda"),
    (lambda w: funding.DepositAnnounced(deposit_id=w.deposit.pk), "felix"),
    (lambda w: funding.DepositReceived(deposit_id=w.deposit.pk), "sabine"),
    (lambda w: funding.DepositReturned(deposit_id=w.deposit.pk), "sabine"),
    (lambda w: funding.RuleSet(rule_id=w.rule.pk), "felix frieda"),
    (lambda w: funding.AllocationCommitted(run_id=w.allocation.pk), "felix frieda mira tarik"),
    (lambda w: funding.FundClosing(fund_id=w.fund.pk), "felix frieda mira tarik"),
    (lambda w: funding.FundClosed(fund_id=w.fund.pk), "felix frieda"),
    (lambda w: funding.ProposalMade(proposal_id=w.proposal.pk), "felix"),
    (lambda w: funding.ProposalDecided(proposal_id=w.approved.pk), "frieda"),
    (lambda w: funding.ProposalDecided(proposal_id=w.withdrawn.pk), "felix"),
    (lambda w: funding.DeputyNamed(deputy_id=w.deputy.pk), "felix"),
    (lambda w: funding.RemainderReturned(share_id=w.share.pk), "sabine"),
    (lambda w: funding.RemainderRolledOver(share_id=w.rolled_over.pk), "sabine"),
    (lambda w: funding.DebtWrittenOff(proposal_id=w.write_off.pk), "mira tarik"),
    (lambda w: of_funds.CampaignSettled(campaign_id=w.campaign.pk), "clara felix frieda mira tarik"),
    (lambda w: of_funds.MatchHoldOver(match_id=w.match.pk), "felix frieda"),
    (uncovered("claimed_minor"), "felix frieda mira tarik"),
    (uncovered("open_minor"), "felix frieda mira tarik"),
    (uncovered("borne_minor"), "felix frieda"),
    (lambda w: of_funds.BurdenDecided(proposal_id=w.burden.pk), "mira tarik"),
    (
        lambda w: of_funds.ClaimCollected(match_id=w.match.pk, amount_minor=500),
        "felix frieda mira tarik",
    ),
    (lambda w: funding.FundAlarmRaised(alarm_id=w.alarm.pk), "felix frieda"),
    (lambda w: of_funds.ApprovalsEnded(run_id=w.approvals.pk), "felix"),
    (lambda w: of_funds.ApprovalsEnded(run_id=w.approvals_stopped.pk), "felix"),
    (lambda w: of_funds.PackagePublished(package_id=w.package.pk), "felix frieda sabine"),
    (lambda w: of_funds.PackageFailed(package_id=w.package.pk), "felix frieda"),
    (lambda w: funding.KitReady(kit_id=w.kit.pk), "frieda"),
    (lambda w: funding.FundApplied(position_id=w.position.pk), "felix frieda"),
    (lambda w: funding.FundAccepted(position_id=w.position.pk), "mira tarik"),
    (lambda w: funding.FundRejected(position_id=w.position.pk), "mira tarik"),
    (lambda w: funding.MatchConfirmed(match_id=w.match.pk), "felix frieda"),
    (lambda w: funding.MatchFirstApproved(match_id=w.match.pk), "felix"),
    (lambda w: funding.MatchApproved(match_id=w.match.pk), "mira tarik"),
    (lambda w: funding.MatchFrozen(match_id=w.match.pk), "felix frieda"),
    (lambda w: funding.CaseOpened(case_id=w.case.pk), "felix"),
    (lambda w: funding.CaseDecided(decision_id=w.decision.pk), "clara"),
    (lambda w: funding.PayeeVerified(payee_id=w.payee.pk), "tarik"),
    (lambda w: funding.PayeeRestricted(payee_id=w.payee.pk), "tarik"),
    (lambda w: funding.PayoutRequested(payout_id=w.payout.pk), "felix"),
    (lambda w: funding.PayoutPaid(payout_id=w.payout.pk), "mira sabine tarik"),
    (lambda w: funding.PayoutFailed(payout_id=w.payout.pk), "felix frieda tarik"),
]


@pytest.fixture
def world() -> World:
    return World()


def told() -> str:
    addresses = Message.objects.values_list("recipient__email", flat=True).distinct()
    return " ".join(sorted(str(address).split("@")[0] for address in addresses))


def test_each_event_tells_whom_it_concerns(world: World) -> None:
    topics = set()
    for make, names in TOLD:
        Message.objects.all().delete()
        event = make(world)
        topics.add(event.topic)
        assert notify(event, "1") == len(names.split()), event.topic
        assert told() == names, event.topic
    assert topics == set(CATALOGUE)


def test_each_text_can_be_read_in_both_languages_and_leads_somewhere(world: World) -> None:
    for make, _names in TOLD:
        notify(make(world), str(make))
    for message in Message.objects.order_by("template").distinct("template"):
        for language in ("de", "en"):
            text = text_of(message, language)
            words = " ".join(
                [text.subject, *text.paragraphs, text.button, *(f"{name} {value}" for name, value in text.facts)]
            )
            assert text.subject, message.template
            assert text.paragraphs, message.template
            assert text.button, message.template
            assert not any(sign in words for sign in ("{{", "{%", "None", "%(")), (message.template, words)
            assert not any(part.count("  ") for part in [text.subject, *text.paragraphs]), message.template
        assert message_mail(message).message().as_bytes()


def test_nobody_is_told_twice_when_an_event_comes_again(world: World) -> None:
    event = programmes.JoinRequested(join_request_id=world.join_request.pk)
    for _ in range(2):
        notify(event, "1")
    assert Message.objects.count() == 1
    notify(event, "2")
    assert Message.objects.count() == 2


def test_twenty_assigned_reviews_are_one_message(world: World) -> None:
    for occasion in range(20):
        notify(programmes.ReviewAssigned(review_id=world.review.pk), str(occasion))
    assert Message.objects.filter(recipient=world.jonas).count() == 1


def test_a_new_lead_is_told_and_the_others_too(world: World) -> None:
    event = programmes.TeamMemberLeft(team_id=world.team.pk, user_id=world.clara.pk, new_lead_id=world.mira.pk)
    notify(event, "1")
    templates = dict(Message.objects.values_list("recipient__email", "template"))
    assert templates == {
        "mira@example.org": "programmes/team_lead_passed",
        "tarik@example.org": "programmes/team_member_left",
    }


def test_a_receipt_says_what_the_fund_adds(world: World) -> None:
    notify(funding.PledgeConfirmed(pledge_id=world.pledge.pk), "1")
    receipt = Message.objects.get(recipient=world.clara)
    assert (receipt.category, receipt.mail_state) == (Category.MONEY, MailState.WAITING)
    text = text_of(receipt, "en")
    assert ("The fund adds", "€5.00") in text.facts
    assert ("Together for the project", "€25.00") in text.facts
    # The team hears of each pledge, but not by one mail each.
    assert Message.objects.get(recipient=world.tarik).mail_state == MailState.DIGEST


def test_a_backer_without_an_account_gets_a_receipt_by_mail(world: World) -> None:
    pledge = PledgeFactory.create(
        campaign=world.campaign, backer=None, backer_email="gast@example.org", backer_name="Gast", language="en"
    )
    notify(funding.PledgeConfirmed(pledge_id=pledge.pk), "1")
    receipt = Message.objects.get(recipient=None)
    assert (receipt.address, receipt.language, receipt.category) == ("gast@example.org", "en", Category.MONEY)


def test_an_anonymous_backer_is_not_named(world: World) -> None:
    pledge = PledgeFactory.create(campaign=world.campaign, backer=world.clara, is_anonymous=True)
    notify(funding.PledgeConfirmed(pledge_id=pledge.pk), "1")
    text = text_of(Message.objects.get(recipient=world.mira), "en")
    assert "Clara" not in " ".join([text.subject, *text.paragraphs])


def test_the_end_of_many_approvals_is_summed_up_with_reasons(world: World) -> None:
    notify(of_funds.ApprovalsEnded(run_id=world.approvals.pk), "1")
    message = Message.objects.get()
    assert message.url == f"/fondsverwaltung/freigabe/{world.approvals.public_id}/"
    text = text_of(message, "en")
    assert text.subject == f"Your approvals of {world.fund.name} are noted, all but 2"
    assert ("Approved", "1 (€5.00)") in text.facts
    assert ("Not approved", "2") in text.facts
    assert ("Reason", "its amount has changed meanwhile (1)") in text.facts
    assert ("Grund", "ihr Betrag hat sich inzwischen geändert (1)") in text_of(message, "de").facts
    assert "Still to be noted" not in dict(text.facts)
    notify(of_funds.ApprovalsEnded(run_id=world.approvals_stopped.pk), "2")
    stopped = text_of(Message.objects.get(url__contains=world.approvals_stopped.public_id), "en")
    assert ("Still to be noted", "2") in stopped.facts
    ApprovalRun.objects.filter(pk=world.approvals_stopped.pk).update(state=ApprovalRunState.RUNNING)
    assert notify(of_funds.ApprovalsEnded(run_id=world.approvals_stopped.pk), "3") == 0, "they have gone on"


def test_who_was_erased_is_told_nothing(world: World) -> None:
    User.objects.filter(pk__in=[world.clara.pk, world.tarik.pk]).update(is_active=False)
    notify(funding.PledgeConfirmed(pledge_id=world.pledge.pk), "1")
    assert told() == "mira"


def test_where_no_coach_is_the_organisers_look(world: World) -> None:
    world.sprint.programme.roles.exclude(role="organiser").delete()
    notify(programmes.ReportSubmitted(report_id=world.report.pk), "1")
    assert told() == "olivia"


def test_without_a_fund_the_organisers_look_after_money(world: World) -> None:
    other = PledgeFactory.create(backer=UserFactory.create())
    organiser = UserFactory.create(email="otto@example.org")
    programme = other.campaign.project.cohort.programme
    programme.roles.create(user=organiser, role="organiser")
    dispute = other.payment.disputes.create(gateway_id="dp_2", amount_minor=1)
    notify(funding.DisputeOpened(dispute_id=dispute.pk), "1")
    assert told() == "otto"


def test_every_topic_is_handled_told_or_named_as_neither() -> None:
    known = set(handlers.NETWORK) | set(handlers.TRANSACTIONAL) | set(CATALOGUE) | handlers.WITHOUT_HANDLER
    ours = {topic for topic in EVENTS if not topic.startswith("tests.")}
    assert ours - known == set()
    assert {topic for topic in known - ours if not topic.startswith("tests.")} == set()
    assert not handlers.WITHOUT_HANDLER & (set(handlers.NETWORK) | set(handlers.TRANSACTIONAL) | set(CATALOGUE))


def test_each_button_leads_its_reader_to_a_page(world: World) -> None:
    client = Client(raise_request_exception=False)
    for make, _names in TOLD:
        notify(make(world), str(make))
    lost = []
    messages = Message.objects.select_related("recipient").order_by("recipient_id", "url", "template")
    for message in messages.distinct("recipient_id", "url"):
        if message.recipient is None:
            client.logout()
        else:
            client.force_login(message.recipient, backend=BACKEND)
        status = client.get(message.url).status_code
        if status != 200:
            lost.append((status, message.template, str(message.recipient or message.address), message.url))
    assert not lost, "\n".join(map(str, lost))


@pytest.mark.parametrize("reason", PayoutFailure)
def test_why_a_payout_failed_is_said_in_the_readers_words(world: World, reason: PayoutFailure) -> None:
    """Reasons are kept as codes; no code reaches a reader."""
    world.payout.failure = reason
    world.payout.save(update_fields=["failure"])
    notify(funding.PayoutFailed(payout_id=world.payout.pk), "now")
    said = str(text_of(Message.objects.latest("id"), "en").facts)
    assert "Reason" in said
    assert f"'{reason}'" not in said


def test_a_refund_made_elsewhere_says_so_in_the_readers_language(world: World) -> None:
    world.refund.reason = RefundReason.MADE_ELSEWHERE
    world.refund.save(update_fields=["reason"])
    notify(funding.RefundSucceeded(refund_id=world.refund.pk), "now")
    message = Message.objects.latest("id")
    assert "Made at the payment provider." in str(text_of(message, "en").facts)
    assert "Beim Zahlungsdienst vorgenommen." in str(text_of(message, "de").facts)


def test_nobody_is_told_that_they_left_an_organisation_themselves(world: World) -> None:
    event = accounts.MemberRemoved(organisation_id=world.sponsor.pk, user_id=world.clara.pk, actor_id=world.clara.pk)
    assert notify(event, "1") == 0
    world.membership.delete()
    assert notify(accounts.MemberAdded(membership_id=world.membership.pk or 0, actor_id=world.sabine.pk), "2") == 0
