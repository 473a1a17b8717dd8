"""Whether a pledge costs more the more there is: two databases that differ in size alone, in turns."""

import multiprocessing
import time
from multiprocessing.connection import Connection
from typing import Any, Self

from django.db import connection, connections, transaction

from funding.ledger.models import Posting, Transfer
from funding.models import BookPledge, FundEvent, Match, MatchCause, Payment, Pledge, PledgeIdentity
from tests.bench.clones import analyse, clone
from tests.bench.figure import Figure
from tests.bench.pledges import give
from tests.bench.timing import in_turns
from tests.factories.funding import FundFactory, PositionFactory

FEW, MANY, TIMES = 10_000, 1_000_000, 100
FROM = 1_000_000_000
"""No sequence of the tables comes that far."""
A_PLEDGE = 3
"""Transfers that a pledge with a match has made when it has been paid out, the fee left out."""


def figures() -> list[Figure]:
    with Elsewhere("small", FEW) as small, Elsewhere("large", MANY) as large:
        ours, baseline = in_turns(large.give, small.give, times=TIMES)
        note = f"{FEW:,} transfers; {small.megabytes:,.0f} MB and {large.megabytes:,.0f} MB of database"
    return [Figure(name=f"pledges: {MANY:,} transfers in the ledger", ours=ours, baseline=baseline, note=note)]


class Elsewhere:
    """A process whose pledges go into a database of its own, one when asked."""

    def __init__(self, name: str, transfers: int) -> None:
        connections.close_all()
        context = multiprocessing.get_context("fork")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, f"bench_{name}", transfers))
        self._process.start()
        # It must have its database before another one is made of the same template.
        self.megabytes: float = self._pipe.recv()

    def give(self, _n: int) -> None:
        self._pipe.send(True)
        self._pipe.recv()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pipe.send(False)
        self._process.join(20)


def _serve(pipe: Connection, name: str, transfers: int) -> None:
    settings = connections["default"].settings_dict
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    settings["NAME"] = name
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        campaign = PositionFactory.create(fund=FundFactory.create(pool_minor=10_000_000_00)).campaign
    give(campaign)
    _fill(transfers)
    pipe.send(_megabytes())
    while pipe.recv():
        give(campaign)
        pipe.send(time.perf_counter())
    connection.close()


def _fill(transfers: int) -> None:
    """As many pledges as make so many transfers, with what stands beside each."""
    count, pledge = transfers // A_PLEDGE, Pledge.objects.get()
    clone(pledge, FROM, count, id="n", public_id="'plg_' || n", sequence="n", person="n", request_key="''")
    clone(Payment.objects.get(), FROM, count, id="n", public_id="'pay_' || n", pledge_id="n")
    for number, known in enumerate(PledgeIdentity.objects.all()):
        clone(known, FROM, count, id=f"{number} * {FROM} + n", pledge_id="n", digest="md5(n::text)")
    clone(FundEvent.objects.latest("sequence"), FROM, count, id="n", sequence="n")
    clone(BookPledge.objects.get(), FROM, count, id="n", pledge_id="n", sequence="n", backer="'b' || n")
    posting, transfer = Posting.objects.latest("id"), Transfer.objects.latest("id")
    clone(posting, FROM, transfers, id="n", idempotency_key="'bench:' || n", reference="'mat_' || n")
    clone(transfer, FROM, transfers, id="n", posting_id="n")
    match: dict[str, Any] = {"id": "n", "public_id": "'mat_' || n", "pledge_id": "n", "number": "n", "sequence": "n"}
    clone(Match.objects.get(), FROM, count, **match, reservation_id="n")
    clone(MatchCause.objects.get(), FROM, count, id="n", match_id="n", ref="'plg_' || n")
    analyse(Pledge, Payment, PledgeIdentity, FundEvent, BookPledge, Posting, Transfer, Match, MatchCause)


def _megabytes() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1e6")
        return float(cursor.fetchone()[0])
