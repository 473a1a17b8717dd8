import time

from tests.rush.agenda import Agenda, Job
from tests.rush.lines import Line


def run(agenda: Agenda) -> None:
    agenda.run(1, [], clients=1, show=lambda _what, _done, _added: None, what="", incidents=[])


def test_who_has_begun_goes_on_before_others_begin() -> None:
    agenda, done = Agenda(), list[str]()

    def come(_line: Line) -> None:
        done.append("came")
        agenda.go_on(0, lambda _line: done.append("went on"))

    def later(number: int) -> Job:
        return lambda _line: done.append(f"came {number}")

    agenda.add(0, come)
    for number in range(3):
        agenda.add(0, later(number))
    run(agenda)
    assert done == ["came", "went on", "came 0", "came 1", "came 2"]
    assert (agenda.added, agenda.done) == (5, 5)


def test_what_is_not_due_yet_holds_up_nobody() -> None:
    agenda, done = Agenda(), list[str]()
    began = time.monotonic()
    agenda.go_on(0.3, lambda _line: done.append("went on"))
    agenda.add(0, lambda _line: done.append("came"))
    run(agenda)
    assert done == ["came", "went on"]
    assert time.monotonic() - began >= 0.3
