"""How often something can be done in a second."""

import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections

PATIENCE_SECONDS = 600
Step = Callable[[int], object]
"""Does the thing for the n-th time, of all times in this run."""


def in_turns(ours: Step, baseline: Step, *, times: int, rounds: int = 5) -> tuple[float, float]:
    """Do both `times` times in alternating rounds; return each one's median per second. A first round warms up."""
    rates: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for step, found in zip((ours, baseline), rates, strict=True):
            began = time.perf_counter()
            for n in range(number * times, (number + 1) * times):
                step(n)
            found.append(times / (time.perf_counter() - began))
    return statistics.median(rates[0][1:]), statistics.median(rates[1][1:])


def in_processes(count: int, work: Callable[[Sequence[Any]], None], pieces: Sequence[Any]) -> float:
    """Share `pieces` among processes that start together; return how many are done per second, all of them counted."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    start = context.Barrier(count + 1)
    shares = [pieces[number::count] for number in range(count)]
    processes = [context.Process(target=_worked, args=(start, work, share)) for share in shares]
    for process in processes:
        process.start()
    start.wait(30)
    began = time.perf_counter()
    for process in processes:
        process.join(PATIENCE_SECONDS)
    seconds = time.perf_counter() - began
    if any(process.exitcode != 0 for process in processes):
        raise RuntimeError("a process of the bench has failed; what it said stands above")
    return len(pieces) / seconds


def _worked(start: Any, work: Callable[[Sequence[Any]], None], share: Sequence[Any]) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")
    start.wait(30)
    work(share)
    connections.close_all()
