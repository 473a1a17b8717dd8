"""What is near to a few words, and how well it does on an archive of real projects."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.nearness import LEAST, Index, Indexed, built, nearest, packed, unpacked

ARCHIVE = Path(__file__).resolve().parents[4] / "shared" / "data" / "hackathon" / "opendatach_projects.csv"
TEXTS = [
    Indexed(0, 1, "Wie erreichen wir Menschen, bei denen niemand anruft?"),
    Indexed(1, 1, "Nachbarschaftshilfe per Telefonkette für ältere Menschen"),
    Indexed(2, 7, "Schattenkarte: kühle Wege durch die Stadt"),
    Indexed(1, 3, ""),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return built(TEXTS)


def found(index: Index, words: str, least: float = LEAST) -> list[tuple[int, int]]:
    return [(one.kind, one.key) for one in nearest(index, words, most=3, least=least)]


def test_german_compounds_are_found_by_their_parts(index: Index) -> None:
    assert found(index, "Eine Kette von Telefonen hilft in der Nachbarschaft")[0] == (1, 1)
    assert found(index, "Karte mit Schatten für kühle Wege")[0] == (2, 7)


def test_fewer_than_three_words_are_like_nothing(index: Index) -> None:
    assert found(index, "Schattenkarte Wege") == []
    assert found(index, " ? ! . ") == []
    assert found(index, "") == []
    assert nearest(built([]), "drei gute Wörter", most=3) == []


def test_what_is_the_same_is_alike_by_all_of_it(index: Index) -> None:
    [first, *_rest] = nearest(index, TEXTS[2].text.upper(), most=1)
    assert (first.kind, first.key, first.percent) == (2, 7, 100)


def test_nothing_below_the_border_and_no_more_than_asked_for(index: Index) -> None:
    assert found(index, "ganz andere Dinge gibt es") == []
    assert len(nearest(index, "Wege für Menschen durch die Stadt", most=2, least=0.0)) == 2


def test_it_is_the_same_after_being_stored(index: Index) -> None:
    again = unpacked(packed(index))
    words = "Wege für ältere Menschen in der Stadt"
    assert nearest(again, words, most=3, least=0.0) == nearest(index, words, most=3, least=0.0)


@given(st.lists(st.text(max_size=30), max_size=8), st.text(max_size=60))
def test_laws(texts: list[str], words: str) -> None:
    index = built([Indexed(0, place, text) for place, text in enumerate(texts)])
    near = nearest(index, words, most=3, least=0.1)
    assert [one.percent for one in near] == sorted((one.percent for one in near), reverse=True)
    assert all(10 <= one.percent <= 100 for one in near)
    assert len({one.key for one in near}) == len(near)


@pytest.mark.skipif(not ARCHIVE.exists(), reason=f"the archive is not at {ARCHIVE}")
def test_who_types_a_double_of_a_real_project_is_shown_it() -> None:
    with ARCHIVE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = defaultdict(list)
    for place, row in enumerate(rows):
        known[row["event_name"], row["name"].strip().casefold()].append(place)
    texts = [f"{row['summary']} {row['excerpt']}" for row in rows]
    index = built([Indexed(0, place, f"{row['name']} {texts[place]}") for place, row in enumerate(rows)])
    shown = asked = 0
    for places in known.values():
        for place in places if len(places) > 1 else ():
            typed = f"{rows[place]['name']} {' '.join(texts[place].split()[:8])}"
            # The text itself is in the archive, too: the other one is among the first three besides it.
            near = {one.key for one in nearest(index, typed, most=4)} - {place}
            shown += bool(near & set(places))
            asked += 1
    assert asked == 228
    assert shown == 228
