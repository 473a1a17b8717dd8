"""Topic → what is done about it, beside the messages of `worker.notify`.

A topic that stands neither here nor there must stand in `WITHOUT_HANDLER`; a test holds that.
"""

from collections.abc import Callable
from typing import Any

from backend.accounts.events import AccountErased, DataExportRequested
from backend.notifications.events import AwaitedMailRequested, DigestRequested, MailRequested
from backend.notifications.services.delivery import digest_deliver, mail_deliver
from funding import events as funding
from funding import events_of_funds as of_funds
from funding.services.approval_runs import approvals_piece
from funding.services.gateway_events import payment_apply_event
from funding.services.offers import fund_offer_again
from funding.services.outcomes import campaign_give_back
from funding.services.payments import payment_submit
from funding.services.payouts import payout_apply, payout_submit
from funding.services.refunds import refund_submit
from programmes import events as programmes
from programmes import events_of_building as of_building
from programmes import events_of_exchange as of_exchange
from programmes import events_of_moderation as of_moderation
from programmes import events_of_selection as of_selection
from programmes.services.announcement_sending import announcement_piece
from programmes.services.ideas import offers_follow_adoption
from programmes.services.moderation_runs import moderation_piece
from programmes.services.offers import offers_follow
from programmes.services.readmes import readme_fetch
from programmes.services.reshapings import offers_follow_merge
from worker.allocation import allocation_compute
from worker.closing_kit import closing_kit_build
from worker.duplicates import duplicates_search
from worker.events import JobDue, MoneyJobDue
from worker.exchange import data_take_over, data_try_out, sprint_package_build
from worker.fund_package import fund_package_build
from worker.jury import jury_assign
from worker.personal import account_erased, data_export_build
from worker.placing import placing_compute
from worker.schedule import job_run
from worker.selection_package import selection_package_build
from worker.simulation import simulation_step

Handler = Callable[[Any], object]
"""Takes the event; what it returns is of no interest here."""

# Talk to the network or take long: outside any transaction, and surviving repetition by a claim of their own.
NETWORK: dict[str, tuple[Handler, ...]] = {
    AwaitedMailRequested.topic: (lambda event: mail_deliver(message_id=event.message_id),),
    MailRequested.topic: (lambda event: mail_deliver(message_id=event.message_id),),
    DigestRequested.topic: (
        lambda event: digest_deliver(user_id=event.user_id, last_message_id=event.last_message_id),
    ),
    DataExportRequested.topic: (data_export_build,),
    JobDue.topic: (job_run,),
    MoneyJobDue.topic: (job_run,),
    of_funds.PackageRequested.topic: (fund_package_build,),
    funding.KitRequested.topic: (closing_kit_build,),
    funding.SimulationStepDue.topic: (simulation_step,),
    funding.AllocationAsked.topic: (allocation_compute,),
    programmes.PlacingRunAsked.topic: (placing_compute,),
    programmes.JuryRunAsked.topic: (jury_assign,),
    of_selection.SelectionDecided.topic: (selection_package_build,),
    of_moderation.DuplicatesAsked.topic: (duplicates_search,),
    of_exchange.SprintPackageRequested.topic: (sprint_package_build,),
    of_exchange.DataImportRead.topic: (data_try_out,),
    of_exchange.DataImportTaken.topic: (data_take_over,),
    of_building.ReadmeAsked.topic: (lambda event: readme_fetch(readme_id=event.readme_id),),
    funding.PledgeCreated.topic: (lambda event: payment_submit(payment_id=event.payment_id),),
    funding.GatewayEventReceived.topic: (lambda event: payment_apply_event(gateway_event_id=event.gateway_event_id),),
    of_funds.CampaignFailed.topic: (lambda event: campaign_give_back(campaign_id=event.campaign_id),),
    funding.RefundRequested.topic: (lambda event: refund_submit(refund_id=event.refund_id),),
    funding.PayoutApproved.topic: (lambda event: payout_submit(payout_id=event.payout_id),),
    funding.PayoutSubmitted.topic: (lambda event: payout_apply(payout_id=event.payout_id),),
}
# Run in the transaction that marks the message handled: all of it happens once, or none of it.
TRANSACTIONAL: dict[str, tuple[Handler, ...]] = {
    AccountErased.topic: (account_erased,),
    funding.ApprovalsDue.topic: (lambda event: approvals_piece(run_id=event.run_id, piece=event.piece),),
    programmes.AnnouncementPieceDue.topic: (
        lambda event: announcement_piece(announcement_id=event.announcement_id, piece=event.piece),
    ),
    programmes.SolutionHandedIn.topic: (lambda event: offers_follow(solution_id=event.solution_id),),
    programmes.ChallengeAdopted.topic: (lambda event: offers_follow_adoption(challenge_id=event.challenge_id),),
    programmes.ChallengeMerged.topic: (lambda event: offers_follow_merge(part_id=event.part_id),),
    of_moderation.ModerationDue.topic: (lambda event: moderation_piece(run_id=event.run_id, piece=event.piece),),
    programmes.SolutionReturned.topic: (lambda event: offers_follow(solution_id=event.solution_id),),
    programmes.SolutionWithdrawn.topic: (lambda event: offers_follow(solution_id=event.solution_id),),
    funding.MoneyFreed.topic: (lambda event: fund_offer_again(fund_id=event.fund_id),),
}
# Told, but nobody needs to do anything: the page of the fund, of the campaign or of the payout says it, or somebody
# stands at the door.
WITHOUT_HANDLER: frozenset[str] = frozenset(
    {
        programmes.CheckedIn.topic,
        programmes.CertificateIssued.topic,
        programmes.CallOpened.topic,
        funding.FundOpened.topic,
        funding.FundSettingsChanged.topic,
        funding.MatchReleased.topic,
        funding.BackersLinked.topic,
        programmes.AnnouncementSent.topic,
    }
)
