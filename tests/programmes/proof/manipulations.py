"""What somebody might do to a selection's package, each with the words by which a check names it.

They know the format: whatever they change is chained, counted and sealed anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from programmes.proof.layout import REVIEWS, RULES, SOLUTIONS
from tests.backend.core.forging import Line, event_of, forge_events, forge_json, forge_table, lines_of

Cells = dict[str, str]


@dataclass(frozen=True)
class Plan:
    """Whom it is done to, in a package with at least these."""

    loser: str
    """A solution that was not selected, with a review that counts."""
    winner: str
    """One that was selected."""
    review: str
    """The loser's review, which judges everything."""
    abstained: str
    """A review that counts and abstains from something."""
    undone: str
    """A review that was taken back or given up, whose points do not count."""
    noted: str
    """A solution about which people decided otherwise, and said why."""


def plan_for(folder: Path) -> Plan:
    lines = lines_of(folder)
    events = [line["event"] for line in lines]
    about = {event["review"]: event["solution"] for event in events if event["kind"] == "assigned"}
    last = {event["review"]: event["kind"] for event in events if "review" in event}
    points = {
        event["review"]: [one["points"] for one in event["points"]] for event in events if event["kind"] == "submitted"
    }
    counting = [name for name, kind in last.items() if kind == "submitted"]
    decided = event_of(lines, "decided")
    review = next(name for name in counting if about[name] not in decided["selected"] and None not in points[name])
    abstained = next(name for name in counting if None in points[name])
    undone = next(name for name, kind in last.items() if kind in {"reopened", "recused"} and name in points)
    return Plan(about[review], decided["selected"][0], review, abstained, undone, decided["notes"][0]["solution"])


def _criterion(folder: Path, *, may_abstain: bool) -> str:
    rules = event_of(lines_of(folder), "rules_named")
    return next(str(one["criterion"]) for one in rules["criteria"] if one["may_abstain"] is may_abstain)


def _give(folder: Path, review: str, criterion: str, points: int | None) -> None:
    """Change what a review gave when it was submitted last."""

    def change(lines: list[Line]) -> None:
        events = [line["event"] for line in lines]
        event = [one for one in events if one["kind"] == "submitted" and one["review"] == review][-1]
        next(one for one in event["points"] if one["criterion"] == criterion)["points"] = points

    forge_events(folder, change)


def turn_points_into_an_abstention(folder: Path, plan: Plan) -> str:
    criterion = _criterion(folder, may_abstain=True)
    _give(folder, plan.review, criterion, None)
    return f"review {plan.review}: abstained is “”, recomputed “{criterion}”"


def abstain_where_points_are_required(folder: Path, plan: Plan) -> str:
    _give(folder, plan.review, _criterion(folder, may_abstain=False), None)
    return "cannot have happened at this point: abstained_where_required"


def count_an_abstention_as_nothing(folder: Path, plan: Plan) -> str:
    _give(folder, plan.abstained, _criterion(folder, may_abstain=True), 0)
    return f"review {plan.abstained}: score is"


def hide_an_abstention(folder: Path, plan: Plan) -> str:
    def change(rows: list[Cells]) -> None:
        next(row for row in rows if row["review"] == plan.abstained).update(abstained="")

    forge_table(folder, REVIEWS, change)
    return f"review {plan.abstained}: abstained is “”, recomputed “{_criterion(folder, may_abstain=True)}”"


def allow_abstaining_afterwards(folder: Path, plan: Plan) -> str:
    def change(lines: list[Line]) -> None:
        for one in event_of(lines, "rules_named")["criteria"]:
            one["may_abstain"] = True

    criterion = _criterion(folder, may_abstain=False)
    forge_events(folder, change)
    _give(folder, plan.review, criterion, None)
    return "rules.json: rules.json: criteria is"


def _most_points(event: Line, folder: Path) -> None:
    rules = event_of(lines_of(folder), "rules_named")
    most = {one["criterion"]: one["max_points"] for one in rules["criteria"]}
    for one in event["points"]:
        one["points"] = most[one["criterion"]]


def change_points(folder: Path, plan: Plan) -> str:
    def change(lines: list[Line]) -> None:
        events = [line["event"] for line in lines]
        _most_points([one for one in events if one["kind"] == "submitted" and one["review"] == plan.review][-1], folder)

    forge_events(folder, change)
    return f"review {plan.review}: score is"


