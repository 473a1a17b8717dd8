"""How a campaign ended: known once nothing waits for a payment any more, told to the books, and carried out."""

from django.db import transaction

from backend.core import clock
from backend.core.audit import audit_add
from backend.core.db import require_transaction
from backend.core.outbox import outbox_add
from funding.domain.book_events import CampaignEnded, Outcome
from funding.enums import CampaignMode, CampaignOutcome, CampaignState, CauseKind, PledgeState
from funding.events_of_funds import CampaignFailed, CampaignSettled
from funding.models import Campaign, Payment, Pledge
from funding.selectors.campaigns import campaigns_figures
from funding.selectors.locks import (
    campaign_for_update,
    campaign_positions_pledge_payment_for_update,
    positions_for_update,
)
from funding.services.book_matches import Cause
from funding.services.journal import campaign_tell
from funding.services.refunds import REFUNDABLE, refund_failed_campaign


def campaign_settle(campaign: Campaign) -> bool:
    """Decide how a campaign ended, once; say whether it is decided. In the caller's transaction, which has locked it.

    Below the goal it waits for pledges whose payment is under way. Tells the funds' books, which release what was set
    aside for a success; tells the team, the backers and the managers. A failed campaign gives everything back.
    """
    require_transaction()
    if campaign.state != CampaignState.ENDED or campaign.outcome:
        return bool(campaign.outcome)
    raised = campaigns_figures([campaign])[campaign.pk].crowd_minor
    pending = Pledge.objects.filter(campaign=campaign, state=PledgeState.PENDING)
    if raised < campaign.goal1_minor and pending.exists():
        return False
    campaign.outcome, campaign.outcome_at = _outcome(campaign, raised), clock.now()
    campaign.save(update_fields=["outcome", "outcome_at", "updated_at"])
    facts = {"outcome": str(campaign.outcome), "raised_minor": raised, "goal1_minor": campaign.goal1_minor}
    audit_add(actor=None, action="funding.campaign_settled", row=campaign, facts=facts)
    # A campaign that ended before outcomes were written down has told the books already.
    positions = [row for row in positions_for_update(campaign.pk) if not (row.book or {}).get("ended")]
    told = CampaignEnded(at=clock.now(), campaign=campaign.public_id, outcome=Outcome(campaign.outcome))
    campaign_tell(positions, told, Cause(CauseKind.OUTCOME, campaign.public_id))
    outbox_add(CampaignSettled(campaign_id=campaign.pk))
    if campaign.outcome == CampaignOutcome.FAILED:
        outbox_add(CampaignFailed(campaign_id=campaign.pk))
    return True


def _outcome(campaign: Campaign, raised_minor: int) -> CampaignOutcome:
    if raised_minor >= campaign.goal1_minor:
        return CampaignOutcome.SUCCESSFUL
    if campaign.mode == CampaignMode.ALL_OR_NOTHING:
        return CampaignOutcome.FAILED
    return CampaignOutcome.KEPT


def campaigns_settle_due() -> int:
    """Settle ended campaigns that waited for payments; return how many are decided now."""
    keys = Campaign.objects.filter(state=CampaignState.ENDED, outcome="").order_by("pk").values_list("pk", flat=True)
    return sum(_settle(key) for key in list(keys))


@transaction.atomic
def _settle(campaign_id: int) -> bool:
    return campaign_settle(campaign_for_update(campaign_id))


def campaign_give_back(*, campaign_id: int) -> int:
    """Ask for the refund of every payment of a failed campaign, one transaction each; return how many.

    Repeating it asks for none twice: what is on its way counts as gone.
    """
    if not Campaign.objects.filter(pk=campaign_id, outcome=CampaignOutcome.FAILED).exists():
        return 0
    paid = Payment.objects.filter(pledge__campaign=campaign_id, state__in=REFUNDABLE).order_by("pk")
    return sum(_give_back(key) for key in list(paid.values_list("pk", flat=True)))


@transaction.atomic
def _give_back(payment_id: int) -> bool:
    return refund_failed_campaign(campaign_positions_pledge_payment_for_update(payment_id)) is not None
