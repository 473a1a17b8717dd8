"""The minute in which registration opens: many people, few places, all at once."""

import statistics
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client as Signing
from django.utils.crypto import get_random_string

from backend.accounts.models import User
from programmes.enums import RegistrationState
from programmes.models import Registration, Sprint
from programmes.services.registrations import registration_create
from tests.bench.figure import Figure
from tests.bench.raw import count_statements
from tests.bench.served import Answer, Client, served, together
from tests.bench.timing import in_processes, in_turns
from tests.factories.programmes import SprintFactory

PEOPLE, CAPACITY = 2_000, 1_500
CROWD, TIMES = 20_000, 40
MANY, MANY_PLACES = 12_000, 10_000
CLIENTS, SENT, ROUNDS, GOAL = 8, 120, 3, 0.4


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
        many_at_once(alone),
        over_http(),
        in_a_crowd(people),
    ]


def many_at_once(alone: float) -> Figure:
    sprint = SprintFactory.create(capacity=MANY_PLACES)
    rate = in_processes(8, lambda share: register(sprint, share), make_people("many", MANY))
    right = in_order(sprint, MANY, MANY_PLACES)
    seen = f"exactly {MANY_PLACES:,} in, {MANY - MANY_PLACES:,} wait in order" if right else "PLACES ARE WRONG"
    note = f"one process, {CAPACITY:,} places; {seen}, no error"
    return Figure(name=f"registrations: {MANY:,} on {MANY_PLACES:,} places", ours=rate, baseline=alone, note=note)


def over_http() -> Figure:
    """The form as a browser sends it: session, CSRF, validation, a place, the name, what is said on the next page."""
    sprint = SprintFactory.create(capacity=None)
    signed_in = list(map(_session, make_people("form", SENT * ROUNDS)))
    address = f"/sprints/{sprint.slug}/anmelden/"
    token = get_random_string(CSRF_SECRET_LENGTH)
    body = urlencode({"csrfmiddlewaretoken": token, "display_name": "Clara"}).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    def send(client: Client, number: int) -> Answer:
        cookies = f"{settings.SESSION_COOKIE_NAME}={signed_in[number]}; {settings.CSRF_COOKIE_NAME}={token}"
        return client.ask("POST", address, body, {**form, "Cookie": cookies})

    def insert(client: Client, _number: int) -> Answer:
        return client.ask("POST", "/insert/", b"", form)

    rates: tuple[list[float], list[float]] = ([], [])
    answers: list[Answer] = []
    with served() as port:
        for number in range(ROUNDS):
            rate, heard = together(port, send, range(number * SENT, (number + 1) * SENT), clients=CLIENTS)
            rates[0].append(rate)
            answers += heard
            rates[1].append(together(port, insert, range(SENT), clients=CLIENTS)[0])
    ours, baseline = map(statistics.median, rates)
    done = sum(answer.status == HTTPStatus.FOUND for answer in answers)
    came = sprint.registrations.count()
    note = f"a view that inserts one row, by {CLIENTS} clients each; {done} forms led on, {came} came in; goal {GOAL}"
    return Figure(name="registrations: by the form, over HTTP", ours=ours, baseline=baseline, note=note)


def _session(person: User) -> str:
    signing = Signing()
    signing.force_login(person)
    return signing.cookies[settings.SESSION_COOKIE_NAME].value


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


def in_order(sprint: Sprint, people: int = PEOPLE, places: int = CAPACITY) -> bool:
    rows = Registration.objects.filter(sprint=sprint).order_by("sequence").values_list("sequence", "state")
    expected = [RegistrationState.REGISTERED] * places + [RegistrationState.WAITING] * (people - places)
    return list(rows) == list(enumerate(expected, 1))
