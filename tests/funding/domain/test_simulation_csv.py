"""Tables of other systems: names of columns, numbers, times and encodings; rows that cannot be are named."""

import csv
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from funding.domain import simulation_csv
from funding.domain.simulation_csv import CsvProblem, UnreadableTable, scene_from_csv
from funding.domain.simulation_scene import SceneCampaign

BERLIN = ZoneInfo("Europe/Berlin")
GERMAN = """Datum;Betrag;Kampagne;Unterstützer;Ziel
21.03.2020 18:30;1.250,50 €;Nachbarschaft;Jördis Müller;5.000
20.03.2020;25,00;Masken;erik@example.org;
20.03.2020;25;Masken;Erik@example.org;
"""
ENGLISH = """date,amount,campaign,backer,goal
2020-03-21T17:30:00Z,"1,250.50",Nachbarschaft,Jördis Müller,"5,000.00"
2020-03-20,25.00,Masken,erik@example.org,
2020-03-20 00:00,25,Masken,Erik@example.org,
"""
TABLES = [
    GERMAN.encode(),
    GERMAN.encode("utf-8-sig"),
    GERMAN.encode("cp1252"),
    GERMAN.replace(";", "\t").encode(),
    b"sep=;\r\n" + GERMAN.replace("\n", "\r\n").encode(),
    ENGLISH.encode(),
]


@pytest.mark.parametrize("data", TABLES, ids=["plain", "mark", "windows", "tabs", "excel", "english"])
def test_the_same_pledges_come_from_every_way_to_write_them(data: bytes) -> None:
    scene = scene_from_csv(data, BERLIN)
    assert scene.campaigns == (SceneCampaign("Nachbarschaft", 500_000), SceneCampaign("Masken", 5_000))
    assert [(one.campaign, one.backer, one.amount_minor) for one in scene.pledges] == [
        (1, 1, 2_500),
        (1, 1, 2_500),
        (0, 0, 125_050),
    ]
    assert scene.pledges[0].at == datetime(2020, 3, 19, 23, tzinfo=UTC)
    assert scene.pledges[2].at == datetime(2020, 3, 21, 17, 30, tzinfo=UTC)
    assert scene.pledges[2].at.utcoffset() == BERLIN.utcoffset(datetime(2020, 3, 21))  # noqa: DTZ001  the zone's own time


def test_nothing_that_names_a_backer_is_kept() -> None:
    assert "erik" not in repr(scene_from_csv(GERMAN.encode(), BERLIN)).casefold()


def test_a_pledge_without_a_backer_is_somebodys_only_one() -> None:
    scene = scene_from_csv(b"date;amount;campaign\n2020-03-20;5;A\n2020-03-20;5;A\n", BERLIN)
    assert scene.backers == 2


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5", 500),
        ("5,5", 550),
        ("5.50", 550),
        ("1.234", 123_400),
        ("1,234", 123_400),
        ("1.234.567,89", 123_456_789),
        ("1 234,5", 123_450),
        ("EUR", None),
        ("0", None),
        ("-5", None),
        ("5,555,5", None),
        ("1e5", None),
        ("1000000000,01", None),
        ("1000000000", 100_000_000_000),
        ("=5", None),
        ("٥", None),
    ],
)
def test_amounts(text: str, amount: int | None) -> None:
    data = f"date;amount;campaign\n2020-03-20;{text};A".encode()
    if amount is None:
        with pytest.raises(UnreadableTable) as caught:
            scene_from_csv(data, BERLIN)
        assert caught.value.problems == [CsvProblem(2, "bad_amount", "amount", text)]
    else:
        assert scene_from_csv(data, BERLIN).pledges[0].amount_minor == amount


def test_rows_that_cannot_be_are_named_by_number_and_column() -> None:
    rows = "31.02.2020;5;A;x\n\n20.03.1020;0;;secret@example.org\n20.03.2020;5;A;y;nothing\n20.03.2020\n"
    with pytest.raises(UnreadableTable) as caught:
        scene_from_csv(f"Datum;Betrag;Kampagne;Unterstützer;Ziel\n{rows}".encode(), BERLIN)
    assert caught.value.problems == [
        CsvProblem(2, "bad_date", "date", "31.02.2020"),
        CsvProblem(4, "bad_date", "date", "20.03.1020"),
        CsvProblem(4, "bad_amount", "amount", "0"),
        CsvProblem(4, "bad_campaign", "campaign", ""),
        CsvProblem(5, "bad_goal", "goal", "nothing"),
        CsvProblem(6, "bad_amount", "amount", ""),
        CsvProblem(6, "bad_campaign", "campaign", ""),
    ]
    assert "secret" not in repr(caught.value.problems)


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (b"", [(1, "column_missing", "date"), (1, "column_missing", "amount"), (1, "column_missing", "campaign")]),
        (b"Datum;Betrag\n", [(1, "column_missing", "campaign")]),
        (b"date;amount;campaign\n;;\n", [(0, "no_rows", "")]),
        (b"PK\x03\x04", [(0, "not_a_table", "")]),
        (b"date;amount;campaign\n2020-03-20;5;\0", [(0, "not_a_table", "")]),
        (b'date;amount;campaign\n2020-03-20;5;"' + b"A" * 200_000, [(0, "not_a_table", "")]),
    ],
)
def test_what_is_no_table_of_pledges_is_refused(data: bytes, problems: list[tuple[int, str, str]]) -> None:
    before = csv.field_size_limit(1_000_000)
    with pytest.raises(UnreadableTable) as caught:
        scene_from_csv(data, BERLIN)
    csv.field_size_limit(before)
    assert [one[:3] for one in caught.value.problems] == problems


def test_limits_of_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation_csv, "PLEDGES_MAX", 2)
    monkeypatch.setattr(simulation_csv, "CAMPAIGNS_MAX", 1)
    head, row = "date;amount;campaign\n", "2020-03-20;5;A\n"
    assert len(scene_from_csv((head + row * 2).encode(), BERLIN).pledges) == 2
    for rows, code in (
        (row * 3, "too_many_rows"),
        (row + row.replace("A", "B"), "too_many_campaigns"),
    ):
        with pytest.raises(UnreadableTable) as caught:
            scene_from_csv((head + rows).encode(), BERLIN)
        assert caught.value.problems[-1].code == code
    monkeypatch.setattr(simulation_csv, "BYTES_MAX", 5)
    with pytest.raises(UnreadableTable, match="too_large"):
        scene_from_csv(b"123456", BERLIN)


def test_only_the_first_twenty_problems_are_told() -> None:
    with pytest.raises(UnreadableTable) as caught:
        scene_from_csv(("date;amount;campaign\n" + "x;5;A\n" * 50).encode(), BERLIN)
    assert len(caught.value.problems) == 20
