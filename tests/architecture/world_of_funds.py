"""Campaigns and funds of the two organisations, with all that is decided about money."""

from datetime import timedelta

from backend.core import clock
from funding.domain.rule_axes import Base, Percentage, Reversal
from funding.domain.rule_set import RuleSet
from funding.enums import AllocationState, CampaignState, PositionState, ProposalKind, SimulationSource
from funding.events_of_funds import PackageRequested
from funding.models import AllocationRun
from funding.selectors.approvals import Wanted
from funding.services.approval_runs import approvals_start
from funding.services.cases import case_open
from funding.services.deputies import deputy_name
from funding.services.kits import kit_request
from funding.services.packages import package_request
from funding.services.payouts import payout_request
from funding.services.pledges import Backer
from funding.services.proposals import proposal_make
from funding.services.refunds import refund_request
from funding.services.simulation_runs import simulation_run
from funding.services.simulations import Asked, simulation_create
from tests.architecture.things import World
from tests.factories import funding as money
from tests.factories import programmes as made
from tests.factories.accounts import UserFactory
from tests.funding.scenes import Scene
from worker.fund_package import fund_package_build


def campaigns_and_funds(world: World) -> None:
    people = world.people
    world["campaign"] = money.CampaignFactory.create(project=world["project"])
    world["draft_campaign"] = money.CampaignFactory.create(
        project=world["second_project"],
        created_by=people["lead"],
        state=CampaignState.DRAFT,
        ends_at=clock.now() + timedelta(days=60),
    )
    third = made.ProjectFactory.create(
        solution__team__lead=people["lead"], solution__team__challenge=world["project"].team.challenge
    )
    world["free_project"] = made.ProjectFactory.create(
        solution__team__lead=people["lead"], solution__team__challenge=world["project"].team.challenge
    )
    world["submitted_campaign"] = money.CampaignFactory.create(project=third, state=CampaignState.SUBMITTED)
    world["fund"] = money.FundFactory.create(organisation=world["organisation"])
    world["fund_b"] = money.FundFactory.create(organisation=world["organisation_b"])
    world["draft_fund"] = money.FundFactory.create(organisation=world["organisation"], state="draft")
    world["second_manager"] = UserFactory.create()
    for fund in (world["fund"], world["draft_fund"]):
        money.FundManagerFactory.create(fund=fund, user=people["fman"])
        money.FundManagerFactory.create(fund=fund, user=world["second_manager"])
    money.FundManagerFactory.create(fund=world["fund_b"], user=people["fmaB"])
    world["position"] = money.PositionFactory.create(fund=world["fund"], campaign=world["campaign"])
    world["applied"] = money.PositionFactory.create(
        fund=world["fund"], campaign=world["draft_campaign"], state=PositionState.APPLIED
    )
    _decisions(world)
    world["announced"] = money.DepositFactory.create(fund=world["fund"], sponsor=world["sponsor"], state="announced")


def _decisions(world: World) -> None:
    """What waits for the second signature, and who stands in."""
    manager, second = world.people["fman"], world["second_manager"]
    deposit = money.DepositFactory.create(fund=world["fund"], sponsor=world["sponsor"], state="announced")
    data = {"deposit": deposit.public_id}
    world["proposal"] = proposal_make(fund=world["fund"], kind=ProposalKind.DEPOSIT, actor=second, data=data)
    today = clock.today()
    world["deputy"] = deputy_name(fund=world["fund"], actor=manager, deputy=second, starts_on=today, ends_on=today)
    world["package"] = package_request(fund=world["fund"], actor=manager)
    fund_package_build(PackageRequested(package_id=world["package"].pk))
    world["kit"] = kit_request(fund=world["fund"], actor=manager)
    asked = Asked(
        source=SimulationSource.DRAWN,
        rules=[("25 %", RuleSet(Base.PLEDGE, Percentage(2_500), reversal=Reversal.BEAR))],
        pool_minor=10_000,
        orders=1,
        numbers={"pledges": 5, "campaigns": 2},
    )
    for name in ("simulation", "running_simulation"):
        world[name] = simulation_create(fund=world["fund"], actor=manager, name=name, asked=asked)
    world["allocation"] = AllocationRun.objects.create(fund=world["fund"], requested_by=manager)
    ready = {"state": AllocationState.READY, "ready_at": clock.now()}
    AllocationRun.objects.filter(pk=world["allocation"].pk).update(**ready)
    simulation_run(simulation_id=world["simulation"].pk, step=0)
    world["simulation"].refresh_from_db()


def money_moved(world: World) -> None:
    """Pledges, matches and payouts come from the services, so that the ledger agrees."""
    citizen = world.people["citi"]
    scene = Scene(
        world["campaign"],
        world["fund"],
        world["position"],
        world.gateway,
        [world.people["fman"], world["second_manager"]],
    )
    world["paid_pledge"] = scene.approved(10_000, backer=Backer(user=citizen))
    world["pledge"] = scene.paid(4_000, backer=Backer(user=citizen))
    world["match"] = scene.match(world["pledge"])
    scene.payee()
    crowd, matched = payout_request(campaign=world["campaign"], actor=world["second_manager"])
    world["payout"], world["match_payout"] = crowd, matched
    # Of this one nothing is asked for yet.
    world["late_pledge"] = scene.paid(3_000, backer=Backer(user=citizen))
    world["case"] = case_open(
        pledge=scene.paid(1_000, backer=Backer(user=citizen)),
        position=world["position"],
        actor=world["second_manager"],
        note="Zu klären.",
    )
    payment = scene.paid(1_000, backer=Backer(user=citizen)).payment
    world["refund"] = refund_request(payment=payment, amount_minor=500, reason="Auf Wunsch.", actor=scene.managers[0])
    # Nothing of this one has been promised, so it can go back.
    world["deposit"] = money.DepositFactory.create(fund=world["fund"], sponsor=world["sponsor"])
    world["approval_run"] = approvals_start(fund=world["fund"], actor=scene.managers[0], wanted=Wanted())
