"""Hints while somebody types, in a sprint as large as they come: 1,500 solutions, 1,500 teams, 400 challenges."""

from random import Random

from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from programmes.models import Challenge, Solution, SolutionVersion, Sprint, Team
from programmes.services.nearness import nearness_build
from tests.bench import bare
from tests.bench.figure import Figure
from tests.bench.finding import slowest
from tests.bench.raw import count_statements
from tests.factories.programmes import ChallengeFactory, SprintFactory, moment_from_now

SOLUTIONS, CHALLENGES, GOAL = 1_500, 400, 5
PARTS = (
    *("nachbar", "hilfe", "karte", "wege", "schul", "pflege", "telefon", "kette", "werkzeug", "garten", "schatten"),
    *("wasser", "besuch", "dienst", "antrag", "sprach", "lern", "spiel", "fahrrad", "bus", "halte", "stelle", "küche"),
)


def figures() -> list[Figure]:
    draw = Random(1)  # noqa: S311  the same sprint in each run, no secret
    sprint = build(draw)
    nearness_build(sprint=sprint)
    client = Client()
    similar, plain = reverse("web:similar", args=[sprint.slug]), f"/indexed/{sprint.pk}/"

    def ours() -> None:
        client.get(similar, {"title": words(draw, 6), "summary": words(draw, 20)})

    with override_settings(ROOT_URLCONF=bare.__name__):
        seen, baseline = slowest(ours, lambda: client.get(plain))
        statements = count_statements(ours)
    note = (
        f"the slowest of twenty of a page that asks one indexed question; {seen[0]:.1f} ms against "
        f"{baseline[0]:.1f} ms, medians {seen[1]:.1f} and {baseline[1]:.1f} ms, {statements} statements; a ratio of "
        f"{1 / GOAL:.2f} is the goal"
    )
    name = f"similar hints while typing: {SOLUTIONS:,} solutions, as many teams, {CHALLENGES} challenges"
    return [Figure(name=name, ours=1_000 / seen[0], baseline=1_000 / baseline[0], note=note)]


def words(draw: Random, count: int) -> str:
    """German compounds, as people make them."""
    return " ".join("".join(draw.sample(PARTS, draw.randrange(1, 4))).capitalize() for _ in range(count))


def build(draw: Random) -> Sprint:
    sprint = SprintFactory.create(ends_at=moment_from_now(24))
    challenges = Challenge.objects.bulk_create(
        [
            ChallengeFactory.build(sprint=sprint, owner=None, title=f"{words(draw, 5)} {n}", summary=words(draw, 25))
            for n in range(CHALLENGES)
        ]
    )
    teams = Team.objects.bulk_create(
        [
            Team(
                sprint=sprint,
                challenge=draw.choice(challenges),
                name=f"{words(draw, 2)} {number}",
                pitch=words(draw, 40),
                language="de",
                size_limit=8,
            )
            for number in range(SOLUTIONS)
        ]
    )
    solutions = Solution.objects.bulk_create(
        [Solution(sprint=sprint, challenge_id=team.challenge_id, team=team, state="draft") for team in teams]
    )
    versions = SolutionVersion.objects.bulk_create(
        [
            SolutionVersion(
                solution=row,
                number=1,
                title=words(draw, 4),
                summary=words(draw, 30),
                language="de",
                handed_in_at=moment_from_now(0),
            )
            for row in solutions
        ]
    )
    for row, version in zip(solutions, versions, strict=True):
        row.current_version, row.state = version, "handed_in"
    Solution.objects.bulk_update(solutions, ["current_version", "state"], batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return sprint
