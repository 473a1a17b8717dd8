"""What became of challenges that organisers have merged or split. Public, without naming anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from programmes.enums import ChallengeState
from programmes.models import Challenge, Reshaping, ReshapingPart, Solution, Sprint, Team
from programmes.selectors.challenges import challenges_public
from programmes.selectors.solutions import solutions_public
from programmes.selectors.teams import teams_public

SHOWN = Prefetch("parts", queryset=ReshapingPart.objects.select_related("source", "target"))


@dataclass(frozen=True, slots=True)
class ShownPart:
    part: ReshapingPart
    teams: list[Team]
    solutions: list[Solution]

    @property
    def offers(self) -> int:
        return len(self.part.moved["offers"])

    @property
    def offers_kept(self) -> int:
        return len(self.part.moved["offers_kept"])

    @property
    def source_is_known(self) -> bool:
        """What never was public stays so, and so does what is hidden."""
        source = self.part.source
        was_public = source.state == ChallengeState.PUBLISHED or source.was_published
        return was_public and source.hidden_at is None

    @property
    def target_is_known(self) -> bool:
        return self.part.target.hidden_at is None


@dataclass(frozen=True, slots=True)
class ShownReshaping:
    reshaping: Reshaping
    parts: list[ShownPart]


def reshapings_of(challenge: Challenge) -> QuerySet[Reshaping]:
    """What was merged into a challenge or split off it, or how it came about itself, the latest first."""
    ours = ReshapingPart.objects.filter(Q(source=challenge) | Q(target=challenge)).values("reshaping_id")
    return Reshaping.objects.filter(pk__in=ours).select_related("sprint").prefetch_related(SHOWN)


def reshapings_public(*, sprint: Sprint | None = None) -> QuerySet[Reshaping]:
    rows = Reshaping.objects.exclude(sprint__state="draft").select_related("sprint").prefetch_related(SHOWN)
    return rows.filter(sprint=sprint) if sprint is not None else rows


def reshapings_shown(rows: Sequence[Reshaping]) -> list[ShownReshaping]:
    """With the teams and solutions that everybody sees, in two queries however many there are."""
    parts = [part for row in rows for part in row.parts.all()]
    teams = _by_ref(teams_public().prefetch_related(None), parts, "teams")
    solutions = _by_ref(solutions_public(), parts, "solutions")
    return [ShownReshaping(row, [_shown(part, teams, solutions) for part in row.parts.all()]) for row in rows]


def _shown(part: ReshapingPart, teams: dict[str, Team], solutions: dict[str, Solution]) -> ShownPart:
    return ShownPart(
        part,
        [teams[ref] for ref in part.moved["teams"] if ref in teams],
        [solutions[ref] for ref in part.moved["solutions"] if ref in solutions],
    )


def _by_ref(rows: "QuerySet[Any]", parts: Sequence[ReshapingPart], kind: str) -> dict[str, Any]:
    wanted = [ref for part in parts for ref in part.moved[kind]]
    return {row.public_id: row for row in rows.filter(public_id__in=wanted)} if wanted else {}


def challenges_to_merge(challenge: Challenge, query: str = "") -> QuerySet[Challenge]:
    """Published ones of the same sprint, and proposals: what could become part of `challenge`."""
    if query:
        found = challenges_public(sprint=challenge.sprint, query=query).values("pk")
        rows = challenge.sprint.challenges.filter(Q(pk__in=found) | Q(title__icontains=query))
    else:
        rows = challenge.sprint.challenges.all()
    states = {ChallengeState.PROPOSED, challenge.state}
    rows = rows.filter(state__in=states).exclude(pk=challenge.pk)
    return rows.select_related("owner").order_by("title", "id")
