"""The package of a large fund: written, and recomputed by an outsider in a process of its own."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from funding.domain.book_events import CampaignAccepted, Deposited, Event, Paid, Pledged, RulePublished
from funding.domain.rule_axes import Base, Caps, Percentage
from funding.domain.rule_set import RuleSet
from funding.proof.layout import About
from funding.proof.writing import write_package
from tests.bench.figure import Figure
from tests.bench.timing import PEAK

PLEDGES, CAMPAIGNS, POOL = 100_000, 100, 100_000_000
SECONDS, MEGABYTES = 30, 500
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
MEASURED = f"""
import json, sys, time
from pathlib import Path
from funding.proof.verifying import verify
began = time.perf_counter()
report = verify(Path(sys.argv[1]), digest=sys.argv[2])
seconds = time.perf_counter() - began
{PEAK}
print(json.dumps({{"holds": report.holds, "events": report.events, "seconds": seconds, "megabytes": peak}}))
"""


def events() -> Iterator[Event]:
    caps = Caps(pledge_base_minor=25_000, pledge_match_minor=5_000, campaign_minor=1_000_000)
    yield RulePublished(at=NOON, rule=RuleSet(base=Base.PLEDGE, function=Percentage(2_500), caps=caps))
    for pot in "ab":
        yield Deposited(at=NOON, pot=pot, amount_minor=POOL // 2)
    for number in range(CAMPAIGNS):
        yield CampaignAccepted(at=NOON, campaign=f"c{number}", goal_1_minor=1_000_000)
    for number in range(PLEDGES):
        at, where, who = NOON + timedelta(seconds=number), number * 7 % CAMPAIGNS, number * 31 % 40_000
        amount = 1_000 + number * 37 % 30_000
        yield Pledged(at=at, pledge=f"p{number}", campaign=f"c{where}", backer=f"b{who}", amount_minor=amount)
        yield Paid(at=at, pledge=f"p{number}")


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="gemeinwerk-bench-") as name:
        written = write_package(Path(name) / "package", About("bench", "EUR"), events(), created=NOON)
        command = [sys.executable, "-c", MEASURED, str(written.folder), written.digest]
        seen: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    if not seen["holds"]:
        raise AssertionError("an untouched package is right")
    note = f"{SECONDS} s and {MEGABYTES} MB are the goal; {seen['seconds']:.1f} s, at most {seen['megabytes']:,.0f} MB"
    title = f"verify a fund of {PLEDGES:,} pledges, {seen['events']:,} events"
    return [Figure(name=title, ours=PLEDGES / seen["seconds"], baseline=PLEDGES / SECONDS, note=note)]
