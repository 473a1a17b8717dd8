"""What is printed after a rush, and whether it passed."""

from dataclasses import replace

from rich.console import Console

from tests.rush.invariants import INVARIANTS, Seen
from tests.rush.phases import Phase
from tests.rush.play import Played
from tests.rush.report import tell
from tests.rush.test_invariants import GOOD

PHASES = [Phase("registering", 2, {"clients": 0.5, "granian": 1.25}), Phase("telling", 1, {"worker": 0.5})]


def told(seen: Seen) -> tuple[bool, str]:
    console = Console(record=True, width=200)
    played = Played(seen=seen, registering_seconds=2, told_seconds=3, output="", phases=PHASES)
    return tell(played, console), console.export_text()


def test_a_line_for_each_invariant() -> None:
    passed, text = told(GOOD)
    assert passed
    assert text.count("holds") == len(INVARIANTS)
    assert [line.split("│")[1:-1] for line in text.splitlines() if "in all" in line] == [
        [f" {'in all':11} ", "     3.0 ", "     0.5 ", "     1.2 ", "    0.5 "]
    ]
    assert "4 registrations in 2 s (2 a second); 3 mails; all were told after 3 s" in text


def test_one_that_is_broken_says_why_and_fails_the_run() -> None:
    passed, text = told(replace(GOOD, capacity=1))
    assert not passed
    assert "BROKEN no place is sold twice: 2 people on 1 places" in text
