"""The same fund for everybody against a fund for each: what the one row costs that all wait for."""

import statistics
from collections.abc import Sequence

from django.db import transaction

from funding.models import Campaign
from tests.bench.figure import Figure
from tests.bench.pledges import give
from tests.bench.timing import in_processes
from tests.factories.funding import FundFactory, PositionFactory

CONNECTIONS, PLEDGES, ROUNDS = 16, 960, 3
POOL = 10_000_000_00


def figures() -> list[Figure]:
    with transaction.atomic():
        alone = [PositionFactory.create(fund=FundFactory.create(pool_minor=POOL)).campaign for _ in range(CONNECTIONS)]
        shared = PositionFactory.create(fund=FundFactory.create(pool_minor=POOL)).campaign
    rates: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        rates[0].append(in_processes(CONNECTIONS, work, [shared] * PLEDGES))
        # Shares are dealt in turn, so that each process has a campaign, and so a fund, of its own.
        rates[1].append(in_processes(CONNECTIONS, work, alone * (PLEDGES // CONNECTIONS)))
    ours, baseline = (statistics.median(found) for found in rates)
    note = f"{CONNECTIONS} connections, each with a fund and a campaign of its own"
    return [Figure(name=f"pledges: {CONNECTIONS} connections, one fund", ours=ours, baseline=baseline, note=note)]


def work(share: Sequence[Campaign]) -> None:
    for campaign in share:
        give(campaign)
