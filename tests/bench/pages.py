"""Lists over a thousand challenges, against a view that answers two letters through the same middleware."""

from django.test import Client, override_settings
from django.urls import reverse

from programmes.models import Challenge
from tests.bench import bare
from tests.bench.figure import Figure
from tests.bench.raw import count_statements
from tests.bench.timing import in_turns
from tests.factories.programmes import ChallengeFactory, SprintFactory, TeamFactory

COUNT, TIMES = 1_000, 10
LISTS = {
    "api:challenges": "list of the API",
    "web:challenges": "page of the list",
    "web:sprint": "page of the sprint",
    "web:home": "home page",
}


def figures() -> list[Figure]:
    sprint = SprintFactory.create()
    challenges = Challenge.objects.bulk_create(
        [ChallengeFactory.build(sprint=sprint, owner=None, title=f"Herausforderung {n}") for n in range(COUNT)]
    )
    for challenge in challenges[:20]:
        TeamFactory.create(challenge=challenge)
    with override_settings(ROOT_URLCONF=bare.__name__, API_ADDRESS_REQUESTS_A_MINUTE=0):
        found = [measure(title, address_of(name, sprint.slug)) for name, title in LISTS.items()]
    with override_settings(ROOT_URLCONF=bare.__name__, SHARED_PAGES=True):
        return [*found, shared(address_of("web:sprint", sprint.slug))]


def address_of(name: str, slug: str) -> str:
    return reverse(name, args=[slug]) if name == "web:sprint" else reverse(name)


def shared(address: str) -> Figure:
    """As many visitors see it who have no session: two seconds old at most, by Django alone."""
    client = Client()
    bare.SAME["body"] = client.get(address).content
    ours, baseline = in_turns(lambda _n: client.get(address), lambda _n: client.get("/same/"), times=500, rounds=5)
    note = f"a view that returns the same {len(bare.SAME['body']) / 1_000:.0f} kB"
    return Figure(name="page of the sprint, shared by all visitors", ours=ours, baseline=baseline, note=note)


def measure(title: str, address: str) -> Figure:
    client = Client()
    size = len(client.get(address).content) / 1_000
    statements = count_statements(lambda: client.get(address))
    ours, baseline = in_turns(lambda _n: client.get(address), lambda _n: client.get("/bare/"), times=TIMES, rounds=3)
    note = f"a view that answers two letters; {statements} statements, {size:.0f} kB"
    return Figure(name=f"{COUNT:,} challenges: {title}", ours=ours, baseline=baseline, note=note)
