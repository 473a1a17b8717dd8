"""What teams have written so far into the sections of a sprint's solutions."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length

from programmes.domain.outline import HEADING, Section, parted
from programmes.models import Solution, SolutionVersion, Sprint


def is_written(sprint: Sprint) -> bool:
    """Whether any team has begun a solution."""
    return Solution.objects.filter(sprint=sprint).exists()


def teams_under(sprint: Sprint, titles: Mapping[str, Collection[str]]) -> dict[str, int]:
    """By each name, how many teams have a text under one of its titles now. One question for all of them."""
    names = [name for name in titles if titles[name]]
    if not names:
        return dict.fromkeys(titles, 0)
    counts = {f"n{place}": Count("pk", filter=_under(titles[name])) for place, name in enumerate(names)}
    found = _latest(sprint).aggregate(**counts)
    return dict.fromkeys(titles, 0) | {name: found[f"n{place}"] for place, name in enumerate(names)}


def longest_written(sprint: Sprint, sections: Sequence[Section], *, over: int) -> dict[str, int]:
    """By key of the section, how many characters its longest text has, of solutions that are longer than `over`."""
    longest = {section.key: 0 for section in sections}
    bodies = _latest(sprint).alias(length=Length("body")).filter(length__gt=over).values_list("body", flat=True)
    for body in bodies.iterator():
        for key, text in parted(sections, body).items():
            longest[key] = max(longest[key], len(text))
    return longest


def _latest(sprint: Sprint) -> QuerySet[SolutionVersion]:
    """Of each solution the version that its team goes on from."""
    rows = SolutionVersion.objects.filter(solution__sprint=sprint)
    last = rows.order_by("solution_id", "-number").distinct("solution_id").values("pk")
    return SolutionVersion.objects.filter(pk__in=last)


def _under(titles: Collection[str]) -> Q:
    """As `outline.joined` writes it: a line of its own, which a heading of the team's is not."""
    asked = Q()
    for title in titles:
        line = f"{HEADING}{title}\n"
        asked |= Q(body__startswith=line) | Q(body__contains=f"\n{line}")
    return asked