def drop_a_vote(folder: Path, plan: Plan) -> str:
    def change(lines: list[Line]) -> None:
        mine = [line for line in lines if line["event"].get("review") == plan.review]
        for line in mine:
            lines.remove(line)

    forge_events(folder, change)
    return f"review {plan.review} stands in the table and follows from no event"


def invent_a_vote(folder: Path, plan: Plan) -> str:
    def change(lines: list[Line]) -> None:
        at = event_of(lines, "assigned")["at"]
        assigned = {"kind": "assigned", "review": "rev_invented", "solution": plan.loser, "juror": "j999", "at": at}
        given = {**event_of(lines, "submitted"), "review": "rev_invented"}
        lines[-1:-1] = [{"event": assigned}, {"event": given}]

    forge_events(folder, change)
    return "review rev_invented is missing; it follows from the events"


def let_one_juror_vote_twice(folder: Path, plan: Plan) -> str:
    def change(lines: list[Line]) -> None:
        twin = {**event_of(lines, "assigned", review=plan.review), "review": "rev_twin"}
        lines[-1:-1] = [{"event": twin}]

    forge_events(folder, change)
    return "cannot have happened at this point: juror_twice"


def count_what_was_undone(folder: Path, plan: Plan) -> str:
    def change(lines: list[Line]) -> None:
        undone = [line for line in lines if line["event"].get("review") == plan.undone]
        lines.remove(undone[-1])

    forge_events(folder, change)
    return f"review {plan.undone}: state is"


def give_too_many_points(folder: Path, plan: Plan) -> str:
    def change(lines: list[Line]) -> None:
        event_of(lines, "submitted", review=plan.review)["points"][0]["points"] += 1_000

    forge_events(folder, change)
    return "cannot have happened at this point: points"


def change_a_score(folder: Path, plan: Plan) -> str:
    def change(rows: list[Cells]) -> None:
        next(row for row in rows if row["solution"] == plan.loser).update(score="1/1", rank="1")

    forge_table(folder, SOLUTIONS, change)
    return f"solution {plan.loser}: score is “1/1”"


def swap_who_is_selected(folder: Path, plan: Plan) -> str:
    def change(rows: list[Cells]) -> None:
        by_name = {row["solution"]: row for row in rows}
        by_name[plan.loser]["selected"], by_name[plan.winner]["selected"] = "true", "false"

    forge_table(folder, SOLUTIONS, change)
    return f"solution {plan.winner}: selected is “false”, recomputed “true”"


def change_the_rules_afterwards(folder: Path, plan: Plan) -> str:
    def change(lines: list[Line]) -> None:
        event_of(lines, "rules_named")["criteria"][0]["weight"] += 1

    assert plan
    forge_events(folder, change)
    return "rules.json: rules.json: criteria is"


def change_the_published_method(folder: Path, plan: Plan) -> str:
    assert plan
    forge_json(folder, RULES, lambda data: data["method"].update(places=data["method"]["places"] + 1))
    return "rules.json: rules.json: method.places is"


def hush_up_why(folder: Path, plan: Plan) -> str:
    def change(lines: list[Line]) -> None:
        decided = event_of(lines, "decided")
        decided["notes"] = [one for one in decided["notes"] if one["solution"] != plan.noted]

    forge_events(folder, change)
    return f"{plan.noted} was decided otherwise than by the method without saying why"


def hide_a_conflict(folder: Path, plan: Plan) -> str:
    def change(rows: list[Cells]) -> None:
        next(row for row in rows if row["state"] == "recused").update(state="submitted", score="1/1")

    assert plan
    forge_table(folder, REVIEWS, change)
    return "state is “submitted”, recomputed “recused”"


ALL: Final[dict[str, Callable[[Path, Plan], str]]] = {
    one.__name__: one
    for one in (
        change_points,
        drop_a_vote,
        invent_a_vote,
        let_one_juror_vote_twice,
        count_what_was_undone,
        give_too_many_points,
        change_a_score,
        swap_who_is_selected,
        change_the_rules_afterwards,
        change_the_published_method,
        hush_up_why,
        hide_a_conflict,
        turn_points_into_an_abstention,
        abstain_where_points_are_required,
        count_an_abstention_as_nothing,
        hide_an_abstention,
        allow_abstaining_afterwards,
    )
}
