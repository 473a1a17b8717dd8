from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.exchange import gavel
from programmes.domain.exchange.gavel import Decision, Unreadable, read_decisions, write_decisions

KEYS = st.text("abz019_'=+-@,;\"é", min_size=1, max_size=9)
DECISIONS = st.builds(Decision, KEYS, KEYS.map("w{}".format), KEYS, st.datetimes(timezones=st.just(UTC)))
# As gavel writes it: keys are numbers, times have no zone.
GAVEL = "Annotator ID,Winner ID,Loser ID,Time\r\n1,7,3,2016-09-18 14:02:11.123456\r\n2,3,9,2016-09-18 14:03:00\r\n"


def test_gavels_own_table_is_read() -> None:
    assert list(read_decisions(GAVEL)) == [
        (2, Decision("1", "7", "3", datetime(2016, 9, 18, 14, 2, 11, 123456, tzinfo=UTC))),
        (3, Decision("2", "3", "9", datetime(2016, 9, 18, 14, 3, tzinfo=UTC))),
    ]


@given(st.lists(DECISIONS, max_size=5))
def test_what_is_written_is_read_again(decisions: list[Decision]) -> None:
    text = "".join(write_decisions(decisions))
    assert [one for _row, one in read_decisions(text)] == decisions


def test_a_key_can_be_no_formula_and_times_are_told_in_utc() -> None:
    at = datetime(2026, 3, 20, 14, tzinfo=timezone(timedelta(hours=2)))
    assert list(write_decisions([Decision("j1", "=1", "@b", at)]))[1] == "j1,'=1,'@b,2026-03-20 12:00:00\n"


def test_columns_are_known_by_name_whatever_else_there_is() -> None:
    text = "\ufeffTime,More,loser id,Winner ID,ANNOTATOR ID\n2026-03-20T12:00:00+00:00,x,a,b,j\n\n"
    assert list(read_decisions(text)) == [(2, Decision("j", "b", "a", datetime(2026, 3, 20, 12, tzinfo=UTC)))]


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("", "other_columns", 1),
        ("Winner ID,Loser ID,Time\n", "other_columns", 1),
        (GAVEL + "1,2\n", "no_key", 4),
        (GAVEL + f"{'1' * 151},2,3,2016-09-18 14:03:00\n", "no_key", 4),
        (GAVEL + "1,2,2,2016-09-18 14:03:00\n", "same_twice", 4),
        (GAVEL + "1,2,3,yesterday\n", "no_time", 4),
        (GAVEL + '1,"2"x,3,2016-09-18 14:03:00\n', "not_a_table", 3),
    ],
)
def test_what_cannot_be_read_is_named_by_its_row(text: str, code: str, row: int) -> None:
    with pytest.raises(Unreadable) as found:
        list(read_decisions(text))
    assert (found.value.code, found.value.row) == (code, row)


def test_a_table_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gavel, "ROWS_MOST", 3)
    assert len(list(read_decisions(GAVEL))) == 2
    monkeypatch.setattr(gavel, "ROWS_MOST", 2)
    with pytest.raises(Unreadable, match="too_long in row 3"):
        list(read_decisions(GAVEL))
