"""`gemeinwerk simulate`: numbers as tables and files, and a sentence for whatever is asked wrongly."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from backend.core.evidence.codec import decode
from funding.domain.rule_set import to_data
from funding.domain.simulation import Outcome
from tests.funding.domain.rules import QUARTER
from tests.funding.scenes import Scene

TABLE = "Datum;Betrag;Kampagne\n20.03.2026;200;A\n21.03.2026;160;B\n22.03.2026;80;C\n23.03.2026;40;A\n"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("simulate", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "pledges.csv"
    path.write_text(TABLE)
    return path


def test_a_table_of_pledges_under_two_rules(table: Path, tmp_path: Path) -> None:
    rule, everything, lines = tmp_path / "quarter.json", tmp_path / "all.json", tmp_path / "all.csv"
    rule.write_text(json.dumps(to_data(QUARTER)))
    files = ("--json", str(everything), "--output", str(lines))
    said = run("--csv", str(table), "--percent", "10%", "--rule", str(rule), "--pool", "100", "--orders", "5", *files)
    assert "4 pledges of 4 backers for 3 campaigns, 2026-03-20 to 2026-03-23, 480.00 in all" in said
    assert "2026-03-22 00:00" in said
    half, quarter = json.loads(everything.read_text())
    assert (half.pop("rule"), quarter.pop("rule")) == ("10 %", "quarter")
    assert decode(Outcome, quarter).given_minor == 10_000
    rows = list(csv.DictReader(lines.open()))
    assert [(row["rule"], row["campaign"], row["match"]) for row in rows] == [
        ("10 %", "A", "24.00"),
        ("10 %", "B", "16.00"),
        ("10 %", "C", "8.00"),
        ("quarter", "A", "50.00"),
        ("quarter", "B", "40.00"),
        ("quarter", "C", "10.00"),
    ]


def test_a_drawn_scene_is_the_same_twice() -> None:
    asked = ("--preset", "rush", "--pledges", "200", "--campaigns", "5", "--percent", "25", "--pool", "500")
    first, again, other = run(*asked), run(*asked), run(*asked, "--seed", "2")
    assert first.split("╰")[-1] == again.split("╰")[-1]
    assert first != other


def test_a_fund_brings_its_past_its_rule_and_its_money(scene: Scene) -> None:
    scene.paid(2_000)
    said = run("--fund", scene.fund.slug)
    assert "version 1" in said
    assert "5.00" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--preset", "rush", "--percent", "25"], "--pool"),
        (["--preset", "rush", "--pool", "5"], "name a rule"),
        (["--preset", "rush", "--pool", "5", "--percent", "2000"], "out_of_range"),
        (["--preset", "rush", "--pool", "5", "--rule", "no-such-file.json"], "not a rule set"),
        (["--csv", "no-such-file.csv", "--pool", "5", "--percent", "25"], "cannot be read"),
        (["--preset", "rush", "--pool", "5", "--percent", "25", "--orders", "101"], "--orders"),
    ],
)
def test_what_is_asked_wrongly_is_said(arguments: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run(*arguments)


def test_rows_that_cannot_be_are_said(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("Datum;Betrag;Kampagne\ngestern;5;A\n")
    with pytest.raises(CommandError, match="row 2: bad_date date gestern"):
        run("--csv", str(path), "--pool", "5", "--percent", "25")


@pytest.mark.django_db
def test_a_fund_that_is_not_there_is_said(table: Path) -> None:
    with pytest.raises(CommandError, match="no fund called nirgends"):
        run("--fund", "nirgends")
