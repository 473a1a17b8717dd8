"""Texts that are likely the same: what counts, what does not, and how well it does on an archive of real challenges."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.letter_runs import runs
from programmes.domain.likeness import ALIKE, Text, alike, vectors

ARCHIVE = Path(__file__).resolve().parents[4] / "shared" / "data" / "hackathon" / "opendatach_projects.csv"


def text(key: int, title: str, body: str = "") -> Text:
    return Text(key, title, body)


def keys(texts: list[Text]) -> list[list[int]]:
    return [[one.key for one in group] for group in alike(texts)]


def test_case_accents_signs_and_endings_matter_little() -> None:
    texts = [
        text(1, "Wie teilen wir Werkzeuge?", "Eine Bohrmaschine läuft dreizehn Minuten."),
        text(2, "WIE TEILEN WIR WERKZEUGE", "Eine Bohrmaschine lauft dreizehn Minuten!"),
        text(3, "Wie teilen wir Werkzeug", "Eine Bohrmaschine läuft nur dreizehn Minuten"),
        text(4, "Wer hilft beim Antrag?", "Drei von zehn füllen ihn falsch aus."),
    ]
    [group] = alike(texts)
    assert sorted(one.key for one in group) == [1, 2, 3]
    assert group[0].percent == 100
    assert all(100 * ALIKE <= one.percent <= 100 for one in group)


def test_a_common_word_makes_nothing_alike() -> None:
    assert keys([text(1, "Wie wird die Schule sicher?"), text(2, "Wie wird die Pflege besser?")]) == []


@pytest.mark.parametrize("texts", [[], [text(1, "Allein")], [text(1, ""), text(2, "")], [text(1, "?"), text(2, "!")]])
def test_nothing_is_alike_where_there_is_nothing(texts: list[Text]) -> None:
    assert alike(texts) == []


def test_no_chain_leads_to_quite_another_text() -> None:
    """Each is like the first of the group, not only like its neighbour."""
    texts = [text(place, f"{'a' * (30 - 5 * place)}{'b' * 5 * place}") for place in range(6)]
    for group in alike(texts, least=0.5):
        first = next(one for one in texts if one.key == group[0].key)
        for other in group[1:]:
            [pair] = alike([first, next(one for one in texts if one.key == other.key)], least=0.0)
            assert len(pair) == 2


def test_progress_goes_up_to_all() -> None:
    heard: list[int] = []
    alike([text(place, f"Text {place}") for place in range(600)], heard.append)
    assert heard == [42, 85, 100]


@given(st.lists(st.text(max_size=30), max_size=12))
def test_laws(titles: list[str]) -> None:
    texts = [text(place, title) for place, title in enumerate(titles)]
    found = keys(texts)
    members = [key for group in found for key in group]
    assert len(members) == len(set(members))
    assert all(len(group) > 1 for group in found)
    assert found == keys(texts)
    lengths = (vectors(titles) ** 2).sum(axis=1) if titles else []
    assert all(abs(length) < 1e-4 or abs(length - 1) < 1e-4 for length in lengths)


def test_runs_have_the_ends_of_words() -> None:
    assert runs("Ää-b") == [" aa ", "aa b", "a b "]
    assert runs("") == []


@pytest.mark.skipif(not ARCHIVE.exists(), reason=f"the archive is not at {ARCHIVE}")
def test_it_finds_what_was_exported_twice_in_a_real_archive() -> None:
    """Known doubles: one event and name, exported from two servers, so that texts differ here and there.

    As challenges do not name their event, a name that was used at two events is found, too; that is no mistake.
    """
    with ARCHIVE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = defaultdict(list)
    for place, row in enumerate(rows):
        known[row["event_name"], row["name"].strip().casefold()].append(place)
    doubles = [places for places in known.values() if len(places) > 1]
    found = keys([text(place, row["name"], f"{row['summary']} {row['excerpt']}") for place, row in enumerate(rows)])
    group_of = {place: number for number, group in enumerate(found) for place in group}
    together = sum(len({group_of.get(place, -place - 1) for place in places}) == 1 for places in doubles)
    assert len(doubles) > 100
    assert together >= 0.9 * len(doubles)
