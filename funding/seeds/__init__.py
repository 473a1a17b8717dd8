"""An invented year of funding: campaigns in every state, two funds, pledges, approvals, payouts.

A second run changes nothing.
"""

from funding.seeds import campaigns, payouts

STAGES = {"campaigns": campaigns.seed, "payouts": payouts.seed}


def seed(stage: str) -> None:
    STAGES[stage]()
