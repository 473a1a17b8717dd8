"""What a package holds, and that it is never half written."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from backend.core.evidence.cells import Row, text
from backend.core.evidence.layout import DESCRIPTION, README
from backend.core.evidence.writing import zip_package
from funding.domain.book import Refused
from funding.domain.book_events import Event
from funding.domain.book_money import State
from funding.proof.layout import CAUSES, LAYOUT, MATCHES, RULES, SPLITS, SUMMARY
from funding.proof.writing import rows_of, write_package
from tests.funding.domain.rules import NOON
from tests.funding.proof.packages import ABOUT, eventful, package


def test_the_sums_of_a_package_add_up(tmp_path: Path) -> None:
    folder = package(tmp_path / "package", eventful()).folder
    summary = json.loads((folder / SUMMARY).read_text())
    with (folder / MATCHES).open() as file:
        matches = {row["match"]: int(row["amount_minor"]) for row in csv.DictReader(file)}
    with (folder / SPLITS).open() as file:
        parts = [(row["match"], int(row["amount_minor"])) for row in csv.DictReader(file)]
    with (folder / CAUSES).open() as file:
        last = list(csv.DictReader(file))[-1]
    assert sum(matches.values()) == summary["given_minor"] > 0
    assert summary["given_minor"] + summary["free_minor"] == summary["paid_in_minor"] == 15_001
    assert sum(summary["given_by_state_minor"].values()) == summary["given_minor"]
    for match, amount in matches.items():
        assert sum(part for name, part in parts if name == match) == amount
    assert int(last["pool_after_minor"]) == summary["free_minor"]
    assert summary["closed"]


def test_the_description_names_columns_types_and_licence(tmp_path: Path) -> None:
    written = package(tmp_path / "package", eventful())
    data = json.loads((written.folder / DESCRIPTION).read_text())
    assert data["licenses"][0]["name"] == "CC0-1.0"
    assert data["gemeinwerk"] == {"format": 1, "fund": "demo", "currency": "EUR", "digest": written.digest}
    assert [one["path"] for one in data["resources"]] == list(LAYOUT.files)
    tables = {one["path"]: one["schema"] for one in data["resources"] if "schema" in one}
    assert tables.keys() == LAYOUT.tables.keys()
    assert tables[SPLITS]["primaryKey"] == ["match", "pot"]
    for one in data["resources"]:
        assert one["bytes"] == (written.folder / one["path"]).stat().st_size


def test_the_readme_says_how_to_check_in_both_languages(tmp_path: Path) -> None:
    said = (package(tmp_path / "package", eventful()).folder / README).read_text()
    assert "python -m funding.proof verify" in said
    assert "keine Datenbank" in said
    assert "no database" in said
    assert ABOUT.address in said
    for table in LAYOUT.tables.values():
        assert all(f"`{name}`" in said for name in table.names)


def test_rules_say_from_which_event_on_they_hold(tmp_path: Path) -> None:
    folder = package(tmp_path / "package", eventful()).folder
    rules = json.loads((folder / RULES).read_text())
    lines = (folder / "events.jsonl").read_text().splitlines()
    told = [json.loads(line) for line in lines]
    since = [line["sequence"] for line in told if line["event"]["kind"] == "rule_published"]
    assert [(rule["version"], rule["sequence"]) for rule in rules] == list(enumerate(since, 1))


def test_the_same_events_give_the_same_digest_and_the_same_archive(tmp_path: Path) -> None:
    one, other = (package(tmp_path / name, eventful()) for name in ("one", "other"))
    assert one.digest == other.digest
    for written in (one, other):
        zip_package(written.folder, LAYOUT, tmp_path / f"{written.folder.name}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()


def test_another_fund_or_currency_is_another_digest(tmp_path: Path) -> None:
    digests = {
        package(tmp_path / str(number), eventful(), about).digest
        for number, about in enumerate([ABOUT, replace(ABOUT, fund="other"), replace(ABOUT, currency="CHF")])
    }
    assert len(digests) == 3


def test_what_is_stored_is_written_even_if_the_events_say_otherwise(tmp_path: Path) -> None:
    def stored(state: State) -> Mapping[str, Iterable[Row]]:
        return {**rows_of(state), MATCHES: iter([("m1", "6", "c", "p1", "1", "paid", "1", "0", "0", "0", "0")])}

    written = write_package(tmp_path / "package", ABOUT, eventful(), created=NOON, rows=stored)
    with (written.folder / MATCHES).open() as file:
        assert [row["amount_minor"] for row in csv.DictReader(file)] == ["1"]


def test_a_package_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    events = eventful()
    broken: list[Event] = [*events[:8], events[-2], *events[8:]]
    with pytest.raises(Refused):
        package(tmp_path / "package", broken)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "mine").write_text("x")
    with pytest.raises(FileExistsError):
        package(tmp_path / "package", eventful())
    assert (tmp_path / "package" / "mine").read_text() == "x"


@pytest.mark.parametrize(
    ("written", "cell"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("two\nlines", "two lines"), ("Stadt X", "Stadt X")]
)
def test_what_people_wrote_becomes_neither_a_formula_nor_a_line(written: str, cell: str) -> None:
    assert text(written) == cell
