"""What the database counts by itself is what there is, whoever writes, and however many at once."""

from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from programmes.models import Registration, RegistrationCount, Sprint
from programmes.selectors.people import gives_place_now, places_taken, registration_count
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
UNTIL = "2099-01-01T00:00Z"


def rows_of(sprint: Sprint, *states: str, beyond: bool = False, first: int = 0) -> list[Registration]:
    return [
        Registration(
            sprint=sprint,
            user=UserFactory.create(),
            state=state,
            sequence=number,
            beyond=beyond,
            held_until=UNTIL if state in {"offered", "consent"} else None,
        )
        for number, state in enumerate(states, first or Registration.objects.count() + 1)
    ]


def counted(sprint: Sprint) -> tuple[int, int, int, int]:
    kept = registration_count(sprint)
    return kept.registered, kept.beyond, kept.held, kept.waiting


def there(sprint: Sprint) -> tuple[int, int, int, int]:
    rows = list(sprint.registrations.all())
    states = Counter(row.state for row in rows)
    held = states["offered"] + states["consent"]
    return states["registered"], sum(row.beyond for row in rows), held, states["waiting"]


def test_nobody_came_yet() -> None:
    sprint = make.SprintFactory.create(capacity=1)
    assert (counted(sprint), places_taken(sprint), gives_place_now(sprint)) == ((0, 0, 0, 0), 0, True)


def test_many_written_at_once_in_two_sprints() -> None:
    one, other = make.SprintFactory.create_batch(2, capacity=9)
    Registration.objects.bulk_create(
        [
            *rows_of(one, "registered", "registered", "offered", "consent", "waiting", "cancelled"),
            *rows_of(one, "registered", beyond=True, first=7),
            *rows_of(other, "waiting"),
        ]
    )
    assert counted(one) == there(one) == (3, 1, 2, 1)
    assert places_taken(one) == 4
    assert counted(other) == there(other) == (0, 0, 0, 1)
    assert (gives_place_now(one), gives_place_now(other)) == (False, False), "somebody waits in each"


@pytest.mark.parametrize("state", ["registered", "offered", "consent", "waiting", "cancelled"])
@pytest.mark.parametrize("after", ["registered", "offered", "consent", "waiting", "cancelled"])
def test_one_that_changes_and_goes(state: str, after: str) -> None:
    sprint = make.SprintFactory.create(capacity=9)
    Registration.objects.bulk_create(rows_of(sprint, state, "registered"))
    held = UNTIL if after in {"offered", "consent"} else None
    changed = Registration.objects.filter(sequence=1)
    changed.update(state=after, held_until=held)
    assert counted(sprint) == there(sprint)
    assert sum(counted(sprint)) == (1 if after == "cancelled" else 2)
    changed.delete()
    assert counted(sprint) == there(sprint) == (1, 0, 0, 0)


def test_those_that_move_to_another_sprint_are_counted_there() -> None:
    one, other = make.SprintFactory.create_batch(2)
    Registration.objects.bulk_create(rows_of(one, "registered", "waiting"))
    Registration.objects.update(sprint=other)
    assert (counted(one), counted(other)) == ((0, 0, 0, 0), (1, 0, 0, 1))


def test_what_is_not_counted_writes_nothing() -> None:
    sprint = make.SprintFactory.create()
    Registration.objects.bulk_create(rows_of(sprint, "registered"))
    with connection.cursor() as cursor:
        read = "SELECT ctid::text FROM programmes_registrationcount"
        before = cursor.execute(read).fetchall()
        Registration.objects.update(sequence=F("sequence") + 1)
        assert cursor.execute(read).fetchall() == before


@pytest.mark.parametrize("state", ["registered", "offered", "consent"])
def test_past_python_no_place_is_given_twice(state: str) -> None:
    sprint = make.SprintFactory.create(capacity=2)
    with pytest.raises(IntegrityError, match="is full"), transaction.atomic():
        Registration.objects.bulk_create(rows_of(sprint, "registered", "registered", state))
    Registration.objects.bulk_create(rows_of(sprint, "registered", "registered", "waiting", "cancelled"))
    Registration.objects.bulk_create(rows_of(sprint, "registered", beyond=True))
    held = None if state == "registered" else UNTIL
    for waiting_or_cancelled in (Registration.objects.filter(sequence=number) for number in (3, 4)):
        with pytest.raises(IntegrityError, match="is full"), transaction.atomic():
            waiting_or_cancelled.update(state=state, held_until=held)
    with pytest.raises(IntegrityError, match="is full"), transaction.atomic():
        Registration.objects.filter(beyond=True).update(beyond=False)
    assert counted(sprint) == there(sprint) == (3, 1, 0, 1)


def test_past_python_no_place_that_is_given_is_taken_away() -> None:
    sprint = make.SprintFactory.create(capacity=3)
    Registration.objects.bulk_create(rows_of(sprint, "registered", "offered"))
    Sprint.objects.filter(pk=sprint.pk).update(capacity=2)
    with pytest.raises(IntegrityError, match="has given more places"), transaction.atomic():
        Sprint.objects.filter(pk=sprint.pk).update(capacity=1)


def test_it_goes_with_its_sprint() -> None:
    sprint = make.SprintFactory.create()
    Registration.objects.bulk_create(rows_of(sprint, "registered"))
    Registration.objects.all().delete()
    sprint.delete()
    assert not RegistrationCount.objects.exists()
