"""What a rush has shown, in lines and figures."""

import statistics
import time
from collections import defaultdict

from rich.console import Console
from rich.table import Table

from tests.rush.invariants import Seen, broken
from tests.rush.phases import Phase
from tests.rush.play import Played

SHOWN_FAULTS = 3


def tell(played: Played, console: Console) -> bool:
    """Print figures, then one line an invariant; return whether all hold."""
    console.print(_answers(played.seen))
    console.print(_phases(played.phases))
    people = len(played.seen.places)
    console.print(
        f"{people:,} registrations in {played.registering_seconds:.0f} s ({people / played.registering_seconds:.0f} a "
        f"second); {len(played.seen.mails):,} mails; all were told after {played.told_seconds:.0f} s"
    )
    began = time.monotonic()
    found = broken(played.seen)
    console.print(f"All was checked in {time.monotonic() - began:.1f} s")
    for name, faults in found.items():
        mark = "[red]BROKEN[/red]" if faults else "[green]holds [/green]"
        more = f" … {len(faults)} in all" if len(faults) > SHOWN_FAULTS else ""
        console.print(f"{mark} {name}" + (f": {'; '.join(faults[:SHOWN_FAULTS])}{more}" if faults else ""))
    return not any(found.values())


def _answers(seen: Seen) -> Table:
    table = Table(title="Answers, in milliseconds", title_justify="left")
    table.add_column("what")
    for title in ("requests", "p50", "p95", "p99", "worst"):
        table.add_column(title, justify="right")
    table.add_column("answers")
    kinds: defaultdict[str, list[float]] = defaultdict(list)
    states: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for asked in seen.answers:
        kinds[asked.kind].append((asked.ended - asked.began) * 1_000)
        states[asked.kind][asked.status] += 1
    for kind, times in kinds.items():
        cuts = statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
        figures = [len(times), cuts[49], cuts[94], cuts[98], max(times)]
        said = ", ".join(f"{count:,} × {status or 'none'}" for status, count in sorted(states[kind].items()))
        table.add_row(kind, *(f"{figure:,.0f}" for figure in figures), said)
    return table


def _phases(phases: list[Phase]) -> Table:
    table = Table(title="Seconds, and CPU seconds of each part", title_justify="left")
    parts = list(dict.fromkeys(part for phase in phases for part in phase.cpu))
    table.add_column("phase")
    for title in ("seconds", *parts):
        table.add_column(title, justify="right")
    whole = Phase(
        "in all",
        sum(phase.seconds for phase in phases),
        {part: sum(phase.cpu.get(part, 0.0) for phase in phases) for part in parts},
    )
    for phase in (*phases, whole):
        figures = (phase.seconds, *(phase.cpu.get(part, 0.0) for part in parts))
        table.add_row(phase.name, *(f"{figure:,.1f}" for figure in figures))
    return table
