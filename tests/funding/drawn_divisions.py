"""Divisions at random moments, as the book machine draws them: asked for, computed, proposed, decided by the second."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from backend.accounts.models import User
from backend.core.errors import Conflict
from funding.domain.rule_axes import Quadratic
from funding.enums import AllocationState, FundState, ProposalKind, ProposalState
from funding.models import AllocationRun, Fund, FundCampaign, FundEvent, FundProposal, Match
from funding.selectors.allocations import Open, open_allocations
from funding.services.allocation_runs import allocation_run
from funding.services.allocations import allocation_ask
from funding.services.proposals import proposal_approve, proposal_decline, proposal_make
from tests.funding.deciding import decided
from tests.funding.drawn_rules import kind_of

Act = Callable[[], None]


@dataclass
class Divisions:
    """What one fund may have to divide; what came of it is counted in `seen`."""

    fund: Fund
    managers: list[User]
    draw: Random
    seen: Counter[str]

    @property
    def closing(self) -> bool:
        return self.fund.state == FundState.CLOSING

    def close(self) -> None:
        decided(self.fund, ProposalKind.CLOSE)

    def step(self) -> None:
        """Bring a division one step further, or begin anew with one. Raises IndexError where there is none."""
        self.draw.choice(self._possible())()

    def _possible(self) -> list[Act]:
        self.fund.refresh_from_db()
        runs = AllocationRun.objects.filter(fund=self.fund).order_by("id")
        ready = runs.filter(state=AllocationState.READY)
        waiting = self._waiting()
        acts: list[Act] = [partial(self.ask, one) for one in open_allocations(self.fund) if one.may_be_asked]
        acts += [partial(self.compute, one) for one in runs.filter(state=AllocationState.COMPUTING)] * 4
        acts += [partial(self.propose, one) for one in ready] * 2
        acts += [partial(self.decide, one) for one in waiting] * 4
        return acts

    def _waiting(self) -> list[FundProposal]:
        rows = FundProposal.objects.filter(
            fund=self.fund, kind=ProposalKind.ALLOCATION, state=ProposalState.PROPOSED
        ).select_related("fund")
        return [*rows.order_by("id")]

    def ask(self, one: Open) -> None:
        again = one.run is not None
        allocation_ask(fund=self.fund, actor=self.draw.choice(self.managers), position=one.position)
        self.seen["divide: asked again" if again else "divide: asked"] += 1

    def compute(self, run: AllocationRun) -> None:
        """Nothing is decided by it: no event, no match, nothing given."""
        before = FundEvent.objects.count(), Match.objects.count(), self._held()
        allocation_run(run_id=run.pk)
        assert (FundEvent.objects.count(), Match.objects.count(), self._held()) == before
        run.refresh_from_db()
        assert run.state != AllocationState.COMPUTING
        self.seen[f"divide: {run.state} {run.problem}".strip()] += 1

    def propose(self, run: AllocationRun) -> None:
        proposer = self.draw.choice(self.managers)
        data = {"allocation": run.public_id}
        proposal_make(fund=self.fund, kind=ProposalKind.ALLOCATION, actor=proposer, data=data)
        self.seen["divide: proposed"] += 1

    def decide(self, proposal: FundProposal) -> None:
        decider = self.draw.choice(self.managers)
        if self.draw.random() < 0.2:
            proposal_decline(proposal=proposal, actor=decider, reason="x")
            self.seen["divide: declined"] += 1
        else:
            self.approve(proposal, decider)

    def approve(self, proposal: FundProposal, decider: User) -> None:
        """What was seen before is what everybody gets, to the cent."""
        before, run = self._held(), AllocationRun.objects.get(public_id=proposal.subject_ref)
        proposal_approve(proposal=proposal, actor=decider)
        shares = Counter(before)
        for line in run.parts:
            shares[line.campaign] += line.amount_minor
        assert self._held() == dict(shares)
        assert sum(shares.values()) - sum(before.values()) == run.amount_minor
        self._count(run)

    def _count(self, run: AllocationRun) -> None:
        self.seen["divide: committed"] += 1
        known = {row.version: row.rule_set for row in self.fund.rules.all()}
        for line in run.parts:
            if line.amount_minor:
                self.seen[f"divided: {kind_of(known[line.version])}"] += 1
            if line.amount_minor < line.most_minor and not isinstance(known[line.version].function, Quadratic):
                self.seen["divided: short"] += 1

    def _held(self) -> dict[str, int]:
        rows = FundCampaign.objects.filter(fund=self.fund)
        return dict(rows.order_by("id").values_list("campaign__public_id", "matched_minor"))

    def finish(self) -> None:
        """Close the fund, and divide whatever is to be divided."""
        self.fund.refresh_from_db()
        if self.fund.state == FundState.OPEN:
            self.close()
        for proposal in self._waiting():
            proposal_decline(proposal=proposal, actor=self.managers[0], reason="x")
        for run in AllocationRun.objects.filter(fund=self.fund, state=AllocationState.COMPUTING):
            self.compute(run)
        for one in open_allocations(self.fund):
            self.ask(one)
            run = AllocationRun.objects.filter(fund=self.fund).latest("id")
            self.compute(run)
            data = {"allocation": run.public_id}
            first, second = self.managers
            made = proposal_make(fund=self.fund, kind=ProposalKind.ALLOCATION, actor=first, data=data)
            self.approve(made, second)
        assert open_allocations(self.fund) == []

    def give_back(self) -> None:
        """What is left goes back to the sponsors, where nothing is open any more."""
        try:
            decided(self.fund, ProposalKind.REMAINDER, use="returned")
        except Conflict as error:
            self.seen[f"remainder: {error.code}"] += 1
        else:
            self.seen["remainder: returned"] += 1
