"""What somebody might do to the package of a selection by comparisons; changed, chained and sealed anew."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from programmes.proof.layout import COMPARISONS, SOLUTIONS
from tests.backend.core.forging import Line, event_of, forge_events, forge_table
from tests.programmes.proof.manipulations import Cells


def change_a_choice(folder: Path) -> str:
    forge_events(folder, lambda lines: event_of(lines, "compared", comparison="ad-2").update(choice="second"))
    return "comparison ad-2: choice is “first”, recomputed “second”"


def change_a_choice_everywhere(folder: Path) -> str:
    """What it changes are the strengths of all, and by them the rank."""

    def change(rows: list[Cells]) -> None:
        next(row for row in rows if row["comparison"] == "ab-2")["choice"] = "second"

    forge_events(folder, lambda lines: event_of(lines, "compared", comparison="ab-2").update(choice="second"))
    forge_table(folder, COMPARISONS, change)
    return "solution b: score is"


def drop_a_comparison(folder: Path) -> str:
    def change(lines: list[Line]) -> None:
        lines[:] = [line for line in lines if line["event"].get("comparison") != "ac-1"]

    forge_events(folder, change)
    return "comparison ac-1 stands in the table and follows from no event"


def invent_a_comparison(folder: Path) -> str:
    def change(lines: list[Line]) -> None:
        twin = {**event_of(lines, "compared", comparison="ab-1"), "comparison": "cmp_twin"}
        lines[-1:-1] = [{"event": twin}]

    forge_events(folder, change)
    return "cannot have happened at this point: pair_twice"


def compare_what_was_not_assigned(folder: Path) -> str:
    def change(lines: list[Line]) -> None:
        stranger = {**event_of(lines, "compared", comparison="ab-1"), "comparison": "cmp_new", "juror": "j9"}
        lines[-1:-1] = [{"event": stranger}]

    forge_events(folder, change)
    return "cannot have happened at this point: not_assigned"


def compare_in_spite_of_a_conflict(folder: Path) -> str:
    def change(lines: list[Line]) -> None:
        again = {**event_of(lines, "compared", comparison="ae-2")}
        lines[-1:-1] = [{"event": again}]

    forge_events(folder, change)
    return "cannot have happened at this point: not_assigned"


def keep_what_a_conflict_undid(folder: Path) -> str:
    def change(lines: list[Line]) -> None:
        lines.remove(next(line for line in lines if line["event"] == event_of(lines, "withdrawn", comparison="ae-2")))

    forge_events(folder, change)
    return "cannot have happened at this point: still_compared"


def change_what_was_not_taken_back(folder: Path) -> str:
    def change(lines: list[Line]) -> None:
        again = {**event_of(lines, "compared", comparison="ab-1"), "choice": "second"}
        lines[-1:-1] = [{"event": again}]

    forge_events(folder, change)
    return "cannot have happened at this point: out_of_order"


def turn_a_pair_around(folder: Path) -> str:
    def change(lines: list[Line]) -> None:
        event_of(lines, "compared", comparison="ab-1").update(first="b", second="a")

    forge_events(folder, change)
    return "cannot have happened at this point: pair_turned"


def count_what_was_skipped(folder: Path) -> str:
    def change(rows: list[Cells]) -> None:
        next(row for row in rows if row["solution"] == "e").update(comparisons="2", rank="3")

    forge_table(folder, SOLUTIONS, change)
    return "solution e: comparisons is “2”, recomputed “1”"


def make_one_a_little_stronger(folder: Path) -> str:
    """In the last digit that a score has."""

    def change(rows: list[Cells]) -> None:
        row = next(row for row in rows if row["solution"] == "b")
        above, below = map(int, row["score"].split("/"))
        more = above * (1_000_000 // below) + 1
        row["score"] = f"{more}/1000000"

    forge_table(folder, SOLUTIONS, change)
    return "solution b: score is"


ALL: Final[dict[str, Callable[[Path], str]]] = {
    one.__name__: one
    for one in (
        change_a_choice,
        change_a_choice_everywhere,
        drop_a_comparison,
        invent_a_comparison,
        compare_what_was_not_assigned,
        compare_in_spite_of_a_conflict,
        keep_what_a_conflict_undid,
        change_what_was_not_taken_back,
        turn_a_pair_around,
        count_what_was_skipped,
        make_one_a_little_stronger,
    )
}
