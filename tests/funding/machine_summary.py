"""What the book machine did in all its runs, in a few plain lines."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

NAME = "book machine"
"""The property of a test's report that holds what one run did."""


def machine_lines(reports: Iterable[Any]) -> list[str]:
    """Return how many steps and of which kinds were done; nothing where the machine did not run."""
    runs = [dict(value) for one in reports for name, value in one.user_properties if name == NAME]
    if not runs:
        return []
    seeds = [run.pop("seed") for run in runs]
    total: Counter[str] = Counter()
    for run in runs:
        total.update(run)
    steps = total.pop("steps")
    first = f"{NAME}: {steps:,} steps in {len(runs):,} runs, seeds {min(seeds)} to {max(seeds)}"
    return [first, *_by_group(total)]


def _by_group(total: Counter[str]) -> Iterator[str]:
    groups: dict[str, list[str]] = {"done": [], "refused": [], "divide": [], "divided": [], "remainder": []}
    for name, count in total.most_common():
        head, mark, rest = name.partition(": ")
        group = "refused" if head.endswith(" refused") else head if mark else "done"
        groups[group].append(f"{name if group == 'refused' or not mark else rest} {count:,}".replace(" refused:", ""))
    for group, parts in groups.items():
        if parts:
            yield f"  {group}: {', '.join(parts)}"
