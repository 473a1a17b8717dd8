"""A list of the API against the same rows by SQL and JSON written by hand, both by the same server."""

import json
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from programmes.models import Sprint
from tests.bench.figure import Figure
from tests.bench.served import Client, served
from tests.bench.timing import in_turns
from tests.factories.programmes import CategoryFactory, ChallengeFactory, SprintFactory, TeamFactory

COUNT, TIMES, GOAL = 25, 60, 0.65
BY_HAND = """
SELECT c.public_id, s.public_id, k.public_id, c.title, c.summary, c.language, o.public_id, o.name, c.state,
       c.answer_due_at, c.created_at,
       (SELECT count(*) FROM programmes_team t WHERE t.challenge_id = c.id AND t.state <> 'dissolved'),
       (SELECT count(*) FROM programmes_solution l WHERE l.challenge_id = c.id
           AND l.state IN ('handed_in', 'selected', 'not_selected'))
  FROM programmes_challenge c
  JOIN programmes_sprint s ON s.id = c.sprint_id
  LEFT JOIN programmes_category k ON k.id = c.category_id
  LEFT JOIN accounts_organisation o ON o.id = c.owner_id
 WHERE c.state = 'published' AND s.state <> 'draft' AND s.public_id = %s
 ORDER BY c.title, c.id LIMIT 26
"""
NAMES = [
    "id",
    "sprint",
    "category",
    "title",
    "summary",
    "language",
    "owner",
    "owner_name",
    "state",
    "answer_due_at",
    "created_at",
    "team_count",
    "solution_count",
]


def by_hand(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, [request.GET["sprint"]])
        rows = [dict(zip(NAMES, map(_plain, row), strict=True)) for row in cursor.fetchall()]
    body = json.dumps({"results": rows, "next": None}, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/json")


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value


def figures() -> list[Figure]:
    sprint = list_make()
    ours, baseline = (f"/{path}/?sprint={sprint.public_id}" for path in ("api/v1/challenges", "by-hand"))
    with served() as port:
        client = Client(port)
        one, other = (client.ask("GET", address).body for address in (ours, baseline))
        rates = in_turns(
            lambda _n: client.ask("GET", ours), lambda _n: client.ask("GET", baseline), times=TIMES, rounds=7
        )
    same = "the same bytes" if one == other else "OTHER BYTES"
    note = (
        f"SQL and JSON by hand through the same middleware and server; {same}, {len(one) / 1_000:.0f} kB; goal {GOAL}"
    )
    return [Figure(name=f"list of {COUNT} by the API", ours=rates[0], baseline=rates[1], note=note)]


@transaction.atomic
def list_make() -> Sprint:
    sprint = SprintFactory.create()
    category = CategoryFactory.create(programme=sprint.programme)
    for number in range(COUNT):
        challenge = ChallengeFactory.create(sprint=sprint, category=category)
        for _team in range(number % 3):
            TeamFactory.create(challenge=challenge, sprint=sprint)
    return sprint
