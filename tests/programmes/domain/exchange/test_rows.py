from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.exchange.lines import tidy
from programmes.domain.exchange.rows import (
    ActivityRow,
    CategoryRow,
    ProjectRow,
    Unfit,
    columns,
    from_cells,
    from_data,
    to_cells,
    to_data,
)

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
TEXTS = st.text(max_size=30)
PROJECTS = st.builds(
    ProjectRow,
    id=TEXTS.filter(bool),
    name=TEXTS.filter(bool),
    summary=TEXTS,
    longtext=TEXTS,
    is_challenge=st.booleans(),
    progress=st.integers(-100, 100),
    team_count=st.integers(0, 50),
    links=st.lists(st.fixed_dictionaries({"label": TEXTS, "url": TEXTS}), max_size=3).map(tuple),
    created_at=st.datetimes(timezones=st.just(UTC)),
    updated_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(PROJECTS)
def test_a_row_comes_back_from_its_cells_and_from_its_data(row: ProjectRow) -> None:
    assert from_cells(ProjectRow, to_cells(row)) == row
    assert from_data(ProjectRow, to_data(row)) == row


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "'", "'="])
def test_what_somebody_wrote_can_be_no_formula_of_who_opens_the_table(begin: str) -> None:
    row = CategoryRow(id="a", name=f"{begin}HYPERLINK(1)")
    name = to_cells(row)[2]
    assert name == f"'{row.name}"
    assert from_cells(CategoryRow, to_cells(row)) == row


def test_a_number_stays_a_number_although_it_begins_with_a_sign() -> None:
    row = ProjectRow(id="a", name="b", progress=-1, created_at=NOON)
    assert "-1" in to_cells(row)


def test_times_are_told_in_utc_and_those_without_a_zone_are_meant_so() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=2)))
    assert from_data(ActivityRow, {"name": "star", "time": there.isoformat()}).time == NOON
    assert from_data(ActivityRow, {"name": "star", "time": "2026-03-20T12:00"}).time == NOON
    assert from_data(ActivityRow, {"name": "star", "time": int(NOON.timestamp())}).time == NOON


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", None),
        ("name", ""),
        ("created_at", None),
        ("created_at", "yesterday"),
        ("created_at", 10**30),
        ("created_at", True),
        ("progress", "much"),
        ("progress", True),
        ("is_challenge", "maybe"),
        ("is_challenge", 3),
        ("links", "{}"),
        ("links", "["),
        ("links", "[" * 100_000),
        ("links", ["a"]),
        ("links", [{"label": 1}]),
        ("summary", ["a"]),
        ("summary", {"a": 1}),
    ],
)
def test_what_does_not_fit_is_named_by_its_column(name: str, value: object) -> None:
    good = to_data(ProjectRow(id="a", name="b", created_at=NOON))
    with pytest.raises(Unfit, match=name):
        from_data(ProjectRow, {**good, name: value})


def test_what_there_is_no_column_for_is_left_out() -> None:
    assert from_data(CategoryRow, {"id": "a", "name": "b", "email": "a@b.c"}) == CategoryRow(id="a", name="b")


def test_a_table_says_which_columns_must_be_filled() -> None:
    assert [name for name, _word, is_needed in columns(ProjectRow) if is_needed] == ["id", "name", "created_at"]


@given(TEXTS)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_tidying_takes_signs_that_deceive_and_keeps_lines() -> None:
    assert tidy(" a\r\nb\x00\u202e\tc\u2028 ") == "a\nb\tc"
