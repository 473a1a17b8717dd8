"""Composing sections: each step, and what cannot be asked."""

from dataclasses import replace
from typing import Any

import pytest

from programmes.domain.outline import BODY_LONGEST, SECTIONS_MOST, Section
from programmes.domain.outline_editing import (
    HINT_LONGEST,
    TITLE_LONGEST,
    outline_faults,
    renamed,
    section_moved,
    section_put,
    section_removed,
    section_returned,
    sections_replaced,
)


def part(key: str, **more: Any) -> Section:
    return Section(**{"key": key, "title_de": f"Teil {key}", "title_en": "", **more})


A, B, C = part("a"), part("b"), part("c")
GONE = part("x", is_asked=False)


def keys(sections: list[Section]) -> str:
    """What is asked no more in capitals."""
    return "".join(one.key if one.is_asked else one.key.upper() for one in sections)


def test_a_section_is_added_as_the_last_that_is_asked_and_changed_in_its_place() -> None:
    assert keys(section_put([A, GONE], B)) == "abX"
    changed = section_put([A, B], replace(A, title_de="Anders"))
    assert [one.title_de for one in changed] == ["Anders", "Teil b"]


def test_only_what_is_asked_has_an_order() -> None:
    assert keys(section_moved([A, B, GONE], "b", -1)) == "baX"
    assert keys(section_moved([A, B, GONE], "b", 1)) == "abX"
    assert keys(section_moved([A, B, GONE], "x", -1)) == "abX"


def test_what_is_removed_comes_back_in_the_last_place() -> None:
    gone = section_removed([A, B, C], "a")
    assert keys(gone) == "bcA"
    assert keys(section_returned(gone, "a")) == "bca"
    assert keys(section_removed([A], "nothing")) == "a"


def test_what_is_left_out_is_asked_no_more() -> None:
    assert keys(sections_replaced([A, B, GONE], [C, A])) == "caBX"
    assert keys(sections_replaced([A, GONE], [replace(GONE, is_asked=True)])) == "xA"


def test_a_section_remembers_its_titles_until_it_has_them_again() -> None:
    once = renamed(A, replace(A, title_de="Anfang"))
    assert once.former == ("Teil a",)
    twice = renamed(once, replace(once, title_de="Beginn", title_en="Start"))
    assert set(twice.former) == {"Teil a", "Anfang"}
    assert renamed(twice, replace(twice, title_de="Teil a")).former == ("Beginn", "Anfang")


@pytest.mark.parametrize(
    ("sections", "fault"),
    [
        ([part(f"s{n}") for n in range(SECTIONS_MOST + 1)], ("", "many_sections")),
        ([A, replace(A, title_de="Anders")], ("a", "key_twice")),
        ([part("Ä")], ("Ä", "key")),
        ([part("a", title_de="")], ("a", "no_title")),
        ([part("a", title_de="x" * (TITLE_LONGEST + 1))], ("a", "long")),
        ([part("a", hint_en="x" * (HINT_LONGEST + 1))], ("a", "long")),
        ([part("a", longest=0)], ("a", "longest")),
        ([part("a", longest=BODY_LONGEST + 1)], ("a", "longest")),
        ([A, part("b", title_en="Teil a")], ("b", "title_twice")),
        ([part("a", former=("Früher",)), part("b", title_de="Früher")], ("b", "title_twice")),
        ([A, part("x", title_de="Teil a", is_asked=False)], ("x", "title_removed")),
    ],
)
def test_what_cannot_be_asked_is_told(sections: list[Section], fault: tuple[str, str]) -> None:
    assert outline_faults(sections) == [fault]


def test_the_borders_can_be_asked() -> None:
    most = [part(f"s{n}", longest=BODY_LONGEST) for n in range(SECTIONS_MOST)]
    widest = part("a", title_de="x" * TITLE_LONGEST, hint_de="x" * HINT_LONGEST, longest=1)
    for sections in ([], [*most, GONE], [widest], [part("a", title_de="Team", title_en="Team")]):
        assert outline_faults(sections) == []
