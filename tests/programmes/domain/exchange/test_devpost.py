"""Each of Devpost's layouts has a file here, written for it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.exchange import devpost
from programmes.domain.exchange.devpost import Layout, Remark, Unreadable, key_of, read_table

FILES = Path(__file__).parent / "devpost"
HEAT = "stadthack.devpost.com/submissions/101-heat-map"


def table(name: str) -> devpost.Found:
    return read_table((FILES / f"{name}.csv").read_bytes(), UTC)


def test_a_row_for_each_project_with_people_that_run_past_the_header() -> None:
    found = table("people")
    assert found.layout == Layout.PEOPLE
    heat, formula, shifted = found.entries
    assert (heat.row, heat.address, heat.title) == (2, HEAT, "Heat Map")
    assert heat.text == '## Inspiration\nOur street was 41 °C.\n\n- Sensors\n- A map, "live"'
    assert heat.people == ("ada@example.org", "ben@example.org", "cem@example.org", "dora@example.org")
    assert heat.prizes == ("Best Use of Open Data", "Klima")
    assert heat.built_with == "Python, PostGIS"
    assert heat.links == (
        ("Devpost", f"https://{HEAT}"),
        ("", "https://github.com/heat/map"),
        ("", "https://heat.example.org"),
        ("Video", "https://youtu.be/abc"),
    )
    assert (heat.created_at, heat.submitted_at) == (
        datetime(2026, 6, 12, 18, 30, tzinfo=UTC),
        datetime(2026, 6, 14, 9, 59, 59, tzinfo=UTC),
    )
    assert formula.title == "=HYPERLINK(1)"
    assert formula.created_at == datetime(2026, 6, 13, 10, tzinfo=UTC)
    assert [url for _label, url in formula.links] == ["https://stadthack.devpost.com/submissions/102-formula"]
    assert shifted.people == ("hua@example.org",)
    assert found.remarks == [
        Remark(
            1, "corrected", "columns that are not taken: Notes, What Is Your Shirt Size?, Team Colleges/Universities"
        ),
        Remark(4, "refused", "a draft"),
        Remark(5, "refused", "hidden from the gallery"),
        Remark(6, "corrected", "members from column 20 on are not understood"),
    ]


def test_a_row_for_each_prize_is_collapsed() -> None:
    found = table("prizes")
    assert found.layout == Layout.PRIZES
    heat, bell = found.entries
    assert heat.prizes == ("Klima, best of all", "Best Use of Open Data")
    assert heat.people == ("ada@example.org", "ben@example.org")
    assert (bell.title, bell.text, bell.prizes) == ("Bike Bell", "It rings\ntwice.", ("Mobility",))
    assert found.remarks[1:] == [
        Remark(5, "refused", "a draft"),
        Remark(3, "merged", "the same project as in row 2"),
    ]


def test_a_row_for_each_project_without_people_and_with_a_column_in_between() -> None:
    found = table("projects")
    assert found.layout == Layout.PROJECTS
    (heat,) = found.entries
    assert (heat.title, heat.people, heat.prizes) == ("Heat Map", (), ("Klima", "Best Use of Open Data"))
    assert [url for _label, url in heat.links][1:] == ["https://github.com/heat/map", "https://heat.example.org"]
    assert found.remarks[1:] == [
        Remark(4, "refused", "without a title"),
        Remark(5, "refused", "without an address, as drafts are"),
    ]


def test_the_old_layout() -> None:
    found = table("old")
    assert found.layout == Layout.OLD
    (heat,) = found.entries
    assert heat.address == "devpost.com/software/heat-map"
    assert heat.text == "Our street was 41 °C.\n\nWe built a map."
    assert heat.people == ("ada@example.org", "ben@example.org", "Cem Can")
    assert [label for label, _url in heat.links] == ["Devpost", "", "Video", "File"]
    assert found.remarks[-1] == Remark(3, "refused", "without an address, as drafts are")


def test_columns_are_known_by_name_in_any_order_and_case() -> None:
    found = read_table(b"SUBMISSION URL,own question,  project   title\nhttps://a.devpost.com/s/1,x,Karte\n", UTC)
    assert [(one.title, one.address) for one in found.entries] == [("Karte", "a.devpost.com/s/1")]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no_devpost"),
        (b"a,b\n1,2\n", "no_devpost"),
        (b"Project Title\nx\n", "no_devpost"),
        (b"\xff\xfeP\x00", "not_utf8"),
        (b'Project Title,Submission Url\n"a"b,c\n', "not_a_table"),
        (b"Project Title,Submission Url\n" + b"," * 600 + b"\n", "too_long"),
    ],
)
def test_what_is_no_table_of_devpost_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_table(content, UTC)


def test_a_table_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    head, row = b"Project Title,Submission Url\n", b"a,https://a.b/%d\n"
    monkeypatch.setattr(devpost, "ROWS_MOST", 2)
    assert len(read_table(head + row % 1 + row % 2, UTC).entries) == 2
    with pytest.raises(Unreadable, match="too_long"):
        read_table(head + row % 1 + row % 2 + row % 3, UTC)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (" https://A.devpost.com/s/1/ ", "a.devpost.com/s/1"),
        ("http://a.devpost.com/s/1?ref=2#top", "a.devpost.com/s/1"),
        ("a.devpost.com/s/1", ""),
        ("javascript:alert(1)", ""),
        ("https://[", ""),
        ("https://a b/c", ""),
        ("", ""),
    ],
)
def test_an_address_names_a_project_for_good(url: str, key: str) -> None:
    assert key_of(url) == key


@given(st.lists(st.tuples(st.text(max_size=9), st.integers(0, 3)), max_size=6))
def test_each_project_comes_once_whatever_stands_in_the_rows(rows: list[tuple[str, int]]) -> None:
    lines = ["Opt-In Prize,Project Title,Submission Url"]
    for prize, number in rows:
        cell = prize.replace('"', '""').replace("\0", "")
        lines.append(f'"{cell}",P{number},https://a.devpost.com/{number}')
    found = read_table("\n".join(lines).encode("utf-8", "ignore"), UTC)
    assert sorted(one.title for one in found.entries) == sorted({f"P{number}" for _prize, number in rows})
    assert len(found.entries) + sum(one.kind == "merged" for one in found.remarks) == len(rows)
