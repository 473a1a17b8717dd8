"""Funds whose rule settles in a batch, up to the moment when their money is divided."""

from dataclasses import dataclass, replace
from fractions import Fraction

from backend.accounts.models import User
from funding.domain.rule_axes import Allocation, Base, Factor, LumpSum, Percentage, Quadratic, Reversal, Settlement
from funding.domain.rule_set import RuleSet
from funding.enums import ProposalKind
from funding.gateways.memory_gateway import MemoryGateway
from funding.models import AllocationRun, Fund, FundCampaign, FundProposal, Pledge
from funding.services.allocation_runs import allocation_run
from funding.services.allocations import allocation_ask
from funding.services.proposals import proposal_make
from tests.factories.funding import CampaignFactory, FundFactory, MatchingRuleFactory, PositionFactory
from tests.funding.deciding import decided, managers_of
from tests.funding.scenes import Scene, backer, scene_make

SHARED = RuleSet(
    base=Base.CAMPAIGN,
    function=Factor(Fraction(1)),
    allocation=Allocation.PRO_RATA,
    settlement=Settlement.AT_CLOSE,
    reversal=Reversal.BEAR,
)
SQUARE = replace(SHARED, base=Base.BACKER, function=Quadratic())
LUMP = RuleSet(
    base=Base.GOAL_1, function=LumpSum(share_bp=5_000), settlement=Settlement.AT_SUCCESS, reversal=Reversal.BEAR
)
RATE = replace(LUMP, base=Base.PLEDGE, function=Percentage(2_500))


@dataclass
class Batch:
    """A fund with two managers and campaigns that have gathered money; `scenes` are in the order of their amounts."""

    fund: Fund
    scenes: list[Scene]

    @property
    def first(self) -> User:
        return managers_of(self.fund)[0]

    @property
    def second(self) -> User:
        return managers_of(self.fund)[1]

    @property
    def positions(self) -> list[FundCampaign]:
        return [FundCampaign.objects.get(pk=scene.position.pk) for scene in self.scenes]

    def close(self) -> None:
        decided(self.fund, ProposalKind.CLOSE)

    def computed(self, position: FundCampaign | None = None) -> AllocationRun:
        run = allocation_ask(fund=self.fund, actor=self.first, position=position)
        allocation_run(run_id=run.pk)
        run.refresh_from_db()
        return run

    def proposed(self, run: AllocationRun) -> FundProposal:
        data = {"allocation": run.public_id}
        return proposal_make(fund=self.fund, kind=ProposalKind.ALLOCATION, actor=self.first, data=data)

    def divided(self, position: FundCampaign | None = None) -> AllocationRun:
        run = self.computed(position)
        decided(self.fund, ProposalKind.ALLOCATION, allocation=run.public_id)
        run.refresh_from_db()
        return run


def batch_make(
    gateway: MemoryGateway, rule: RuleSet, gifts: list[list[int]], *, pool_minor: int, goal1_minor: int = 500_000
) -> Batch:
    """One campaign for each list of gifts, every gift of another person and paid."""
    fund = FundFactory.create(rate_bp=0, pool_minor=pool_minor)
    MatchingRuleFactory.create(fund=fund, known=rule)
    scenes: list[Scene] = []
    for amounts in gifts:
        if scenes:
            campaign = CampaignFactory.create(goal1_minor=goal1_minor)
            position = PositionFactory.create(fund=fund, campaign=campaign)
            scene = Scene(campaign, fund, position, gateway, scenes[0].managers)
        else:
            scene = scene_make(gateway, fund=fund, campaign={"goal1_minor": goal1_minor})
        scenes.append(scene)
        for number, amount in enumerate(amounts):
            gift(scene, amount, number)
    return Batch(fund, scenes)


def gift(scene: Scene, amount_minor: int, number: int) -> Pledge:
    name = f"{scene.campaign.pk}-{number}"
    return scene.paid(amount_minor, backer=backer(email=f"{name}@example.org"), card=name)
