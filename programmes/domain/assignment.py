"""Who judges what: an even distribution that respects conflicts."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from backend.core.checks import ensure

Solution = TypeVar("Solution")
Juror = TypeVar("Juror")


def suggest(
    solutions: Iterable[Solution],
    loads: Mapping[Juror, int],
    *,
    per_solution: int,
    has: Mapping[Solution, Collection[Juror]],
    barred: Mapping[Juror, Collection[Solution]],
) -> list[tuple[Solution, Juror]]:
    """Return new pairs so that each solution is judged by `per_solution` ≥ 1 jurors, as far as there are enough.

    `has` are the jurors that a solution has already, `barred` the solutions that a juror may not judge. Each place goes
    to the juror with the least to do; ties go to the earlier one. Solutions that few may judge come first, so that the
    jurors left for them are not taken by others.
    """
    ensure(per_solution >= 1, "each solution is judged by somebody")
    work = dict(loads)
    pairs: list[tuple[Solution, Juror]] = []
    free = {
        solution: [
            juror for juror in work if juror not in has.get(solution, ()) and solution not in barred.get(juror, ())
        ]
        for solution in solutions
    }
    for solution in sorted(free, key=lambda one: len(free[one])):
        wanted = max(0, per_solution - len(has.get(solution, ())))
        for juror in sorted(free[solution], key=lambda one: work[one])[:wanted]:
            pairs.append((solution, juror))
            work[juror] += 1
    return pairs
