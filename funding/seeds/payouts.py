"""Stage "payouts": what has ended is paid out, by two managers; for one that runs a payout waits for the second.

Then the packages of the funds are asked for.
"""

from datetime import timedelta

from backend.core import clock
from funding.enums import CampaignState, FundState
from funding.models import Campaign, Fund
from funding.seeds import people
from funding.seeds.backers import open_till
from funding.services.packages import package_request
from funding.services.payouts import payout_apply, payout_approve, payout_request, payout_submit


def seed() -> None:
    frieda, felix = people.person("frieda"), people.person("felix")
    verified = Campaign.objects.filter(project__payee_account__state="verified", payouts=None)
    ended, running = (list(verified.filter(state=state)) for state in (CampaignState.ENDED, CampaignState.RUNNING))
    with open_till("payout") as till:
        for campaign in ended:
            with clock.at(clock.now() - timedelta(days=10)):
                payouts = payout_request(campaign=campaign, actor=frieda)
                for payout in payouts:
                    payout_approve(payout=payout, actor=felix)
            till.top_up(sum(payout.amount_minor for payout in payouts))
            for payout in payouts:
                payout_submit(payout_id=payout.pk)
                payout_apply(payout_id=payout.pk)
    for campaign in running:
        payout_request(campaign=campaign, actor=frieda)
    # A worker writes, checks and publishes it.
    for fund in Fund.objects.filter(managers__user=frieda, packages=None).exclude(state=FundState.DRAFT).order_by("id"):
        package_request(fund=fund, actor=frieda)
