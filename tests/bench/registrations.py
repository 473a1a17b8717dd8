"""The minute in which registration opens: many people, few places, all at once."""

from collections.abc import Sequence

from django.db import connection

from backend.accounts.models import User
from programmes.enums import RegistrationState
from programmes.models import Registration, Sprint
from programmes.services.registrations import registration_create
from tests.bench.figure import Figure
from tests.bench.raw import count_statements
from tests.bench.timing import in_processes, in_turns
from tests.factories.programmes import SprintFactory

PEOPLE, CAPACITY = 2_000, 1_500
CROWD, TIMES = 20_000, 40


def figures() -> list[Figure]:
    people = make_people("bench", PEOPLE + 1)
    first, second = (SprintFactory.create(capacity=CAPACITY) for _ in range(2))
    statements = count_statements(lambda: registration_create(actor=people.pop(), sprint=SprintFactory.create()))
    alone = in_processes(1, lambda share: register(first, share), people)
    together = in_processes(8, lambda share: register(second, share), people)
    right = [in_order(sprint) for sprint in (first, second)]
    note = f"one process; {CAPACITY:,} places, {statements} statements each; " + (
        "every place given once and the list in order" if all(right) else "PLACES ARE WRONG"
    )
    return [
        Figure(name=f"registrations: {PEOPLE:,} by 8 processes", ours=together, baseline=alone, note=note),
        in_a_crowd(people),
    ]


def in_a_crowd(people: list[User]) -> Figure:
    """Whether a place costs more the more are taken."""
    empty, crowded = (SprintFactory.create(capacity=None) for _ in range(2))
    crowd = make_people("crowd", CROWD)
    Registration.objects.bulk_create(
        [
            Registration(sprint=crowded, user=user, state=RegistrationState.REGISTERED, sequence=number)
            for number, user in enumerate(crowd, 1)
        ],
        batch_size=2_000,
    )
    Sprint.objects.filter(pk__in=[empty.pk, crowded.pk]).update(capacity=CROWD + PEOPLE)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE programmes_registration")
    ours, baseline = in_turns(
        lambda n: registration_create(actor=people[n], sprint=crowded),
        lambda n: registration_create(actor=people[n], sprint=empty),
        times=TIMES,
    )
    return Figure(name=f"registrations: after {CROWD:,} others", ours=ours, baseline=baseline, note="an empty sprint")


def make_people(name: str, count: int) -> list[User]:
    made = (User(email=f"{name}{number}@example.org", display_name="", password="!") for number in range(count))
    return User.objects.bulk_create(made, batch_size=2_000)


def register(sprint: Sprint, people: Sequence[User]) -> None:
    for person in people:
        registration_create(actor=person, sprint=sprint)


def in_order(sprint: Sprint) -> bool:
    rows = Registration.objects.filter(sprint=sprint).order_by("sequence").values_list("sequence", "state")
    expected = [RegistrationState.REGISTERED] * CAPACITY + [RegistrationState.WAITING] * (PEOPLE - CAPACITY)
    return list(rows) == list(enumerate(expected, 1))
