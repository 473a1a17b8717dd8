from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from programmes.domain.assignment import suggest


def test_places_go_to_who_has_least_to_do() -> None:
    pairs = suggest(["a", "b"], {"x": 3, "y": 0, "z": 1}, per_solution=1, has={}, barred={})
    assert pairs == [("a", "y"), ("b", "y")]


def test_those_who_judge_already_count() -> None:
    pairs = suggest(["a"], {"x": 0, "y": 0, "z": 0}, per_solution=2, has={"a": {"y"}}, barred={})
    assert pairs == [("a", "x")]


def test_nobody_judges_what_is_barred() -> None:
    pairs = suggest(["a"], {"x": 0, "y": 5}, per_solution=2, has={}, barred={"x": {"a"}})
    assert pairs == [("a", "y")]


def test_solutions_that_few_may_judge_come_first() -> None:
    """Else the one juror left for `b` would have been taken by `a`."""
    pairs = suggest(["a", "b"], {"x": 0, "y": 0}, per_solution=1, has={}, barred={"y": {"b"}})
    assert pairs == [("b", "x"), ("a", "y")]


def test_more_than_enough_for_a_solution_is_left_as_it_is() -> None:
    assert suggest(["a"], {"x": 0, "y": 0, "z": 0}, per_solution=1, has={"a": {"x", "y"}}, barred={}) == []


@given(
    solutions=st.integers(0, 12),
    jurors=st.integers(1, 6),
    per_solution=st.integers(1, 4),
    barred=st.dictionaries(st.integers(0, 5), st.sets(st.integers(0, 11))),
)
def test_the_work_is_even_and_honest(
    solutions: int, jurors: int, per_solution: int, barred: dict[int, set[int]]
) -> None:
    pairs = suggest(range(solutions), dict.fromkeys(range(jurors), 0), per_solution=per_solution, has={}, barred=barred)
    assert len(set(pairs)) == len(pairs)
    assert all(solution not in barred.get(juror, ()) for solution, juror in pairs)
    given_to = Counter(solution for solution, _juror in pairs)
    for solution in range(solutions):
        may = sum(solution not in barred.get(juror, ()) for juror in range(jurors))
        assert given_to[solution] == min(per_solution, may)
    if not any(barred.values()):
        work = Counter(juror for _solution, juror in pairs)
        assert (
            max((work[juror] for juror in range(jurors)), default=0) - min(work[juror] for juror in range(jurors)) <= 1
        )
