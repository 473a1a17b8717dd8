"""`gemeinwerk fund replay`, `export` and `verify` of a large fund: the commands themselves, start included."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction

from backend.core import clock
from backend.core.ids import new_public_id
from backend.core.money import Money
from funding.domain.book import Book
from funding.domain.book_events import Event, Paid, Pledged, event_to_data
from funding.domain.book_records import MatchRow
from funding.enums import MatchState
from funding.ledger.enums import AccountKind, PostingKind
from funding.ledger.posting import AccountName, Move, ledger_post
from funding.models import Fund, FundBook, FundCampaign, FundEvent, Match, MatchingRule, Pledge
from funding.selectors.journal import fund_events
from tests.bench.clones import clone
from tests.bench.figure import Figure
from tests.factories.funding import FundFactory, PledgeFactory, PositionFactory

PLEDGES, CAMPAIGNS, POOL, CHUNK = 100_000, 100, 1_000_000_00, 5_000
SECONDS, MEGABYTES = 30, 500
CAPS = {"cap_pledge_minor": 5_000, "cap_campaign_minor": 1_000_000}
PEAK = """peak = next(int(line.split()[1]) / 1000 for line in open("/proc/self/status") if line.startswith("VmHWM"))"""
"""Python that finds its own process's largest memory in MB; what `resource` tells includes whoever started it."""
MEASURED = f"""
import runpy, sys
sys.argv[0] = "gemeinwerk"
try:
    runpy.run_module("backend", run_name="__main__")
finally:
    {PEAK}
    print(peak, file=sys.stderr)
"""


def figures() -> list[Figure]:
    fund = large_fund()
    with tempfile.TemporaryDirectory(prefix="gemeinwerk-bench-") as name:
        folder = Path(name) / "package"
        return [
            command("replay", fund.slug),
            command("export", fund.slug, "--output", str(folder)),
            command("verify", str(folder)),
        ]


def command(act: str, *words: str) -> Figure:
    began = time.perf_counter()
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "fund", act, *words], env=environment, capture_output=True, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"fund {act}: {done.stdout.decode()[-2_000:]} {done.stderr.decode()[-2_000:]}")
    megabytes = float(done.stderr.decode().split()[-1])
    note = f"{SECONDS} s and {MEGABYTES} MB are the goal; {seconds:.1f} s, at most {megabytes:,.0f} MB"
    name = f"fund {act}: {PLEDGES:,} pledges"
    return Figure(name=name, ours=PLEDGES / seconds, baseline=PLEDGES / SECONDS, note=note)


def large_fund() -> Fund:
    """A fund as the services would have left it, where its journal, its book and its ledger are concerned."""
    with transaction.atomic():
        fund = FundFactory.create(pool_minor=POOL, caps=CAPS)
        positions = [PositionFactory.create(fund=fund) for _number in range(CAMPAIGNS)]
    pledge = PledgeFactory.create(campaign=positions[0].campaign)
    # Beyond what the sequence of the table gives to others.
    first = 2_000_000_000
    clone(pledge, first, PLEDGES, id="n", public_id="'plg_' || n", sequence="n", person="1", request_key="''")
    names = list(Pledge.objects.filter(pk__gte=first).order_by("id").values_list("pk", "public_id"))
    book, rows = Book(), []
    for event in fund_events(fund):
        book.apply(event)
    for event in events(positions, [public_id for _pk, public_id in names]):
        book.apply(event)
        data = event_to_data(event)
        rows.append(FundEvent(fund=fund, sequence=book.state.sequence, kind=data["kind"], data=data, at=event.at))
    FundEvent.objects.bulk_create(rows, batch_size=CHUNK)
    keep(fund, book, positions, {public_id: pk for pk, public_id in names})
    return fund


def events(positions: list[FundCampaign], names: list[str]) -> Iterator[Event]:
    began = clock.now()
    for number, name in enumerate(names):
        at, campaign = began + timedelta(seconds=number), positions[number * 7 % CAMPAIGNS].campaign.public_id
        backer, amount = f"{campaign}.{number * 31 % 40_000}", 1_000 + number * 37 % 30_000
        yield Pledged(at=at, pledge=name, campaign=campaign, backer=backer, amount_minor=amount)
        yield Paid(at=at, pledge=name)


def keep(fund: Fund, book: Book, positions: list[FundCampaign], keys: dict[str, int]) -> None:
    by_name = {position.campaign.public_id: position for position in positions}
    rule = MatchingRule.objects.get(fund=fund)
    FundBook.objects.filter(fund=fund).update(sequence=book.state.sequence, matches=book.state.made)
    matches = [kept(row, by_name[row.campaign], rule, keys[row.pledge or ""]) for row in book.state.matches.values()]
    Match.objects.bulk_create(matches, batch_size=CHUNK)
    with transaction.atomic():
        for position in positions:
            held = sum(match.amount_minor for match in matches if match.position_id == position.pk)
            if held:
                reserve(fund, position, held)
                FundCampaign.objects.filter(pk=position.pk).update(matched_minor=held)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def kept(row: MatchRow, position: FundCampaign, rule: MatchingRule, pledge: int) -> Match:
    return Match(
        public_id=new_public_id("mat"),
        position=position,
        pledge_id=pledge,
        rule=rule,
        sequence=row.sequence,
        number=int(row.id.removeprefix("m")),
        amount_minor=row.amount_minor,
        base_minor=row.amount_minor,
        splits=row.splits,
        currency="EUR",
        state=MatchState(row.state.value),
        book_state=row.state.value,
        due_before_minor=0,
        due_after_minor=0,
        pool_before_minor=0,
        pool_after_minor=0,
    )


def reserve(fund: Fund, position: FundCampaign, held_minor: int) -> None:
    move = Move(
        debit=AccountName(AccountKind.FUND_POOL, fund.public_id),
        credit=AccountName(AccountKind.MATCH_MONEY, position.public_id),
        money=Money(held_minor),
        pending=True,
    )
    key = f"bench:{position.public_id}"
    ledger_post(kind=PostingKind.MATCH_RESERVED, key=key, reference=position.public_id, entries=[move])
