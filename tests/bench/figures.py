"""The figures: each is our way and a baseline, both measured in this run."""

from collections.abc import Callable

from rich.table import Table

from tests.bench import (
    apart,
    exchange,
    finding,
    growth,
    hordak,
    jury,
    ledger,
    lists,
    matching,
    organising,
    outbox,
    pages,
    placing,
    pledges,
    registrations,
    replays,
    scale,
    server,
    similar,
)
from tests.bench.figure import Figure

__all__ = ["FIGURES", "Figure", "table"]

FIGURES: dict[str, Callable[[], list[Figure]]] = {
    "ledger": ledger.figures,
    "matching": matching.figures,
    "replays": replays.figures,
    "pledges": pledges.figures,
    "apart": apart.figures,
    "server": server.figures,
    "growth": growth.figures,
    "hordak": hordak.figures,
    "outbox": outbox.figures,
    "registrations": registrations.figures,
    "pages": pages.figures,
    "lists": lists.figures,
    "placing": placing.figures,
    "jury": jury.figures,
    "exchange": exchange.figures,
    "organising": organising.figures,
    "finding": finding.figures,
    "similar": similar.figures,
    "scale": scale.figures,
}


def table(figures: list[Figure]) -> Table:
    made = Table(title="Gemeinwerk, measured", title_justify="left")
    made.add_column("what")
    for title in ("ratio", "ours /s", "baseline /s"):
        made.add_column(title, justify="right")
    made.add_column("baseline, and what else was seen")
    for one in figures:
        made.add_row(one.name, f"{one.ratio:.2f}", f"{one.ours:,.0f}", f"{one.baseline:,.0f}", one.note)
    return made
