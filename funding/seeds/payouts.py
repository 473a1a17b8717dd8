"""Stage "payouts": what has ended is paid out, by two managers; for one that runs a payout waits for the second.

So does the division of a fund. Then the packages of the funds are asked for.
"""

from datetime import timedelta

from backend.core import clock
from funding.enums import CampaignState, FundState
from funding.models import Campaign, Fund
from funding.seeds import early, people
from funding.seeds.backers import open_till
from funding.seeds.launching import pay_out
from funding.services.packages import package_request
from funding.services.payouts import payout_request


def seed() -> None:
    frieda = people.person("frieda")
    verified = Campaign.objects.filter(project__payee_account__state="verified", payouts=None)
    ended, running = (list(verified.filter(state=state)) for state in (CampaignState.ENDED, CampaignState.RUNNING))
    with open_till("payout") as till:
        for campaign in ended:
            pay_out(campaign, till, clock.now() - timedelta(days=10))
    for campaign in running:
        payout_request(campaign=campaign, actor=frieda)
    early.division()
    # A worker writes, checks and publishes it.
    for fund in Fund.objects.filter(managers__user=frieda, packages=None).exclude(state=FundState.DRAFT).order_by("id"):
        package_request(fund=fund, actor=frieda)
