"""`gemeinwerk simulate`: what rules would do, over a fund's past, a table of pledges or a drawn scene."""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from backend.core.evidence.cells import text
from backend.core.evidence.codec import Unreadable, encode
from funding.domain.rule_axes import Base, Percentage
from funding.domain.rule_problems import problems
from funding.domain.rule_set import RuleSet, from_data
from funding.domain.simulation import ORDERS_MAX, Outcome, simulate
from funding.domain.simulation_book import WHOLE
from funding.domain.simulation_csv import UnreadableTable, scene_from_csv
from funding.domain.simulation_scene import CAMPAIGNS_MAX, PLEDGES_MAX, PRESETS, Drawing, Preset, Scene, draw
from funding.models import Fund
from funding.selectors.funds import fund_waterline
from funding.selectors.rules import rule_now
from funding.selectors.simulation_scene import fund_scene

START = datetime(2026, 1, 5, tzinfo=UTC)
SHOWN = 20
WIDTH = 160
Run = tuple[str, Outcome]
HEAD = (
    "rule",
    "campaign",
    "pledges",
    "backers",
    "goal",
    "crowd",
    "match",
    "missing",
    "low",
    "high",
    "rank",
    "best",
    "worst",
)


class Command(BaseCommand):
    help = "Run rules over past or drawn pledges: who gets what, when the pool runs out, how much the order matters."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--fund", metavar="SLUG", help="its past pledges, its money and its present rule")
        what.add_argument("--csv", type=Path, metavar="FILE", help="a table with date, amount, campaign, backer, goal")
        what.add_argument("--preset", choices=[one.value for one in Preset], help="a drawn scene")
        parser.add_argument("--rule", type=Path, action="append", default=[], metavar="FILE", help="a rule set as JSON")
        parser.add_argument("--percent", type=_percent, action="append", default=[], help="a plain percentage")
        parser.add_argument("--pool", type=_minor, help="money in the fund, in whole units: 50000 or 50000.00")
        parser.add_argument("--pledges", type=_within(PLEDGES_MAX), help="how many are drawn")
        parser.add_argument("--campaigns", type=_within(CAMPAIGNS_MAX), help="how many are drawn")
        parser.add_argument("--orders", type=_within(ORDERS_MAX, 0), default=10, help="other orders to try (10)")
        parser.add_argument("--seed", type=_within(1_000_000), default=1, help="whatever is drawn by chance")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write everything as JSON")
        parser.add_argument("--output", type=Path, metavar="FILE", help="write all campaigns as CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        # A file or a pipe has no width of its own; a table in it is not broken where a terminal would end.
        width = None if self.stdout.isatty() else WIDTH
        console = Console(file=cast("IO[str]", self.stdout), width=width)
        fund = _fund(options["fund"]) if options["fund"] else None
        scene, pool = _scene(fund, options), _pool(fund, options)
        if not scene.pledges:
            raise CommandError("There are no pledges to run a rule over.")
        runs = _run(console, scene, _rules(fund, options), pool, options)
        _show(console, scene, runs)
        if options["json"]:
            options["json"].write_text(json.dumps([{"rule": name, **encode(run)} for name, run in runs], indent=1))
        if options["output"]:
            _write(options["output"], runs)


def _within(most: int, least: int = 1) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return number


def _minor(text: str) -> int:
    return int(Decimal(text) * 100)


def _percent(text: str) -> int:
    return int(Decimal(text.removesuffix("%")) * 100)


def _fund(name: str) -> Fund:
    fund = Fund.objects.filter(Q(slug=name) | Q(public_id=name)).first()
    if fund is None:
        raise CommandError(f"There is no fund called {name}.")
    return fund


def _scene(fund: Fund | None, options: dict[str, Any]) -> Scene:
    if fund is not None:
        return fund_scene(fund)
    if options["csv"]:
        try:
            return scene_from_csv(options["csv"].read_bytes(), ZoneInfo(settings.EVENT_TIME_ZONE))
        except OSError as error:
            raise CommandError(f"{options['csv']} cannot be read: {error.strerror}.") from error
        except UnreadableTable as error:
            lines = [f"row {one.row}: {one.code} {one.column} {one.text}".rstrip() for one in error.problems]
            raise CommandError("\n".join(lines)) from error
    drawn = dict(PRESETS[Preset(options["preset"])])
    drawn |= {name: options[name] for name in ("pledges", "campaigns") if options[name]}
    return draw(Drawing(starts_at=START, seed=options["seed"], **drawn))


def _pool(fund: Fund | None, options: dict[str, Any]) -> int:
    if options["pool"] is None and fund is None:
        raise CommandError("Please say with --pool how much money there is.")
    if options["pool"] is not None:
        return max(0, int(options["pool"]))
    return 0 if fund is None else fund_waterline(fund).paid_in


def _rules(fund: Fund | None, options: dict[str, Any]) -> list[tuple[str, RuleSet]]:
    present = rule_now(fund) if fund else None
    found = [] if present is None else [(f"version {present.version}", present.rule_set)]
    found += [(f"{Decimal(rate) / 100:f} %", RuleSet(Base.PLEDGE, Percentage(rate))) for rate in options["percent"]]
    for path in options["rule"]:
        try:
            found.append((path.stem, from_data(json.loads(path.read_text()))))
        except (OSError, ValueError, Unreadable) as error:
            raise CommandError(f"{path} is not a rule set: {error}") from error
    for name, rule in found:
        if wrong := problems(rule):
            raise CommandError(f"{name}: {'; '.join(f'{one.field}: {one.code} {one.facts}' for one in wrong)}")
    if not found:
        raise CommandError("Please name a rule with --percent or --rule.")
    return found


def _run(
    console: Console, scene: Scene, rules: Sequence[tuple[str, RuleSet]], pool: int, options: dict[str, Any]
) -> list[Run]:
    runs = []
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        for name, rule in rules:
            task = bar.add_task(name, total=WHOLE)

            def step(part: int, task: Any = task) -> None:
                bar.update(task, completed=part)

            found = simulate(scene, rule, pool, orders=options["orders"], seed=options["seed"], progress=step)
            runs.append((name, found))
    return runs


def _show(console: Console, scene: Scene, runs: Sequence[Run]) -> None:
    days = f"{scene.pledges[0].at:%Y-%m-%d} to {scene.pledges[-1].at:%Y-%m-%d}"
    console.print(
        f"{len(scene.pledges):,} pledges of {scene.backers:,} backers for {len(scene.campaigns)} campaigns, {days},"
        f" {_money(scene.crowd_minor)} in all"
    )
    table = Table("rule", "given", "left", "due and not there", "money runs out", "order matters for", "at most by")
    for name, run in runs:
        out = f"{run.out_at:%Y-%m-%d %H:%M}" if run.out_at else "no"
        order = f"{run.order_matters} of {len(run.campaigns)}" if run.orders else "not asked"
        table.add_row(
            name,
            *map(_money, (run.given_minor, run.free_minor, run.missing_minor)),
            out,
            order,
            _money(run.moved_minor),
        )
    console.print(table)
    for name, run in runs:
        rows = Table("campaign", "crowd", name, "missing", f"in {run.orders} orders", "place", "limits")
        for one in sorted(run.campaigns, key=lambda row: (row.rank, row.name))[:SHOWN]:
            between = f"{_money(one.low_minor)} to {_money(one.high_minor)}"
            place = f"{one.rank} ({one.rank_best} to {one.rank_worst})"
            numbers = (_money(one.crowd_minor), _money(one.match_minor), _money(one.missing_minor))
            rows.add_row(one.name, *numbers, between, place, ", ".join(one.bounds))
        console.print(rows)


def _write(path: Path, runs: Sequence[Run]) -> None:
    with path.open("w", newline="", encoding="utf-8") as target:
        lines = csv.writer(target)
        lines.writerow(HEAD)
        for name, run in runs:
            for one in run.campaigns:
                money = (
                    one.goal_minor,
                    one.crowd_minor,
                    one.match_minor,
                    one.missing_minor,
                    one.low_minor,
                    one.high_minor,
                )
                places = (one.rank, one.rank_best, one.rank_worst)
                lines.writerow([text(name), text(one.name), one.pledges, one.backers, *map(_money, money), *places])


def _money(minor: int) -> str:
    return f"{Decimal(minor) / 100:.2f}"
